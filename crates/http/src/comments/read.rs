//! Reading one comment.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::CommentJson;
use crate::answer::{Answer, Found, found, json};
use crate::auth::Reader;
use crate::params::{CommentInPath, Given, IfNoneMatch, Path};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Reading one comment.
pub(crate) struct ReadCommentsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Comments")]
impl ReadCommentsApi {
    /// Get a comment
    ///
    /// One comment, or the tombstone of one that has replies. It is found whenever its own author
    /// and you may see each other, whatever stands above it.
    #[oai(path = "/v1/comments/:id", method = "get", operation_id = "getComment")]
    async fn get(
        &self,
        reader: Reader,
        /// The comment.
        id: Path<CommentInPath>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, CommentJson<'static>>, Problem> {
        let (id, viewer) = (id.or_not_found()?, reader.viewer());
        let read = self.0.comments.comment(id, viewer).await?;
        let comment = read.value.ok_or_else(Problem::not_found)?;
        let condition = condition.condition();
        let body = json(&CommentJson::from(&comment));
        let version = comment.version;
        Ok(found(version, body, &read.position, condition.as_ref()))
    }
}
