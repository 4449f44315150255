//! Adding, editing and deleting comments.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::CommentId;
use thoughts_use_cases::comments::{
    AddCommentCommand, DeleteCommentCommand, DeleteCommentError, EditCommentCommand,
    EditCommentError,
};
use thoughts_use_cases::idempotency::Settled;

use super::wire::{CommentJson, CommentPatch, CommentRequest, answer};
use crate::answer::{Answer, Changed, Created, Done, changed, done, json, replayed};
use crate::auth::SignedIn;
use crate::body::Body;
use crate::conditions::while_stale;
use crate::context::Trace;
use crate::idempotency::Target;
use crate::params::{CommentInPath, Given, IdempotencyKey, IfMatch, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Adding, editing and deleting comments.
pub(crate) struct WriteCommentsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Comments")]
impl WriteCommentsApi {
    /// Comment on a post
    ///
    /// Adds a comment to the top level, or under another comment of the same post, down to
    /// depth 8; with an `Idempotency-Key`, once however often it is sent.
    #[oai(
        path = "/v1/posts/:id/comments",
        method = "post",
        operation_id = "addComment"
    )]
    async fn add(
        &self,
        who: SignedIn,
        trace: Trace,
        target: Target,
        /// The post.
        id: Path<PostInPath>,
        /// Makes a retry known as one for 24 hours.
        #[oai(name = "Idempotency-Key")]
        key: Given<IdempotencyKey>,
        body: Body<CommentRequest>,
    ) -> Result<Answer<Created, CommentJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let raw = body.raw.clone();
        let key = key.check(&mut validation);
        let fields = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let body = fields
                .body
                .read("/body", v, |text| CommentBody::parse(&text));
            let parent = fields
                .parent_id
                .read("/parentId", v, |text| CommentId::parse(&text));
            Some((body?, parent?.flatten()))
        });
        let (Some(key), Some((body, parent_id))) = (key, fields) else {
            return Err(validation.into_problem());
        };
        let command = AddCommentCommand {
            caller: who.0,
            post_id: id.or_not_found()?,
            parent_id,
            body,
            retry: target.retry_key(who.0.user_id, key, &raw),
            trace: trace.0,
        };
        Ok(match self.0.add_comment.execute(command).await? {
            Settled::Fresh(comment) => replayed(answer(&comment), false),
            Settled::Replayed(earlier) => replayed(earlier, true),
        })
    }

    /// Edit a comment
    ///
    /// Replaces the body. Only the author may. With `If-Match` the change is made only when
    /// nobody edited the comment meanwhile.
    #[oai(
        path = "/v1/comments/:id",
        method = "patch",
        operation_id = "editComment"
    )]
    async fn edit(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
        body: Body<CommentPatch>,
    ) -> Result<Answer<Changed, CommentJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let condition = condition.check(&mut validation);
        let text = body.open(&mut validation).and_then(|fields| {
            let parse = |text: String| CommentBody::parse(&text);
            fields.body.read("/body", &mut validation, parse)
        });
        let (Some(condition), Some(text)) = (condition, text) else {
            return Err(validation.into_problem());
        };
        let comment_id = id.or_not_found()?;
        let attempt = |expected_version| {
            self.0.edit_comment.execute(EditCommentCommand {
                caller: who.0,
                comment_id,
                body: text.clone(),
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, EditCommentError::Stale);
        let comment = while_stale(condition, attempt, is_stale).await?;
        let body = json(&CommentJson::from(&comment));
        Ok(changed(comment.version, body))
    }

    /// Delete a comment
    ///
    /// Deletes a comment; while replies stand under it, a tombstone stays. Only the author may.
    #[oai(
        path = "/v1/comments/:id",
        method = "delete",
        operation_id = "deleteComment"
    )]
    async fn delete(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let Some(condition) = condition.check(&mut validation) else {
            return Err(validation.into_problem());
        };
        let comment_id = id.or_not_found()?;
        let attempt = |expected_version| {
            self.0.delete_comment.execute(DeleteCommentCommand {
                caller: who.0,
                comment_id,
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, DeleteCommentError::Stale);
        while_stale(condition, attempt, is_stale).await?;
        Ok(done())
    }
}
