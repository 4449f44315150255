//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Due, PostFacts};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::notifications::{Filed, Filing, NotificationRepository, Sources};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl NotificationRepository for MemoryWork {
    async fn post_facts(&mut self, posts: &[PostId]) -> Result<Vec<PostFacts>, StorageError> {
        let facts = posts.iter().filter_map(|id| self.state.post_facts(*id));
        Ok(facts.collect())
    }

    async fn comment_facts(
        &mut self,
        comments: &[CommentId],
    ) -> Result<Vec<(CommentFacts, CommentBody)>, StorageError> {
        let facts = comments
            .iter()
            .filter_map(|id| self.state.comment_facts(*id));
        Ok(facts.collect())
    }

    async fn replies(&mut self, comment: CommentId) -> Result<Vec<CommentId>, StorageError> {
        let rows = self.state.comments.values();
        let replies = rows.filter(|row| row.parent_id == Some(comment) && row.content.is_some());
        Ok(replies.map(|row| row.id).collect())
    }

    async fn next(
        &mut self,
        of: Sources,
        after: Option<Cuid>,
        limit: u32,
    ) -> Result<Vec<Cuid>, StorageError> {
        let mut ids: Vec<Cuid> = match of {
            Sources::Posts => self.state.posts.keys().map(|id| id.raw()).collect(),
            Sources::Comments => self.state.comments.keys().map(|id| id.raw()).collect(),
            Sources::Filed => {
                let filed = self.state.notification_entries.keys();
                filed.map(|filed| filed.source).collect()
            }
        };
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| after.is_none_or(|after| *id > after));
        ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(ids)
    }

    async fn filed(&mut self, sources: &[Cuid]) -> Result<Vec<Filed>, StorageError> {
        self.state.prune_notifications();
        let filed = self.state.notification_entries.keys().copied();
        Ok(filed
            .filter(|filed| sources.contains(&filed.source))
            .collect())
    }

    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError> {
        for one in filed {
            self.state.notification_entries.remove(one);
        }
        self.state.remove_empty_notifications();
        Ok(())
    }

    async fn tell(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), StorageError> {
        self.state.prune_notifications();
        self.state.tell(due, filing);
        Ok(())
    }

    async fn forget(&mut self, user: UserId) -> Result<(), StorageError> {
        let entries = &mut self.state.notification_entries;
        entries.retain(|filed, _| filed.actor != user && filed.recipient != user);
        self.state
            .notifications
            .retain(|_, row| row.recipient != user);
        self.state.remove_empty_notifications();
        Ok(())
    }

    async fn prune(&mut self, _limit: u32) -> Result<u64, StorageError> {
        self.state.prune_notifications();
        Ok(self.state.remove_empty_notifications())
    }

    async fn mark_read(
        &mut self,
        recipient: UserId,
        ids: Option<&[NotificationId]>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        for (id, row) in &mut self.state.notifications {
            let meant = ids.is_none_or(|ids| ids.contains(id));
            if row.recipient == recipient && meant && row.read_at.is_none() {
                row.read_at = Some(now);
            }
        }
        Ok(())
    }
}
