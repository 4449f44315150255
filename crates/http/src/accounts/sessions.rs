//! The devices of a user.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::SessionJson;
use crate::answer::{Answer, Done, Listed, PageOf, done, listed};
use crate::auth::{EvenSuspended, SignedIn};
use crate::cursor::{ListName, Walk};
use crate::params::{CursorText, Given, Limit, Path, SessionInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

const PATH: &str = "/v1/auth/sessions";

/// The devices of a user.
pub(crate) struct SessionsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl SessionsApi {
    /// List your sessions
    ///
    /// The devices on which you are signed in, the newest first. Sessions at an outside provider
    /// are not among them.
    #[oai(
        path = "/v1/auth/sessions",
        method = "get",
        operation_id = "listSessions"
    )]
    async fn list(
        &self,
        who: SignedIn,
        /// How many rows a page holds.
        #[oai(name = "limit")]
        asked: Given<Limit>,
        /// Where to go on: a cursor of this list.
        cursor: Given<CursorText>,
    ) -> Result<Answer<Listed, PageOf<SessionJson<'static>>>, Problem> {
        let caller = who.0;
        let list = ListName {
            path: PATH,
            owner: Some(caller.user_id),
        };
        let cursors = &*self.0.cursors;
        let walk = Walk::unfiltered(cursors, list, asked, cursor)?;
        let page = walk.page()?;
        let now = self.0.clock.now();
        let read = self.0.accounts.sessions(caller.user_id, &page, now).await?;
        Ok(listed(&walk, &read.value, &read.position, |session| {
            SessionJson::new(session, Some(session.id) == caller.session_id)
        }))
    }

    /// End a session
    ///
    /// Signs a device out: at once here, within two seconds on every other replica.
    #[oai(
        path = "/v1/auth/sessions/:id",
        method = "delete",
        operation_id = "endSession"
    )]
    async fn end(
        &self,
        who: EvenSuspended,
        /// The session.
        id: Path<SessionInPath>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let session = id.or_not_found()?;
        self.0.end_session.execute(&who.0, session).await?;
        Ok(done())
    }
}
