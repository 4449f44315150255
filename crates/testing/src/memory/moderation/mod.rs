//! The moderation log in memory.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::moderation::{Entry, Subject};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::moderation::{ModerationLog, ModerationQueries};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::paging::page_of;
use super::store::MemoryWork;

#[async_trait]
impl ModerationLog for MemoryWork {
    async fn append(&mut self, entry: &Entry) -> Result<(), StorageError> {
        self.state.moderation_log.push(entry.clone());
        Ok(())
    }

    async fn forget_reasons(&mut self, user: UserId) -> Result<(), StorageError> {
        for entry in &mut self.state.moderation_log {
            if entry.subject == Subject::User(user) {
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
            let mut entries = state.moderation_log.clone();
            entries.sort_by_key(|entry| Reverse(key(entry)));
            page_of(&entries, page, key, |a, b| a > b)
        }))
    }
}
