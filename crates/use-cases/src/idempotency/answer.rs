//! What was answered.

/// An answer as it went out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The HTTP status, always of the 2xx class.
    pub status: u16,
    /// The headers that belong to the outcome (`Location`, `ETag`, ...), not to the transfer.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

/// What came of a command that may be a retry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Settled<T> {
    /// It was carried out now.
    Fresh(T),
    /// It had been carried out before; this was the answer.
    Replayed(Answer),
}
