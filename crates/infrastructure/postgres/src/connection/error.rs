//! Why there is no connection.

use sqlx::postgres::PgConnectOptions;
use thiserror::Error;

/// Why the database cannot be used. Each message is one line for an operator, and holds no
/// password.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// The URL cannot be read.
    #[error("the database URL cannot be read: {reason}")]
    InvalidUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// Nobody answers.
    #[error(
        "no PostgreSQL answers at {address}: {reason}; is it running, and is the address right?"
    )]
    Unreachable {
        /// Host and port, or the socket's folder.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// The server does not let this user in.
    #[error(
        "PostgreSQL at {address} refuses user \"{user}\": {reason}; check user, password and pg_hba.conf"
    )]
    Refused {
        /// Host and port, or the socket's folder.
        address: String,
        /// Who asked.
        user: String,
        /// What the server says.
        reason: String,
    },
    /// There is no such database.
    #[error(
        "PostgreSQL at {address} has no database \"{database}\"; create it, then run `thoughts migrate`"
    )]
    DatabaseMissing {
        /// Host and port, or the socket's folder.
        address: String,
        /// Which.
        database: String,
    },
    /// The server takes no more connections, is starting or is shutting down.
    #[error("PostgreSQL at {address} takes no connection now: {reason}; try again later")]
    NotNow {
        /// Host and port, or the socket's folder.
        address: String,
        /// What the server says.
        reason: String,
    },
    /// Anything else.
    #[error("PostgreSQL at {address} cannot be used: {reason}")]
    Other {
        /// Host and port, or the socket's folder.
        address: String,
        /// What went wrong.
        reason: String,
    },
}

impl ConnectError {
    pub(super) fn of(error: &sqlx::Error, options: &PgConnectOptions) -> Self {
        let address = address(options);
        let reason = one_line(&match error {
            sqlx::Error::Database(database) => database.message().to_owned(),
            sqlx::Error::Io(io) => io.to_string(),
            other => other.to_string(),
        });
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        match (error, code.as_deref()) {
            (sqlx::Error::Io(_), _) => Self::Unreachable { address, reason },
            // Class 28: invalid authorization specification (appendix A of PostgreSQL's manual).
            (_, Some(code)) if code.starts_with("28") => Self::Refused {
                address,
                user: options.get_username().to_owned(),
                reason,
            },
            (_, Some("3D000")) => Self::DatabaseMissing {
                address,
                database: options
                    .get_database()
                    .unwrap_or(options.get_username())
                    .to_owned(),
            },
            (_, Some("53300" | "57P01" | "57P02" | "57P03")) => Self::NotNow { address, reason },
            _ => Self::Other { address, reason },
        }
    }

    pub(super) fn too_slow(options: &PgConnectOptions) -> Self {
        Self::Unreachable {
            address: address(options),
            reason: "no answer in time".to_owned(),
        }
    }
}

fn address(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(folder) => format!("{}, port {}", folder.display(), options.get_port()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
