//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::export::{
    ExportSection, ExportedBookmark, ExportedCommentLike, ExportedLike, ExportedRepost,
};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::export::page;

/// Fills the section of one kind of reaction.
macro_rules! reactions {
    ($($row:ident { $subject:ident } of $reaction:ident by $key:ty, newest: $newest:literal,)+) => {$(
        #[async_trait]
        impl ExportSection<$row> for MemoryStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<$key>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let rows = self.read(|state| {
                    let his = state.reactions.iter().filter(|((_, by), _)| *by == user);
                    let rows = his.filter_map(|((reaction, _), since)| match reaction {
                        Reaction::$reaction($subject) => Some($row {
                            $subject: *$subject,
                            since: *since,
                        }),
                        _ => None,
                    });
                    rows.collect()
                });
                Ok(page(rows, $newest, after.as_ref(), limit))
            }
        }
    )+};
}

reactions! {
    ExportedLike { post_id } of LikePost by PostId, newest: false,
    ExportedCommentLike { comment_id } of LikeComment by CommentId, newest: false,
    ExportedRepost { post_id } of Repost by TimeKey, newest: true,
    ExportedBookmark { post_id } of Bookmark by TimeKey, newest: true,
}
