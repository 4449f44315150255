//! Erasing an account.

use thoughts_domain::comments::MAX_DEPTH;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::ErasedName;

use crate::convert::at;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    /// Removes a locked user with all that he wrote, in a number of statements that does not
    /// depend on how much that is.
    pub(super) async fn erase_with_content(
        &mut self,
        id: UserId,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        // A long life leaves more than one request's statement may take.
        sqlx::query!("SET LOCAL statement_timeout = '60s'")
            .execute(self.connection())
            .await?;
        let posts = self.lock_posts_touched_by(id).await?;
        sqlx::query!(
            "WITH mine AS (SELECT id FROM posts WHERE author_id = $1),
                 rankings AS (
                     DELETE FROM ranking_generations
                     WHERE scope IN (SELECT 'comments:' || id FROM mine)
                 )
             DELETE FROM posts WHERE id IN (SELECT id FROM mine)",
            id.as_str(),
        )
        .execute(self.connection())
        .await?;
        self.bury_comments_of(id, now).await?;
        // From the deepest up: each level may free the one above it.
        for depth in (0..=i16::from(MAX_DEPTH)).rev() {
            sqlx::query!(
                "DELETE FROM comments c
                 WHERE c.post_id = ANY($1) AND c.depth = $2 AND c.deleted_at IS NOT NULL
                     AND NOT EXISTS (SELECT FROM comments r WHERE r.parent_id = c.id)",
                &posts,
                depth,
            )
            .execute(self.connection())
            .await?;
        }
        sqlx::query!("DELETE FROM users WHERE id = $1", id.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Locks his posts and those that he commented on, in the order of their ids, so that two
    /// erasures never wait for each other in a ring.
    async fn lock_posts_touched_by(&mut self, id: UserId) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar!(
            "SELECT p.id FROM posts p
             WHERE p.id IN (
                 SELECT id FROM posts WHERE author_id = $1
                 UNION SELECT post_id FROM comments WHERE author_id = $1)
             ORDER BY p.id FOR UPDATE",
            id.as_str(),
        )
        .fetch_all(self.connection())
        .await
    }

    /// Counts his comments off their posts and parents and turns all of them into tombstones.
    async fn bury_comments_of(&mut self, id: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "WITH on_posts AS (
                 SELECT post_id, count(*) AS gone FROM comments WHERE author_id = $1
                 GROUP BY post_id
             )
             UPDATE posts p SET comment_count = p.comment_count - g.gone
             FROM on_posts g WHERE p.id = g.post_id",
            id.as_str(),
        )
        .execute(self.connection())
        .await?;
        sqlx::query!(
            "WITH under_parents AS (
                 SELECT parent_id, count(*) AS gone FROM comments
                 WHERE author_id = $1 AND parent_id IS NOT NULL
                 GROUP BY parent_id
             )
             UPDATE comments c SET reply_count = c.reply_count - g.gone
             FROM under_parents g WHERE c.id = g.parent_id",
            id.as_str(),
        )
        .execute(self.connection())
        .await?;
        sqlx::query!(
            "UPDATE comments SET author_id = NULL, body = NULL, deleted_at = $2,
                 version = version + 1
             WHERE author_id = $1",
            id.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes all that is personal from a locked user; what he wrote stays.
    pub(super) async fn anonymise(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE users SET handle = $2, display_name = $3, bio = '', avatar_url = NULL,
                 email = NULL, password_hash = NULL, role = 'user', suspended_at = NULL,
                 language = 'en', version = version + 1, deleted_at = $4
             WHERE id = $1",
            id.as_str(),
            name.handle.as_str(),
            name.display_name.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
