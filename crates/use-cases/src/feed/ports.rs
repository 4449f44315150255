//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;

use super::FeedItem;
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// Reads of home feeds.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FeedQueries: Send + Sync {
    /// The home feed of `reader`, newest first. His *sources* are himself and whom he follows,
    /// without those whom a block or a mute hides from him.
    ///
    /// A post stands in it once, where it first came to him: when it was published, if its author is
    /// a source; otherwise at the first repost by a source, as long as its author is not hidden
    /// either. Of two reposts at the same moment the one by the lower id is the first; erased
    /// accounts have reposted nothing. So nothing that others publish or repost later moves a
    /// row, and a walk meets each exactly once.
    ///
    /// Everything that is committed is seen at once.
    ///
    /// # Errors
    /// Those of the storage.
    async fn home(
        &self,
        reader: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<FeedItem, TimeKey>>, StorageError>;
}
