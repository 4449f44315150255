//! Who is calling, by a token of an outside provider.

use std::sync::Arc;

use thoughts_domain::time::Timestamp;

use super::known_outsiders::KnownOutsiders;
use super::{
    AccountQueries, AuthenticateError, Caller, OUTSIDE_CLOCK_SKEW, OutsideAccount, OutsideClaims,
    OutsideTokenError, OutsideTokens, OutsideUser, ProvisionUser, ProvisionUserError, SessionWatch,
};
use crate::system::Clock;

/// Tells who is calling by a token of the outside provider, and opens accounts on first sight.
///
/// Such a caller has no session of ours that could end. What holds of him is therefore read from
/// the storage again after a second, and at once after a change that this replica has made: so an
/// erased account and another role hold everywhere within two seconds.
pub struct OutsideCallers {
    tokens: Arc<dyn OutsideTokens>,
    accounts: Arc<dyn AccountQueries>,
    provision: Arc<dyn ProvisionUser>,
    watch: Arc<SessionWatch>,
    clock: Arc<dyn Clock>,
    known: KnownOutsiders,
}

impl OutsideCallers {
    /// Knows nobody yet.
    #[must_use]
    pub fn new(
        tokens: Arc<dyn OutsideTokens>,
        accounts: Arc<dyn AccountQueries>,
        provision: Arc<dyn ProvisionUser>,
        watch: Arc<SessionWatch>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            tokens,
            accounts,
            provision,
            watch,
            clock,
            known: KnownOutsiders::default(),
        }
    }

    /// Whether the token says that the provider has issued it.
    pub(super) fn is_named_by(&self, token: &str) -> bool {
        self.tokens.is_named_by(token)
    }

    /// Verifies the token and finds its user.
    ///
    /// # Errors
    /// [`AuthenticateError`].
    pub(super) async fn caller(&self, token: &str) -> Result<Caller, AuthenticateError> {
        let now = self.clock.now();
        let claims = self.tokens.verify(token, now).await?;
        let user = match self.known.get(&claims.identity, now, &self.watch) {
            Some(user) => user,
            None => self.read(&claims, now).await?,
        };
        Ok(Caller {
            user_id: user.user_id,
            session_id: None,
            standing: user.standing,
        })
    }

    async fn read(
        &self,
        claims: &OutsideClaims,
        now: Timestamp,
    ) -> Result<OutsideUser, AuthenticateError> {
        let user = match self.accounts.outside_account(&claims.identity).await? {
            OutsideAccount::Known(user) => user,
            // By a token from before the erasure nobody comes back.
            OutsideAccount::Erased(at) if claims.issued_at.minus(OUTSIDE_CLOCK_SKEW) <= at => {
                return Err(AuthenticateError::InvalidToken);
            }
            OutsideAccount::Erased(_) | OutsideAccount::Unknown => {
                self.provision.execute(claims).await?
            }
        };
        // As of the moment before it was read: what changed since is read again.
        self.known.insert(claims.identity.clone(), user, now);
        Ok(user)
    }
}

impl From<OutsideTokenError> for AuthenticateError {
    fn from(error: OutsideTokenError) -> Self {
        match error {
            OutsideTokenError::Expired | OutsideTokenError::Invalid(_) => {
                tracing::debug!(%error, "a token of the provider was refused");
                Self::InvalidToken
            }
            OutsideTokenError::Unavailable(_) => Self::ProviderUnavailable(error),
        }
    }
}

impl From<ProvisionUserError> for AuthenticateError {
    fn from(error: ProvisionUserError) -> Self {
        match error {
            ProvisionUserError::Erased => Self::InvalidToken,
            ProvisionUserError::Storage(error) => Self::Storage(error),
        }
    }
}
