//! A connection for as long as somebody works on it.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use deadpool::managed::Object;
use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::connector::Connector;

/// How long an abandoned statement may take to end before its connection is closed instead.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is known of a lent connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// Nothing is under way on it.
    Settled,
    /// A statement may be under way.
    Busy,
    /// A transaction may be open.
    InTransaction,
}

/// A lent connection. [`Self::settle`] gives it back at once. Dropped in any other way (a client
/// has left, a statement has failed) it is put right first, in a task of its own: what is under
/// way ends, an open transaction is rolled back, and a connection that does not answer is closed.
///
/// sqlx's own pool asks every connection that comes back whether it still lives: a round trip, and
/// a task, for each statement.
pub(crate) struct Lease {
    connection: Option<Object<Connector>>,
    state: State,
}

impl Lease {
    pub(super) const fn new(connection: Object<Connector>) -> Self {
        Self {
            connection: Some(connection),
            state: State::Busy,
        }
    }

    /// Gives the connection back: nothing is under way on it.
    pub(crate) fn settle(mut self) {
        self.state = State::Settled;
    }

    /// Closes the connection instead of giving it back.
    pub(crate) fn discard(mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }

    /// From now on a transaction may be open.
    pub(crate) const fn enter_transaction(&mut self) {
        self.state = State::InTransaction;
    }

    /// From now on the transaction is over, or about to be, by itself.
    pub(crate) const fn leave_transaction(&mut self) {
        self.state = State::Busy;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        if self.state == State::Settled {
            return;
        }
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(put_right(connection, self.state));
            }
            // The process is ending: the server notices that the connection has.
            Err(_) => drop(Object::take(connection)),
        }
    }
}

async fn put_right(mut connection: Object<Connector>, state: State) {
    let quiet = timeout(PATIENCE, async {
        if state == State::InTransaction {
            sqlx::raw_sql("ROLLBACK").execute(&mut *connection).await?;
        }
        connection.ping().await
    });
    if !matches!(quiet.await, Ok(Ok(()))) {
        drop(Object::take(connection));
    }
}

#[expect(
    clippy::expect_used,
    reason = "the connection is only taken out by what ends the lease"
)]
impl Deref for Lease {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.connection
            .as_ref()
            .expect("a lease that has not ended")
    }
}

#[expect(
    clippy::expect_used,
    reason = "the connection is only taken out by what ends the lease"
)]
impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.connection
            .as_mut()
            .expect("a lease that has not ended")
    }
}
