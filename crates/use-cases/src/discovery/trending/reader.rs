//! The reader that keeps heats.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::discovery::{coldest_kept, heat};
use thoughts_domain::ids::{CommentId, PostId};

use super::Done;
use crate::events::{EventDecoder, LoggedEvent};
use crate::readers::{Projection, Reader, ReaderError};
use crate::storage::{StorageError, UnitOfWork};

/// How many hashtags that lost a post are looked at with one event.
const STALE: u32 = 100;

/// Keeps what moves.
pub struct TrendingReader {
    /// Reads payloads.
    pub events: Arc<dyn EventDecoder>,
}

#[async_trait]
impl Reader for TrendingReader {
    fn name(&self) -> &'static str {
        "trending"
    }

    fn wants(&self) -> &'static [&'static str] {
        &[
            "thoughts.post.published",
            "thoughts.post.edited",
            "thoughts.post.deleted",
            "thoughts.post.hidden",
            "thoughts.post.unhidden",
            "thoughts.post.liked",
            "thoughts.post.unliked",
            "thoughts.post.reposted",
            "thoughts.post.unreposted",
            "thoughts.comment.added",
            "thoughts.comment.deleted",
            "thoughts.comment.hidden",
            "thoughts.comment.unhidden",
        ]
    }

    async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        event: &LoggedEvent,
    ) -> Result<(), ReaderError> {
        let (id, position) = (event.aggregate_id, Some(event.position));
        match event.event_type.as_str() {
            "thoughts.post.liked"
            | "thoughts.post.unliked"
            | "thoughts.post.reposted"
            | "thoughts.post.unreposted" => posts(work, &[PostId::new(id)], position).await?,
            "thoughts.comment.added"
            | "thoughts.comment.deleted"
            | "thoughts.comment.hidden"
            | "thoughts.comment.unhidden" => {
                // Of a comment that has gone only the payload tells its post; of one whose author has
                // gone only the table.
                let post = match self.events.commented_post(&event.payload) {
                    Some(post) => Some(post),
                    None => work.trending().post_of(CommentId::new(id)).await?,
                };
                if let Some(post) = post {
                    posts(work, &[post], position).await?;
                }
            }
            "thoughts.post.hidden" | "thoughts.post.unhidden" => {
                posts(work, &[PostId::new(id)], position).await?;
                uses(work, PostId::new(id), position).await?;
            }
            "thoughts.post.published" | "thoughts.post.edited" | "thoughts.post.deleted" => {
                uses(work, PostId::new(id), position).await?;
            }
            _ => {}
        }
        Ok(())
    }

    fn projection(&self) -> Option<&dyn Projection> {
        Some(self)
    }
}

/// Looks at the hashtags of a post, and at those that have lost one.
async fn uses(
    work: &mut dyn UnitOfWork,
    post: PostId,
    position: Option<u64>,
) -> Result<(), StorageError> {
    let names = work.trending().hashtags_of(post).await?;
    hashtags(work, &names, position).await?;
    let stale = work.trending().take_stale_hashtags(STALE).await?;
    hashtags(work, &stale, None).await
}

/// Looks at posts, unless what is kept knows of the event at `position`.
pub(super) async fn posts(
    work: &mut dyn UnitOfWork,
    ids: &[PostId],
    position: Option<u64>,
) -> Result<(), StorageError> {
    if ids.is_empty() {
        return Ok(());
    }
    let done = work.trending().done_to_posts(ids, position).await?;
    if done.to.is_empty() {
        return Ok(());
    }
    let known_at = done.known_at;
    let Judged { hot, cold, coldest } = judge(done);
    work.trending()
        .keep_posts(&hot, &cold, coldest, known_at)
        .await
}

/// The same of hashtags.
pub(super) async fn hashtags(
    work: &mut dyn UnitOfWork,
    names: &[String],
    position: Option<u64>,
) -> Result<(), StorageError> {
    if names.is_empty() {
        return Ok(());
    }
    let done = work.trending().uses_of_hashtags(names, position).await?;
    if done.to.is_empty() {
        return Ok(());
    }
    let known_at = done.known_at;
    let Judged { hot, cold, coldest } = judge(done);
    work.trending()
        .keep_hashtags(&hot, &cold, coldest, known_at)
        .await
}

/// What is kept of it, what is not, and the line between.
struct Judged<K> {
    hot: Vec<(K, f64)>,
    cold: Vec<K>,
    coldest: f64,
}

fn judge<K>(done: Done<K>) -> Judged<K> {
    let heats: Vec<_> = done
        .to
        .into_iter()
        .map(|(thing, deeds)| (thing, heat(&deeds)))
        .collect();
    let hottest = heats
        .iter()
        .filter_map(|(_, heat)| *heat)
        .chain(done.hottest);
    let coldest = coldest_kept(hottest.fold(f64::NEG_INFINITY, f64::max));
    let (mut hot, mut cold) = (Vec::new(), Vec::new());
    for (thing, heat) in heats {
        match heat.filter(|heat| *heat >= coldest) {
            Some(heat) => hot.push((thing, heat)),
            None => cold.push(thing),
        }
    }
    Judged { hot, cold, coldest }
}
