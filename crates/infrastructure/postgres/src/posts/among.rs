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
        "hidden_in_lists",
        "p.id = ANY (ARRAY(
             SELECT k.id FROM unnest($2::text[]) WITH ORDINALITY AS m (id, place)
             CROSS JOIN LATERAL (
                 SELECT q.id FROM posts q WHERE q.id = m.id AND q.hidden_at IS NULL
                     AND ($1::text IS NULL OR NOT EXISTS (
                         SELECT FROM hidden_in_lists x
                         WHERE x.viewer_id = $1 AND x.user_id = q.author_id)) OFFSET 0
             ) k ORDER BY m.place LIMIT $3))",
        viewer,
        &texts,
        i64::from(limit)
    )
    .fetch_all(pool)
    .await
    .map_err(storage_error)?;
    let mut read = views(rows)?;
    let places: HashMap<&PostId, usize> = ids.iter().zip(0..).collect();
    read.value.sort_by_key(|post| places.get(&post.id).copied());
    Ok(read)
}
