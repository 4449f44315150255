//! What happened to a second factor.

use crate::ids::UserId;

/// What was changed. No code and no secret is ever part of it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum SecondFactorChange {
    /// It is on from now on.
    TurnedOn,
    /// It is off from now on.
    TurnedOff,
    /// There are new recovery codes, and the old ones are void.
    RecoveryCodesReplaced,
    /// A recovery code was used up.
    RecoveryCodeUsed,
}

impl SecondFactorChange {
    /// Every change.
    pub const ALL: [Self; 4] = [
        Self::TurnedOn,
        Self::TurnedOff,
        Self::RecoveryCodesReplaced,
        Self::RecoveryCodeUsed,
    ];

    /// The name, in `snake_case`: fixed for ever.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TurnedOn => "turned_on",
            Self::TurnedOff => "turned_off",
            Self::RecoveryCodesReplaced => "recovery_codes_replaced",
            Self::RecoveryCodeUsed => "recovery_code_used",
        }
    }
}

/// A user's second factor was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SecondFactorChanged {
    /// Whose.
    pub user_id: UserId,
    /// What was changed.
    pub change: SecondFactorChange,
    /// The user's version, which this leaves as it was.
    pub version: u32,
}
