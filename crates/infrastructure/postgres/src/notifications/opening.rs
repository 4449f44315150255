//! The unread notifications that others may still join.

use std::collections::{BTreeMap, HashSet};

use thoughts_domain::ids::{Cuid, NotificationId, UserId};
use thoughts_domain::notifications::{Due, NotificationKind};

use crate::unit_of_work::PostgresUnitOfWork;

/// All that is of one kind and about one thing, for one recipient.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Group {
    recipient: UserId,
    kind: NotificationKind,
    subject: Cuid,
}

impl Group {
    pub(super) const fn of(due: &Due) -> Self {
        Self {
            recipient: due.recipient,
            kind: due.kind,
            subject: due.subject,
        }
    }
}

/// The unread notification of each group.
pub(super) type Open = BTreeMap<Group, String>;

/// Notifications to be opened, column by column, in the order of groups: the one order of locks.
#[derive(Default)]
struct Columns {
    ids: Vec<String>,
    recipients: Vec<String>,
    kinds: Vec<String>,
    subjects: Vec<String>,
    posts: Vec<Option<String>>,
}

impl Columns {
    fn of(wanted: &BTreeMap<Group, &(NotificationId, Due)>) -> Self {
        let mut columns = Self::default();
        for (group, (id, due)) in wanted {
            columns.ids.push(id.to_string());
            columns.recipients.push(group.recipient.to_string());
            columns.kinds.push(group.kind.as_str().to_owned());
            columns.subjects.push(group.subject.to_string());
            columns.posts.push(due.post_id.map(|id| id.to_string()));
        }
        columns
    }
}

impl PostgresUnitOfWork {
    /// The unread notification of each group, made where there is none. Whoever marks it as read
    /// from now on waits, and marks what joins it now too.
    pub(super) async fn open(
        &mut self,
        due: &[&(NotificationId, Due)],
    ) -> Result<Open, sqlx::Error> {
        let mut wanted = BTreeMap::new();
        for one in due {
            wanted.entry(Group::of(&one.1)).or_insert(*one);
        }
        let mut open = Open::new();
        // Once more for what somebody marked as read between the two statements.
        while !wanted.is_empty() {
            let made = self.make(&Columns::of(&wanted)).await?;
            wanted.retain(|group, (id, _)| {
                let is_made = made.contains(id.as_str());
                if is_made {
                    open.insert(*group, id.to_string());
                }
                !is_made
            });
            if wanted.is_empty() {
                break;
            }
            let groups: Vec<Group> = wanted.keys().copied().collect();
            for (place, id) in self.hold_unread(&Columns::of(&wanted)).await? {
                if let Some(group) = groups.get(place) {
                    wanted.remove(group);
                    open.insert(*group, id);
                }
            }
        }
        Ok(open)
    }

    /// Makes those of the notifications that there is no unread one for yet, and tells which.
    async fn make(&mut self, columns: &Columns) -> Result<HashSet<String>, sqlx::Error> {
        let made = sqlx::query_scalar!(
            "INSERT INTO notifications (id, recipient_id, kind, subject_id, post_id)
             SELECT d.id, d.recipient, d.kind, d.subject, d.post
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                 AS d (id, recipient, kind, subject, post)
             ON CONFLICT DO NOTHING
             RETURNING id",
            &columns.ids,
            &columns.recipients,
            &columns.kinds,
            &columns.subjects,
            &columns.posts as &[Option<String>],
        )
        .fetch_all(self.connection())
        .await?;
        Ok(made.into_iter().collect())
    }

    /// Holds the unread notifications that are there, and tells for which place of the columns.
    async fn hold_unread(
        &mut self,
        columns: &Columns,
    ) -> Result<Vec<(usize, String)>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT d.place AS "place!", n.id
            FROM unnest($1::text[], $2::text[], $3::text[])
                WITH ORDINALITY AS d (recipient, kind, subject, place)
            JOIN notifications n ON n.recipient_id = d.recipient AND n.kind = d.kind
                AND n.subject_id = d.subject
            WHERE n.read_at IS NULL ORDER BY n.id FOR UPDATE OF n"#,
            &columns.recipients,
            &columns.kinds,
            &columns.subjects,
        )
        .fetch_all(self.connection())
        .await?;
        let rows = rows.into_iter().map(|row| {
            let place = usize::try_from(row.place - 1).unwrap_or(usize::MAX);
            (place, row.id)
        });
        Ok(rows.collect())
    }
}
