//! Relations within a unit of work.

use async_trait::async_trait;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::graph::{GraphRepository, LockedPair};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::State;
use crate::memory::store::MemoryWork;

#[async_trait]
impl GraphRepository for MemoryWork {
    async fn lock_pair(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<LockedPair>, StorageError> {
        let version = |id| {
            let account = self.state.users.get(&id)?.account.as_ref()?;
            Some(account.user.version)
        };
        Ok(version(one)
            .zip(version(other))
            .map(|(one, other)| LockedPair { one, other }))
    }

    async fn is_blocked_between(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<bool, StorageError> {
        Ok(self.state.is_blocked_between(one, other))
    }

    async fn begin(&mut self, relation: &Relation) -> Result<bool, StorageError> {
        let key = (relation.from, relation.kind, relation.to);
        if self.state.relations.contains_key(&key) {
            return Ok(false);
        }
        self.state.relations.insert(key, relation.created_at);
        if relation.kind == RelationKind::Follow {
            self.state
                .count_follow(relation.from, relation.to, |n| *n += 1);
        }
        Ok(true)
    }

    async fn end(
        &mut self,
        kind: RelationKind,
        from: UserId,
        to: UserId,
    ) -> Result<Option<Relation>, StorageError> {
        Ok(self.state.end_relation(from, kind, to))
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let went = self.state.end_relations_of(user, limit);
        Ok(u32::try_from(went).unwrap_or(u32::MAX))
    }
}

impl State {
    pub fn is_blocked_between(&self, one: UserId, other: UserId) -> bool {
        let blocks = |from, to| {
            let key = (from, RelationKind::Block, to);
            self.relations.contains_key(&key)
        };
        blocks(one, other) || blocks(other, one)
    }

    /// Ends up to `limit` relations of or with a user; returns how many.
    pub fn end_relations_of(&mut self, user: UserId, limit: usize) -> usize {
        let keys = self.relations.keys().copied();
        let his: Vec<_> = keys
            .filter(|(from, _, to)| *from == user || *to == user)
            .take(limit)
            .collect();
        for (from, kind, to) in &his {
            self.end_relation(*from, *kind, *to);
        }
        his.len()
    }

    fn end_relation(&mut self, from: UserId, kind: RelationKind, to: UserId) -> Option<Relation> {
        let created_at = self.relations.remove(&(from, kind, to))?;
        if kind == RelationKind::Follow {
            self.count_follow(from, to, |n| *n -= 1);
        }
        Some(Relation {
            kind,
            from,
            to,
            created_at,
        })
    }

    fn count_follow(&mut self, from: UserId, to: UserId, step: impl Fn(&mut u64)) {
        if let Some(row) = self.users.get_mut(&from) {
            step(&mut row.following_count);
        }
        if let Some(row) = self.users.get_mut(&to) {
            step(&mut row.follower_count);
        }
    }
}
