//! Hashtags that were found, as far as they are still there.

use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::errors::storage_error;
use crate::paging::positioned;

pub(super) async fn hashtags(
    pool: &Pool,
    names: &[String],
    limit: u32,
) -> Result<Positioned<Vec<String>>, StorageError> {
    let rows = sqlx::query!(
        r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.name AS "name?"
           FROM event_head h LEFT JOIN (
               SELECT m.name, m.place
               FROM unnest($1::text[]) WITH ORDINALITY AS m (name, place)
               WHERE EXISTS (SELECT FROM post_hashtags t WHERE t.tag = m.name)
               ORDER BY m.place LIMIT $2
           ) f ON true ORDER BY f.place"#,
        names,
        i64::from(limit),
    )
    .fetch_all(pool)
    .await
    .map_err(storage_error)?;
    let (position, epoch) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default();
    let names = rows.into_iter().filter_map(|row| row.name).collect();
    Ok(positioned(position, &epoch, names)?)
}
