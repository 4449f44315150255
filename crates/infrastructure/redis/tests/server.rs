//! A Redis of a test's own, on a socket in a folder of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use tempfile::TempDir;
use thoughts_redis::RedisLimiter;
use thoughts_testing::FixedClock;
use thoughts_testing::identity::PlainAuthenticator;
use thoughts_testing::limits::MemoryLimiter;
use thoughts_use_cases::limits::{LimiterState, RateLimiter};
use tokio::task::AbortHandle;
use tokio::time::sleep;

/// A Redis; killed when it is dropped.
pub struct Redis {
    folder: TempDir,
    process: Option<Child>,
}

impl Redis {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut redis = Self {
            folder,
            process: None,
        };
        redis.start_again();
        redis
    }

    pub fn start_again(&mut self) {
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no"])
            .arg("--unixsocket")
            .arg(self.socket())
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .spawn();
        self.process = Some(process.expect("redis-server runs; scripts/test installs it"));
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.socket().display())
    }

    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it ends");
            process.wait().expect("it has ended");
        }
    }

    pub fn signal(&self, name: &str) {
        let id = self.process.as_ref().expect("a process").id().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status();
        assert!(status.expect("kill runs").success());
    }

    /// A connection of the test's own.
    pub async fn connect(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).expect("a client");
        for _ in 0..1_000 {
            if let Ok(connection) = client.get_multiplexed_async_connection().await {
                return connection;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("Redis does not start");
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A replica's limiter, kept connected as long as it lives. Its own account is by a clock that
/// stands still, so that only Redis lets time go by.
pub struct Replica {
    pub limiter: Arc<RedisLimiter>,
    worker: AbortHandle,
}

impl Replica {
    /// One that waits for as long as a loaded machine may take.
    pub fn new(redis: &Redis) -> Self {
        Self::patient_for(redis, Duration::from_mins(1))
    }

    pub fn patient_for(redis: &Redis, patience: Duration) -> Self {
        let own = Arc::new(MemoryLimiter::new(Arc::new(FixedClock::default())));
        let keys = Arc::new(PlainAuthenticator);
        let address = redis.url().parse().expect("an address");
        let limiter = Arc::new(RedisLimiter::new(address, own, keys).patient_for(patience));
        let kept = Arc::clone(&limiter);
        let worker = tokio::spawn(async move { kept.keep_connected().await });
        Self {
            limiter,
            worker: worker.abort_handle(),
        }
    }

    /// Waits until account is kept there.
    pub async fn until(&self, state: LimiterState) {
        for _ in 0..3_000 {
            if self.limiter.state() == state {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("the limiter stays {:?}", self.limiter.state());
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.worker.abort();
    }
}
