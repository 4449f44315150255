//! The moderation log.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::EntryJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Moderator;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

const PATH: &str = "/v1/moderation/log";

/// The moderation log.
pub(crate) struct ModerationLogApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Moderation")]
impl ModerationLogApi {
    /// List what moderators did
    ///
    /// Who did what to whom, when and why, the newest first. Lines are never changed.
    #[oai(
        path = "/v1/moderation/log",
        method = "get",
        operation_id = "listModerationLog"
    )]
    async fn list(
        &self,
        who: Moderator,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<EntryJson<'static>>>, Problem> {
        let list = ListName {
            path: PATH,
            owner: Some(who.0.user_id),
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let read = self.0.moderation.log(&walk.page()?).await?;
        Ok(listed(&walk, &read.value, &read.position, EntryJson::from))
    }
}
