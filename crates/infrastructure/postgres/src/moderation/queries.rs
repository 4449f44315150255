//! Reading the log.

use async_trait::async_trait;
use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{ModerationEntryId, UserId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::ModerationQueries;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, present};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};
use crate::storage::PostgresStorage;

/// A line beside the head of the log of events; all but the head is null when there is none.
struct EntryRow {
    position: i64,
    epoch: String,
    id: Option<String>,
    created_at: Option<DateTime<Utc>>,
    moderator_id: Option<String>,
    action: Option<String>,
    subject_type: Option<String>,
    subject_id: Option<String>,
    reason: Option<String>,
}

impl EntryRow {
    fn entry(self) -> Result<Option<Entry>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        let moderator = self.moderator_id.as_deref();
        Ok(Some(Entry {
            id: ModerationEntryId::from_storage(&id)?,
            at: moment(present(self.created_at, "moderation_log.created_at")?),
            moderator: moderator.map(UserId::from_storage).transpose()?,
            action: Action::from_storage(&present(self.action, "moderation_log.action")?)?,
            subject: Subject::from_storage(
                &present(self.subject_type, "moderation_log.subject_type")?,
                &present(self.subject_id, "moderation_log.subject_id")?,
            )?,
            reason: self.reason.map(Reason::from_storage).transpose()?,
        }))
    }
}

macro_rules! entry_rows {
    ($edge:tt, $($argument:expr),*) => {
        sqlx::query_as!(
            EntryRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.id AS "id?",
                   f.created_at AS "created_at?", f.moderator_id AS "moderator_id?",
                   f.action AS "action?", f.subject_type AS "subject_type?",
                   f.subject_id AS "subject_id?", f.reason AS "reason?"
               FROM event_head h LEFT JOIN (
                   SELECT m.id, m.created_at, m.moderator_id, m.action, m.subject_type,
                       m.subject_id, m.reason
                   FROM moderation_log m WHERE "# + $edge + " LIMIT $3) f ON true",
            $($argument),*
        )
    };
}

#[async_trait]
impl ModerationQueries for PostgresStorage {
    async fn log(
        &self,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<Entry, TimeKey>>, StorageError> {
        let edge = Edge::newest_first(page);
        let limit = page.limit.and_one();
        let mut follows = false;
        let rows = if page.is_backward() {
            follows = self.log_follows(&edge).await?;
            entry_rows!(
                "(m.created_at, m.id) > ($1, $2) ORDER BY m.created_at, m.id",
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all(&self.pool)
            .await
        } else {
            entry_rows!(
                "(m.created_at, m.id) < ($1, $2) ORDER BY m.created_at DESC, m.id DESC",
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all(&self.pool)
            .await
        }
        .map_err(storage_error)?;
        let (position, epoch) = rows
            .first()
            .map(|row| (row.position, row.epoch.clone()))
            .unwrap_or_default();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            entries.extend(row.entry()?);
        }
        let page = assemble(entries, page, Order::Descending, follows, |entry| TimeKey {
            at: entry.at,
            id: entry.id.raw(),
        });
        Ok(positioned(position, &epoch, page)?)
    }
}

impl PostgresStorage {
    async fn log_follows(&self, edge: &Edge) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM moderation_log
                   WHERE (created_at, id) <= ($1, $2)) AS "follows!""#,
            edge.at,
            &edge.id,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)
    }
}
