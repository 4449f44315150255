//! The reader that makes notifications.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, UserId};

use super::Filing;
use super::reconcile::Look;
use crate::events::LoggedEvent;
use crate::readers::{Projection, Reader, ReaderError};
use crate::storage::UnitOfWork;
use crate::system::IdGenerator;

/// Tells users what others do.
pub struct NotificationReader {
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl Reader for NotificationReader {
    fn name(&self) -> &'static str {
        "notifications"
    }

    fn wants(&self) -> &'static [&'static str] {
        &[
            "thoughts.user.deleted",
            "thoughts.post.published",
            "thoughts.post.edited",
            "thoughts.comment.added",
            "thoughts.comment.edited",
            "thoughts.comment.deleted",
        ]
    }

    async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        event: &LoggedEvent,
    ) -> Result<(), ReaderError> {
        let id = event.aggregate_id;
        let mut look = Look::default();
        match event.event_type.as_str() {
            "thoughts.post.published" | "thoughts.post.edited" => {
                look.posts.push(PostId::new(id));
            }
            "thoughts.comment.added" | "thoughts.comment.edited" => {
                look.comments.push(CommentId::new(id));
            }
            // Who answered it told its author, who has taken it back.
            "thoughts.comment.deleted" => {
                let comment = CommentId::new(id);
                look.comments = work.notifications().replies(comment).await?;
                look.comments.push(comment);
            }
            // What hangs on his posts went with them, within the deletion itself.
            "thoughts.user.deleted" => {
                work.notifications().forget(UserId::new(id)).await?;
                return Ok(());
            }
            _ => return Ok(()),
        }
        look.reconcile(work, &*self.ids, Filing::InFront).await?;
        Ok(())
    }

    fn projection(&self) -> Option<&dyn Projection> {
        Some(self)
    }
}
