//! Identities of users at outside providers.

use async_trait::async_trait;
use thoughts_domain::accounts::OutsideIdentity;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OutsideAccount, OutsideIdentityRepository, OutsideUser};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::{IdentityRow, State};
use crate::memory::store::MemoryWork;

#[async_trait]
impl OutsideIdentityRepository for MemoryWork {
    async fn link(
        &mut self,
        identity: &OutsideIdentity,
        user: UserId,
        issued_after: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let free = match self.state.identities.get(identity) {
            None => true,
            Some(IdentityRow::Erased(at)) => *at < issued_after,
            Some(IdentityRow::Of(..)) => false,
        };
        if free {
            let row = IdentityRow::Of(user, now);
            self.state.identities.insert(identity.clone(), row);
        }
        Ok(free)
    }
}

impl State {
    pub fn outside_account(&self, identity: &OutsideIdentity) -> OutsideAccount {
        match self.identities.get(identity) {
            None => OutsideAccount::Unknown,
            Some(IdentityRow::Erased(at)) => OutsideAccount::Erased(*at),
            Some(IdentityRow::Of(user, _)) => match self.account(*user) {
                Some(account) => OutsideAccount::Known(OutsideUser {
                    user_id: account.user.id,
                    standing: account.user.standing(),
                }),
                None => OutsideAccount::Unknown,
            },
        }
    }

    /// Leaves of a user's identities only when they were erased.
    pub fn forget_identities(&mut self, user: UserId, now: Timestamp) {
        for row in self.identities.values_mut() {
            if matches!(row, IdentityRow::Of(owner, _) if *owner == user) {
                *row = IdentityRow::Erased(now);
            }
        }
    }
}
