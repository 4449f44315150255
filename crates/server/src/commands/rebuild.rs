//! `thoughts rebuild`

use std::sync::Arc;
use std::time::Duration;

use thoughts_identity::SystemClock;
use thoughts_use_cases::readers::{
    Progress, Reader, ReaderRun, RebuildError, RebuildStart, StartRebuild,
};
use thoughts_use_cases::storage::StorageError;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::output::line;
use crate::cli::RebuildOptions;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;
use crate::wiring::{named, readers, steps};

/// How often something is tried again that somebody else stood in the way of, and after how long.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

pub(super) async fn run(options: &RebuildOptions) -> Result<(), Failure> {
    let readers = named(std::slice::from_ref(&options.reader))?;
    logging::start(&options.storage.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage.storage).await?;
    let mut done = Ok(());
    for reader in &readers {
        done = match start(&storage, reader).await {
            Ok(start) => finish(&storage, reader, start).await,
            Err(RebuildError::UnderWay) => Err(Failure::refused(format!(
                "{} is being rebuilt already; whoever runs its reader goes on with it",
                reader.name()
            ))),
            Err(RebuildError::Storage(error)) => Err(Failure::because(&error)),
        };
    }
    storage.close().await;
    done
}

/// Makes every projection again, from the beginning even where that is under way. What is still empty
/// is filled at once, where the storage offers that.
pub(super) async fn rebuild_all(storage: &Storage) -> Result<(), Failure> {
    let mut rebuilds = JoinSet::new();
    for reader in readers() {
        if reader.projection().is_none() {
            continue;
        }
        if storage.has_one_writer() {
            // Side by side they would only wait for each other.
            rebuild(storage, &reader).await?;
        } else {
            let storage = storage.clone();
            rebuilds.spawn(async move { rebuild(&storage, &reader).await });
        }
    }
    while let Some(rebuilt) = rebuilds.join_next().await {
        rebuilt.map_err(|error| Failure::because(&error))??;
    }
    Ok(())
}

async fn rebuild(storage: &Storage, reader: &Arc<dyn Reader>) -> Result<(), Failure> {
    let begun = loop {
        match start(storage, reader).await {
            Ok(begun) => break begun,
            Err(RebuildError::UnderWay) => take_steps(storage, reader).await?,
            Err(RebuildError::Storage(error)) => return Err(Failure::because(&error)),
        }
    };
    match run_of(storage, reader)?.fill().await {
        Ok(true) => line(format_args!("{} is rebuilt", reader.name())),
        Ok(false) => finish(storage, reader, begun).await,
        // Others did not let go of the tables: step by step nobody has to.
        Err(error) if stood_in_the_way(&error) => finish(storage, reader, begun).await,
        Err(error) => Err(Failure::because(&error)),
    }
}

async fn start(storage: &Storage, reader: &Arc<dyn Reader>) -> Result<RebuildStart, RebuildError> {
    let use_case = StartRebuild {
        store: Arc::clone(&storage.store),
        log: Arc::clone(&storage.log),
    };
    for _ in 1..TRIES {
        match use_case.execute(&**reader).await {
            Err(RebuildError::Storage(error)) if stood_in_the_way(&error) => sleep(PAUSE).await,
            outcome => return outcome,
        }
    }
    use_case.execute(&**reader).await
}

/// Whoever leads the reader went on meanwhile, or others kept the storage busy.
const fn stood_in_the_way(error: &StorageError) -> bool {
    matches!(
        error,
        StorageError::Conflict(_) | StorageError::Unavailable(_)
    )
}

async fn finish(
    storage: &Storage,
    reader: &Arc<dyn Reader>,
    begun: RebuildStart,
) -> Result<(), Failure> {
    let name = reader.name();
    match begun {
        RebuildStart::Refilling => {
            take_steps(storage, reader).await?;
            line(format_args!("{name} is rebuilt"))
        }
        RebuildStart::AtTheEnd => line(format_args!(
            "{name} keeps nothing; it goes on from the end of the log"
        )),
    }
}

/// Takes the steps; a server that leads the reader takes some of them, and all that are left when
/// this process is ended.
async fn take_steps(storage: &Storage, reader: &Arc<dyn Reader>) -> Result<(), Failure> {
    let mut run = run_of(storage, reader)?;
    let failed = |error| Failure::because(&error);
    let head = storage.log.head().await.map_err(failed)?;
    let mut failures = 0;
    loop {
        match run.step(&head).await {
            Ok(Progress::Rebuilding | Progress::Lost) => {}
            Ok(_) => return Ok(()),
            Err(error) if stood_in_the_way(&error) && failures < TRIES => {
                failures += 1;
                sleep(PAUSE).await;
            }
            Err(error) => return Err(Failure::because(&error)),
        }
    }
}

fn run_of(storage: &Storage, reader: &Arc<dyn Reader>) -> Result<ReaderRun, Failure> {
    Ok(ReaderRun::new(
        Arc::clone(reader),
        Arc::clone(&storage.store),
        Arc::clone(&storage.log),
        Arc::new(SystemClock::new()),
        steps()?,
    ))
}
