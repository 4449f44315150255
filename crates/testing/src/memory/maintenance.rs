//! How the storage is, and throwing away what is over.

use std::collections::BTreeMap;

use async_trait::async_trait;
use thoughts_domain::second_factor::ENROLMENT_LIFETIME;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::{
    Housekeeping, MAIL_RETENTION, PoolUsage, RetentionPolicy, SchemaState, StorageError,
    StorageProbe, SweepReport,
};

use super::MemoryStorage;
use super::state::IdentityRow;

#[async_trait]
impl StorageProbe for MemoryStorage {
    async fn schema(&self) -> Result<SchemaState, StorageError> {
        Ok(SchemaState::Current)
    }

    fn pool(&self) -> PoolUsage {
        PoolUsage {
            open: 1,
            idle: 1,
            max: 1,
        }
    }
}

#[async_trait]
impl Housekeeping for MemoryStorage {
    async fn sweep(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<SweepReport, StorageError> {
        let sweep = self.write(|state| {
            let expired = state.sessions.values().filter(|s| s.expires_at <= now);
            let expired: Vec<_> = expired.map(|session| session.id).collect();
            for id in &expired {
                state.drop_session(*id);
            }
            let tokens = state.one_time_tokens.len();
            state
                .one_time_tokens
                .retain(|_, (_, token)| !token.is_expired(now));
            let enrolments = state.second_factors.len();
            let oldest = now.minus(ENROLMENT_LIFETIME);
            state
                .second_factors
                .retain(|_, row| row.stored.factor.is_on() || row.stored.factor.begun_at > oldest);
            let handles = state.former_handles.len();
            state
                .former_handles
                .retain(|_, kept| kept.reserved_until > now);
            let waiting = now.minus(MAIL_RETENTION);
            let mails = retain(&mut state.mails, waiting, |row| row.mail.created_at);
            let notes = state.forgotten.len();
            state.forgotten.retain(|(at, _), _| *at >= waiting);
            let events = state.events.len();
            let oldest = now.minus(policy.events);
            state.events.retain(|event| event.occurred_at >= oldest);
            let identities = state.identities.len();
            let oldest = now.minus(policy.erased_identities);
            state.identities.retain(|_, row| match row {
                IdentityRow::Erased(at) => *at >= oldest,
                IdentityRow::Of(..) => true,
            });
            let rankings = now.minus(policy.rankings);
            let generations = retain(&mut state.generations, rankings, |kept| kept.created_at);
            SweepReport {
                sessions: expired.len() as u64,
                answers: retain(&mut state.answers, now.minus(policy.answers), |kept| {
                    kept.created_at
                }),
                ended_sessions: retain(
                    &mut state.ended_sessions,
                    now.minus(policy.ended_sessions),
                    |at| *at,
                ),
                erased_identities: (identities - state.identities.len()) as u64,
                standing_notes: retain(
                    &mut state.standing_notes,
                    now.minus(policy.ended_sessions),
                    |at| *at,
                ),
                rankings: generations
                    + retain(&mut state.rankings, rankings, |kept| kept.created_at),
                one_time_tokens: (tokens - state.one_time_tokens.len()) as u64,
                enrolments: (enrolments - state.second_factors.len()) as u64,
                former_handles: (handles - state.former_handles.len()) as u64,
                mails: mails + (notes - state.forgotten.len()) as u64,
                events: (events - state.events.len()) as u64,
            }
        });
        Ok(sweep.await)
    }
}

/// Throws away what is older than `oldest`; returns how many rows.
fn retain<K: Ord, V>(
    rows: &mut BTreeMap<K, V>,
    oldest: Timestamp,
    at: impl Fn(&V) -> Timestamp,
) -> u64 {
    let before = rows.len();
    rows.retain(|_, row| at(row) >= oldest);
    (before - rows.len()) as u64
}
