//! Making what things are found by again.

use async_trait::async_trait;
use thoughts_domain::ids::{Cuid, PostId, UserId};

use super::SearchReader;
use crate::readers::{Projection, ReaderError};
use crate::storage::UnitOfWork;

/// How many posts or users a step looks at.
const STEP: u32 = 4_000;

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
        if after.is_some_and(|place| place.starts_with(POSTS)) {
            let last = last_of(after, POSTS).map(PostId::new);
            let posts = work.search().posts_after(last, STEP).await?;
            work.search().index_posts(&posts).await?;
            return Ok(posts.last().map(|last| format!("{POSTS}{last}")));
        }
        let last = last_of(after, USERS).map(UserId::new);
        let users = work.search().users_after(last, STEP).await?;
        work.search().index_users(&users).await?;
        let next = users.last().map(|last| format!("{USERS}{last}"));
        Ok(Some(next.unwrap_or_else(|| POSTS.to_owned())))
    }
}
