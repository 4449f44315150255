//! What somebody keeps.

use std::sync::Arc;

use poem_openapi::OpenApi;

use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::SignedIn;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit};
use crate::ports::Ports;
use crate::posts::PostJson;
use crate::problem::Problem;
use crate::tags::Tag;

/// What somebody keeps.
pub(crate) struct BookmarksApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Engagement")]
impl BookmarksApi {
    /// List your bookmarks
    ///
    /// The posts that you keep, what you kept last first; nobody else sees this list. Whom a block
    /// hides from you, and whom you mute, is left out for as long as that holds.
    #[oai(
        path = "/v1/me/bookmarks",
        method = "get",
        operation_id = "listBookmarks"
    )]
    async fn list(
        &self,
        who: SignedIn,
        path: RequestPath,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<PostJson<'static>>>, Problem> {
        let me = who.0.user_id;
        let list = ListName {
            path: &path.0,
            owner: Some(me),
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let read = self.0.engagement.bookmarks(me, &walk.page()?).await?;
        Ok(listed(&walk, &read.value, &read.position, |row| {
            PostJson::from(&row.post)
        }))
    }
}
