//! Reading the log.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{ModerationEntryId, UserId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::ModerationQueries;
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};
use crate::store::SqliteStorage;

/// A line of the log.
struct EntryRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
    created_at: i64,
    moderator_id: Option<String>,
    action: String,
    subject_type: String,
    subject_id: String,
    reason: Option<String>,
}

snapshot_row!(EntryRow);

impl EntryRow {
    fn entry(self) -> Result<Entry, Inconsistency> {
        let moderator = self.moderator_id.as_deref();
        Ok(Entry {
            id: ModerationEntryId::from_storage(&self.id.unwrap_or_default())?,
            at: Timestamp::from_micros(self.created_at),
            moderator: moderator.map(UserId::from_storage).transpose()?,
            action: Action::from_storage(&self.action)?,
            subject: Subject::from_storage(&self.subject_type, &self.subject_id)?,
            reason: self.reason.map(Reason::from_storage).transpose()?,
        })
    }
}

macro_rules! entries {
    ($pool:expr, $follows:literal, $page:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            EntryRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", m.id AS "id?: String",
                coalesce(m.created_at, 0) AS "created_at!: i64",
                m.moderator_id AS "moderator_id?: String",
                coalesce(m.action, '') AS "action!: String",
                coalesce(m.subject_type, '') AS "subject_type!: String",
                coalesce(m.subject_id, '') AS "subject_id!: String",
                m.reason AS "reason?: String"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN moderation_log m ON m.rowid = page.place ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}

#[async_trait]
impl ModerationQueries for SqliteStorage {
    async fn log(
        &self,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<Entry, TimeKey>>, StorageError> {
        let (at, id) = edge_of_newest(page);
        let limit = page.limit.and_one();
        let mut read: Snapshot<EntryRow> = if page.is_backward() {
            entries!(
                &self.readers,
                "EXISTS (SELECT 1 FROM moderation_log WHERE (created_at, id) <= (?1, ?2))",
                "SELECT rowid AS place FROM moderation_log WHERE (created_at, id) > (?1, ?2)
                ORDER BY created_at, id LIMIT ?3",
                "m.created_at, m.id",
                at,
                id,
                limit
            )
        } else {
            entries!(
                &self.readers,
                "FALSE",
                "SELECT rowid AS place FROM moderation_log WHERE (created_at, id) < (?1, ?2)
                ORDER BY created_at DESC, id DESC LIMIT ?3",
                "m.created_at DESC, m.id DESC",
                at,
                id,
                limit
            )
        }?;
        let found = std::mem::take(&mut read.found);
        let entries: Result<Vec<_>, _> = found.into_iter().map(EntryRow::entry).collect();
        let page = Page::assemble(entries?, page, Order::Descending, read.follows, |entry| {
            TimeKey {
                at: entry.at,
                id: entry.id.raw(),
            }
        });
        Ok(read.positioned(page))
    }
}
