//! Suspending users.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::Reason;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::moderation::{Authority, SetSuspensionCommand, Whom};

use super::wire::ReasonRequest;
use crate::answer::{Answer, Done, done};
use crate::auth::Moderator;
use crate::body::MaybeBody;
use crate::context::Trace;
use crate::params::{Path, UserInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Suspending users.
pub(crate) struct ModerateUsersApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Moderation")]
impl ModerateUsersApi {
    /// Suspend a user
    ///
    /// He reads, exports and may leave, but no longer writes: at once here, within two seconds on
    /// every other replica. Only those whose role is below yours can be suspended; doing it again
    /// changes nothing.
    #[oai(
        path = "/v1/moderation/users/:id/suspended",
        method = "put",
        operation_id = "suspendUser"
    )]
    async fn suspend(
        &self,
        who: Moderator,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
        body: MaybeBody<ReasonRequest>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let reason = body.open(&mut validation).and_then(|fields| {
            let parse = |text: String| Reason::parse(&text);
            fields.reason.read("/reason", &mut validation, parse)
        });
        let Some(reason) = reason else {
            return Err(validation.into_problem());
        };
        let user = id.or_not_found()?;
        let command = command(who.0, user, true, reason, trace);
        self.0.set_suspension.execute(command).await?;
        Ok(done())
    }

    /// Let a user write again
    ///
    /// Ends a suspension; when there is none, nothing changes.
    #[oai(
        path = "/v1/moderation/users/:id/suspended",
        method = "delete",
        operation_id = "unsuspendUser"
    )]
    async fn unsuspend(
        &self,
        who: Moderator,
        trace: Trace,
        /// The user.
        id: Path<UserInPath>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let command = command(who.0, id.or_not_found()?, false, None, trace);
        self.0.set_suspension.execute(command).await?;
        Ok(done())
    }
}

fn command(
    caller: Caller,
    user: UserId,
    suspended: bool,
    reason: Option<Reason>,
    trace: Trace,
) -> SetSuspensionCommand {
    SetSuspensionCommand {
        by: Authority::Caller(caller),
        whom: Whom::Id(user),
        suspended,
        reason,
        trace: trace.0,
    }
}
