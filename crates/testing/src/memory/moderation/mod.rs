//! The moderation log in memory.

mod reports;

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::Entry;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::{ModerationLog, ModerationQueries};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::paging::page_of;
use super::store::MemoryWork;

#[async_trait]
impl ModerationLog for MemoryWork {
    async fn append(&mut self, entry: &Entry, owner: UserId) -> Result<(), StorageError> {
        self.state.moderation_log.push((entry.clone(), owner));
        Ok(())
    }

    async fn forget_reasons(&mut self, user: UserId) -> Result<(), StorageError> {
        for (entry, owner) in &mut self.state.moderation_log {
            if *owner == user {
                entry.reason = None;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl ModerationQueries for MemoryStorage {
    async fn log(
        &self,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<Entry, TimeKey>>, StorageError> {
        let key = |entry: &Entry| TimeKey {
            at: entry.at,
            id: entry.id.raw(),
        };
        Ok(self.positioned(|state| {
            let lines = state.moderation_log.iter();
            let mut entries: Vec<_> = lines.map(|(entry, _)| entry.clone()).collect();
            entries.sort_by_key(|entry| Reverse(key(entry)));
            page_of(&entries, page, key, |a, b| a > b)
        }))
    }
}
