//! The reader that makes notifications.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, Cuid, PostId, UserId};
use thoughts_domain::notifications::{Deed, DeedKind};

use super::Filing;
use super::reconcile::Look;
use crate::events::{EventDecoder, LoggedEvent};
use crate::readers::{Projection, Reader, ReaderError};
use crate::storage::UnitOfWork;
use crate::system::IdGenerator;

/// Tells users what others do.
pub struct NotificationReader {
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
    /// Reads payloads.
    pub events: Arc<dyn EventDecoder>,
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
            "thoughts.post.deleted",
            "thoughts.comment.added",
            "thoughts.comment.edited",
            "thoughts.comment.deleted",
            "thoughts.user.followed",
            "thoughts.user.unfollowed",
            "thoughts.post.liked",
            "thoughts.post.unliked",
            "thoughts.comment.liked",
            "thoughts.comment.unliked",
            "thoughts.post.reposted",
            "thoughts.post.unreposted",
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
            // What it quoted is there, and was told of it.
            "thoughts.post.deleted" => {
                work.notifications().forget_source(id).await?;
                return Ok(());
            }
            // Who answered it told its author, who has taken it back.
            "thoughts.comment.deleted" => {
                work.notifications().forget_source(id).await?;
                let replies = work.notifications().replies(CommentId::new(id));
                look.comments = replies.await?;
            }
            "thoughts.user.followed" | "thoughts.user.unfollowed" => {
                // An erasure leaves nobody here, and forgets all that the follower did.
                let other = self.events.other_user(&event.payload);
                let follow = other.map(|other| deed(DeedKind::Follow, event, other.raw()));
                look.deeds.extend(follow);
            }
            "thoughts.post.liked" | "thoughts.post.unliked" => {
                look.deeds.push(deed(DeedKind::LikePost, event, id));
            }
            "thoughts.comment.liked" | "thoughts.comment.unliked" => {
                look.deeds.push(deed(DeedKind::LikeComment, event, id));
            }
            "thoughts.post.reposted" | "thoughts.post.unreposted" => {
                look.deeds.push(deed(DeedKind::Repost, event, id));
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

const fn deed(kind: DeedKind, event: &LoggedEvent, target: Cuid) -> Deed {
    Deed {
        kind,
        by: event.actor,
        target,
    }
}
