//! How the storage is.

use async_trait::async_trait;
use sqlx::migrate::{Migrate, MigrateError};
use thoughts_use_cases::storage::{PoolUsage, SchemaState, StorageError, StorageProbe};

use crate::errors::failure;
use crate::store::{SqliteStorage, migrator};

#[async_trait]
impl StorageProbe for SqliteStorage {
    async fn schema(&self) -> Result<SchemaState, StorageError> {
        let mut reader = self.readers.acquire().await.map_err(failure)?;
        let migrator = migrator();
        let there = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations')
                AS "there!: bool""#
        )
        .fetch_one(&mut *reader)
        .await
        .map_err(failure)?;
        let applied = if there {
            reader
                .list_applied_migrations(&migrator.table_name)
                .await
                .map_err(|error| match error {
                    MigrateError::Execute(error) => failure(error),
                    other => StorageError::Failed(other.into()),
                })?
        } else {
            Vec::new()
        };
        let missing = migrator
            .iter()
            .find(|needed| !applied.iter().any(|done| done.version == needed.version));
        Ok(match missing {
            None => SchemaState::Current,
            Some(migration) => SchemaState::Behind {
                missing: format!("{} {}", migration.version, migration.description),
            },
        })
    }

    fn pool(&self) -> PoolUsage {
        let idle = self.readers.num_idle() + self.writer.num_idle();
        PoolUsage {
            open: self.readers.size() + self.writer.size(),
            idle: u32::try_from(idle).unwrap_or(u32::MAX),
            max: self.readers.options().get_max_connections()
                + self.writer.options().get_max_connections(),
        }
    }
}
