//! Sends what waits in the queue of mails.

use std::sync::Arc;
use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, gauge};
use thoughts_use_cases::mail::{Delivery, MailKind};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::{Tools, Upkeep};

/// Somebody waits for most mails; looking costs one cheap statement.
const IDLE: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(15);
/// How many mails are under way at once: a mail server takes its time.
const LANES: usize = 4;

pub(super) async fn run(tools: Arc<Tools>, upkeep: Arc<Upkeep>) {
    describe_counter!(
        "thoughts_mails_total",
        "Mails by kind and outcome: sent, postponed (tried again later), given_up."
    );
    describe_gauge!("thoughts_mails_waiting", "Mails that wait to be sent.");
    let mut lanes = JoinSet::new();
    for lane in 0..LANES {
        lanes.spawn(travel(Arc::clone(&tools), Arc::clone(&upkeep), lane == 0));
    }
    // None ends but by a panic, which the supervisor has to see.
    if let Some(Err(error)) = lanes.join_next().await {
        tracing::error!(%error, "sending mails failed");
    }
}

async fn travel(tools: Arc<Tools>, upkeep: Arc<Upkeep>, measures: bool) {
    let Some(deliver) = &upkeep.deliver_mail else {
        return std::future::pending().await;
    };
    let mut rest = IDLE;
    loop {
        match deliver.execute().await {
            Ok(Delivery::Idle) => {
                rest = IDLE;
                if measures {
                    measure(&tools).await;
                }
                sleep(IDLE).await;
            }
            Ok(delivery) => {
                rest = IDLE;
                tell(delivery);
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "mails cannot be taken from the queue");
                sleep(rest).await;
                rest = (rest * 2).min(LONGEST_REST);
            }
        }
    }
}

/// Neither the address nor what was in the mail.
fn tell(delivery: Delivery) {
    match delivery {
        Delivery::Idle => {}
        Delivery::Sent(kind) => {
            count(kind, "sent");
            tracing::debug!(kind = kind.as_str(), "sent a mail");
        }
        Delivery::Superfluous(kind) => {
            count(kind, "superfluous");
            tracing::debug!(kind = kind.as_str(), "a mail is no longer needed");
        }
        Delivery::Postponed(kind, error) => {
            count(kind, "postponed");
            tracing::warn!(kind = kind.as_str(), %error, "a mail was not sent; it is tried again");
        }
        Delivery::GivenUp(kind, error) => {
            count(kind, "given_up");
            let error = error.map_or_else(|| "it waited too long".to_owned(), |e| e.to_string());
            tracing::error!(kind = kind.as_str(), error, "a mail was given up");
        }
    }
}

fn count(kind: MailKind, outcome: &'static str) {
    counter!("thoughts_mails_total", "kind" => kind.as_str(), "outcome" => outcome).increment(1);
}

async fn measure(tools: &Tools) {
    match tools.storage.mails.waiting().await {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a gauge is a float; 2^53 mails do not wait"
        )]
        Ok(waiting) => gauge!("thoughts_mails_waiting").set(waiting as f64),
        Err(error) => tracing::debug!(%error, "the queue of mails cannot be measured"),
    }
}
