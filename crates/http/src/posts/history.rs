//! What a post said before.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::PostEditJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// What a post said before.
pub(crate) struct HistoryApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl HistoryApi {
    /// List a post's versions
    ///
    /// Every body that the post has or had, the present one first.
    #[oai(
        path = "/v1/posts/:id/edits",
        method = "get",
        operation_id = "listPostEdits"
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
    ) -> Result<Answer<Listed, PageOf<PostEditJson<'static>>>, Problem> {
        let list = ListName {
            path: &path.0,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let page = walk.page()?;
        let (id, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.posts.edits(id, viewer, &page).await?;
        let edits = read.value.ok_or_else(Problem::not_found)?;
        Ok(listed(&walk, &edits, &read.position, PostEditJson::from))
    }
}
