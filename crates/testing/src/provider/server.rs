//! The provider's web server: a thread of its own, one request per connection.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::ProviderKey;

const PATH: &str = "/realms/thoughts";

/// What a document of the provider is answered with.
#[derive(Clone, Debug)]
pub enum Page {
    /// 200 with this JSON.
    Json(Value),
    /// This status, headers (each with its line end) and body.
    Raw(u16, String, Vec<u8>),
    /// 200, and then bytes for as long as anybody listens.
    Endless,
    /// Nothing, until the other side goes away.
    Silence,
}

/// A provider that is being run.
pub struct Provider {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    discovery: Mutex<Page>,
    keys: Mutex<Page>,
    asked_for_discovery: AtomicUsize,
    asked_for_keys: AtomicUsize,
    asked_for_else: AtomicUsize,
    gone: AtomicBool,
}

impl Provider {
    /// Listens on a free port, with these keys.
    #[must_use]
    pub fn start(keys: &[&ProviderKey]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            discovery: Mutex::new(Page::Silence),
            keys: Mutex::new(Page::Silence),
            asked_for_discovery: AtomicUsize::new(0),
            asked_for_keys: AtomicUsize::new(0),
            asked_for_else: AtomicUsize::new(0),
            gone: AtomicBool::new(false),
        });
        let thread = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || serve(&listener, &shared))
        };
        let provider = Self {
            address,
            shared,
            thread: Some(thread),
        };
        provider.answer_discovery(Page::Json(provider.document()));
        provider.set_keys(keys);
        provider
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Who issues its tokens.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    /// The true discovery document.
    #[must_use]
    pub fn document(&self) -> Value {
        let issuer = self.issuer();
        json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/certs") })
    }

    /// From now on these are its keys.
    pub fn set_keys(&self, keys: &[&ProviderKey]) {
        let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
        self.answer_keys(Page::Json(json!({ "keys": keys })));
    }

    /// From now on its discovery document is this.
    pub fn answer_discovery(&self, page: Page) {
        *lock(&self.shared.discovery) = page;
    }

    /// From now on its key set is this.
    pub fn answer_keys(&self, page: Page) {
        *lock(&self.shared.keys) = page;
    }

    /// How often it was asked for its keys.
    #[must_use]
    pub fn asked_for_keys(&self) -> usize {
        self.shared.asked_for_keys.load(Ordering::SeqCst)
    }

    /// How often it was asked for its discovery document.
    #[must_use]
    pub fn asked_for_discovery(&self) -> usize {
        self.shared.asked_for_discovery.load(Ordering::SeqCst)
    }

    /// How often it was asked for what it does not have.
    #[must_use]
    pub fn asked_for_else(&self) -> usize {
        self.shared.asked_for_else.load(Ordering::SeqCst)
    }

    /// From now on nobody listens on its port.
    pub fn stop(&mut self) {
        self.shared.gone.store(true, Ordering::SeqCst);
        // Wakes the thread, which may wait for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the provider's thread");
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

fn lock(page: &Mutex<Page>) -> std::sync::MutexGuard<'_, Page> {
    page.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    for connection in listener.incoming() {
        if shared.gone.load(Ordering::SeqCst) {
            return;
        }
        let Ok(connection) = connection else { continue };
        let shared = Arc::clone(shared);
        // Whoever listens for ever must not keep the others waiting.
        std::thread::spawn(move || answer(connection, &shared));
    }
}

/// Errors are the client's: it may go away whenever it likes.
fn answer(connection: TcpStream, shared: &Shared) -> Option<()> {
    connection
        .set_read_timeout(Some(Duration::from_mins(1)))
        .ok()?;
    let mut lines = BufReader::new(connection.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let path = request.split(' ').nth(1)?;
    let (count, page) = match path.strip_prefix(PATH) {
        Some("/.well-known/openid-configuration") => {
            let page = lock(&shared.discovery).clone();
            (&shared.asked_for_discovery, page)
        }
        Some("/certs") => (&shared.asked_for_keys, lock(&shared.keys).clone()),
        _ => {
            let nothing = Page::Raw(404, String::new(), Vec::new());
            (&shared.asked_for_else, nothing)
        }
    };
    count.fetch_add(1, Ordering::SeqCst);
    write(connection, page)
}

fn write(mut connection: TcpStream, page: Page) -> Option<()> {
    let (status, headers, body) = match page {
        Page::Json(value) => {
            let json = "Content-Type: application/json\r\n".to_owned();
            (200, json, value.to_string().into_bytes())
        }
        Page::Raw(status, headers, body) => (status, headers, body),
        Page::Endless => {
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
            connection.write_all(head.as_bytes()).ok()?;
            loop {
                connection.write_all(&[b' '; 4_096]).ok()?;
            }
        }
        Page::Silence => {
            let _ = connection.read(&mut [0]);
            return None;
        }
    };
    let head = format!(
        "HTTP/1.1 {status} x\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).ok()?;
    connection.write_all(&body).ok()
}
