//! Reads of notifications.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::{NotificationId, PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::notifications::{NotificationKey, NotificationQueries, NotificationView};
use thoughts_use_cases::paging::{Page, PageRequest};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::{NotificationRow, State};

#[async_trait]
impl NotificationQueries for MemoryStorage {
    async fn notifications(
        &self,
        recipient: UserId,
        page: &PageRequest<NotificationKey>,
    ) -> Result<Positioned<Page<NotificationView, NotificationKey>>, StorageError> {
        Ok(self.positioned(|state| {
            let began = page.edge().map(|edge| edge.began);
            let mut views = state.views_of(recipient, began.unwrap_or(u64::MAX));
            views.sort_by_key(|view| Reverse(view.place));
            let first = views.first().map(|view| view.place);
            let began = began.or(first).unwrap_or_default();
            let key = |view: &NotificationView| NotificationKey {
                began,
                place: view.place,
            };
            page_of(&views, page, key, |a, b| a.place > b.place)
        }))
    }

    async fn unread_count(&self, recipient: UserId) -> Result<Positioned<u64>, StorageError> {
        Ok(self.positioned(|state| {
            let views = state.views_of(recipient, u64::MAX);
            views.iter().filter(|view| !view.read).count() as u64
        }))
    }
}

impl State {
    /// A recipient's notifications, each at its last place until `began`.
    fn views_of(&self, recipient: UserId, began: u64) -> Vec<NotificationView> {
        let his = self.notifications.iter();
        his.filter(|(_, row)| row.recipient == recipient)
            .filter_map(|(id, row)| self.notification_view(*id, row, began))
            .collect()
    }

    fn notification_view(
        &self,
        id: NotificationId,
        row: &NotificationRow,
        began: u64,
    ) -> Option<NotificationView> {
        let place = row.places.iter().rev().find(|place| **place <= began)?;
        if let Some(post) = row.post {
            self.posts.get(&post).filter(|row| !row.post.hidden)?;
        }
        let entries = self.notification_entries.values();
        let mut due: Vec<_> = entries
            .filter(|(of, due)| {
                *of == id
                    && self.lists(due.actor, Some(row.recipient))
                    && self.users.contains_key(&due.actor)
                    && self
                        .posts
                        .get(&PostId::new(due.source))
                        .is_none_or(|row| !row.post.hidden)
                    && due
                        .comment_id
                        .is_none_or(|id| self.comments.get(&id).is_some_and(|row| !row.hidden))
            })
            .map(|(_, due)| due)
            .collect();
        due.sort_by_key(|due| (Reverse(due.at), due.actor, due.source));
        let last = *due.first()?;
        let mut actors = Vec::new();
        for due in &due {
            if !actors.contains(&due.actor) {
                actors.push(due.actor);
            }
        }
        let shown = actors.iter().take(3).filter_map(|id| self.users.get(id));
        Some(NotificationView {
            id,
            kind: row.kind,
            actors: shown.map(|row| row.shown.clone()).collect(),
            actor_count: actors.len() as u64,
            post_id: row.post,
            comment_id: last.comment_id,
            created_at: last.at,
            read: row.read_at.is_some(),
            place: *place,
        })
    }
}
