//! Making notifications where nobody was told anything yet.

use crate::filling::Tables;
use crate::unit_of_work::PostgresUnitOfWork;

const TABLES: Tables = Tables {
    names: &[
        "notifications",
        "notification_entries",
        "notification_places",
    ],
};

impl PostgresUnitOfWork {
    pub(super) async fn prepare_tables(&mut self) -> Result<bool, sqlx::Error> {
        if !self.keep_all_still(&TABLES).await? {
            return Ok(false);
        }
        sqlx::query!(
            "LOCK TABLE notifications, notification_entries, notification_places
             IN ACCESS EXCLUSIVE MODE"
        )
        .execute(self.connection())
        .await?;
        let is_empty =
            sqlx::query_scalar!(r#"SELECT NOT EXISTS (SELECT FROM notifications) AS "is_empty!""#)
                .fetch_one(self.connection())
                .await?;
        if is_empty {
            self.leave_indexes(&TABLES).await?;
        }
        Ok(is_empty)
    }

    pub(super) async fn complete_tables(&mut self) -> Result<(), sqlx::Error> {
        self.place_all().await?;
        self.make_indexes().await?;
        sqlx::query!("ANALYZE notifications, notification_entries, notification_places")
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
