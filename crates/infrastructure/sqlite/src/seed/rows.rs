//! Rows as JSON arrays, in the order in which the statements take them apart.

use serde_json::{Value, json};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::seed::{SeedComment, SeedPost, SeedReaction, SeedUser};

/// `[id, handle, display_name, bio, email, created_at, post_count, follower_count,
/// following_count]`
pub(super) fn users(users: &[SeedUser]) -> String {
    array(users, |user| {
        json!([
            user.id.as_str(),
            user.handle.as_str(),
            user.display_name.as_str(),
            user.bio.as_str(),
            user.email.as_str(),
            user.created_at.as_micros(),
            user.post_count,
            user.follower_count,
            user.following_count,
        ])
    })
}

/// `[id, author_id, body, hashtags, mention_ids, created_at, comment_count, like_count,
/// repost_count, quoted_post_id]`, lists joined by spaces as the columns hold them.
pub(super) fn posts(posts: &[SeedPost]) -> String {
    array(posts, |post| {
        let mentions: Vec<&str> = post.mentions.iter().map(UserId::as_str).collect();
        json!([
            post.id.as_str(),
            post.author_id.as_str(),
            post.body.as_str(),
            post.hashtags.join(" "),
            mentions.join(" "),
            post.created_at.as_micros(),
            post.comment_count,
            post.like_count,
            post.repost_count,
            post.quoted.as_ref().map(PostId::as_str),
        ])
    })
}

/// `[tag, created_at, post_id]`
pub(super) fn hashtags(posts: &[SeedPost]) -> String {
    let rows = posts
        .iter()
        .flat_map(|post| post.hashtags.iter().map(move |tag| (tag.as_str(), post)));
    array(rows, |(tag, post)| {
        json!([tag, post.created_at.as_micros(), post.id.as_str()])
    })
}

/// `[id, post_id, parent_id, author_id, body, depth, created_at, reply_count, like_count]`
pub(super) fn comments(comments: &[SeedComment]) -> String {
    array(comments, |comment| {
        json!([
            comment.id.as_str(),
            comment.post_id.as_str(),
            comment.parent_id.as_ref().map(CommentId::as_str),
            comment.author_id.as_str(),
            comment.body.as_str(),
            comment.depth,
            comment.created_at.as_micros(),
            comment.reply_count,
            comment.like_count,
        ])
    })
}

/// `[from, to, created_at]` of those of a kind.
pub(super) fn relations(relations: &[Relation], kind: RelationKind) -> String {
    let such = relations.iter().filter(|one| one.kind == kind);
    array(such, |one| {
        json!([
            one.from.as_str(),
            one.to.as_str(),
            one.created_at.as_micros()
        ])
    })
}

/// `[user_id, subject, created_at]` of those that are wanted.
pub(super) fn reactions(reactions: &[SeedReaction], wanted: fn(Reaction) -> bool) -> String {
    let such = reactions.iter().filter(|one| wanted(one.reaction));
    array(such, |one| {
        let subject = one.reaction.subject();
        json!([one.by.as_str(), subject.as_str(), one.at.as_micros()])
    })
}

fn array<T>(rows: impl IntoIterator<Item = T>, row: impl Fn(T) -> Value) -> String {
    Value::Array(rows.into_iter().map(row).collect()).to_string()
}
