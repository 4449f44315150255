//! A throwaway database of a `PostgreSQL` that is running.

use std::sync::atomic::{AtomicU32, Ordering};

use url::Url;

use super::Program;
use super::sql::{postgres_execute, postgres_locked, postgres_number};

/// The key that servers on `PostgreSQL` share: RFC 8037's, known to everybody.
pub const KEY: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

/// A database of its own, dropped with the value.
pub struct PostgresDatabase {
    admin: Url,
    name: String,
}

impl PostgresDatabase {
    /// Makes an empty database.
    pub fn empty() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("THOUGHTS_TEST_POSTGRES_URL")
            .expect("THOUGHTS_TEST_POSTGRES_URL; scripts/test starts a PostgreSQL and sets it");
        let name = format!(
            "thoughts_server_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let database = Self {
            admin: admin.parse().expect("a URL"),
            name,
        };
        postgres_execute(
            &database.admin,
            &format!("CREATE DATABASE {} TEMPLATE template0", database.name),
        );
        database
    }

    /// Makes a database and migrates it.
    pub fn migrated() -> Self {
        let database = Self::empty();
        let folder = tempfile::tempdir().expect("a folder");
        database
            .program(folder.path(), &["migrate"])
            .run()
            .printed();
        database
    }

    pub fn url(&self) -> Url {
        let mut url = self.admin.clone();
        url.set_path(&self.name);
        url
    }

    /// A run of the program on this database.
    pub fn program(&self, folder: &std::path::Path, arguments: &[&str]) -> Program {
        Program::new(folder, arguments)
            .var("DATABASE_URL", self.url())
            .var("AUTH_SIGNING_KEY", KEY)
    }

    /// Changes something past the program.
    pub fn execute(&self, sql: &str) {
        postgres_execute(&self.url(), sql);
    }

    /// Does something while nobody else can even read a table.
    pub fn while_locked<T>(&self, table: &str, work: impl FnOnce() -> T) -> T {
        postgres_locked(&self.url(), table, work)
    }

    /// Reads one number past the program.
    pub fn number(&self, sql: &str) -> i64 {
        postgres_number(&self.url(), sql)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        postgres_execute(
            &self.admin,
            &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        );
    }
}
