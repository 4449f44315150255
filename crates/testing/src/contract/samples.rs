//! Small values that several suites use.

use thoughts_domain::accounts::User;
use thoughts_use_cases::idempotency::{Answer, RetryKey};

/// A retry key of `user` with a fingerprint of its own.
pub fn retry(user: &User, key: &str) -> RetryKey {
    RetryKey {
        caller: user.id,
        key: key.to_owned(),
        fingerprint: crate::digest::digest("request", key.as_bytes()),
    }
}

/// An answer with every part filled, bytes that are no text included.
pub fn an_answer() -> Answer {
    Answer {
        status: 201,
        headers: vec![
            ("Location".to_owned(), "/v1/posts/x".to_owned()),
            ("ETag".to_owned(), "\"1-é\"".to_owned()),
        ],
        body: b"{\"body\":\"\xf0\x9f\xa6\x80\"}\x00\xff".to_vec(),
    }
}
