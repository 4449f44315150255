//! Reading one post.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::paging::PageLimit;

use super::wire::PostJson;
use super::with_comments::{PostMaybeWithComments, PostWithCommentsJson};
use crate::answer::{Answer, Found, found, json, json_of_rows, page_json};
use crate::auth::Reader;
use crate::comments::{CommentJson, oldest_first};
use crate::etag::EtagList;
use crate::params::{FirstComments, Given, IfNoneMatch, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

type OnePost = Answer<Found, PostMaybeWithComments>;

/// Reading one post.
pub(crate) struct ReadPostsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Posts")]
impl ReadPostsApi {
    /// Get a post
    ///
    /// One post with its author and counters; with the first of its comments too when `comments`
    /// says how many, both as one moment saw them. A deleted post is not found, and neither
    /// is one behind a block.
    #[oai(path = "/v1/posts/:id", method = "get", operation_id = "getPost")]
    async fn get(
        &self,
        reader: Reader,
        /// The post.
        id: Path<PostInPath>,
        /// How many of its comments come along, oldest first; none when left out.
        comments: Given<FirstComments>,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<OnePost, Problem> {
        let mut validation = Validation::default();
        let Some(comments) = comments.check(&mut validation) else {
            return Err(validation.into_problem());
        };
        let id = id.or_not_found()?;
        let condition = condition.condition();
        let viewer = reader.viewer();
        match comments {
            None => self.alone(id, viewer, condition.as_ref()).await,
            Some(limit) => {
                self.with_comments(id, limit, viewer, condition.as_ref())
                    .await
            }
        }
    }
}

impl ReadPostsApi {
    async fn alone(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        condition: Option<&EtagList>,
    ) -> Result<OnePost, Problem> {
        let read = self.0.posts.post(id, viewer).await?;
        let post = read.value.ok_or_else(Problem::not_found)?;
        let body = json(&PostJson::from(&post));
        Ok(found(post.version, body, &read.position, condition))
    }

    async fn with_comments(
        &self,
        id: PostId,
        limit: PageLimit,
        viewer: Option<UserId>,
        condition: Option<&EtagList>,
    ) -> Result<OnePost, Problem> {
        let read = self.0.comments.with_post(id, viewer, limit).await?;
        let shown = read.value.ok_or_else(Problem::not_found)?;
        let path = format!("/v1/posts/{id}/comments");
        let walk = oldest_first(&*self.0.cursors, &path, limit)?;
        let both = PostWithCommentsJson {
            post: PostJson::from(&shown.post),
            comments: page_json(&walk, &shown.comments, CommentJson::from),
        };
        let body = json_of_rows(&both, shown.comments.items.len() + 1);
        Ok(found(shown.post.version, body, &read.position, condition))
    }
}
