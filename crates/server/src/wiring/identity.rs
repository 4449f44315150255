//! Everything that hangs on the signing key.

use std::path::Path;
use std::sync::Arc;

use thoughts_identity::keys::{self, KeyRing, SecretLabel, SigningKey};
use thoughts_identity::{
    Argon2idHasher, HmacAuthenticator, HmacOneTimeTokens, HmacRefreshTokens, JwtAccessTokens,
    TotpSecrets,
};
use thoughts_use_cases::accounts::{AccessTokens, OneTimeTokens, PasswordHasher, RefreshTokens};
use thoughts_use_cases::second_factor::SecondFactorSecrets;
use thoughts_use_cases::system::MessageAuthenticator;

use crate::cli::{KeyOptions, StorageOptions};
use crate::failure::Failure;
use crate::runtime::cores;

/// The ports of identity.
pub struct Identity {
    /// Hashes passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Signs access tokens.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Makes refresh tokens.
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Makes and uses secrets of second factors.
    pub secrets: Arc<dyn SecondFactorSecrets>,
    /// Works out mailed tokens.
    pub one_time_tokens: Arc<dyn OneTimeTokens>,
    /// Authenticates cursors.
    pub cursors: Arc<dyn MessageAuthenticator>,
    /// Hides the keys of rate limits in a shared store.
    pub limit_keys: Arc<dyn MessageAuthenticator>,
}

impl Identity {
    /// Takes the key of the options; an embedded database without one makes and keeps its own.
    ///
    /// # Errors
    /// [`Failure::Refused`] without a key.
    pub fn new(options: &KeyOptions, storage: &StorageOptions) -> Result<Self, Failure> {
        let keys = KeyRing {
            signing: signing_key(options, storage)?,
            others: options.auth_previous_signing_keys.0.clone(),
            public: options.auth_previous_keys.0.clone(),
        };
        let derive = |label| keys.derive(label).map_err(Failure::refused);
        let access_tokens = JwtAccessTokens::new(&keys).map_err(Failure::refused)?;
        let refresh_tokens = HmacRefreshTokens::new(&derive(SecretLabel::RefreshSuccessor)?);
        Ok(Self {
            hasher: Arc::new(Argon2idHasher::new(cores()).map_err(Failure::refused)?),
            access_tokens: Arc::new(access_tokens),
            refresh_tokens: Arc::new(refresh_tokens),
            secrets: Arc::new(TotpSecrets::new(&derive(SecretLabel::StoredSecrets)?)),
            one_time_tokens: Arc::new(HmacOneTimeTokens::new(
                &derive(SecretLabel::OneTimeTokens)?.present,
            )),
            cursors: Arc::new(HmacAuthenticator::new(&derive(SecretLabel::CursorMac)?)),
            limit_keys: Arc::new(HmacAuthenticator::new(&derive(SecretLabel::LimitKeys)?)),
        })
    }
}

fn signing_key(options: &KeyOptions, storage: &StorageOptions) -> Result<SigningKey, Failure> {
    match (&options.auth_signing_key, storage.database_url.key_file()) {
        (Some(key), _) => Ok(key.clone()),
        (None, Some(path)) => kept_in(&path),
        (None, None) => Err(Failure::refused(
            "AUTH_SIGNING_KEY is missing: all replicas on a PostgreSQL share one; make it with `thoughts keys new`",
        )),
    }
}

fn kept_in(path: &Path) -> Result<SigningKey, Failure> {
    let (key, fresh) = keys::load_or_create(path).map_err(Failure::refused)?;
    if fresh {
        tracing::info!(file = %path.display(), "made a signing key; back it up with the database");
    }
    Ok(key)
}
