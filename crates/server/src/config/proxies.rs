//! Whose forwarding headers count.

use std::fmt;
use std::str::FromStr;

use thoughts_http::Network;

/// Addresses and networks of proxies that say truly who called them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct TrustedProxies {
    networks: Vec<Network>,
    as_written: String,
}

impl TrustedProxies {
    /// The networks; an address is a network of one.
    #[must_use]
    pub fn networks(&self) -> &[Network] {
        &self.networks
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let entries: Vec<_> = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .collect();
        let networks = entries
            .iter()
            .map(|entry| {
                entry.parse().map_err(|_| {
                    format!("holds {entry}, which is no address or network such as 10.0.0.0/8")
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            networks,
            as_written: entries.join(","),
        })
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_written)
    }
}
