//! Reading one post.

use std::sync::Arc;

use poem_openapi::OpenApi;

use super::wire::PostJson;
use crate::answer::{Answer, Found, found, json};
use crate::auth::Reader;
use crate::params::{Given, IfNoneMatch, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Reading one post.
pub(crate) struct ReadPostsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl ReadPostsApi {
    /// Get a post
    ///
    /// One post with its author and counters. A deleted post is not found.
    #[oai(path = "/v1/posts/:id", method = "get", operation_id = "getPost")]
    async fn get(
        &self,
        reader: Reader,
        /// The post.
        id: Path<PostInPath>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, PostJson<'static>>, Problem> {
        let read = self.0.posts.post(id.or_not_found()?).await?;
        let post = read.value.ok_or_else(Problem::not_found)?;
        let condition = condition.condition();
        let body = json(&PostJson::new(&post, reader.0.is_some()));
        Ok(found(
            post.version,
            body,
            &read.position,
            condition.as_ref(),
        ))
    }
}
