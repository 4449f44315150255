//! Where a test plays: a file, or a database of the tests' `PostgreSQL`.

use std::path::Path;

use tempfile::TempDir;

use crate::support::{PostgresDatabase, Program, Server, sqlite_execute};

/// A storage and a folder to run the program in.
pub struct Place {
    pub folder: TempDir,
    database: Option<PostgresDatabase>,
}

impl Place {
    pub fn sqlite() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            database: None,
        }
    }

    pub fn postgres() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            database: Some(PostgresDatabase::migrated()),
        }
    }

    /// A run of the program here.
    pub fn program(&self, arguments: &[&str]) -> Program {
        let folder: &Path = self.folder.path();
        match &self.database {
            None => Program::new(folder, arguments),
            Some(database) => database.program(folder, arguments),
        }
    }

    /// A server that runs readers.
    pub fn serve(&self) -> Server {
        Server::start(self.program(&["serve"]))
    }

    /// A server that leaves them to others.
    pub fn serve_without_readers(&self) -> Server {
        Server::start(self.program(&["serve"]).var("READERS", "off"))
    }

    /// Changes something past the program.
    pub fn execute(&self, sql: &str) {
        match &self.database {
            None => sqlite_execute(&self.folder.path().join("data/thoughts.db"), sql),
            Some(database) => database.execute(sql),
        }
    }
}
