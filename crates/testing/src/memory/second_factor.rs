//! Second factors.

use std::collections::HashSet;

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::SecondFactor;
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::second_factor::{
    SealedSecret, SealingKeyId, SecondFactorQueries, SecondFactorRepository, SecondFactorView,
    StoredSecondFactor,
};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::SecondFactorRow;
use super::store::MemoryWork;

impl SecondFactorRow {
    /// How many recovery codes are left.
    pub fn left(&self) -> u32 {
        u32::try_from(self.codes.len()).unwrap_or(u32::MAX)
    }
}

#[async_trait]
impl SecondFactorRepository for MemoryWork {
    async fn lock(&mut self, user: UserId) -> Result<Option<StoredSecondFactor>, StorageError> {
        let row = self.state.second_factors.get(&user);
        Ok(row.map(|row| row.stored.clone()))
    }

    async fn begin(&mut self, begun: &StoredSecondFactor) -> Result<(), StorageError> {
        let row = SecondFactorRow {
            stored: begun.clone(),
            codes: HashSet::new(),
        };
        self.state.second_factors.insert(begun.factor.user_id, row);
        Ok(())
    }

    async fn update(&mut self, factor: &SecondFactor) -> Result<(), StorageError> {
        if let Some(row) = self.state.second_factors.get_mut(&factor.user_id) {
            row.stored.factor.enabled_at = factor.enabled_at;
            row.stored.factor.last_step = factor.last_step;
        }
        Ok(())
    }

    async fn remove(&mut self, user: UserId) -> Result<(), StorageError> {
        self.state.second_factors.remove(&user);
        Ok(())
    }

    async fn replace_codes(
        &mut self,
        user: UserId,
        codes: &[TokenHash],
    ) -> Result<(), StorageError> {
        if let Some(row) = self.state.second_factors.get_mut(&user) {
            row.codes = codes.iter().copied().collect();
        }
        Ok(())
    }

    async fn use_code(
        &mut self,
        user: UserId,
        code: &TokenHash,
    ) -> Result<Option<u32>, StorageError> {
        let row = self.state.second_factors.get_mut(&user);
        Ok(row.and_then(|row| row.codes.remove(code).then(|| row.left())))
    }

    async fn sealed_otherwise(
        &mut self,
        present: SealingKeyId,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<(UserId, SealedSecret)>, StorageError> {
        let rows = self.state.second_factors.iter();
        let rows = rows
            .filter(|(user, _)| after.is_none_or(|after| **user > after))
            .map(|(user, row)| (*user, row.stored.secret.clone()))
            .filter(|(_, secret)| secret.key != present);
        Ok(rows.take(limit as usize).collect())
    }

    async fn reseal(&mut self, user: UserId, secret: &SealedSecret) -> Result<(), StorageError> {
        if let Some(row) = self.state.second_factors.get_mut(&user) {
            row.stored.secret = secret.clone();
        }
        Ok(())
    }
}

#[async_trait]
impl SecondFactorQueries for MemoryStorage {
    async fn second_factor(
        &self,
        user: UserId,
    ) -> Result<Positioned<SecondFactorView>, StorageError> {
        Ok(self.positioned(|state| {
            let row = state.second_factors.get(&user);
            let view = row.map(|row| SecondFactorView {
                enabled_at: row.stored.factor.enabled_at,
                recovery_codes_left: row.left(),
            });
            view.unwrap_or_default()
        }))
    }
}
