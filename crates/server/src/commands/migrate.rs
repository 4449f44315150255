//! `thoughts migrate`

use super::output::line;
use crate::cli::StorageAndLog;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(options: &StorageAndLog) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::migrated(&options.storage).await?;
    storage.close().await;
    line("the schema is up to date")
}
