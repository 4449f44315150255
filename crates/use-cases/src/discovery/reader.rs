//! The reader that keeps what things are found by.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};

use crate::events::LoggedEvent;
use crate::readers::{Projection, Reader, ReaderError};
use crate::storage::UnitOfWork;

/// Keeps what posts and users are found by. What goes, goes without it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchReader;

#[async_trait]
impl Reader for SearchReader {
    fn name(&self) -> &'static str {
        "search"
    }

    fn wants(&self) -> &'static [&'static str] {
        &[
            "thoughts.user.registered",
            "thoughts.user.profile_changed",
            "thoughts.post.published",
            "thoughts.post.edited",
            "thoughts.post.hidden",
            "thoughts.post.unhidden",
        ]
    }

    async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        event: &LoggedEvent,
    ) -> Result<(), ReaderError> {
        let id = event.aggregate_id;
        match event.event_type.as_str() {
            "thoughts.user.registered" | "thoughts.user.profile_changed" => {
                work.search().index_users(&[UserId::new(id)]).await?;
            }
            "thoughts.post.published"
            | "thoughts.post.edited"
            | "thoughts.post.hidden"
            | "thoughts.post.unhidden" => {
                work.search().index_posts(&[PostId::new(id)]).await?;
            }
            _ => {}
        }
        Ok(())
    }

    fn projection(&self) -> Option<&dyn Projection> {
        Some(self)
    }
}
