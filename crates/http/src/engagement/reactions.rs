//! Liking, reposting and keeping.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::engagement::Reaction;
use thoughts_use_cases::engagement::{ReactCommand, TakeBackCommand};

use crate::answer::{Answer, Done, done};
use crate::auth::SignedIn;
use crate::context::Trace;
use crate::params::{CommentInPath, Path, PostInPath};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::tags::Tag;

/// Liking, reposting and keeping.
pub(crate) struct ReactionsApi(pub(crate) Arc<Ports>);

type Nothing = Result<Answer<Done, ()>, Problem>;

#[OpenApi(tag = "Tag::Engagement")]
impl ReactionsApi {
    /// Like a post
    ///
    /// Liking what you like already changes nothing; what a block hides from you is not found.
    #[oai(path = "/v1/posts/:id/like", method = "put", operation_id = "likePost")]
    async fn like(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::LikePost(id.or_not_found()?);
        self.react(reaction, &who, trace).await
    }

    /// Take a like back
    ///
    /// It is done, too, when you did not like the post.
    #[oai(
        path = "/v1/posts/:id/like",
        method = "delete",
        operation_id = "unlikePost"
    )]
    async fn unlike(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::LikePost(id.or_not_found()?);
        self.take_back(reaction, &who, trace).await
    }

    /// Repost a post
    ///
    /// Shows the post to those who follow you. Reposting twice changes nothing; what a block hides
    /// from you is not found.
    #[oai(
        path = "/v1/posts/:id/repost",
        method = "put",
        operation_id = "repostPost"
    )]
    async fn repost(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::Repost(id.or_not_found()?);
        self.react(reaction, &who, trace).await
    }

    /// Take a repost back
    ///
    /// It is done, too, when you had not reposted the post.
    #[oai(
        path = "/v1/posts/:id/repost",
        method = "delete",
        operation_id = "unrepostPost"
    )]
    async fn unrepost(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::Repost(id.or_not_found()?);
        self.take_back(reaction, &who, trace).await
    }

    /// Bookmark a post
    ///
    /// Keeps the post in a list that only you see; its author learns nothing of it. Keeping it twice
    /// changes nothing; what a block hides from you is not found.
    #[oai(
        path = "/v1/posts/:id/bookmark",
        method = "put",
        operation_id = "bookmarkPost"
    )]
    async fn bookmark(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::Bookmark(id.or_not_found()?);
        self.react(reaction, &who, trace).await
    }

    /// Remove a bookmark
    ///
    /// It is done, too, when you did not keep the post.
    #[oai(
        path = "/v1/posts/:id/bookmark",
        method = "delete",
        operation_id = "unbookmarkPost"
    )]
    async fn unbookmark(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The post.
        id: Path<PostInPath>,
    ) -> Nothing {
        let reaction = Reaction::Bookmark(id.or_not_found()?);
        self.take_back(reaction, &who, trace).await
    }

    /// Like a comment
    ///
    /// Liking what you like already changes nothing; a deleted comment, and what a block hides from
    /// you, is not found.
    #[oai(
        path = "/v1/comments/:id/like",
        method = "put",
        operation_id = "likeComment"
    )]
    async fn like_comment(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
    ) -> Nothing {
        let reaction = Reaction::LikeComment(id.or_not_found()?);
        self.react(reaction, &who, trace).await
    }

    /// Take a like of a comment back
    ///
    /// It is done, too, when you did not like the comment.
    #[oai(
        path = "/v1/comments/:id/like",
        method = "delete",
        operation_id = "unlikeComment"
    )]
    async fn unlike_comment(
        &self,
        who: SignedIn,
        trace: Trace,
        /// The comment.
        id: Path<CommentInPath>,
    ) -> Nothing {
        let reaction = Reaction::LikeComment(id.or_not_found()?);
        self.take_back(reaction, &who, trace).await
    }
}

impl ReactionsApi {
    async fn react(&self, reaction: Reaction, who: &SignedIn, trace: Trace) -> Nothing {
        let command = ReactCommand {
            caller: who.0,
            reaction,
            trace: trace.0,
        };
        self.0.react.execute(command).await?;
        Ok(done())
    }

    async fn take_back(&self, reaction: Reaction, who: &SignedIn, trace: Trace) -> Nothing {
        let command = TakeBackCommand {
            caller: who.0,
            reaction,
            trace: trace.0,
        };
        self.0.take_back.execute(command).await?;
        Ok(done())
    }
}
