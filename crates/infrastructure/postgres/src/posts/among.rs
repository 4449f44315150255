//! Posts of a list that was put together elsewhere.

use std::collections::HashMap;

use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::storage::StorageError;

use super::queries::views;
use super::rows::post_rows;
use crate::connection::Pool;
use crate::errors::storage_error;

/// Those of `ids` that are there for the viewer, in their order, the first `limit`.
pub(crate) async fn among(
    pool: &Pool,
    ids: &[PostId],
    viewer: Option<UserId>,
    limit: u32,
) -> Result<Positioned<Vec<PostView>>, StorageError> {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = post_rows!(
        "p.id = ANY (ARRAY(
             SELECT k.id FROM unnest($1::text[]) WITH ORDINALITY AS m (id, place)
             CROSS JOIN LATERAL (
                 SELECT q.id FROM posts q WHERE q.id = m.id
                     AND q.author_id NOT IN (
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
    let mut read = views(rows)?;
    let places: HashMap<&PostId, usize> = ids.iter().zip(0..).collect();
    read.value.sort_by_key(|post| places.get(&post.id).copied());
    Ok(read)
}
