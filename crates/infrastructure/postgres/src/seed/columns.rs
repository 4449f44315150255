//! Which columns of which tables made-up rows fill.

use sqlx::postgres::PgConnection;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::PasswordHash;
use thoughts_use_cases::seed::{SeedComment, SeedPost, SeedReaction, SeedUser};

use super::copy::{Row, copy};

pub(super) async fn users(
    work: &mut PgConnection,
    users: &[SeedUser],
    password: &PasswordHash,
) -> Result<(), sqlx::Error> {
    let statement = "COPY users (id, handle, display_name, bio, email, created_at, post_count, \
        follower_count, following_count, password_hash, role, language, version) \
        FROM STDIN (FORMAT binary)";
    copy(work, statement, 13, users, |user, row| {
        row.text(user.id.as_str())
            .text(user.handle.as_str())
            .text(user.display_name.as_str())
            .text(user.bio.as_str())
            .text(user.email.as_str())
            .moment(user.created_at)
            .bigint(user.post_count)
            .bigint(user.follower_count)
            .bigint(user.following_count)
            .text(password.as_str())
            .text("user")
            .text("en")
            .integer(1);
    })
    .await
}

pub(super) async fn posts(work: &mut PgConnection, posts: &[SeedPost]) -> Result<(), sqlx::Error> {
    let statement = "COPY posts (id, author_id, body, hashtags, mention_ids, created_at, version, \
        comment_count, like_count, repost_count, quoted_post_id) FROM STDIN (FORMAT binary)";
    copy(&mut *work, statement, 11, posts, |post, row| {
        row.text(post.id.as_str())
            .text(post.author_id.as_str())
            .text(post.body.as_str())
            .texts(post.hashtags.iter().map(String::as_str))
            .texts(post.mentions.iter().map(UserId::as_str))
            .moment(post.created_at)
            .integer(1)
            .bigint(post.comment_count)
            .bigint(post.like_count)
            .bigint(post.repost_count)
            .text_or_null(post.quoted.as_ref().map(PostId::as_str));
    })
    .await?;
    let hashtags: Vec<_> = posts
        .iter()
        .flat_map(|post| post.hashtags.iter().map(move |tag| (tag, post)))
        .collect();
    let statement = "COPY post_hashtags (tag, created_at, post_id) FROM STDIN (FORMAT binary)";
    copy(work, statement, 3, &hashtags, |(tag, post), row| {
        row.text(tag).moment(post.created_at).text(post.id.as_str());
    })
    .await
}

pub(super) async fn comments(
    work: &mut PgConnection,
    comments: &[SeedComment],
) -> Result<(), sqlx::Error> {
    let statement = "COPY comments (id, post_id, parent_id, author_id, body, depth, created_at, \
        reply_count, like_count, version) FROM STDIN (FORMAT binary)";
    copy(work, statement, 10, comments, |comment, row| {
        row.text(comment.id.as_str())
            .text(comment.post_id.as_str())
            .text_or_null(comment.parent_id.as_ref().map(CommentId::as_str))
            .text(comment.author_id.as_str())
            .text(comment.body.as_str())
            .smallint(comment.depth)
            .moment(comment.created_at)
            .bigint(comment.reply_count)
            .bigint(comment.like_count)
            .integer(1);
    })
    .await
}

pub(super) async fn relations(
    work: &mut PgConnection,
    relations: &[Relation],
) -> Result<(), sqlx::Error> {
    for kind in RelationKind::ALL {
        let statement = match kind {
            RelationKind::Follow => {
                "COPY follows (follower_id, followed_id, created_at) FROM STDIN (FORMAT binary)"
            }
            RelationKind::Block => {
                "COPY blocks (blocker_id, blocked_id, created_at) FROM STDIN (FORMAT binary)"
            }
            RelationKind::Mute => {
                "COPY mutes (muter_id, muted_id, created_at) FROM STDIN (FORMAT binary)"
            }
        };
        let such: Vec<_> = relations.iter().filter(|one| one.kind == kind).collect();
        copy(&mut *work, statement, 3, &such, |one, row| {
            link(row, one.from, one.to.as_str(), one.created_at);
        })
        .await?;
    }
    Ok(())
}

pub(super) async fn reactions(
    work: &mut PgConnection,
    reactions: &[SeedReaction],
) -> Result<(), sqlx::Error> {
    let (mut likes, mut of_comments) = (Vec::new(), Vec::new());
    let (mut reposts, mut bookmarks) = (Vec::new(), Vec::new());
    for one in reactions {
        let table = match one.reaction {
            Reaction::LikePost(_) => &mut likes,
            Reaction::LikeComment(_) => &mut of_comments,
            Reaction::Repost(_) => &mut reposts,
            Reaction::Bookmark(_) => &mut bookmarks,
        };
        table.push(one);
    }
    for (statement, rows) in [
        (
            "COPY post_likes (user_id, post_id, created_at) FROM STDIN (FORMAT binary)",
            likes,
        ),
        (
            "COPY comment_likes (user_id, comment_id, created_at) FROM STDIN (FORMAT binary)",
            of_comments,
        ),
        (
            "COPY reposts (user_id, post_id, created_at) FROM STDIN (FORMAT binary)",
            reposts,
        ),
        (
            "COPY bookmarks (user_id, post_id, created_at) FROM STDIN (FORMAT binary)",
            bookmarks,
        ),
    ] {
        copy(&mut *work, statement, 3, &rows, |one, row| {
            link(row, one.by, one.reaction.subject().as_str(), one.at);
        })
        .await?;
    }
    Ok(())
}

fn link(row: &mut Row<'_>, from: UserId, to: &str, at: Timestamp) {
    row.text(from.as_str()).text(to).moment(at);
}
