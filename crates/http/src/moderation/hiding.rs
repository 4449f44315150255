//! Hiding posts and comments.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::moderation::Reason;
use thoughts_use_cases::moderation::{Hideable, SetHiddenCommand};

use super::wire::ReasonRequest;
use crate::answer::{Answer, Done, done};
use crate::auth::Moderator;
use crate::body::MaybeBody;
use crate::context::Trace;
use crate::params::{CommentInPath, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Hiding posts and comments.
pub(crate) struct ModerateContentApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Moderation")]
impl ModerateContentApi {
    /// Hide a post
    ///
    /// To all but its author and moderators it is gone, with everything on it, at once and everywhere:
    /// in lists, in search, in notifications, and by its id. These two still read it by its id,
    /// marked as hidden; in lists it is for nobody. Its author may delete it, but not change it. Doing
    /// it again changes nothing.
    #[oai(
        path = "/v1/moderation/posts/:id/hidden",
        method = "put",
        operation_id = "hidePost"
    )]
    async fn hide_post(
        &self,
        who: Moderator,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
        body: MaybeBody<ReasonRequest>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let reason = reason(body)?;
        let what = Hideable::Post(id.or_not_found()?);
        self.set(who, what, true, reason, trace).await
    }

    /// Show a post again
    ///
    /// With all that it had. When it is not hidden, nothing changes.
    #[oai(
        path = "/v1/moderation/posts/:id/hidden",
        method = "delete",
        operation_id = "unhidePost"
    )]
    async fn unhide_post(
        &self,
        who: Moderator,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let what = Hideable::Post(id.or_not_found()?);
        self.set(who, what, false, None, trace).await
    }

    /// Hide a comment
    ///
    /// To all but its author and moderators it is a tombstone, with or without replies, and in no
    /// list of its author. Its replies stay. It is not counted. Doing it again changes nothing.
    #[oai(
        path = "/v1/moderation/comments/:id/hidden",
        method = "put",
        operation_id = "hideComment"
    )]
    async fn hide_comment(
        &self,
        who: Moderator,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
        body: MaybeBody<ReasonRequest>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let reason = reason(body)?;
        let what = Hideable::Comment(id.or_not_found()?);
        self.set(who, what, true, reason, trace).await
    }

    /// Show a comment again
    ///
    /// When it is not hidden, nothing changes.
    #[oai(
        path = "/v1/moderation/comments/:id/hidden",
        method = "delete",
        operation_id = "unhideComment"
    )]
    async fn unhide_comment(
        &self,
        who: Moderator,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let what = Hideable::Comment(id.or_not_found()?);
        self.set(who, what, false, None, trace).await
    }
}

impl ModerateContentApi {
    async fn set(
        &self,
        who: Moderator,
        what: Hideable,
        hidden: bool,
        reason: Option<Reason>,
        trace: Trace,
    ) -> Result<Answer<Done, ()>, Problem> {
        let command = SetHiddenCommand {
            caller: who.0,
            what,
            hidden,
            reason,
            trace: trace.0,
        };
        self.0.set_hidden.execute(command).await?;
        Ok(done())
    }
}

fn reason(body: MaybeBody<ReasonRequest>) -> Result<Option<Reason>, Problem> {
    let mut validation = Validation::default();
    let reason = body.open(&mut validation).and_then(|fields| {
        let parse = |text: String| Reason::parse(&text);
        fields.reason.read("/reason", &mut validation, parse)
    });
    reason.ok_or_else(|| validation.into_problem())
}
