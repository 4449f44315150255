//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Due, PostFacts};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::notifications::{Filed, Filing, NotificationRepository};
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

/// The first `limit` after `after`, in order.
fn next<T: Copy + Ord>(all: impl Iterator<Item = T>, after: Option<T>, limit: u32) -> Vec<T> {
    let mut next: Vec<T> = all
        .filter(|one| after.is_none_or(|after| *one > after))
        .collect();
    next.sort_unstable();
    next.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    next
}

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

    async fn next_posts(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        Ok(next(self.state.posts.keys().copied(), after, limit))
    }

    async fn next_comments(
        &mut self,
        after: Option<(PostId, CommentId)>,
        limit: u32,
    ) -> Result<Vec<(PostId, CommentId)>, StorageError> {
        let comments = self.state.comments.values();
        Ok(next(
            comments.map(|row| (row.post_id, row.id)),
            after,
            limit,
        ))
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

    async fn prune(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Option<NotificationId>, StorageError> {
        self.state.prune_notifications();
        let looked_at = next(self.state.notifications.keys().copied(), after, limit);
        let entries = &self.state.notification_entries;
        self.state
            .notifications
            .retain(|id, _| !looked_at.contains(id) || entries.values().any(|(of, _)| of == id));
        Ok(looked_at.last().copied())
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
