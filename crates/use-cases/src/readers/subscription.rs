//! Where a reader stands.

use crate::events::EventPosition;

/// Where a reader stands, durably.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subscription {
    /// The reader's name.
    pub name: String,
    /// Everything until here has had its effect, or is parked.
    pub checkpoint: EventPosition,
    /// What it does.
    pub state: SubscriptionState,
    /// Counts writes of this: whoever writes must have seen the last one.
    pub revision: u64,
}

/// What a reader does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SubscriptionState {
    /// It reads on.
    Reading,
    /// Its projection is being made again; it reads on from the checkpoint after that.
    Rebuilding {
        /// Where the next step goes on; none before the first.
        after: Option<String>,
    },
    /// It lost its place and has nothing to make again: a person decides.
    Stopped {
        /// Why, in one line.
        reason: String,
    },
}

impl SubscriptionState {
    /// `reading`, `rebuilding` or `stopped`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Rebuilding { .. } => "rebuilding",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// What is stored beside the name: the place of a rebuild, or the reason of a stop.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Reading => None,
            Self::Rebuilding { after } => after.as_deref(),
            Self::Stopped { reason } => Some(reason),
        }
    }

    /// Reads what [`Self::as_str`] and [`Self::detail`] wrote.
    pub fn from_storage(
        name: &str,
        detail: Option<String>,
    ) -> Result<Self, thoughts_domain::Inconsistency> {
        match name {
            "reading" => Ok(Self::Reading),
            "rebuilding" => Ok(Self::Rebuilding { after: detail }),
            "stopped" => Ok(Self::Stopped {
                reason: detail.unwrap_or_default(),
            }),
            _ => Err(thoughts_domain::Inconsistency::new(
                "subscriptions.state",
                "is unknown",
            )),
        }
    }
}

impl Subscription {
    /// The subscription after the next write: elsewhere, or in another state.
    pub(super) fn at(&self, number: u64) -> Self {
        let mut next = self.clone();
        next.checkpoint.number = number;
        next
    }

    pub(super) fn in_state(&self, state: SubscriptionState) -> Self {
        Self {
            state,
            ..self.clone()
        }
    }

    /// What stands after this was saved.
    pub(super) fn saved(mut self) -> Self {
        self.revision += 1;
        self
    }
}
