//! Who may call from a browser.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// Exact origins (RFC 6454), such as `https://app.example.org`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// The origins, as browsers write them.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl FromStr for Origins {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let entries = text.split(',').map(str::trim).filter(|e| !e.is_empty());
        entries.map(origin).collect::<Result<_, _>>().map(Self)
    }
}

/// An origin is compared byte for byte with what the browser sends, so it must be written so.
fn origin(entry: &str) -> Result<String, String> {
    let as_sent = Url::parse(entry)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .map(|url| url.origin().ascii_serialization());
    match as_sent {
        Some(as_sent) if as_sent == entry => Ok(as_sent),
        Some(as_sent) => Err(format!("holds {entry}; as an origin that is {as_sent}")),
        None => Err(format!(
            "holds {entry}, which is no origin such as https://app.example.org"
        )),
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}
