//! Rows turned into columns, as `unnest` takes them.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::ids::CommentId;
use thoughts_use_cases::seed::{SeedComment, SeedPost, SeedUser};

use crate::convert::at;

/// One array for each column of `users` that a made-up user fills.
pub(super) struct UserColumns<'a> {
    pub(super) ids: Vec<&'a str>,
    pub(super) handles: Vec<&'a str>,
    pub(super) names: Vec<&'a str>,
    pub(super) bios: Vec<&'a str>,
    pub(super) emails: Vec<&'a str>,
    pub(super) times: Vec<DateTime<Utc>>,
    pub(super) post_counts: Vec<i64>,
}

impl<'a> UserColumns<'a> {
    pub(super) fn of(users: &'a [SeedUser]) -> Self {
        Self {
            ids: users.iter().map(|user| user.id.as_str()).collect(),
            handles: users.iter().map(|user| user.handle.as_str()).collect(),
            names: users
                .iter()
                .map(|user| user.display_name.as_str())
                .collect(),
            bios: users.iter().map(|user| user.bio.as_str()).collect(),
            emails: users.iter().map(|user| user.email.as_str()).collect(),
            times: users.iter().map(|user| at(user.created_at)).collect(),
            post_counts: users.iter().map(|user| user.post_count.into()).collect(),
        }
    }
}

/// One array for each column of `posts` that a made-up post fills. Lists within a row are joined
/// by spaces, which neither hashtags nor ids hold: `unnest` would flatten an array of arrays.
pub(super) struct PostColumns<'a> {
    pub(super) ids: Vec<&'a str>,
    pub(super) authors: Vec<&'a str>,
    pub(super) bodies: Vec<&'a str>,
    pub(super) hashtags: Vec<String>,
    pub(super) mentions: Vec<String>,
    pub(super) times: Vec<DateTime<Utc>>,
    pub(super) comment_counts: Vec<i64>,
}

impl<'a> PostColumns<'a> {
    pub(super) fn of(posts: &'a [SeedPost]) -> Self {
        let mentions = |post: &SeedPost| -> Vec<String> {
            post.mentions.iter().map(ToString::to_string).collect()
        };
        Self {
            ids: posts.iter().map(|post| post.id.as_str()).collect(),
            authors: posts.iter().map(|post| post.author_id.as_str()).collect(),
            bodies: posts.iter().map(|post| post.body.as_str()).collect(),
            hashtags: posts.iter().map(|post| post.hashtags.join(" ")).collect(),
            mentions: posts.iter().map(|post| mentions(post).join(" ")).collect(),
            times: posts.iter().map(|post| at(post.created_at)).collect(),
            comment_counts: posts.iter().map(|post| post.comment_count.into()).collect(),
        }
    }
}

/// One array for each column of `comments` that a made-up comment fills.
pub(super) struct CommentColumns<'a> {
    pub(super) ids: Vec<&'a str>,
    pub(super) posts: Vec<&'a str>,
    pub(super) parents: Vec<Option<&'a str>>,
    pub(super) authors: Vec<&'a str>,
    pub(super) bodies: Vec<&'a str>,
    pub(super) depths: Vec<i16>,
    pub(super) times: Vec<DateTime<Utc>>,
    pub(super) reply_counts: Vec<i64>,
}

impl<'a> CommentColumns<'a> {
    pub(super) fn of(comments: &'a [SeedComment]) -> Self {
        Self {
            ids: comments.iter().map(|comment| comment.id.as_str()).collect(),
            posts: comments
                .iter()
                .map(|comment| comment.post_id.as_str())
                .collect(),
            parents: comments
                .iter()
                .map(|comment| comment.parent_id.as_ref().map(CommentId::as_str))
                .collect(),
            authors: comments
                .iter()
                .map(|comment| comment.author_id.as_str())
                .collect(),
            bodies: comments
                .iter()
                .map(|comment| comment.body.as_str())
                .collect(),
            depths: comments
                .iter()
                .map(|comment| comment.depth.into())
                .collect(),
            times: comments
                .iter()
                .map(|comment| at(comment.created_at))
                .collect(),
            reply_counts: comments
                .iter()
                .map(|comment| comment.reply_count.into())
                .collect(),
        }
    }
}
