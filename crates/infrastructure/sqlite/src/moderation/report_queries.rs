//! Reading reports.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{ReportNote, ReportReason, Resolution, Subject};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::{ReportQueries, ReportState, ReportView};
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, snapshot_row};
use crate::store::SqliteStorage;

/// A report.
struct ReportRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
    reporter_id: Option<String>,
    handle: String,
    display_name: String,
    avatar_url: Option<String>,
    subject_type: String,
    subject_id: String,
    owner_id: String,
    reason: String,
    note: Option<String>,
    created_at: i64,
    resolved_at: Option<i64>,
    resolved_by: Option<String>,
}

snapshot_row!(ReportRow);

impl ReportRow {
    fn view(self) -> Result<ReportView, Inconsistency> {
        let reporter = match self.reporter_id {
            Some(id) => Some(UserSummary {
                id: UserId::from_storage(&id)?,
                handle: self.handle,
                display_name: self.display_name,
                avatar_url: self.avatar_url,
            }),
            None => None,
        };
        let resolution = match (self.resolved_at, self.resolved_by) {
            (Some(at), Some(by)) => Some(Resolution {
                at: Timestamp::from_micros(at),
                by: UserId::from_storage(&by)?,
            }),
            _ => None,
        };
        Ok(ReportView {
            id: ReportId::from_storage(&self.id.unwrap_or_default())?,
            reporter,
            subject: Subject::from_storage(&self.subject_type, &self.subject_id)?,
            owner_id: UserId::from_storage(&self.owner_id)?,
            reason: ReportReason::from_storage(&self.reason)?,
            note: self.note.map(ReportNote::from_storage).transpose()?,
            created_at: Timestamp::from_micros(self.created_at),
            resolution,
        })
    }
}

/// Reports at the places that `$page` finds. Who has left is not named, and no note is shown that
/// he wrote or that is about him, even before it is taken away.
macro_rules! reports {
    ($pool:expr, $follows:tt, $page:tt, $order:tt, $($argument:expr),+) => {
        sqlx::query_as!(
            ReportRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", r.id AS "id?: String", u.id AS "reporter_id?: String",
                coalesce(u.handle, '') AS "handle!: String",
                coalesce(u.display_name, '') AS "display_name!: String",
                u.avatar_url AS "avatar_url?: String",
                coalesce(r.subject_type, '') AS "subject_type!: String",
                coalesce(r.subject_id, '') AS "subject_id!: String",
                coalesce(r.owner_id, '') AS "owner_id!: String",
                coalesce(r.reason, '') AS "reason!: String",
                CASE WHEN u.id IS NOT NULL AND EXISTS (SELECT 1 FROM users AS o
                    WHERE o.id = r.owner_id AND o.deleted_at IS NULL)
                THEN r.note END AS "note?: String",
                coalesce(r.created_at, 0) AS "created_at!: i64",
                r.resolved_at AS "resolved_at?: i64", r.resolved_by AS "resolved_by?: String"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN reports r ON r.rowid = page.place
            LEFT JOIN users u ON u.id = r.reporter_id AND u.deleted_at IS NULL
            ORDER BY "
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
impl ReportQueries for SqliteStorage {
    async fn reports(
        &self,
        state: ReportState,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<ReportView, TimeKey>>, StorageError> {
        let (at, id) = edge_of_newest(page);
        let limit = page.limit.and_one();
        let mut read: Snapshot<ReportRow> = match (state, page.is_backward()) {
            (ReportState::Open, false) => reports!(
                &self.readers,
                "FALSE",
                "SELECT rowid AS place FROM reports
                WHERE resolved_at IS NULL AND (created_at, id) < (?1, ?2)
                ORDER BY created_at DESC, id DESC LIMIT ?3",
                "r.created_at DESC, r.id DESC",
                at,
                id,
                limit
            ),
            (ReportState::Open, true) => reports!(
                &self.readers,
                "EXISTS (SELECT 1 FROM reports
                WHERE resolved_at IS NULL AND (created_at, id) <= (?1, ?2))",
                "SELECT rowid AS place FROM reports
                WHERE resolved_at IS NULL AND (created_at, id) > (?1, ?2)
                ORDER BY created_at, id LIMIT ?3",
                "r.created_at, r.id",
                at,
                id,
                limit
            ),
            (ReportState::Resolved, false) => reports!(
                &self.readers,
                "FALSE",
                "SELECT rowid AS place FROM reports
                WHERE resolved_at IS NOT NULL AND (created_at, id) < (?1, ?2)
                ORDER BY created_at DESC, id DESC LIMIT ?3",
                "r.created_at DESC, r.id DESC",
                at,
                id,
                limit
            ),
            (ReportState::Resolved, true) => reports!(
                &self.readers,
                "EXISTS (SELECT 1 FROM reports
                WHERE resolved_at IS NOT NULL AND (created_at, id) <= (?1, ?2))",
                "SELECT rowid AS place FROM reports
                WHERE resolved_at IS NOT NULL AND (created_at, id) > (?1, ?2)
                ORDER BY created_at, id LIMIT ?3",
                "r.created_at, r.id",
                at,
                id,
                limit
            ),
        }?;
        let found = std::mem::take(&mut read.found);
        let views: Result<Vec<_>, _> = found.into_iter().map(ReportRow::view).collect();
        let page = Page::assemble(views?, page, Order::Descending, read.follows, |view| {
            TimeKey {
                at: view.created_at,
                id: view.id.raw(),
            }
        });
        Ok(read.positioned(page))
    }

    async fn own_report(
        &self,
        id: ReportId,
        reporter: UserId,
    ) -> Result<Positioned<Option<ReportView>>, StorageError> {
        let (id, reporter) = (id.as_str(), reporter.as_str());
        let mut read: Snapshot<ReportRow> = reports!(
            &self.readers,
            "FALSE",
            "SELECT rowid AS place FROM reports WHERE id = ?1 AND reporter_id = ?2",
            "r.id",
            id,
            reporter
        )?;
        let view = read.found.pop().map(ReportRow::view).transpose()?;
        Ok(read.positioned(view))
    }
}
