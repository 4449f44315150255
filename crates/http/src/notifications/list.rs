//! Reading notifications.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::{NotificationJson, UnreadJson};
use crate::answer::{Answer, Counted, Listed, PageOf, counted, listed};
use crate::auth::SignedIn;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

const PATH: &str = "/v1/notifications";

/// Reading notifications.
pub(crate) struct NotificationsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Notifications")]
impl NotificationsApi {
    /// List your notifications
    ///
    /// What others did that concerns you, what happened last first. Everything of one type about
    /// one thing is one notification until you have read it (what is done, undone and done again once
    /// you have read of it does not come back as unread); whoever joins it moves it to the
    /// front, and a walk that began before still finds it where it was. Whom a block or a mute hides
    /// from you is in none.
    #[oai(
        path = "/v1/notifications",
        method = "get",
        operation_id = "listNotifications"
    )]
    async fn list(
        &self,
        who: SignedIn,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<NotificationJson<'static>>>, Problem> {
        let recipient = who.0.user_id;
        let list = ListName {
            path: PATH,
            owner: Some(recipient),
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let page = walk.page()?;
        let read = self.0.notifications.notifications(recipient, &page).await?;
        Ok(listed(&walk, &read.value, &read.position, |view| {
            NotificationJson::from(view)
        }))
    }

    /// Count your unread notifications
    ///
    /// How many of your notifications you have not read.
    #[oai(
        path = "/v1/notifications/unread-count",
        method = "get",
        operation_id = "countUnreadNotifications"
    )]
    async fn unread(&self, who: SignedIn) -> Result<Answer<Counted, UnreadJson>, Problem> {
        let read = self.0.notifications.unread_count(who.0.user_id).await?;
        Ok(counted(&UnreadJson { count: read.value }, &read.position))
    }
}
