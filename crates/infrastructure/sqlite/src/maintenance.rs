//! Throwing away what is over, a thousand rows at a time, so that no write waits long.

use async_trait::async_trait;
use thoughts_domain::second_factor::ENROLMENT_LIFETIME;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::{
    Housekeeping, MAIL_RETENTION, RetentionPolicy, StorageError, SweepReport,
};

use crate::errors::failure;
use crate::store::SqliteStorage;

/// Deletes by a statement whose last parameter is the most rows to delete, until none are left.
macro_rules! sweep {
    ($pool:expr, $sql:literal, $before:expr) => {{
        const AT_ONCE: u32 = 1_000;
        let mut swept = 0;
        loop {
            let gone = sqlx::query!($sql, $before, AT_ONCE)
                .execute($pool)
                .await
                .map_err(failure)?
                .rows_affected();
            swept += gone;
            if gone < u64::from(AT_ONCE) {
                break swept;
            }
        }
    }};
}

#[async_trait]
impl Housekeeping for SqliteStorage {
    async fn sweep(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<SweepReport, StorageError> {
        let writer = &self.writer;
        let answers = now.minus(policy.answers).as_micros();
        let ended_sessions = now.minus(policy.ended_sessions).as_micros();
        let erased_identities = now.minus(policy.erased_identities).as_micros();
        let rankings = now.minus(policy.rankings).as_micros();
        let events = now.minus(policy.events).as_micros();
        let enrolments = now.minus(ENROLMENT_LIFETIME).as_micros();
        let oldest_mail = now.minus(MAIL_RETENTION).as_micros();
        let now = now.as_micros();
        Ok(SweepReport {
            sessions: sweep!(
                writer,
                "DELETE FROM sessions WHERE rowid IN
                    (SELECT rowid FROM sessions WHERE expires_at <= ? LIMIT ?)",
                now
            ),
            answers: sweep!(
                writer,
                "DELETE FROM idempotency_records WHERE rowid IN
                    (SELECT rowid FROM idempotency_records WHERE created_at < ? LIMIT ?)",
                answers
            ),
            ended_sessions: sweep!(
                writer,
                "DELETE FROM ended_sessions WHERE rowid IN
                    (SELECT rowid FROM ended_sessions WHERE ended_at < ? LIMIT ?)",
                ended_sessions
            ),
            erased_identities: sweep!(
                writer,
                "DELETE FROM outside_identities WHERE rowid IN
                    (SELECT rowid FROM outside_identities WHERE erased_at < ? LIMIT ?)",
                erased_identities
            ),
            standing_notes: sweep!(
                writer,
                "DELETE FROM standing_notes WHERE rowid IN
                    (SELECT rowid FROM standing_notes WHERE noted_at < ? LIMIT ?)",
                ended_sessions
            ),
            rankings: sweep!(
                writer,
                "DELETE FROM ranking_generations WHERE rowid IN
                    (SELECT rowid FROM ranking_generations WHERE created_at < ? LIMIT ?)",
                rankings
            ),
            one_time_tokens: sweep!(
                writer,
                "DELETE FROM one_time_tokens WHERE rowid IN
                    (SELECT rowid FROM one_time_tokens WHERE expires_at <= ? LIMIT ?)",
                now
            ),
            enrolments: sweep!(
                writer,
                "DELETE FROM second_factors WHERE rowid IN (SELECT rowid FROM second_factors
                    WHERE enabled_at IS NULL AND begun_at <= ? LIMIT ?)",
                enrolments
            ),
            former_handles: sweep!(
                writer,
                "DELETE FROM former_handles WHERE rowid IN
                    (SELECT rowid FROM former_handles WHERE reserved_until <= ? LIMIT ?)",
                now
            ),
            mails: sweep!(
                writer,
                "DELETE FROM mails WHERE rowid IN
                    (SELECT rowid FROM mails WHERE created_at < ? LIMIT ?)",
                oldest_mail
            ) + sweep!(
                writer,
                "DELETE FROM forgotten_passwords WHERE rowid IN
                    (SELECT rowid FROM forgotten_passwords WHERE created_at < ? LIMIT ?)",
                oldest_mail
            ),
            // Only from the beginning of the log, up to the first event that is kept: a clock
            // that was set back must not tear a hole.
            events: sweep!(
                writer,
                "DELETE FROM events WHERE position IN (
                    SELECT position FROM events WHERE position < coalesce(
                        (SELECT position FROM events WHERE occurred_at >= ?1
                            ORDER BY position LIMIT 1),
                        9223372036854775807)
                    ORDER BY position LIMIT ?2)",
                events
            ),
        })
    }
}
