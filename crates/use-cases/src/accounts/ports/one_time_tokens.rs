//! Tokens that are mailed and work once.

use std::fmt;

use async_trait::async_trait;
use thoughts_domain::accounts::{OneTimeToken, TokenPurpose};
use thoughts_domain::ids::{MailId, UserId};

use super::TokenHash;
use crate::storage::StorageError;

/// A token as it stands in a mail. Never shown by [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct OneTimeSecret(String);

impl OneTimeSecret {
    /// Takes a token from a client or from [`OneTimeTokens`].
    #[must_use]
    pub const fn new(token: String) -> Self {
        Self(token)
    }

    /// The token.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OneTimeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OneTimeSecret(***)")
    }
}

/// Works out the tokens of mails.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait OneTimeTokens: Send + Sync {
    /// The token that stands in a mail: 256 bits, the same each time it is asked for, and nobody
    /// without the server's key can tell it from the mail's id. So it need not be stored until
    /// the mail is sent.
    fn of_mail(&self, mail: MailId) -> OneTimeSecret;

    /// What is stored of a token.
    fn hash(&self, token: &OneTimeSecret) -> TokenHash;
}

/// Mailed tokens within a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OneTimeTokenRepository: Send {
    /// Makes a token of a locked user good, and an earlier one for the same purpose bad.
    ///
    /// # Errors
    /// Those of the storage.
    async fn put(&mut self, token: &OneTimeToken, hash: &TokenHash) -> Result<(), StorageError>;

    /// Finds a token that was neither used nor replaced, expired or not. Nothing is locked by it.
    ///
    /// # Errors
    /// Those of the storage.
    async fn find(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<Option<OneTimeToken>, StorageError>;

    /// Uses up a token of a locked user. False when it was used or replaced meanwhile.
    ///
    /// # Errors
    /// Those of the storage.
    async fn consume(
        &mut self,
        purpose: TokenPurpose,
        hash: &TokenHash,
    ) -> Result<bool, StorageError>;

    /// Makes a user's token bad, when he has one.
    ///
    /// # Errors
    /// Those of the storage.
    async fn revoke(&mut self, user: UserId, purpose: TokenPurpose) -> Result<(), StorageError>;
}
