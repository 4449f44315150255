//! Taking a user out of the graph.

use thoughts_domain::ids::UserId;

use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    /// Removes up to `limit` relations of or with a user; returns how many.
    pub(super) async fn forget_relations(
        &mut self,
        user: UserId,
        limit: u32,
    ) -> Result<u32, sqlx::Error> {
        let user = user.as_str();
        let mut left = i64::from(limit);
        left -= self.forget_follows(user, left).await?;
        left -= self.forget_followers(user, left).await?;
        left -= self.forget_blocks_and_mutes(user, left).await?;
        Ok(u32::try_from(i64::from(limit) - left).unwrap_or(limit))
    }

    /// Whom he follows; those are locked in the order of their ids, as everybody does.
    async fn forget_follows(&mut self, user: &str, limit: i64) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar!(
            r#"WITH others AS (
                   SELECT u.id FROM follows f JOIN users u ON u.id = f.followed_id
                   WHERE f.follower_id = $1 ORDER BY u.id LIMIT $2 FOR NO KEY UPDATE OF u
               ), ended AS (
                   DELETE FROM follows f USING others o
                   WHERE f.follower_id = $1 AND f.followed_id = o.id RETURNING f.followed_id
               ), counted AS (
                   UPDATE users u SET follower_count = u.follower_count - 1
                   FROM ended e WHERE u.id = e.followed_id
               ), his AS (
                   UPDATE users SET following_count = following_count
                       - (SELECT count(*) FROM ended)
                   WHERE id = $1
               )
               SELECT count(*) AS "ended!" FROM ended"#,
            user,
            limit,
        )
        .fetch_one(self.connection())
        .await
    }

    /// Who follows him.
    async fn forget_followers(&mut self, user: &str, limit: i64) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar!(
            r#"WITH others AS (
                   SELECT u.id FROM follows f JOIN users u ON u.id = f.follower_id
                   WHERE f.followed_id = $1 ORDER BY u.id LIMIT $2 FOR NO KEY UPDATE OF u
               ), ended AS (
                   DELETE FROM follows f USING others o
                   WHERE f.followed_id = $1 AND f.follower_id = o.id RETURNING f.follower_id
               ), counted AS (
                   UPDATE users u SET following_count = u.following_count - 1
                   FROM ended e WHERE u.id = e.follower_id
               ), his AS (
                   UPDATE users SET follower_count = follower_count
                       - (SELECT count(*) FROM ended)
                   WHERE id = $1
               )
               SELECT count(*) AS "ended!" FROM ended"#,
            user,
            limit,
        )
        .fetch_one(self.connection())
        .await
    }

    async fn forget_blocks_and_mutes(
        &mut self,
        user: &str,
        limit: i64,
    ) -> Result<i64, sqlx::Error> {
        let blocks = sqlx::query!(
            "DELETE FROM blocks WHERE (blocker_id, blocked_id) IN (
                 SELECT blocker_id, blocked_id FROM blocks WHERE blocker_id = $1
                 UNION ALL SELECT blocker_id, blocked_id FROM blocks WHERE blocked_id = $1
                 LIMIT $2)",
            user,
            limit,
        )
        .execute(self.connection())
        .await?
        .rows_affected();
        let blocks = i64::try_from(blocks).unwrap_or(limit);
        let mutes = sqlx::query!(
            "DELETE FROM mutes WHERE (muter_id, muted_id) IN (
                 SELECT muter_id, muted_id FROM mutes WHERE muter_id = $1
                 UNION ALL SELECT muter_id, muted_id FROM mutes WHERE muted_id = $1
                 LIMIT $2)",
            user,
            limit - blocks,
        )
        .execute(self.connection())
        .await?
        .rows_affected();
        Ok(blocks + i64::try_from(mutes).unwrap_or(limit))
    }
}
