//! `thoughts epoch renew`

use thoughts_identity::Cuid2Generator;
use thoughts_use_cases::system::IdGenerator;

use super::output::line;
use crate::cli::StorageAndLog;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(options: &StorageAndLog) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let epoch = Cuid2Generator.next();
    let renewed = storage.log.renew_epoch(epoch.as_str()).await;
    storage.close().await;
    renewed.map_err(|error| Failure::because(&error))?;
    line(format_args!("the event log's epoch is {epoch}"))
}
