//! The history of a post.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, VersionKey};
use thoughts_use_cases::posts::PostEditView;
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::convert::{moment, number, present, version};
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};

struct EditRow {
    position: i64,
    epoch: String,
    post_version: Option<i32>,
    version: Option<i32>,
    body: Option<String>,
    written_at: Option<DateTime<Utc>>,
}

impl EditRow {
    fn view(self) -> Result<Option<PostEditView>, Inconsistency> {
        let Some(version) = self.version else {
            return Ok(None);
        };
        Ok(Some(PostEditView {
            version: number(version, "post_edits.version")?,
            body: present(self.body, "post_edits.body")?,
            edited_at: moment(present(self.written_at, "post_edits.written_at")?),
        }))
    }
}

macro_rules! edit_rows {
    ($edge:tt, $($argument:expr),*) => {
        sqlx::query_as!(
            EditRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!",
                   p.version AS "post_version?", e.version AS "version?", e.body AS "body?",
                   e.written_at AS "written_at?"
               FROM event_head h LEFT JOIN posts p ON p.id = $2
                   AND (p.hidden_at IS NULL OR p.author_id = $1
                       OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))
                   AND ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM hidden_by_block x
                       WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
               LEFT JOIN LATERAL (
                   SELECT v.version, v.body, v.written_at FROM (
                       SELECT p.version, p.body, coalesce(p.edited_at, p.created_at) AS written_at
                       UNION ALL
                       SELECT old.version, old.body, old.written_at
                       FROM post_edits old WHERE old.post_id = p.id
                   ) v WHERE "# + $edge + " LIMIT $4
               ) e ON true",
            $($argument),*
        )
    };
}

pub(super) async fn page(
    pool: &Pool,
    id: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<VersionKey>,
) -> Result<Positioned<Option<Page<PostEditView, VersionKey>>>, StorageError> {
    let edge = page
        .edge()
        .map_or(i32::MAX, |VersionKey(number)| version(*number));
    let limit = page.limit.and_one();
    let who = viewer.as_ref().map(UserId::as_str);
    let rows = if page.is_backward() {
        edit_rows!(
            "v.version > $3 ORDER BY v.version",
            who,
            id.as_str(),
            edge,
            limit
        )
        .fetch_all(pool)
        .await
    } else {
        edit_rows!(
            "v.version < $3 ORDER BY v.version DESC",
            who,
            id.as_str(),
            edge,
            limit
        )
        .fetch_all(pool)
        .await
    }
    .map_err(storage_error)?;
    let (position, epoch, present_version) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone(), row.post_version))
        .unwrap_or_default();
    if present_version.is_none() {
        return Ok(positioned(position, &epoch, None)?);
    }
    let mut edits = Vec::with_capacity(rows.len());
    for row in rows {
        edits.extend(row.view()?);
    }
    // Versions count from 1 without gaps, so that one at the edge or before it always stands.
    let follows = edge >= 1;
    let page = assemble(edits, page, Order::Descending, follows, |edit| {
        VersionKey(edit.version)
    });
    Ok(positioned(position, &epoch, Some(page))?)
}
