//! A database of one's own.

use std::path::PathBuf;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;
use thoughts_sqlite::{SqliteOptions, SqliteStorage};
use thoughts_testing::PlainEncoder;
use thoughts_testing::contract::{Adapter, Scene};

/// A migrated database in a folder that goes with it.
pub struct Database {
    pub storage: Arc<SqliteStorage>,
    pub folder: TempDir,
}

pub async fn database() -> Database {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteOptions {
        url: url(&folder),
        exclusive: true,
    };
    let storage = SqliteStorage::open(&options, Arc::new(PlainEncoder))
        .await
        .expect("a database");
    storage.migrate().await.expect("migrations");
    Database {
        storage: Arc::new(storage),
        folder,
    }
}

pub fn path(folder: &TempDir) -> PathBuf {
    folder.path().join("thoughts.db")
}

pub fn url(folder: &TempDir) -> String {
    format!("sqlite://{}", path(folder).display())
}

impl Database {
    /// The storage as contract cases see it; the folder stays here.
    pub fn scene(&self) -> Scene {
        Scene::over(Adapter::of(&self.storage, Box::new(())))
    }

    /// A connection past the adapter: what an outside tool would have.
    pub async fn outside(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(path(&self.folder))
            .foreign_keys(false)
            .connect()
            .await
            .expect("a connection")
    }
}
