//! The durable steps of a reader, for those who test what a crash between two of them leaves.

/// A place in a reader's work, before or after something durable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// A batch was read, nothing is written.
    Read,
    /// The checkpoint is written and not committed; no effect yet.
    Claimed,
    /// Effect and checkpoint are written and not committed.
    Applied,
    /// Effect and checkpoint are committed.
    Committed,
    /// An event is parked, not committed.
    Parking,
    /// An event is parked.
    Parked,
    /// A step of a rebuild is written and not committed.
    Refilled,
    /// A step of a rebuild is committed.
    RefillCommitted,
    /// The subscription is written for the first time and not committed.
    Beginning,
    /// The subscription is committed for the first time.
    Begun,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Claimed,
        Self::Applied,
        Self::Committed,
        Self::Parking,
        Self::Parked,
        Self::Refilled,
        Self::RefillCommitted,
        Self::Beginning,
        Self::Begun,
    ];

    /// The step's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Claimed => "claimed",
            Self::Applied => "applied",
            Self::Committed => "committed",
            Self::Parking => "parking",
            Self::Parked => "parked",
            Self::Refilled => "refilled",
            Self::RefillCommitted => "refill-committed",
            Self::Beginning => "beginning",
            Self::Begun => "begun",
        }
    }
}

/// Is told of every step.
pub trait Steps: Send + Sync {
    /// A reader has come here.
    fn reached(&self, reader: &str, step: Step);
}

/// Tells nobody: what runs in production.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Steps for Unwatched {
    fn reached(&self, _: &str, _: Step) {}
}
