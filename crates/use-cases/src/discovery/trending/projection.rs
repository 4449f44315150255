//! Making heats again.

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, PostId};

use super::TrendingReader;
use super::reader::{hashtags, posts};
use crate::readers::{Projection, ReaderError};
use crate::storage::UnitOfWork;

/// How many posts, and how many hashtags, a step looks at.
const POSTS: u32 = 4_000;
const HASHTAGS: u32 = 1_000;

/// Where a rebuild is: `posts/` with the id and then `tags/` with the name that was looked at last.
const AMONG_POSTS: &str = "posts/";
const AMONG_HASHTAGS: &str = "tags/";

#[async_trait]
impl Projection for TrendingReader {
    /// The first step of each kind throws away what is kept: a heat that is wrong would say which of
    /// the others is too cold.
    async fn refill(
        &self,
        work: &mut dyn UnitOfWork,
        after: Option<&str>,
    ) -> Result<Option<String>, ReaderError> {
        if let Some(last) = after.and_then(|place| place.strip_prefix(AMONG_HASHTAGS)) {
            if last.is_empty() {
                work.trending()
                    .keep_hashtags(&[], &[], f64::INFINITY, 0)
                    .await?;
            }
            let names = work.trending().hashtags_after(last, HASHTAGS).await?;
            hashtags(work, &names, None).await?;
            return Ok(names.last().map(|last| format!("{AMONG_HASHTAGS}{last}")));
        }
        if after.is_none() {
            work.trending()
                .keep_posts(&[], &[], f64::INFINITY, 0)
                .await?;
        }
        let last = after.and_then(|place| place.strip_prefix(AMONG_POSTS));
        let last = last.and_then(|id| Cuid::parse(id).ok()).map(PostId::new);
        let ids = work.search().posts_after(last, POSTS).await?;
        posts(work, &ids, None).await?;
        let next = ids.last().map(|last| format!("{AMONG_POSTS}{last}"));
        Ok(Some(next.unwrap_or_else(|| AMONG_HASHTAGS.to_owned())))
    }
}
