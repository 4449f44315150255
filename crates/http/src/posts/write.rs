//! Publishing, editing and deleting posts.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::PostBody;
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::posts::{
    DeletePostCommand, DeletePostError, EditPostCommand, EditPostError, PublishPostCommand,
};

use super::wire::{PostJson, PostPatch, PublishRequest, answer};
use crate::answer::{Answer, Changed, Created, Done, changed, done, json, replayed};
use crate::auth::SignedIn;
use crate::body::Body;
use crate::conditions::while_stale;
use crate::context::Trace;
use crate::idempotency::Target;
use crate::params::{Given, IdempotencyKey, IfMatch, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Publishing, editing and deleting posts.
pub(crate) struct WritePostsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl WritePostsApi {
    /// Publish a post
    ///
    /// Publishes a post, which may quote another that is there for you; with an `Idempotency-Key`,
    /// once however often it is sent.
    #[oai(path = "/v1/posts", method = "post", operation_id = "publishPost")]
    async fn publish(
        &self,
        who: SignedIn,
        trace: Trace,
        target: Target,
        /// Makes a retry known as one for 24 hours.
        #[oai(name = "Idempotency-Key")]
        key: Given<IdempotencyKey>,
        body: Body<PublishRequest>,
    ) -> Result<Answer<Created, PostJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let raw = body.raw.clone();
        let key = key.check(&mut validation);
        let fields = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let body = fields.body.read("/body", v, |text| PostBody::parse(&text));
            let quoted = fields
                .quoted_post_id
                .read("/quotedPostId", v, |text| PostId::parse(&text));
            Some((body?, quoted?.flatten()))
        });
        let (Some(key), Some((body, quoted_post_id))) = (key, fields) else {
            return Err(validation.into_problem());
        };
        let command = PublishPostCommand {
            caller: who.0,
            body,
            quoted_post_id,
            retry: target.retry_key(who.0.user_id, key, &raw),
            trace: trace.0,
        };
        Ok(match self.0.publish_post.execute(command).await? {
            Settled::Fresh(post) => replayed(answer(&post), false),
            Settled::Replayed(earlier) => replayed(earlier, true),
        })
    }

    /// Edit a post
    ///
    /// Replaces the body; the old one stays in the history. Only the author may. With `If-Match`
    /// the change is made only when nobody edited the post meanwhile.
    #[oai(path = "/v1/posts/:id", method = "patch", operation_id = "editPost")]
    async fn edit(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
        body: Body<PostPatch>,
    ) -> Result<Answer<Changed, PostJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let condition = condition.check(&mut validation);
        let text = body.open(&mut validation).and_then(|fields| {
            let parse = |text: String| PostBody::parse(&text);
            fields.body.read("/body", &mut validation, parse)
        });
        let (Some(condition), Some(text)) = (condition, text) else {
            return Err(validation.into_problem());
        };
        let post_id = id.or_not_found()?;
        let attempt = |expected_version| {
            self.0.edit_post.execute(EditPostCommand {
                caller: who.0,
                post_id,
                body: text.clone(),
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, EditPostError::Stale);
        let post = while_stale(condition, attempt, is_stale).await?;
        Ok(changed(post.version, json(&PostJson::from(&post))))
    }

    /// Delete a post
    ///
    /// Deletes a post with its history and all comments on it. Only the author may.
    #[oai(path = "/v1/posts/:id", method = "delete", operation_id = "deletePost")]
    async fn delete(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
        /// The version that you have seen.
        #[oai(name = "If-Match")]
        condition: Given<IfMatch>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let Some(condition) = condition.check(&mut validation) else {
            return Err(validation.into_problem());
        };
        let post_id = id.or_not_found()?;
        let attempt = |expected_version| {
            self.0.delete_post.execute(DeletePostCommand {
                caller: who.0,
                post_id,
                expected_version,
                trace: trace.0.clone(),
            })
        };
        let is_stale = |error: &_| matches!(error, DeletePostError::Stale);
        while_stale(condition, attempt, is_stale).await?;
        Ok(done())
    }
}
