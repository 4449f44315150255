//! Reads of this room.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use crate::events::Positioned;
use crate::storage::StorageError;

/// What its owner sees of his second factor.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SecondFactorView {
    /// Since when it is on; none while it is off.
    pub enabled_at: Option<Timestamp>,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// Reads of second factors.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SecondFactorQueries: Send + Sync {
    /// The user's second factor. One that was begun and not confirmed is off, and so is that of
    /// who is not there.
    ///
    /// # Errors
    /// Those of the storage.
    async fn second_factor(
        &self,
        user: UserId,
    ) -> Result<Positioned<SecondFactorView>, StorageError>;
}
