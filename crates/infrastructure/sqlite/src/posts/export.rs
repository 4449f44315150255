//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedEdit, ExportedMention, ExportedPost};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, newest_first, version};
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedPost> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedPost>, StorageError> {
        let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", body, hashtags, mention_ids, quoted_post_id, created_at,
                edited_at, version
            FROM posts WHERE author_id = ? AND (created_at, id) < (?, ?)
            ORDER BY created_at DESC, id DESC LIMIT ?"#,
            user,
            at,
            id,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
        let rows = rows.into_iter().map(|row| {
            let mentions = row.mention_ids.split_ascii_whitespace();
            let quoted = row.quoted_post_id.as_deref().map(PostId::from_storage);
            Ok(ExportedPost {
                id: PostId::from_storage(&row.id)?,
                body: row.body,
                hashtags: words(&row.hashtags),
                mentions: mentions
                    .map(UserId::from_storage)
                    .collect::<Result<_, Inconsistency>>()?,
                quoted_post_id: quoted.transpose()?,
                created_at: Timestamp::from_micros(row.created_at),
                edited_at: moment(row.edited_at),
                version: version("posts.version", row.version)?,
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedEdit> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(TimeKey, u32)>,
        limit: u32,
    ) -> Result<Vec<ExportedEdit>, StorageError> {
        let user = user.as_str();
        let before = after
            .as_ref()
            .map_or(i64::MAX, |(_, before)| i64::from(*before));
        let (at, id) = newest_first(after.as_ref().map(|(post, _)| post));
        // The post of the edge comes again, for what is older in it.
        let rows = sqlx::query!(
            r#"SELECT e.post_id AS "post_id!: String", p.created_at AS "created_at!: i64",
                e.version AS "version!: i64", e.body AS "body!: String",
                e.written_at AS "written_at!: i64"
            FROM posts p CROSS JOIN post_edits e ON e.post_id = p.id
            WHERE p.author_id = ?1 AND (p.created_at, p.id) <= (?2, ?3)
                AND p.edited_at IS NOT NULL AND (p.id <> ?3 OR e.version < ?4)
            ORDER BY p.created_at DESC, p.id DESC, e.version DESC LIMIT ?5"#,
            user,
            at,
            id,
            before,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedEdit {
                post_id: PostId::from_storage(&row.post_id)?,
                post_created_at: Timestamp::from_micros(row.created_at),
                version: version("post_edits.version", row.version)?,
                body: row.body,
                written_at: Timestamp::from_micros(row.written_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedMention> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<ExportedMention>, StorageError> {
        let user = user.as_str();
        let after = after.map(|id| id.as_str().to_owned()).unwrap_or_default();
        // One walk over the posts for all pages together: what a single file holds allows it.
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", created_at FROM posts
            WHERE id > ?2 AND mention_ids <> '' AND instr(mention_ids, ?1) > 0
                AND author_id <> ?1
            ORDER BY id LIMIT ?3"#,
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMention {
                post_id: PostId::from_storage(&row.id)?,
                created_at: Timestamp::from_micros(row.created_at),
            })
        });
        rows.collect()
    }
}
