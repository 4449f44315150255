//! The migrations that this program was built with.

use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use thiserror::Error;
use thoughts_use_cases::storage::SchemaState;

use crate::connection::ConnectError;

static EMBEDDED: Migrator = sqlx::migrate!();

/// Why the schema was not migrated.
#[derive(Debug, Error)]
pub enum MigrateError {
    /// There is no connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// A migration failed; those before it stay applied.
    #[error("the migration failed: {0}")]
    Failed(#[from] sqlx::migrate::MigrateError),
}

/// Applies what is missing, on a connection of its own without time limits.
pub(crate) async fn migrate(options: PgConnectOptions) -> Result<(), MigrateError> {
    let pool = PgPoolOptions::new().max_connections(1);
    let pool = pool
        .connect_with(options)
        .await
        .map_err(sqlx::migrate::MigrateError::from)?;
    let mut migrator = Migrator::with_migrations(EMBEDDED.migrations.to_vec());
    // Migrations of a newer program do no harm: schemas change by expanding first.
    migrator.set_ignore_missing(true);
    let migrated = migrator.run(&pool).await;
    pool.close().await;
    Ok(migrated?)
}

/// Compares with what was applied; reads one table and needs no right to change any.
pub(crate) async fn state(connection: &mut PgConnection) -> Result<SchemaState, sqlx::Error> {
    let applied = match connection
        .list_applied_migrations(&EMBEDDED.table_name)
        .await
    {
        Ok(applied) => applied,
        Err(sqlx::migrate::MigrateError::Execute(error)) if is_missing_table(&error) => Vec::new(),
        Err(sqlx::migrate::MigrateError::Execute(error)) => return Err(error),
        Err(error) => return Err(sqlx::Error::Migrate(Box::new(error))),
    };
    let missing = EMBEDDED
        .iter()
        .find(|known| !applied.iter().any(|done| done.version == known.version));
    Ok(
        missing.map_or(SchemaState::Current, |migration| SchemaState::Behind {
            missing: format!("{:04}_{}", migration.version, migration.description),
        }),
    )
}

fn is_missing_table(error: &sqlx::Error) -> bool {
    // undefined_table
    error
        .as_database_error()
        .is_some_and(|e| e.code().as_deref() == Some("42P01"))
}
