//! Filling empty tables: their indexes are made when all rows are there, out of what is sorted then,
//! instead of row by row at places that are spread all over them.

use sqlx::query;

use crate::unit_of_work::PostgresUnitOfWork;

/// Tables that are filled together.
pub(crate) struct Tables {
    /// Which.
    pub(crate) names: &'static [&'static str],
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

impl PostgresUnitOfWork {
    /// Keeps everybody else from writing until the transaction ends. What the rows follow from
    /// stands still then, so that none of it has to be held row by row. False, and nothing is kept,
    /// where a role does not own the tables.
    pub(crate) async fn keep_all_still(&mut self, tables: &Tables) -> Result<bool, sqlx::Error> {
        let is_owner = sqlx::query_scalar!(
            r#"SELECT bool_and(pg_has_role(relowner, 'USAGE')) AS "is_owner!"
               FROM pg_class WHERE oid = ANY ($1::text[]::regclass[])"#,
            &texts(tables.names),
        )
        .fetch_one(self.connection())
        .await?;
        if !is_owner {
            return Ok(false);
        }
        // Before the tables themselves, as whoever deletes something comes to them. Who only tells
        // or indexes something reads these, and may.
        query!(
            "LOCK TABLE users, posts, comments, follows, blocks, mutes, post_likes, comment_likes,
                reposts IN SHARE MODE"
        )
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// Takes the indexes away until [`Self::make_indexes`], but for those that keep rows unique; a
    /// transaction that does not end well has left them as they were. Where the role may decide that, references are
    /// not looked up either, nor do triggers fire: what is referred to stands still.
    pub(crate) async fn leave_indexes(&mut self, tables: &Tables) -> Result<(), sqlx::Error> {
        query!(
            r#"SELECT concat(set_config('statement_timeout', '0', true),
                set_config('idle_in_transaction_session_timeout', '60s', true),
                set_config('maintenance_work_mem', '256MB', true),
                CASE WHEN current_setting('is_superuser') = 'on'
                    THEN set_config('session_replication_role', 'replica', true) END,
                set_config('thoughts.to_drop',
                    string_agg(format('DROP INDEX %s', indexrelid::regclass), ';'), true),
                set_config('thoughts.to_make',
                    string_agg(pg_get_indexdef(indexrelid), ';'), true)) AS "set!"
            FROM pg_index
            WHERE indrelid = ANY ($1::text[]::regclass[]) AND NOT indisunique"#,
            &texts(tables.names),
        )
        .fetch_one(self.connection())
        .await?;
        query!("DO $$ BEGIN EXECUTE current_setting('thoughts.to_drop'); END $$")
            .execute(self.connection())
            .await?;
        self.filling = true;
        Ok(())
    }

    /// Makes them.
    pub(crate) async fn make_indexes(&mut self) -> Result<(), sqlx::Error> {
        query!("DO $$ BEGIN EXECUTE current_setting('thoughts.to_make'); END $$")
            .execute(self.connection())
            .await?;
        self.filling = false;
        Ok(())
    }
}
