//! Lists of followers, of those followed, blocked and muted.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::graph::RelatedUser;
use thoughts_use_cases::paging::{Page, TimeKey};

use crate::accounts::SummaryJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::{Reader, SignedIn};
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit, Path, UserInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Lists of followers, of those followed, blocked and muted.
pub(crate) struct GraphListsApi(pub(crate) Arc<Ports>);

type Users = Answer<Listed, PageOf<SummaryJson<'static>>>;

#[OpenApi(tag = "Tag::Graph")]
impl GraphListsApi {
    /// List a user's followers
    ///
    /// Who follows the user, the newest follow first. Whom a block hides from you is left out.
    #[oai(
        path = "/v1/users/:id/followers",
        method = "get",
        operation_id = "listFollowers"
    )]
    async fn followers(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The user.
        id: Path<UserInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Users, Problem> {
        let viewer = reader.viewer();
        let walk = self.walk(&path.0, None, asked, cursor)?;
        let user = id.or_not_found()?;
        let read = self.0.graph.followers(user, viewer, &walk.page()?).await?;
        let page = read.value.ok_or_else(Problem::not_found)?;
        Ok(users(&walk, &page, &read.position))
    }

    /// List whom a user follows
    ///
    /// Whom the user follows, the newest follow first. Whom a block hides from you is left out.
    #[oai(
        path = "/v1/users/:id/following",
        method = "get",
        operation_id = "listFollowing"
    )]
    async fn following(
        &self,
        reader: Reader,
        path: RequestPath,
        /// The user.
        id: Path<UserInPath>,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Users, Problem> {
        let viewer = reader.viewer();
        let walk = self.walk(&path.0, None, asked, cursor)?;
        let user = id.or_not_found()?;
        let read = self.0.graph.following(user, viewer, &walk.page()?).await?;
        let page = read.value.ok_or_else(Problem::not_found)?;
        Ok(users(&walk, &page, &read.position))
    }

    /// List whom you block
    ///
    /// The newest block first; nobody else sees this list.
    #[oai(path = "/v1/me/blocks", method = "get", operation_id = "listBlocks")]
    async fn blocks(
        &self,
        who: SignedIn,
        path: RequestPath,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Users, Problem> {
        let me = who.0.user_id;
        let walk = self.walk(&path.0, Some(me), asked, cursor)?;
        let read = self.0.graph.blocks(me, &walk.page()?).await?;
        Ok(users(&walk, &read.value, &read.position))
    }

    /// List whom you mute
    ///
    /// The newest mute first; nobody else sees this list.
    #[oai(path = "/v1/me/mutes", method = "get", operation_id = "listMutes")]
    async fn mutes(
        &self,
        who: SignedIn,
        path: RequestPath,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Users, Problem> {
        let me = who.0.user_id;
        let walk = self.walk(&path.0, Some(me), asked, cursor)?;
        let read = self.0.graph.mutes(me, &walk.page()?).await?;
        Ok(users(&walk, &read.value, &read.position))
    }
}

impl GraphListsApi {
    fn walk<'a>(
        &'a self,
        path: &'a str,
        owner: Option<UserId>,
        asked: Given<Limit>,
        cursor: Given<CursorText>,
    ) -> Result<Walk<'a>, Problem> {
        let list = ListName { path, owner };
        let cursors = &*self.0.cursors;
        Walk::unfiltered(cursors, list, asked, cursor)
    }
}

fn users(walk: &Walk<'_>, page: &Page<RelatedUser, TimeKey>, position: &EventPosition) -> Users {
    listed(walk, page, position, |related| {
        SummaryJson::from(&related.user)
    })
}
