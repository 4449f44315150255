//! What moves.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::search::kept;
use super::wire::HashtagJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit};
use crate::ports::Ports;
use crate::posts::PostJson;
use crate::problem::Problem;
use crate::tags::Tag;

const POSTS: &str = "/v1/trending/posts";
const HASHTAGS: &str = "/v1/trending/hashtags";

/// What moves.
pub(crate) struct TrendingApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Discovery")]
impl TrendingApi {
    /// List the posts that move
    ///
    /// By what others than their authors do to them: a like counts one, a repost two, and everybody
    /// who comments one, each half as much after every six hours. 500 posts at the most; what has not
    /// moved for a week beside the first is not among them.
    ///
    /// A walk stays in the order of its first page, and its cursors are good for ten minutes.
    #[oai(
        path = "/v1/trending/posts",
        method = "get",
        operation_id = "listTrendingPosts"
    )]
    async fn posts(
        &self,
        reader: Reader,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<PostJson<'static>>>, Problem> {
        let walk = self.walk(POSTS, asked, cursor)?;
        let viewer = reader.0.map(|caller| caller.user_id);
        let read = self.0.trending.posts(viewer, &walk.page()?).await?;
        let (page, position) = kept(read)?;
        Ok(listed(&walk, &page, &position, PostJson::from))
    }

    /// List the hashtags that move
    ///
    /// By who uses them in posts: everybody counts one, half as much after every six hours. 100
    /// hashtags at the most, in the order and with the cursors of the list of posts that move.
    #[oai(
        path = "/v1/trending/hashtags",
        method = "get",
        operation_id = "listTrendingHashtags"
    )]
    async fn hashtags(
        &self,
        reader: Reader,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<HashtagJson<'static>>>, Problem> {
        // The same for everybody, but a token that is no good is refused here too.
        let Reader(_anybody) = reader;
        let walk = self.walk(HASHTAGS, asked, cursor)?;
        let read = self.0.trending.hashtags(&walk.page()?).await?;
        let (page, position) = kept(read)?;
        Ok(listed(&walk, &page, &position, HashtagJson::from))
    }
}

impl TrendingApi {
    fn walk(
        &self,
        path: &'static str,
        asked: Given<Limit>,
        cursor: Given<CursorText>,
    ) -> Result<Walk<'_>, Problem> {
        let list = ListName { path, owner: None };
        let cursors = &*self.0.cursors;
        Walk::unfiltered(cursors, list, asked, cursor)
    }
}
