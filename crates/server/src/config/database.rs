//! Where the data lies.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use url::Url;

/// Where the data lies. Printing it hides the password.
#[derive(Clone, Eq, PartialEq)]
pub enum Database {
    /// A file of this process.
    Sqlite {
        /// `sqlite://path`.
        url: String,
        /// The file.
        path: PathBuf,
    },
    /// A server.
    Postgres {
        /// `postgres://...`; may hold a password.
        url: Url,
    },
}

impl Database {
    /// Where the signing key of an embedded database is kept: beside it.
    #[must_use]
    pub fn key_file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite { path, .. } => Some(path.with_extension("key")),
            Self::Postgres { .. } => None,
        }
    }
}

impl FromStr for Database {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let path = path.split('?').next().unwrap_or_default();
            return if Path::new(path).file_name().is_some() && path != ":memory:" {
                Ok(Self::Sqlite {
                    url: text.to_owned(),
                    path: path.into(),
                })
            } else {
                Err("names no file: use sqlite://path/to/file.db")
            };
        }
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "postgres" | "postgresql") => {
                Ok(Self::Postgres { url })
            }
            _ => Err("is neither sqlite://path nor postgres://user@host/database"),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { url, .. } => f.write_str(url),
            Self::Postgres { url } => f.write_str(masked(url).as_str()),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A password may stand before the host or among the parameters.
fn masked(url: &Url) -> Url {
    let mut url = url.clone();
    if url.password().is_some() {
        // Fails only for a URL that cannot have a password.
        let _ = url.set_password(Some("***"));
    }
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let shown: Vec<_> = url
            .query_pairs()
            .map(|(name, value)| {
                let value = if is_secret(&name) {
                    "***".into()
                } else {
                    value
                };
                (name.into_owned(), value.into_owned())
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(shown);
    }
    url
}

fn is_secret(parameter: &str) -> bool {
    parameter.to_ascii_lowercase().contains("password")
}
