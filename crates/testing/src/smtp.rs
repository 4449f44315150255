//! A small mail server (RFC 5321) that a test runs itself.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mail_parser::{Message, MessageParser};

/// How long a test waits for a mail before it fails.
const PATIENCE: Duration = Duration::from_mins(1);

/// What the server does with the next mail.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reaction {
    /// Takes it.
    Take,
    /// Says `451` to its recipient: try again later.
    Later,
    /// Says `550` to its recipient, and repeats the address: never.
    Never,
    /// Takes all of it, and closes the connection without a word.
    TakeAndHangUp,
    /// Closes the connection in the middle of it.
    HangUp,
}

/// A mail that was taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TakenMail {
    /// Who sent it, by the envelope.
    pub from: String,
    /// To whom, by the envelope.
    pub to: Vec<String>,
    /// The message as it came.
    pub data: Vec<u8>,
}

/// A stream of one connection.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// What becomes of a connection before the first word: TLS, or nothing.
pub type Wrap = Box<dyn Fn(TcpStream) -> Box<dyn Stream> + Send + Sync>;

/// A running mail server. Its thread ends with the process.
#[derive(Clone)]
pub struct SmtpServer {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    wrap: Wrap,
    /// The login that it asks for, as `AUTH PLAIN` gives it.
    login: Option<String>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    reactions: VecDeque<Reaction>,
    taken: Vec<TakenMail>,
    connections: usize,
}

impl SmtpServer {
    /// Takes every mail, in the clear and without a login.
    #[must_use]
    pub fn start() -> Self {
        Self::with(Box::new(|stream| Box::new(stream)), None)
    }

    /// Takes mails from `user` with `password` alone.
    #[must_use]
    pub fn with_login(user: &str, password: &str) -> Self {
        let plain = format!("\0{user}\0{password}");
        Self::with(Box::new(|stream| Box::new(stream)), Some(plain))
    }

    /// Takes every mail over connections that are wrapped so.
    #[must_use]
    pub fn wrapped(wrap: Wrap) -> Self {
        Self::with(wrap, None)
    }

    fn with(wrap: Wrap, login: Option<String>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            wrap,
            login,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let server = Self { port, shared };
        let shared = Arc::clone(&server.shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || {
                    shared.state().connections += 1;
                    // A client that goes away is no fault of the test.
                    let _ = Session::new(&shared, stream).and_then(Session::serve);
                });
            }
        });
        server
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What is done with the next mails, in order; the rest is taken.
    pub fn react(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.shared.state().reactions.extend(reactions);
    }

    /// All that was taken so far.
    #[must_use]
    pub fn taken(&self) -> Vec<TakenMail> {
        self.shared.state().taken.clone()
    }

    /// How often somebody connected.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// The mail that is the `number`th of all taken, from 1; waits for it.
    #[must_use]
    pub fn mail(&self, number: usize) -> TakenMail {
        let state = self.shared.state();
        let (state, timeout) = self
            .shared
            .changed
            .wait_timeout_while(state, PATIENCE, |state| state.taken.len() < number)
            .unwrap_or_else(PoisonError::into_inner);
        assert!(!timeout.timed_out(), "mail {number} did not come");
        state.taken[number - 1].clone()
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TakenMail {
    /// The message as another implementation reads it.
    #[must_use]
    pub fn message(&self) -> Message<'_> {
        MessageParser::default()
            .parse(&self.data)
            .expect("a message")
    }

    /// The subject.
    #[must_use]
    pub fn subject(&self) -> String {
        self.message().subject().expect("a subject").to_owned()
    }

    /// The plain text.
    #[must_use]
    pub fn text(&self) -> String {
        self.message().body_text(0).expect("a text").into_owned()
    }

    /// The HTML.
    #[must_use]
    pub fn html(&self) -> String {
        self.message().body_html(0).expect("HTML").into_owned()
    }

    /// The token in the link of the text.
    #[must_use]
    pub fn token(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("#token=").expect("a link with a token");
        rest.split_whitespace().next().expect("a token").to_owned()
    }
}

/// One connection.
struct Session<'a> {
    shared: &'a Shared,
    stream: BufReader<Box<dyn Stream>>,
}

impl<'a> Session<'a> {
    fn new(shared: &'a Shared, stream: TcpStream) -> io::Result<Self> {
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            shared,
            stream: BufReader::new((shared.wrap)(stream)),
        })
    }

    fn serve(mut self) -> io::Result<()> {
        self.say("220 test")?;
        let (mut from, mut to) = (String::new(), Vec::new());
        let mut known = self.shared.login.is_none();
        let mut reaction = Reaction::Take;
        loop {
            let line = self.line()?;
            let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" if self.shared.login.is_some() => {
                    self.say("250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN")?;
                }
                "EHLO" => self.say("250-test\r\n250 8BITMIME")?,
                "AUTH" => {
                    let given = line.rsplit(' ').next().unwrap_or_default();
                    let plain = self.shared.login.as_deref().unwrap_or_default();
                    known = given == base64(plain.as_bytes());
                    let said = if known {
                        "235 welcome"
                    } else {
                        "535 who are you"
                    };
                    self.say(said)?;
                }
                "MAIL" if !known => self.say("530 log in first")?,
                "MAIL" => {
                    let next = self.shared.state().reactions.pop_front();
                    reaction = next.unwrap_or(Reaction::Take);
                    from = address(&line);
                    to.clear();
                    self.say("250 ok")?;
                }
                "RCPT" => match reaction {
                    Reaction::Later => self.say("451 try again later")?,
                    Reaction::Never => self.say(&format!("550 no {} here", address(&line)))?,
                    _ => {
                        to.push(address(&line));
                        self.say("250 ok")?;
                    }
                },
                "DATA" => {
                    self.say("354 go on")?;
                    if reaction == Reaction::HangUp {
                        return Ok(());
                    }
                    let mail = TakenMail {
                        from: from.clone(),
                        to: to.clone(),
                        data: self.data()?,
                    };
                    self.shared.state().taken.push(mail);
                    self.shared.changed.notify_all();
                    if reaction == Reaction::TakeAndHangUp {
                        return Ok(());
                    }
                    self.say("250 taken")?;
                }
                "QUIT" => return self.say("221 bye"),
                "RSET" | "NOOP" => self.say("250 ok")?,
                _ => self.say("502 not here")?,
            }
        }
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let stream = self.stream.get_mut();
        stream.write_all(format!("{text}\r\n").as_bytes())?;
        stream.flush()
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    /// Until the line with nothing but a dot; a dot that begins a line came doubled.
    fn data(&mut self) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok(data);
            }
            data.extend(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let index = usize::try_from(group >> (18 - 6 * place) & 63).expect("six bits");
            let letter = if place <= chunk.len() {
                LETTERS[index]
            } else {
                b'='
            };
            text.push(char::from(letter));
        }
    }
    text
}
