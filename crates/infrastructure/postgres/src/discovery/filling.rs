//! Keeping what things are found by where nothing is kept yet.

use crate::filling::Tables;
use crate::unit_of_work::PostgresUnitOfWork;

const TABLES: Tables = Tables {
    names: &["post_search", "user_search"],
};

impl PostgresUnitOfWork {
    pub(super) async fn prepare_words(&mut self) -> Result<bool, sqlx::Error> {
        if !self.keep_all_still(&TABLES).await? {
            return Ok(false);
        }
        sqlx::query!("LOCK TABLE post_search, user_search IN ACCESS EXCLUSIVE MODE")
            .execute(self.connection())
            .await?;
        let is_empty = sqlx::query_scalar!(
            r#"SELECT NOT EXISTS (SELECT FROM post_search)
                AND NOT EXISTS (SELECT FROM user_search) AS "is_empty!""#
        )
        .fetch_one(self.connection())
        .await?;
        if is_empty {
            self.leave_indexes(&TABLES).await?;
        }
        Ok(is_empty)
    }

    pub(super) async fn complete_words(&mut self) -> Result<(), sqlx::Error> {
        self.make_indexes().await?;
        sqlx::query!("ANALYZE post_search, user_search")
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
