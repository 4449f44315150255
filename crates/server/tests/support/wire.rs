//! A way to a `PostgreSQL` that can be cut in the middle of a commit.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};

use url::Url;

/// What the database is told when a transaction ends.
const COMMIT: &[u8] = b"COMMIT";

/// Which side of a commit is kept from the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Held {
    /// The database is not told to commit.
    Commit,
    /// It is, and its answer is kept from whoever asked.
    Answer,
}

/// Hands everything on between a server and its database, but for one commit.
pub struct Wire {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    socket: String,
    /// Whose commit, by something that he says before it, and which side of it.
    wanted: Mutex<Option<(Vec<u8>, Held)>>,
    /// What is held, so that it can be cut.
    cut: Mutex<Vec<(TcpStream, UnixStream)>>,
}

impl Wire {
    /// A way to a database that listens on a Unix socket.
    pub fn to(database: &Url) -> Self {
        let host = database.query_pairs().find(|(name, _)| name == "host");
        let (_, folder) = host.expect("the folder of a socket");
        let port = database.query_pairs().find(|(name, _)| name == "port");
        let port = port.map_or("5432".to_owned(), |(_, port)| port.into_owned());
        let shared = Arc::new(Shared {
            socket: format!("{folder}/.s.PGSQL.{port}"),
            wanted: Mutex::default(),
            cut: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                accepting.join(client.expect("a client"));
            }
        });
        Self { address, shared }
    }

    /// The URL of that database by this way.
    pub fn url(&self, database: &Url) -> Url {
        let user = database.query_pairs().find(|(name, _)| name == "user");
        let user = user.map_or("postgres".into(), |(_, user)| user);
        let url = format!("postgres://{user}@{}{}", self.address, database.path());
        url.parse().expect("a URL")
    }

    /// Holds the next commit of a transaction in which `said` was said.
    pub fn hold(&self, said: &str, held: Held) {
        *lock(&self.shared.wanted) = Some((said.as_bytes().to_vec(), held));
    }

    /// Whether that commit has come.
    pub fn holds(&self) -> bool {
        !lock(&self.shared.cut).is_empty()
    }

    /// Cuts what is held off, at both ends.
    pub fn cut(&self) {
        for (client, database) in lock(&self.shared.cut).drain(..) {
            // Either may have gone by itself.
            let _ = client.shutdown(Shutdown::Both);
            let _ = database.shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    /// Hands on what two say, each in a thread of its own.
    fn join(self: &Arc<Self>, client: TcpStream) {
        let Ok(database) = UnixStream::connect(&self.socket) else {
            return;
        };
        let (asking, mut asked) = (twin(&client), database.try_clone().expect("a twin"));
        let (mut answering, mut answered) = (database, client);
        let silent = Arc::new(Mutex::new(false));
        let mute = Arc::clone(&silent);
        let shared = Arc::clone(self);
        std::thread::spawn(move || {
            let mut said = Vec::new();
            pass(&mut asking.try_clone().expect("a twin"), |bytes| {
                said.extend_from_slice(bytes);
                let Some(held) = shared.takes(&said) else {
                    if ends(&said) {
                        said.clear();
                    }
                    return asked.write_all(bytes).is_ok();
                };
                *lock(&mute) = true;
                if held == Held::Answer {
                    asked.write_all(bytes).expect("the database listens");
                }
                let ends = (twin(&asking), asked.try_clone().expect("a twin"));
                lock(&shared.cut).push(ends);
                said.clear();
                true
            });
            let _ = asked.shutdown(Shutdown::Both);
            let _ = asking.shutdown(Shutdown::Both);
        });
        std::thread::spawn(move || {
            pass(&mut answering, |bytes| {
                *lock(&silent) || answered.write_all(bytes).is_ok()
            });
            let _ = answered.shutdown(Shutdown::Both);
        });
    }

    /// Whether this is the commit to be held, which is looked for once.
    fn takes(&self, said: &[u8]) -> Option<Held> {
        let mut wanted = lock(&self.wanted);
        let (marker, _) = wanted.as_ref()?;
        if ends(said) && holds(said, marker) {
            return wanted.take().map(|(_, held)| held);
        }
        None
    }
}

/// Hands bytes to `next` until there are no more, or it wants none.
fn pass(from: &mut impl Read, mut next: impl FnMut(&[u8]) -> bool) {
    let mut buffer = vec![0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !next(&buffer[..count]) {
            return;
        }
    }
}

fn ends(said: &[u8]) -> bool {
    holds(said, COMMIT) || holds(said, b"ROLLBACK")
}

fn holds(said: &[u8], part: &[u8]) -> bool {
    said.windows(part.len()).any(|window| window == part)
}

fn twin(stream: &TcpStream) -> TcpStream {
    stream.try_clone().expect("a twin")
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
