//! Where Redis is.

use std::fmt;
use std::str::FromStr;

use redis::Client;
use thiserror::Error;

/// `redis://host:port/database`, or `redis+unix:///path`. Shown without user and password.
#[derive(Clone)]
pub struct RedisAddress {
    client: Client,
}

/// Not an address of Redis; never repeats it, since a password may stand there.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is neither redis://host:port nor redis+unix:///path")]
pub struct RedisAddressError;

impl RedisAddress {
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }
}

impl FromStr for RedisAddress {
    type Err = RedisAddressError;

    fn from_str(text: &str) -> Result<Self, RedisAddressError> {
        let known = ["redis://", "redis+unix://"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            return Err(RedisAddressError);
        }
        // Opening a client connects to nothing.
        let client = Client::open(text).map_err(|_| RedisAddressError)?;
        Ok(Self { client })
    }
}

impl fmt::Display for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.client.get_connection_info().addr())
    }
}

impl fmt::Debug for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::RedisAddress;

    #[test]
    fn addresses_are_read_and_shown_without_secrets() {
        for (text, shown) in [
            ("redis://127.0.0.1:6379", "127.0.0.1:6379"),
            (
                "redis://ada:hunter2@db.example.org:7000/3",
                "db.example.org:7000",
            ),
            (
                "redis+unix:///run/redis.sock?pass=hunter2",
                "/run/redis.sock",
            ),
        ] {
            let address: RedisAddress = text.parse().expect("an address");
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), shown);
        }
        for text in [
            "",
            "127.0.0.1:6379",
            "http://127.0.0.1",
            "redis://",
            "rediss://a",
        ] {
            assert!(text.parse::<RedisAddress>().is_err(), "{text}");
        }
    }
}
