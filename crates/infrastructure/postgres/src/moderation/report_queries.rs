//! Reading reports.

use async_trait::async_trait;
use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{ReportId, UserId};
use thoughts_domain::moderation::{ReportNote, ReportReason, Resolution, Subject};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::{ReportQueries, ReportState, ReportView};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::accounts::summary;
use crate::convert::{moment, present};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};
use crate::storage::PostgresStorage;

/// A report beside the head of the log of events; all but the head is null when there is none.
struct ReportRow {
    position: i64,
    epoch: String,
    id: Option<String>,
    reporter_id: Option<String>,
    handle: Option<String>,
    display_name: Option<String>,
    avatar_url: Option<String>,
    subject_type: Option<String>,
    subject_id: Option<String>,
    owner_id: Option<String>,
    reason: Option<String>,
    note: Option<String>,
    created_at: Option<DateTime<Utc>>,
    resolved_at: Option<DateTime<Utc>>,
    resolved_by: Option<String>,
}

impl ReportRow {
    fn view(self) -> Result<Option<ReportView>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        let reporter = match (self.reporter_id, self.handle, self.display_name) {
            (Some(id), Some(handle), Some(name)) => {
                Some(summary(&id, handle, name, self.avatar_url)?)
            }
            _ => None,
        };
        let resolution = match (self.resolved_at, self.resolved_by) {
            (Some(at), Some(by)) => Some(Resolution {
                at: moment(at),
                by: UserId::from_storage(&by)?,
            }),
            _ => None,
        };
        Ok(Some(ReportView {
            id: ReportId::from_storage(&id)?,
            reporter,
            subject: Subject::from_storage(
                &present(self.subject_type, "reports.subject_type")?,
                &present(self.subject_id, "reports.subject_id")?,
            )?,
            owner_id: UserId::from_storage(&present(self.owner_id, "reports.owner_id")?)?,
            reason: ReportReason::from_storage(&present(self.reason, "reports.reason")?)?,
            note: self.note.map(ReportNote::from_storage).transpose()?,
            created_at: moment(present(self.created_at, "reports.created_at")?),
            resolution,
        }))
    }
}

/// Reports that `$which` chooses and `$rest` orders. Who has left is not named, and no note is shown
/// that he wrote or that is about him, even before it is taken away. OFFSET 0 keeps each
/// look-up of a user one.
macro_rules! report_rows {
    ($which:tt, $rest:tt, $($argument:expr),*) => {
        sqlx::query_as!(
            ReportRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.id AS "id?",
                   f.reporter_id AS "reporter_id?", f.handle AS "handle?",
                   f.display_name AS "display_name?", f.avatar_url AS "avatar_url?", f.subject_type AS "subject_type?",
                   f.subject_id AS "subject_id?", f.owner_id AS "owner_id?", f.reason AS "reason?",
                   f.note AS "note?",
                   f.created_at AS "created_at?", f.resolved_at AS "resolved_at?",
                   f.resolved_by AS "resolved_by?"
               FROM event_head h LEFT JOIN (
                   SELECT r.id, a.id AS reporter_id, a.handle, a.display_name, a.avatar_url,
                       r.subject_type, r.subject_id, r.owner_id, r.reason,
                       CASE WHEN a.id IS NOT NULL AND o.id IS NOT NULL THEN r.note END AS note,
                       r.created_at, r.resolved_at, r.resolved_by
                   FROM reports r LEFT JOIN LATERAL (
                       SELECT u.id, u.handle, u.display_name, u.avatar_url FROM users u
                       WHERE u.id = r.reporter_id AND u.deleted_at IS NULL OFFSET 0
                   ) a ON true LEFT JOIN LATERAL (
                       SELECT u.id FROM users u
                       WHERE u.id = r.owner_id AND u.deleted_at IS NULL OFFSET 0
                   ) o ON true WHERE "# + $which + " AND " + $rest + ") f ON true",
            $($argument),*
        )
    };
}

/// A page of the reports that `$which` chooses, and whether something stands behind its edge.
macro_rules! page_of {
    ($pool:expr, $which:tt, $page:expr) => {{
        let (edge, limit) = (Edge::newest_first($page), $page.limit.and_one());
        if $page.is_backward() {
            let follows = sqlx::query_scalar!(
                "SELECT EXISTS (SELECT FROM reports r WHERE "
                    + $which
                    + r#" AND (r.created_at, r.id) <= ($1, $2)) AS "follows!""#,
                edge.at,
                &edge.id,
            )
            .fetch_one($pool)
            .await;
            let rows = report_rows!(
                $which,
                "(r.created_at, r.id) > ($1, $2) ORDER BY r.created_at, r.id LIMIT $3",
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all($pool)
            .await;
            (rows, follows)
        } else {
            let rows = report_rows!(
                $which,
                "(r.created_at, r.id) < ($1, $2)
                 ORDER BY r.created_at DESC, r.id DESC LIMIT $3",
                edge.at,
                &edge.id,
                limit
            )
            .fetch_all($pool)
            .await;
            (rows, Ok(false))
        }
    }};
}

#[async_trait]
impl ReportQueries for PostgresStorage {
    async fn reports(
        &self,
        state: ReportState,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<ReportView, TimeKey>>, StorageError> {
        let (rows, follows) = match state {
            ReportState::Open => page_of!(&self.pool, "r.resolved_at IS NULL", page),
            ReportState::Resolved => page_of!(&self.pool, "r.resolved_at IS NOT NULL", page),
        };
        let follows = follows.map_err(storage_error)?;
        let (found, position, epoch) = views(rows.map_err(storage_error)?)?;
        let page = assemble(found, page, Order::Descending, follows, |view| TimeKey {
            at: view.created_at,
            id: view.id.raw(),
        });
        Ok(positioned(position, &epoch, page)?)
    }

    async fn own_report(
        &self,
        id: ReportId,
        reporter: UserId,
    ) -> Result<Positioned<Option<ReportView>>, StorageError> {
        let rows = report_rows!(
            "r.id = $1",
            "r.reporter_id = $2",
            id.as_str(),
            reporter.as_str()
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let (mut found, position, epoch) = views(rows)?;
        Ok(positioned(position, &epoch, found.pop())?)
    }
}

/// The reports, and where the log was.
fn views(rows: Vec<ReportRow>) -> Result<(Vec<ReportView>, i64, String), Inconsistency> {
    let head = rows.first();
    let head = head.ok_or_else(|| Inconsistency::new("event_head", "has no row"))?;
    let (position, epoch) = (head.position, head.epoch.clone());
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(row.view()?);
    }
    Ok((found, position, epoch))
}
