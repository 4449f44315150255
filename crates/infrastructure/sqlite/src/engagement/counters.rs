//! The counters of reactions.

macro_rules! counter {
    ($module:ident, $table:literal, $column:literal) => {
        pub(super) mod $module {
            use sqlx::SqliteConnection;
            use thoughts_use_cases::storage::StorageError;

            use crate::convert::json_names;
            use crate::errors::failure;

            /// Counts one more or less.
            pub(crate) async fn add(
                connection: &mut SqliteConnection,
                subject: &str,
                step: i64,
            ) -> Result<(), StorageError> {
                sqlx::query!(
                    "UPDATE "
                        + $table
                        + " SET "
                        + $column
                        + " = "
                        + $column
                        + " + ? WHERE id = ?",
                    step,
                    subject
                )
                .execute(connection)
                .await
                .map_err(failure)?;
                Ok(())
            }

            /// Counts off one for each time that something is named.
            pub(crate) async fn take_off(
                connection: &mut SqliteConnection,
                subjects: &[String],
            ) -> Result<(), StorageError> {
                let subjects = json_names(subjects.iter().map(String::as_str));
                sqlx::query!(
                    "UPDATE "
                        + $table
                        + " SET "
                        + $column
                        + " = "
                        + $column
                        + " - gone.n
                        FROM (SELECT value AS id, count(*) AS n FROM json_each(?) GROUP BY value)
                            AS gone
                        WHERE "
                        + $table
                        + ".id = gone.id",
                    subjects
                )
                .execute(connection)
                .await
                .map_err(failure)?;
                Ok(())
            }
        }
    };
}

counter!(post_likes, "posts", "like_count");
counter!(comment_likes, "comments", "like_count");
counter!(reposts, "posts", "repost_count");
