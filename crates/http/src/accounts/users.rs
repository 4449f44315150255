//! Public profiles.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::UserJson;
use crate::answer::{Answer, Found, Listed, Named, PageOf, found, json, listed, moved, named};
use crate::auth::Reader;
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, HandleInPath, IfNoneMatch, Limit, Path, UserInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::events::Positioned;

const PATH: &str = "/v1/users";

/// Public profiles.
pub(crate) struct UsersApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Accounts")]
impl UsersApi {
    /// List users
    ///
    /// All public profiles, the newest first, without those that a block hides from you.
    #[oai(path = "/v1/users", method = "get", operation_id = "listUsers")]
    async fn list(
        &self,
        reader: Reader,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<UserJson<'static>>>, Problem> {
        let list = ListName {
            path: PATH,
            owner: None,
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let (viewer, page) = (reader.viewer(), walk.page()?);
        let read = self.0.accounts.profiles(viewer, &page).await?;
        Ok(listed(&walk, &read.value, &read.position, UserJson::from))
    }

    /// Get a user
    ///
    /// A public profile by id. Behind a block it is not found, by either of the two.
    #[oai(path = "/v1/users/:id", method = "get", operation_id = "getUser")]
    async fn get(
        &self,
        reader: Reader,
        /// The user.
        id: Path<UserInPath>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, UserJson<'static>>, Problem> {
        let (id, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.accounts.profile(id, viewer).await?;
        profile(read, condition)
    }

    /// Get a user by handle
    ///
    /// A public profile by handle, without `@` and without regard to case. A handle that was given
    /// up leads to the present one for 30 days.
    #[oai(
        path = "/v1/users/by-handle/:handle",
        method = "get",
        operation_id = "getUserByHandle"
    )]
    async fn by_handle(
        &self,
        reader: Reader,
        /// The handle.
        handle: Path<HandleInPath>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Named, UserJson<'static>>, Problem> {
        let (handle, viewer) = (handle.or_not_found()?, reader.viewer());
        let read = self.0.accounts.profile_by_handle(&handle, viewer).await?;
        if read.value.is_none() {
            let now = self.0.clock.now();
            let renamed = self.0.accounts.renamed(&handle, viewer, now).await?;
            let renamed = renamed.ok_or_else(Problem::not_found)?;
            let location = format!("/v1/users/by-handle/{}", renamed.as_str());
            return Ok(moved(&location));
        }
        profile(read, condition).map(named)
    }
}

fn profile(
    read: Positioned<Option<UserView>>,
    condition: Given<IfNoneMatch>,
) -> Result<Answer<Found, UserJson<'static>>, Problem> {
    let user = read.value.ok_or_else(Problem::not_found)?;
    let condition = condition.condition();
    let body = json(&UserJson::from(&user));
    Ok(found(
        user.version,
        body,
        &read.position,
        condition.as_ref(),
    ))
}
