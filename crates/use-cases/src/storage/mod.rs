//! What every room needs of a storage.

mod error;
mod maintenance;
mod probe;
mod unit_of_work;

pub use error::StorageError;
pub use maintenance::{Housekeeping, MAIL_RETENTION, RetentionPolicy, SweepReport};
pub use probe::{PoolUsage, SchemaState, StorageProbe};
pub use unit_of_work::{Store, UnitOfWork};
#[cfg(feature = "mock")]
pub use {maintenance::MockHousekeeping, probe::MockStorageProbe};
