//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{
    CommentFacts, Deed, DeedFacts, DeedKind, Due, NotificationKind, PostFacts,
};
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

    async fn deed_facts(&mut self, deeds: &[Deed]) -> Result<Vec<DeedFacts>, StorageError> {
        let standing = self.state.deeds();
        let meant = standing.filter(|(deed, _)| deeds.contains(deed));
        let facts = meant.filter_map(|(deed, at)| self.state.deed_facts(deed, at));
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

    async fn next_deeds(
        &mut self,
        kind: DeedKind,
        after: Option<(UserId, Cuid)>,
        limit: u32,
    ) -> Result<Vec<Deed>, StorageError> {
        let deeds = self.state.deeds().filter(|(deed, _)| deed.kind == kind);
        let keys = deeds.map(|(deed, _)| (deed.by, deed.target));
        let next = next(keys, after, limit).into_iter();
        Ok(next.map(|(by, target)| Deed { kind, by, target }).collect())
    }

    async fn filed(&mut self, sources: &[Cuid]) -> Result<Vec<Filed>, StorageError> {
        self.state.prune_notifications();
        let filed = self.state.notification_entries.keys().copied();
        Ok(filed
            .filter(|filed| sources.contains(&filed.source))
            .filter(|filed| NotificationKind::SAID.contains(&filed.kind))
            .collect())
    }

    async fn filed_deeds(&mut self, deeds: &[Deed]) -> Result<Vec<Filed>, StorageError> {
        self.state.prune_notifications();
        let filed = self.state.notification_entries.keys().copied();
        let meant = filed.filter(|filed| {
            deeds.iter().any(|deed| {
                let told = (filed.source, filed.actor, filed.kind);
                told == (deed.target, deed.by, deed.kind.told_as())
            })
        });
        Ok(meant.collect())
    }

    async fn undone(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Vec<Filed>, StorageError> {
        let looked_at = next(self.state.notifications.keys().copied(), after, limit);
        let standing: Vec<Deed> = self.state.deeds().map(|(deed, _)| deed).collect();
        let entries = self.state.notification_entries.iter();
        let undone = entries.filter(|(filed, (id, _))| {
            let stands = if filed.kind.is_of_a_deed() {
                standing.iter().any(|deed| {
                    let told = (deed.target, deed.by, deed.kind.told_as());
                    told == (filed.source, filed.actor, filed.kind)
                })
            } else {
                let posts = &self.state.posts;
                filed.kind != NotificationKind::Quote
                    || posts.contains_key(&PostId::new(filed.source))
            };
            looked_at.contains(id) && !stands
        });
        Ok(undone.map(|(filed, _)| *filed).collect())
    }

    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError> {
        for one in filed {
            self.state.withdraw(one);
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

    async fn forget_source(&mut self, source: Cuid) -> Result<(), StorageError> {
        let state = &mut self.state;
        state
            .notification_entries
            .retain(|filed, _| filed.source != source);
        let withdrawn = &mut state.notification_withdrawals;
        withdrawn.retain(|filed, _| filed.source != source);
        state.remove_empty_notifications();
        Ok(())
    }

    async fn forget(&mut self, user: UserId) -> Result<(), StorageError> {
        let entries = &mut self.state.notification_entries;
        entries.retain(|filed, _| filed.actor != user && filed.recipient != user);
        let withdrawn = &mut self.state.notification_withdrawals;
        withdrawn.retain(|filed, _| filed.actor != user && filed.recipient != user);
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
        for id in &looked_at {
            if !self.state.is_kept(*id) {
                self.state.notifications.remove(id);
            }
        }
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
