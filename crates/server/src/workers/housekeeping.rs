//! Throws away what is over: at the start, then every hour.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use super::{Tools, Upkeep};

const PERIOD: Duration = Duration::from_hours(1);

pub(super) async fn run(tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    let mut ticks = interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = tools.clock.now();
        match tools
            .storage
            .housekeeping
            .sweep(&upkeep.retention, now)
            .await
        {
            Ok(swept) => tracing::info!(
                sessions = swept.sessions,
                answers = swept.answers,
                ended_sessions = swept.ended_sessions,
                erased_identities = swept.erased_identities,
                standing_notes = swept.standing_notes,
                rankings = swept.rankings,
                one_time_tokens = swept.one_time_tokens,
                enrolments = swept.enrolments,
                former_handles = swept.former_handles,
                mails = swept.mails,
                events = swept.events,
                "swept"
            ),
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "sweeping failed; the next try is in an hour");
            }
        }
    }
}
