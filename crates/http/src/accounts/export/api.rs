//! The route.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::ExportJson;
use super::{sections, stream};
use crate::answer::{Answer, Attached, attached};
use crate::auth::SignedIn;
use crate::context::RequestName;
use crate::ports::Ports;
use crate::problem::{Problem, kinds};
use crate::tags::Tag;

/// Everything that is held about the caller.
pub(crate) struct ExportApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Accounts")]
impl ExportApi {
    /// Export your data
    ///
    /// Everything that the service holds about you, as one JSON document to keep. Secrets are
    /// named and not given. The document is written while it is sent, part after part: each part
    /// shows what stood when it was written, so what you change meanwhile may be in one part and
    /// not yet in another, and an event of the last moments may be missing. It is whole when it
    /// ends as JSON; when something fails on the way, the connection breaks off instead.
    #[oai(path = "/v1/me/export", method = "get", operation_id = "exportMe")]
    async fn export(
        &self,
        who: SignedIn,
        request: RequestName,
    ) -> Result<Answer<Attached, ExportJson<'static>>, Problem> {
        let user = who.0.user_id;
        let read = self.0.accounts.own_account(user).await?;
        let account = read
            .value
            .ok_or_else(|| Problem::new(&kinds::INVALID_TOKEN))?;
        let now = self.0.clock.now();
        let sections = sections::of(&self.0.export, user);
        let body = stream::document(&account, now, sections, request.0);
        Ok(attached("thoughts-export.json", body))
    }
}
