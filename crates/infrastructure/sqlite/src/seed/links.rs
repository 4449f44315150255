//! Made-up relations and reactions, each kind into a table of its own.

use sqlx::query;
use sqlx::sqlite::SqliteConnection;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_use_cases::seed::SeedReaction;

use super::rows;

pub(super) async fn relations(
    work: &mut SqliteConnection,
    relations: &[Relation],
) -> Result<(), sqlx::Error> {
    for kind in RelationKind::ALL {
        let rows = rows::relations(relations, kind);
        let insertion = match kind {
            RelationKind::Follow => query!(
                "INSERT INTO follows (follower_id, followed_id, created_at)
                SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
                rows
            ),
            RelationKind::Block => query!(
                "INSERT INTO blocks (blocker_id, blocked_id, created_at)
                SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
                rows
            ),
            RelationKind::Mute => query!(
                "INSERT INTO mutes (muter_id, muted_id, created_at)
                SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
                rows
            ),
        };
        insertion.execute(&mut *work).await?;
    }
    Ok(())
}

pub(super) async fn reactions(
    work: &mut SqliteConnection,
    reactions: &[SeedReaction],
) -> Result<(), sqlx::Error> {
    let such = |wanted: fn(Reaction) -> bool| rows::reactions(reactions, wanted);
    let likes = such(|reaction| matches!(reaction, Reaction::LikePost(_)));
    let of_comments = such(|reaction| matches!(reaction, Reaction::LikeComment(_)));
    let reposts = such(|reaction| matches!(reaction, Reaction::Repost(_)));
    let bookmarks = such(|reaction| matches!(reaction, Reaction::Bookmark(_)));
    for insertion in [
        query!(
            "INSERT INTO post_likes (user_id, post_id, created_at)
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            likes
        ),
        query!(
            "INSERT INTO comment_likes (user_id, comment_id, created_at)
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            of_comments
        ),
        query!(
            "INSERT INTO reposts (user_id, post_id, created_at)
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            reposts
        ),
        query!(
            "INSERT INTO bookmarks (user_id, post_id, created_at)
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            bookmarks
        ),
    ] {
        insertion.execute(&mut *work).await?;
    }
    Ok(())
}
