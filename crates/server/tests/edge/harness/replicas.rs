//! Two replicas that do what a test tells them.

use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::client::{header_of, read_head};

/// What a replica was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// `a` or `b`.
    pub replica: &'static str,
    /// How many requests both have seen before.
    pub number: usize,
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What a replica does about it.
pub enum Reply {
    /// Sends these bytes and keeps the connection.
    Answer(String),
    /// Closes the connection without a word.
    Drop,
    /// Says nothing until the other side gives up.
    Hang,
    /// Does as it likes with the connection, then closes it.
    Takeover(Box<dyn FnOnce(TcpStream) + Send>),
}

type Script = dyn Fn(&Request) -> Reply + Send + Sync;

struct Shared {
    script: Box<Script>,
    seen: Mutex<Vec<Request>>,
    connections: AtomicUsize,
}

/// Both replicas; their threads end with the test's process.
pub struct Replicas {
    shared: Arc<Shared>,
    addresses: [SocketAddr; 2],
}

impl Replicas {
    pub fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let shared = Arc::new(Shared {
            script: Box::new(script),
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let addresses = ["a", "b"].map(|name| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = listener.local_addr().expect("its address");
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                for connection in listener.incoming() {
                    let connection = connection.expect("a connection");
                    let shared = Arc::clone(&shared);
                    shared.connections.fetch_add(1, Ordering::SeqCst);
                    std::thread::spawn(move || serve(connection, name, &shared));
                }
            });
            address
        });
        Self { shared, addresses }
    }

    pub fn addresses(&self) -> [SocketAddr; 2] {
        self.addresses
    }

    /// All that both were asked, in order.
    pub fn seen(&self) -> Vec<Request> {
        self.shared.seen.lock().expect("requests").clone()
    }

    /// How many connections both have taken.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Request {
    /// The value of a header that came at most once; names are in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header_of(&self.headers, name)
    }
}

/// Answers one request after the other until the connection ends.
fn serve(connection: TcpStream, replica: &'static str, shared: &Shared) {
    let mut reader = BufReader::new(connection.try_clone().expect("a handle"));
    let mut writer = connection;
    while let Some(head) = read_head(&mut reader) {
        let mut words = head.first.split(' ');
        let mut request = Request {
            replica,
            number: 0,
            method: words.next().unwrap_or_default().to_owned(),
            target: words.next().unwrap_or_default().to_owned(),
            body: head.body(&mut reader),
            headers: head.headers,
        };
        {
            let mut seen = shared.seen.lock().expect("requests");
            request.number = seen.len();
            seen.push(request.clone());
        }
        match (shared.script)(&request) {
            Reply::Answer(text) if writer.write_all(text.as_bytes()).is_ok() => {}
            Reply::Answer(_) | Reply::Drop => return,
            Reply::Hang => {
                // Ends when the other side closes.
                let _ = read_head(&mut reader);
                return;
            }
            Reply::Takeover(act) => return act(writer),
        }
    }
}
