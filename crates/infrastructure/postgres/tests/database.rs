//! Throwaway databases, copied from a template that is migrated once.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};
use thoughts_postgres::{PostgresOptions, PostgresStorage};
use thoughts_testing::PlainEncoder;
use thoughts_testing::contract::{Adapter, Scene};

/// Where the tests' server is: a URL of a user who may create databases.
const SERVER: &str = "THOUGHTS_TEST_POSTGRES_URL";

/// A database of one test; dropped with it.
pub struct Database {
    name: String,
}

impl Database {
    /// A database with the current schema and nothing in it.
    pub async fn fresh() -> Self {
        let template = template().await;
        Self::create(&format!(" TEMPLATE {template}")).await
    }

    /// A database without a schema.
    pub async fn empty() -> Self {
        Self::create("").await
    }

    async fn create(from: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("thoughts_test_{}_{number}", std::process::id());
        run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        run(&format!("CREATE DATABASE {name}{from}")).await;
        Self { name }
    }

    /// Its URL.
    pub fn url(&self) -> String {
        with_database(&self.name)
    }

    /// How to reach it, with a pool that is larger than a small machine's default.
    pub fn options(&self) -> PostgresOptions {
        PostgresOptions {
            max_connections: 16,
            ..PostgresOptions::new(self.url())
        }
    }

    /// The adapter on it.
    pub async fn storage(&self) -> Arc<PostgresStorage> {
        self.storage_with(&self.options()).await
    }

    /// The adapter on it, otherwise configured.
    pub async fn storage_with(&self, options: &PostgresOptions) -> Arc<PostgresStorage> {
        let storage = PostgresStorage::connect(options, Arc::new(PlainEncoder)).await;
        Arc::new(storage.expect("the throwaway database answers"))
    }

    /// The adapter with people on it.
    pub async fn scene(&self) -> (Arc<PostgresStorage>, Arc<Scene>) {
        let storage = self.storage().await;
        let scene = Scene::over(Adapter::of(&storage, Box::new(())));
        (storage, Arc::new(scene))
    }

    /// A way in past the adapter.
    pub async fn sql(&self) -> PgPool {
        let options: PgConnectOptions = self.url().parse().expect("a URL");
        let pool = PgPoolOptions::new().max_connections(4);
        pool.connect_with(options).await.expect("a connection")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // A test's runtime cannot wait for another future here; a thread with its own can.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(run(&sql));
        });
        assert!(dropped.join().is_ok() || thread::panicking());
    }
}

/// The server's URL.
pub fn server() -> String {
    env::var(SERVER)
        .unwrap_or_else(|_| panic!("{SERVER} is not set: run these tests by scripts/test"))
}

/// The server's URL with another database.
pub fn with_database(name: &str) -> String {
    let url = server();
    let (base, query) = url.split_once('?').unwrap_or((&url, ""));
    let (authority, _) = base.rsplit_once('/').expect("a path");
    format!("{authority}/{name}?{query}")
}

async fn admin() -> PgConnection {
    let options: PgConnectOptions = server().parse().expect("a URL");
    options.connect().await.expect("the tests' server answers")
}

async fn run(sql: &str) {
    let mut connection = admin().await;
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    drop(connection.close().await);
}

/// The template's name, after making sure that it is there. It is built under another name, so
/// that nobody copies a half-made one; every process of the test run comes through here.
async fn template() -> String {
    let name = format!("thoughts_template_{:x}", migrations_digest());
    let mut connection = admin().await;
    sqlx::query("SELECT pg_advisory_lock(7202611)")
        .execute(&mut connection)
        .await
        .expect("the lock");
    let there: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(&name)
            .fetch_one(&mut connection)
            .await
            .expect("an answer");
    if !there {
        let half_made = format!("{name}_half_made");
        run(&format!("DROP DATABASE IF EXISTS {half_made} WITH (FORCE)")).await;
        run(&format!("CREATE DATABASE {half_made}")).await;
        let options = PostgresOptions::new(with_database(&half_made));
        let storage = PostgresStorage::connect(&options, Arc::new(PlainEncoder)).await;
        let storage = storage.expect("the template answers");
        storage.migrate().await.expect("the migrations fit");
        storage.close().await;
        run(&format!("ALTER DATABASE {half_made} RENAME TO {name}")).await;
    }
    // Closing the connection lets the lock go.
    drop(connection.close().await);
    name
}

/// FNV-1a over the migrations: a changed schema gets a template of its own.
fn migrations_digest() -> u64 {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the migrations")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let texts = files
        .iter()
        .flat_map(|file| std::fs::read(file).expect("text"));
    texts.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
