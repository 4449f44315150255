//! Making what things are found by again.

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, PostId, UserId};

use super::SearchReader;
use crate::readers::{Projection, ReaderError};
use crate::storage::{StorageError, UnitOfWork};

/// How many posts or users a step looks at.
const STEP: u32 = 4_000;

/// The same where everybody waits anyway.
const LONG_STEP: u32 = 20_000;

/// Where a rebuild is: `users/` and then `posts/`, each with the id that was looked at last.
const USERS: &str = "users/";
const POSTS: &str = "posts/";

fn last_of(place: Option<&str>, phase: &str) -> Option<Cuid> {
    Cuid::parse(place?.strip_prefix(phase)?).ok()
}

#[async_trait]
impl Projection for SearchReader {
    /// Nothing is thrown away first: what is there stays found meanwhile.
    async fn refill(
        &self,
        work: &mut dyn UnitOfWork,
        after: Option<&str>,
    ) -> Result<Option<String>, ReaderError> {
        Ok(step(work, after, STEP).await?)
    }

    async fn fill(&self, work: &mut dyn UnitOfWork) -> Result<bool, ReaderError> {
        if !work.search().begin_filling().await? {
            return Ok(false);
        }
        let mut next = step(work, None, LONG_STEP).await?;
        while next.is_some() {
            next = step(work, next.as_deref(), LONG_STEP).await?;
        }
        work.search().all_filled().await?;
        Ok(true)
    }
}

/// Looks at so many, and returns where to go on.
async fn step(
    work: &mut dyn UnitOfWork,
    after: Option<&str>,
    limit: u32,
) -> Result<Option<String>, StorageError> {
    if after.is_some_and(|place| place.starts_with(POSTS)) {
        let last = last_of(after, POSTS).map(PostId::new);
        let posts = work.search().posts_after(last, limit).await?;
        work.search().index_posts(&posts).await?;
        return Ok(posts.last().map(|last| format!("{POSTS}{last}")));
    }
    let last = last_of(after, USERS).map(UserId::new);
    let users = work.search().users_after(last, limit).await?;
    work.search().index_users(&users).await?;
    let next = users.last().map(|last| format!("{USERS}{last}"));
    Ok(Some(next.unwrap_or_else(|| POSTS.to_owned())))
}
