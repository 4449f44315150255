//! Reading the home feed.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::FeedPostJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::SignedIn;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

const PATH: &str = "/v1/feed";

/// Reading the home feed.
pub(crate) struct HomeFeedApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl HomeFeedApi {
    /// Read your home feed
    ///
    /// What you and those whom you follow publish and repost, newest first. A post is there once,
    /// where it first came to you: when it was published, if you follow its author or are its
    /// author; otherwise when the first of those whom you follow, or you, reposted it. What others
    /// do later never moves it. Whom a block hides from you, and whom you mute, is left out,
    /// and so is what he reposts.
    #[oai(path = "/v1/feed", method = "get", operation_id = "readHomeFeed")]
    async fn read(
        &self,
        who: SignedIn,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<FeedPostJson<'static>>>, Problem> {
        let reader = who.0.user_id;
        let list = ListName {
            path: PATH,
            owner: Some(reader),
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let page = walk.page()?;
        let read = self.0.feed.home(reader, &page).await?;
        Ok(listed(&walk, &read.value, &read.position, |item| {
            FeedPostJson::from(item)
        }))
    }
}
