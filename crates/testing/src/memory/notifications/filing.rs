//! Telling, and where a notification comes to stand.

use thoughts_domain::ids::{NotificationId, UserId};
use thoughts_domain::notifications::Due;
use thoughts_use_cases::notifications::{Filed, Filing};

use crate::memory::state::{NotificationRow, State};

impl State {
    pub fn tell(&mut self, due: &[(NotificationId, Due)], filing: Filing) {
        let mut joined = Vec::new();
        for (id, due) in due {
            let lives = |user: UserId| {
                self.users
                    .get(&user)
                    .is_some_and(|row| row.account.is_some())
            };
            let comment = due.comment_id.and_then(|id| self.comments.get(&id));
            let said = due.comment_id.is_none() || comment.is_some_and(|row| row.content.is_some());
            let on_post = due.post_id.is_none_or(|id| self.posts.contains_key(&id));
            let there = said && on_post;
            let key = Filed::from(due);
            if !there
                || !lives(due.recipient)
                || !lives(due.actor)
                || !self.lists(due.actor, Some(due.recipient))
                || self.notification_entries.contains_key(&key)
            {
                continue;
            }
            if let Some(told) = self.notification_withdrawals.remove(&key) {
                self.notification_entries.insert(key, told);
                continue;
            }
            let open = self.notifications.iter().find(|(_, row)| {
                row.read_at.is_none()
                    && (row.recipient, row.kind, row.subject)
                        == (due.recipient, due.kind, due.subject)
            });
            let id = open.map_or(*id, |(id, _)| *id);
            self.notifications
                .entry(id)
                .or_insert_with(|| NotificationRow {
                    recipient: due.recipient,
                    kind: due.kind,
                    subject: due.subject,
                    post: due.post_id,
                    read_at: None,
                    places: Vec::new(),
                });
            self.notification_entries.insert(key, (id, due.clone()));
            joined.push((due.at, id));
        }
        joined.sort_unstable();
        for (at, id) in joined {
            self.place(
                id,
                u64::try_from(at.as_micros()).unwrap_or_default(),
                filing,
            );
        }
    }

    fn place(&mut self, id: NotificationId, moment: u64, filing: Filing) {
        let Some(recipient) = self.notifications.get(&id).map(|row| row.recipient) else {
            return;
        };
        let of_his = self
            .notifications
            .values()
            .filter(|row| row.recipient == recipient);
        let taken: Vec<u64> = of_his.flat_map(|row| row.places.iter().copied()).collect();
        let place = match filing {
            Filing::InFront => moment.max(taken.iter().max().map_or(0, |last| last + 1)),
            Filing::ByTime => {
                let mut free = moment;
                while taken.contains(&free) {
                    free += 1;
                }
                free
            }
        };
        if let Some(row) = self.notifications.get_mut(&id)
            && row.places.last().is_none_or(|last| *last < place)
        {
            row.places.push(place);
        }
    }

    /// Removes what hangs on posts, comments and users that are not there any more.
    pub fn prune_notifications(&mut self) {
        let (users, posts) = (&self.users, &self.posts);
        self.notifications.retain(|_, row| {
            let on_post = row.post.is_none_or(|post| posts.contains_key(&post));
            users.contains_key(&row.recipient) && on_post
        });
        let (notifications, comments) = (&self.notifications, &self.comments);
        let stays = |filed: &Filed, told: &mut (NotificationId, Due)| {
            let (id, due) = told;
            notifications.contains_key(id)
                && users.contains_key(&filed.actor)
                && due.comment_id.is_none_or(|id| comments.contains_key(&id))
        };
        self.notification_entries.retain(stays);
        self.notification_withdrawals.retain(stays);
    }

    pub fn remove_empty_notifications(&mut self) {
        let mut notifications = std::mem::take(&mut self.notifications);
        notifications.retain(|id, _| self.is_kept(*id));
        self.notifications = notifications;
    }

    /// Whether somebody is in a notification, or may come back to it.
    pub fn is_kept(&self, id: NotificationId) -> bool {
        let mut all = self
            .notification_entries
            .values()
            .chain(self.notification_withdrawals.values());
        all.any(|(of, _)| *of == id)
    }

    /// Takes one back, and remembers a deed that was read of.
    pub fn withdraw(&mut self, filed: &Filed) {
        let Some((id, due)) = self.notification_entries.remove(filed) else {
            return;
        };
        let row = self.notifications.get(&id);
        if filed.kind.is_of_a_deed() && row.is_some_and(|row| row.read_at.is_some()) {
            self.notification_withdrawals.insert(*filed, (id, due));
        }
    }
}
