//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::export::{ExportSection, ExportedEdit, ExportedMention, ExportedPost};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, number, version};
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedPost> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedPost>, StorageError> {
        let (at, id) = newest_first(after);
        let rows = sqlx::query!(
            "SELECT id, body, hashtags, mention_ids, quoted_post_id, created_at, edited_at, version
             FROM posts
             WHERE author_id = $1 AND (created_at, id) < ($2, $3)
             ORDER BY created_at DESC, id DESC LIMIT $4",
            user.as_str(),
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            let mentions = row.mention_ids.iter().map(|id| UserId::from_storage(id));
            let quoted = row.quoted_post_id.as_deref().map(PostId::from_storage);
            Ok(ExportedPost {
                id: PostId::from_storage(&row.id)?,
                body: row.body,
                hashtags: row.hashtags,
                mentions: mentions.collect::<Result<_, Inconsistency>>()?,
                quoted_post_id: quoted.transpose()?,
                created_at: moment(row.created_at),
                edited_at: row.edited_at.map(moment),
                version: number(row.version, "posts.version")?,
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedEdit> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(TimeKey, u32)>,
        limit: u32,
    ) -> Result<Vec<ExportedEdit>, StorageError> {
        let (post, before) = after.map_or((None, i32::MAX), |(post, before)| {
            (Some(post), version(before))
        });
        let (at, id) = newest_first(post);
        // The post of the edge comes again, for what is older in it.
        let rows = sqlx::query!(
            "SELECT e.post_id, own.created_at, e.version, e.body, e.written_at
             FROM posts own CROSS JOIN LATERAL (
                 SELECT old.post_id, old.version, old.body, old.written_at FROM post_edits old
                 WHERE old.post_id = own.id AND (own.id <> $3 OR old.version < $4)
                 ORDER BY old.version DESC
             ) e
             WHERE own.author_id = $1 AND (own.created_at, own.id) <= ($2, $3)
                 AND own.edited_at IS NOT NULL
             ORDER BY own.created_at DESC, own.id DESC, e.version DESC LIMIT $5",
            user.as_str(),
            at,
            id,
            before,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedEdit {
                post_id: PostId::from_storage(&row.post_id)?,
                post_created_at: moment(row.created_at),
                version: number(row.version, "post_edits.version")?,
                body: row.body,
                written_at: moment(row.written_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedMention> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<ExportedMention>, StorageError> {
        let after = after.map(|id| id.as_str().to_owned()).unwrap_or_default();
        // By the index of mentions, never by a walk over all posts that looks for them.
        let rows = sqlx::query!(
            "WITH naming AS MATERIALIZED (
                 SELECT id, created_at FROM posts
                 WHERE mention_ids @> ARRAY[$1]::text[] AND mention_ids <> '{}'
                     AND author_id <> $1
             )
             SELECT id, created_at FROM naming WHERE id > $2 ORDER BY id LIMIT $3",
            user.as_str(),
            after,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMention {
                post_id: PostId::from_storage(&row.id)?,
                created_at: moment(row.created_at),
            })
        });
        rows.collect()
    }
}
