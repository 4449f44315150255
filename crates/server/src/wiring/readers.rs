//! Every reader of the event log.

use std::sync::Arc;

use thoughts_event_json::JsonEventEncoder;
use thoughts_identity::Cuid2Generator;
use thoughts_use_cases::discovery::{SearchReader, TrendingReader};
use thoughts_use_cases::notifications::NotificationReader;
use thoughts_use_cases::readers::{Reader, Steps};

use crate::failure::Failure;

/// Every reader, one line each.
#[must_use]
pub fn readers() -> Vec<Arc<dyn Reader>> {
    let ids = || Arc::new(Cuid2Generator);
    vec![
        Arc::new(NotificationReader {
            ids: ids(),
            events: Arc::new(JsonEventEncoder),
        }),
        Arc::new(SearchReader),
        Arc::new(TrendingReader {
            events: Arc::new(JsonEventEncoder),
        }),
    ]
}

/// Those of the readers that were named; all when none was.
///
/// # Errors
/// [`Failure::Usage`] for a name that no reader has.
pub fn named(names: &[String]) -> Result<Vec<Arc<dyn Reader>>, Failure> {
    let all = readers();
    if let Some(unknown) = names
        .iter()
        .find(|name| all.iter().all(|reader| reader.name() != name.as_str()))
    {
        let known: Vec<_> = all.iter().map(|reader| reader.name()).collect();
        return Err(Failure::usage(format!(
            "there is no reader '{unknown}'; there are: {}",
            known.join(", ")
        )));
    }
    let wanted = |reader: &Arc<dyn Reader>| {
        names.is_empty() || names.iter().any(|name| name == reader.name())
    };
    Ok(all.into_iter().filter(wanted).collect())
}

/// Who is told of a reader's steps: nobody, except in a program that was built to be crashed.
///
/// # Errors
/// [`Failure::Usage`] for a crash point that there is not.
#[cfg(not(feature = "crash-points"))]
pub fn steps() -> Result<Arc<dyn Steps>, Failure> {
    Ok(Arc::new(thoughts_use_cases::readers::Unwatched))
}

/// Who is told of a reader's steps.
///
/// # Errors
/// [`Failure::Usage`] for a crash point that there is not.
#[cfg(feature = "crash-points")]
pub fn steps() -> Result<Arc<dyn Steps>, Failure> {
    crate::crash_points::from_environment()
}
