//! Lists of those who like and reposted a post.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_use_cases::engagement::ReactingUser;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::paging::{Page, TimeKey};

use crate::accounts::SummaryJson;
use crate::answer::{Answer, Listed, PageOf, listed};
use crate::auth::Reader;
use crate::context::RequestPath;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Lists of those who like and reposted a post.
pub(crate) struct EngagementListsApi(pub(crate) Arc<Ports>);

type Users = Answer<Listed, PageOf<SummaryJson<'static>>>;

#[OpenApi(tag = "Tag::Engagement")]
impl EngagementListsApi {
    /// List who likes a post
    ///
    /// The newest like first. Whom a block hides from you is left out.
    #[oai(
        path = "/v1/posts/:id/likes",
        method = "get",
        operation_id = "listLikes"
    )]
    async fn likes(
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
    ) -> Result<Users, Problem> {
        let viewer = reader.0.map(|caller| caller.user_id);
        let walk = self.walk(&path.0, asked, cursor)?;
        let post = id.or_not_found()?;
        let page = walk.page()?;
        let read = self.0.engagement.likes(post, viewer, &page).await?;
        let found = read.value.ok_or_else(Problem::not_found)?;
        Ok(users(&walk, &found, &read.position))
    }

    /// List who reposted a post
    ///
    /// The newest repost first. Whom a block hides from you is left out.
    #[oai(
        path = "/v1/posts/:id/reposts",
        method = "get",
        operation_id = "listReposts"
    )]
    async fn reposts(
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
    ) -> Result<Users, Problem> {
        let viewer = reader.0.map(|caller| caller.user_id);
        let walk = self.walk(&path.0, asked, cursor)?;
        let post = id.or_not_found()?;
        let page = walk.page()?;
        let read = self.0.engagement.reposts(post, viewer, &page).await?;
        let found = read.value.ok_or_else(Problem::not_found)?;
        Ok(users(&walk, &found, &read.position))
    }
}

impl EngagementListsApi {
    fn walk<'a>(
        &'a self,
        path: &'a str,
        asked: Given<Limit>,
        cursor: Given<CursorText>,
    ) -> Result<Walk<'a>, Problem> {
        let list = ListName { path, owner: None };
        let cursors = &*self.0.cursors;
        Walk::unfiltered(cursors, list, asked, cursor)
    }
}

fn users(walk: &Walk<'_>, page: &Page<ReactingUser, TimeKey>, position: &EventPosition) -> Users {
    listed(walk, page, position, |row| SummaryJson::from(&row.user))
}
