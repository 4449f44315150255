//! What makes a retry known as one.

use poem::{FromRequest, Request, RequestBody};
use sha2::{Digest, Sha256};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::idempotency::RetryKey;

/// Method and path of a request, for the fingerprint.
pub(crate) struct Target {
    method: String,
    path: String,
}

impl<'a> FromRequest<'a> for Target {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
        })
    }
}

impl Target {
    /// The key with the fingerprint of the request: SHA-256 of method, path and raw body, each
    /// but the last ended by a zero byte, which neither can hold.
    pub(crate) fn retry_key(
        &self,
        caller: UserId,
        key: Option<String>,
        body: &[u8],
    ) -> Option<RetryKey> {
        let key = key?;
        let mut digest = Sha256::new();
        digest.update(self.method.as_bytes());
        digest.update([0]);
        digest.update(self.path.as_bytes());
        digest.update([0]);
        digest.update(body);
        Some(RetryKey {
            caller,
            key,
            fingerprint: digest.finalize().into(),
        })
    }
}
