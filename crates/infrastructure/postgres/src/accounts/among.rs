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
             SELECT k.id FROM unnest($2::text[]) WITH ORDINALITY AS m (id, place)
             CROSS JOIN LATERAL (
                 SELECT q.id FROM users q WHERE q.id = m.id AND q.deleted_at IS NULL
                     AND ($1::text IS NULL OR NOT EXISTS (
                         SELECT FROM hidden_in_lists x
                         WHERE x.viewer_id = $1 AND x.user_id = q.id)) OFFSET 0
             ) k ORDER BY m.place LIMIT $3))",
        viewer,
        &texts,
        i64::from(limit)
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
