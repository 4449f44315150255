//! Rows of relations.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::graph::RelatedUser;

use crate::accounts::summary;
use crate::convert::{moment, present};

pub(super) fn ended(
    kind: RelationKind,
    from: UserId,
    to: UserId,
    since: DateTime<Utc>,
) -> Relation {
    Relation {
        kind,
        from,
        to,
        created_at: moment(since),
    }
}

/// A user of a list beside the head of the log; all but the head is null when there is none.
pub(super) struct RelatedRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    /// Whether whose list it is is there.
    pub(super) owner_is_there: bool,
    pub(super) id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) avatar_url: Option<String>,
    pub(super) since: Option<DateTime<Utc>>,
}

impl RelatedRow {
    pub(super) fn view(self) -> Result<Option<RelatedUser>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(RelatedUser {
            user: summary(
                &id,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?,
            since: moment(present(self.since, "created_at")?),
        }))
    }
}

/// Every read of relations: the head of the log, whether the list's owner `$1` is there for the
/// viewer `$2`, and the users that the pieces of text name by `other_id` and `since`, from one
/// snapshot.
macro_rules! related_rows {
    ([$($piece:literal),+] $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::graph::rows::RelatedRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!",
                   o.id IS NOT NULL AS "owner_is_there!", f.id AS "id?", f.handle AS "handle?",
                   f.display_name AS "display_name?", f.avatar_url AS "avatar_url?",
                   f.since AS "since?"
               FROM event_head h
               LEFT JOIN users o ON o.id = $1 AND o.deleted_at IS NULL
                   AND NOT EXISTS (
                       SELECT FROM blocks WHERE blocker_id = $2 AND blocked_id = $1)
                   AND NOT EXISTS (
                       SELECT FROM blocks WHERE blocker_id = $1 AND blocked_id = $2)
               LEFT JOIN (
                   SELECT r.other_id AS id, r.since, a.handle, a.display_name, a.avatar_url
                   FROM ("# $(+ $piece)+ + r#") r CROSS JOIN LATERAL (
                       SELECT u.handle, u.display_name, u.avatar_url
                       FROM users u WHERE u.id = r.other_id OFFSET 0
                   ) a
               ) f ON o.id IS NOT NULL"#,
            $($argument),*
        )
    };
}

pub(super) use related_rows;
