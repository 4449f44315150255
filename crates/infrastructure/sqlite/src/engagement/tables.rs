//! The statements of each table of reactions.

macro_rules! table {
    ($module:ident, $table:literal, $subject:literal) => {
        pub(super) mod $module {
            use sqlx::SqliteConnection;
            use thoughts_use_cases::storage::StorageError;

            use crate::errors::failure;

            /// Writes a reaction; whether it was not there before.
            pub(crate) async fn insert(
                connection: &mut SqliteConnection,
                user: &str,
                subject: &str,
                since: i64,
            ) -> Result<bool, StorageError> {
                let written = sqlx::query!(
                    "INSERT INTO "
                        + $table
                        + " (user_id, "
                        + $subject
                        + ", created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    user,
                    subject,
                    since
                )
                .execute(connection)
                .await
                .map_err(failure)?;
                Ok(written.rows_affected() > 0)
            }

            /// Removes a reaction; since when it was there.
            pub(crate) async fn delete(
                connection: &mut SqliteConnection,
                user: &str,
                subject: &str,
            ) -> Result<Option<i64>, StorageError> {
                sqlx::query_scalar!(
                    "DELETE FROM "
                        + $table
                        + " WHERE user_id = ? AND "
                        + $subject
                        + r#" = ? RETURNING created_at AS "since!: i64""#,
                    user,
                    subject
                )
                .fetch_optional(connection)
                .await
                .map_err(failure)
            }

            /// Removes up to `limit` reactions of a user; what they were to.
            pub(crate) async fn delete_of_user(
                connection: &mut SqliteConnection,
                user: &str,
                limit: u32,
            ) -> Result<Vec<String>, StorageError> {
                sqlx::query_scalar!(
                    "DELETE FROM "
                        + $table
                        + " WHERE (user_id, "
                        + $subject
                        + ") IN (SELECT user_id, "
                        + $subject
                        + " FROM "
                        + $table
                        + " WHERE user_id = ? LIMIT ?) RETURNING "
                        + $subject
                        + r#" AS "subject!: String""#,
                    user,
                    limit
                )
                .fetch_all(connection)
                .await
                .map_err(failure)
            }

            /// Removes up to `limit` reactions to something; what they were to, for each.
            pub(crate) async fn delete_of_subject(
                connection: &mut SqliteConnection,
                subject: &str,
                limit: u32,
            ) -> Result<Vec<String>, StorageError> {
                sqlx::query_scalar!(
                    "DELETE FROM "
                        + $table
                        + " WHERE (user_id, "
                        + $subject
                        + ") IN (SELECT user_id, "
                        + $subject
                        + " FROM "
                        + $table
                        + " WHERE "
                        + $subject
                        + " = ? LIMIT ?) RETURNING "
                        + $subject
                        + r#" AS "subject!: String""#,
                    subject,
                    limit
                )
                .fetch_all(connection)
                .await
                .map_err(failure)
            }
        }
    };
}

table!(post_likes, "post_likes", "post_id");
table!(comment_likes, "comment_likes", "comment_id");
table!(reposts, "reposts", "post_id");
table!(bookmarks, "bookmarks", "post_id");
