//! Users of a list that was put together elsewhere.

use std::collections::HashMap;

use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::storage::StorageError;

use super::queries::head;
use super::rows::user_rows;
use crate::connection::Pool;
use crate::errors::storage_error;
use crate::paging::positioned;

/// Those of `ids` who are there for the viewer, in their order, the first `limit`.
pub(crate) async fn among(
    pool: &Pool,
    ids: &[UserId],
    viewer: Option<UserId>,
    limit: u32,
) -> Result<Positioned<Vec<UserView>>, StorageError> {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = user_rows!(
        "u.id = ANY (ARRAY(
             SELECT k.id FROM unnest($1::text[]) WITH ORDINALITY AS m (id, place)
             CROSS JOIN LATERAL (
                 SELECT q.id FROM users q WHERE q.id = m.id AND q.deleted_at IS NULL
                     AND q.id NOT IN (
                         SELECT blocked_id FROM blocks WHERE blocker_id = $3
                         UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $3
                         UNION ALL SELECT muted_id FROM mutes WHERE muter_id = $3) OFFSET 0
             ) k ORDER BY m.place LIMIT $2))",
        &texts,
        i64::from(limit),
        viewer.as_ref().map(UserId::as_str)
    )
    .fetch_all(pool)
    .await
    .map_err(storage_error)?;
    let (position, epoch) = head(&rows);
    let mut users = Vec::with_capacity(rows.len());
    for row in rows {
        users.extend(row.profile()?);
    }
    let places: HashMap<&UserId, usize> = ids.iter().zip(0..).collect();
    users.sort_by_key(|user| places.get(&user.summary.id).copied());
    Ok(positioned(position, &epoch, users)?)
}
