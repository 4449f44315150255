//! Throwing away what is over, and making room for what comes.

use async_trait::async_trait;
use thoughts_domain::second_factor::ENROLMENT_LIFETIME;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::{
    Housekeeping, MAIL_RETENTION, RetentionPolicy, StorageError, SweepReport,
};

use crate::convert::{at, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::transaction;

/// How many days of events have their partition ahead of time.
const DAYS_AHEAD: i32 = 7;

#[async_trait]
impl Housekeeping for PostgresStorage {
    async fn sweep(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<SweepReport, StorageError> {
        self.make_room(now).await.map_err(storage_error)?;
        self.throw_away(policy, now).await
    }
}

impl PostgresStorage {
    async fn make_room(&self, now: Timestamp) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "SELECT ensure_event_partitions(($1::timestamptz AT TIME ZONE 'UTC')::date, $2)",
            at(now),
            DAYS_AHEAD,
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(())
    }

    async fn throw_away(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<SweepReport, StorageError> {
        let pool = &self.pool;
        let sessions = sqlx::query!("DELETE FROM sessions WHERE expires_at <= $1", at(now))
            .execute(pool)
            .await
            .map_err(storage_error)?
            .rows_affected();
        let answers = sqlx::query!(
            "DELETE FROM idempotency_records WHERE created_at < $1",
            at(now.minus(policy.answers)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let ended_sessions = sqlx::query!(
            "DELETE FROM ended_sessions WHERE ended_at < $1",
            at(now.minus(policy.ended_sessions)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let erased_identities = sqlx::query!(
            "DELETE FROM outside_identities WHERE erased_at < $1",
            at(now.minus(policy.erased_identities)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let standing_notes = sqlx::query!(
            "DELETE FROM standing_notes WHERE noted_at < $1",
            at(now.minus(policy.ended_sessions)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let rankings = sqlx::query!(
            "DELETE FROM ranking_generations WHERE created_at < $1",
            at(now.minus(policy.rankings)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let enrolments = sqlx::query!(
            "DELETE FROM second_factors WHERE enabled_at IS NULL AND begun_at <= $1",
            at(now.minus(ENROLMENT_LIFETIME)),
        )
        .execute(pool)
        .await
        .map_err(storage_error)?
        .rows_affected();
        let (one_time_tokens, former_handles, mails) =
            self.throw_away_mail(now).await.map_err(storage_error)?;
        let events = self
            .drop_days(now.minus(policy.events))
            .await
            .map_err(storage_error)?;
        Ok(SweepReport {
            sessions,
            answers,
            ended_sessions,
            erased_identities,
            standing_notes,
            rankings,
            one_time_tokens,
            enrolments,
            former_handles,
            mails,
            events: number(events, "events")?,
        })
    }

    async fn throw_away_mail(&self, now: Timestamp) -> Result<(u64, u64, u64), sqlx::Error> {
        let pool = &self.pool;
        let tokens = sqlx::query!(
            "DELETE FROM one_time_tokens WHERE expires_at <= $1",
            at(now)
        )
        .execute(pool)
        .await?;
        let handles = sqlx::query!(
            "DELETE FROM former_handles WHERE reserved_until <= $1",
            at(now),
        )
        .execute(pool)
        .await?;
        let oldest = at(now.minus(MAIL_RETENTION));
        let mails = sqlx::query!("DELETE FROM mails WHERE created_at < $1", oldest)
            .execute(pool)
            .await?;
        let notes = sqlx::query!(
            "DELETE FROM forgotten_passwords WHERE created_at < $1",
            oldest,
        )
        .execute(pool)
        .await?;
        Ok((
            tokens.rows_affected(),
            handles.rows_affected(),
            mails.rows_affected() + notes.rows_affected(),
        ))
    }

    async fn drop_days(&self, before: Timestamp) -> Result<i64, sqlx::Error> {
        let mut transaction = transaction::begin(&self.pool).await?;
        // Counting a busy day takes longer than one request's statement may.
        sqlx::query!("SET LOCAL statement_timeout = '60s'")
            .execute(&mut *transaction)
            .await?;
        let dropped = sqlx::query_scalar!(
            r#"SELECT drop_event_partitions($1) AS "dropped!""#,
            at(before),
        )
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(dropped)
    }
}
