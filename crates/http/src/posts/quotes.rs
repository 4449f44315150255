//! Who quotes a post.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::PostJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Who quotes a post.
pub(crate) struct QuotesApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl QuotesApi {
    /// List a post's quotes
    ///
    /// The posts that quote it, newest first. Whom a block hides from you, and whom you mute, is left
    /// out. A quote stays when the post is deleted, this list does not.
    #[oai(
        path = "/v1/posts/:id/quotes",
        method = "get",
        operation_id = "listQuotes"
    )]
    async fn list(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The post.
        id: Path<PostInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<PostJson<'static>>>, Problem> {
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let page = walk.page()?;
        let (post, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.posts.quotes(post, viewer, &page).await?;
        let quotes = read.value.ok_or_else(Problem::not_found)?;
        Ok(listed(&walk, &quotes, &read.position, PostJson::from))
    }
}
