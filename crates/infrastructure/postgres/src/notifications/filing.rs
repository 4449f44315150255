//! Telling somebody something, in a number of statements that does not depend on how much.

use std::collections::{BTreeMap, HashSet};

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::ids::NotificationId;
use thoughts_domain::notifications::Due;
use thoughts_use_cases::notifications::{Filed, Filing};

use super::opening::{Group, Open};
use super::placing::Joined;
use super::repository::FiledRow;
use crate::convert::at;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    pub(super) async fn file(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), sqlx::Error> {
        let mut due = self.hold_the_living(due).await?;
        if !self.filling {
            self.take_up_again(&mut due).await?;
        }
        if filing == Filing::InFront || self.filling {
            return self.put(&due, filing == Filing::InFront).await;
        }
        // Found again by the thousand, where looking up each reference takes as long as all the
        // rest: what is referred to is held, or was made just now.
        self.enforce_references(false).await?;
        self.put(&due, false).await?;
        self.enforce_references(true).await
    }

    /// Leaves out what was undone after it was read, and is there again as it was.
    async fn take_up_again(
        &mut self,
        due: &mut Vec<&(NotificationId, Due)>,
    ) -> Result<(), sqlx::Error> {
        let deeds = due.iter().filter(|(_, due)| due.kind.is_of_a_deed());
        let deeds: Vec<_> = deeds.map(|(_, due)| Filed::from(due)).collect();
        if deeds.is_empty() {
            return Ok(());
        }
        let back = self.restore(&deeds).await?;
        let back: HashSet<_> = back.into_iter().map(FiledRow::key).collect();
        due.retain(|(_, due)| {
            let filed = Filed::from(due);
            let texts = [filed.source, filed.recipient.raw(), filed.actor.raw()];
            let [source, recipient, actor] = texts.map(|id| id.to_string());
            !back.contains(&[source, recipient, filed.kind.as_str().to_owned(), actor])
        });
        Ok(())
    }

    async fn put(
        &mut self,
        due: &[&(NotificationId, Due)],
        in_front: bool,
    ) -> Result<(), sqlx::Error> {
        let open = self.open(due).await?;
        let joined = self.join(due, &open).await?;
        if self.filling {
            // Each comes to its place when all are there.
            return Ok(());
        }
        self.move_up(&joined, in_front).await
    }

    /// Lets `PostgreSQL` look up the references of new rows, or not, where the role may decide
    /// that; until the transaction ends at the latest.
    async fn enforce_references(&mut self, enforced: bool) -> Result<(), sqlx::Error> {
        let role = if enforced { "origin" } else { "replica" };
        sqlx::query_scalar!(
            r#"SELECT CASE WHEN current_setting('is_superuser') = 'on'
                THEN set_config('session_replication_role', $1, true) END AS "set""#,
            role
        )
        .fetch_one(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps users, posts and comments from going away before the commit, and leaves out what is
    /// due to or because of those that are gone, or of whom the recipient does not see. Users first,
    /// each in order: the one order of locks.
    async fn hold_the_living<'a>(
        &mut self,
        due: &'a [(NotificationId, Due)],
    ) -> Result<Vec<&'a (NotificationId, Due)>, sqlx::Error> {
        let recipients = due.iter().map(|(_, due)| due.recipient);
        let actors = due.iter().map(|(_, due)| due.actor);
        let users = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id = ANY ($1) AND deleted_at IS NULL
             ORDER BY id FOR KEY SHARE",
            &each_once(recipients.chain(actors)),
        )
        .fetch_all(self.connection())
        .await?;
        if self.filling {
            // Nothing goes away now, and what is due follows from what is there. A name may have
            // been somebody's who has gone.
            let unseen = self.unseen(due).await?;
            let users = HashSet::from_iter(users);
            let living = due.iter().filter(|(_, due)| {
                !is_unseen(&unseen, due)
                    && lives(&users, due.recipient.as_str())
                    && lives(&users, due.actor.as_str())
            });
            return Ok(living.collect());
        }
        let posts = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE",
            &each_once(due.iter().filter_map(|(_, due)| due.post_id)),
        )
        .fetch_all(self.connection())
        .await?;
        let comments = sqlx::query_scalar!(
            "SELECT id FROM comments WHERE id = ANY ($1) AND deleted_at IS NULL
             ORDER BY id FOR KEY SHARE",
            &each_once(due.iter().filter_map(|(_, due)| due.comment_id)),
        )
        .fetch_all(self.connection())
        .await?;
        let unseen = self.unseen(due).await?;
        let [users, posts, comments] = [users, posts, comments].map(HashSet::<_>::from_iter);
        let living = due.iter().filter(|(_, due)| {
            let (post, comment) = (due.post_id.as_ref(), due.comment_id.as_ref());
            !is_unseen(&unseen, due)
                && lives(&users, due.recipient.as_str())
                && lives(&users, due.actor.as_str())
                && post.is_none_or(|id| lives(&posts, id.as_str()))
                && comment.is_none_or(|id| lives(&comments, id.as_str()))
        });
        Ok(living.collect())
    }

    /// Who is due to be told of whom he does not see.
    async fn unseen(
        &mut self,
        due: &[(NotificationId, Due)],
    ) -> Result<HashSet<(String, String)>, sqlx::Error> {
        let recipients: Vec<_> = due
            .iter()
            .map(|(_, due)| due.recipient.to_string())
            .collect();
        let actors: Vec<_> = due.iter().map(|(_, due)| due.actor.to_string()).collect();
        let pairs = sqlx::query!(
            r#"SELECT d.recipient AS "recipient!", d.actor AS "actor!"
               FROM unnest($1::text[], $2::text[]) AS d (recipient, actor)
               WHERE EXISTS (SELECT FROM hidden_in_lists x
                   WHERE x.viewer_id = d.recipient AND x.user_id = d.actor)"#,
            &recipients,
            &actors,
        )
        .fetch_all(self.connection())
        .await?;
        let pairs = pairs.into_iter().map(|pair| (pair.recipient, pair.actor));
        Ok(pairs.collect())
    }

    /// Puts everybody into the unread notification that there is, and returns those that somebody
    /// joined.
    async fn join(
        &mut self,
        due: &[&(NotificationId, Due)],
        open: &Open,
    ) -> Result<Vec<Joined>, sqlx::Error> {
        let mut columns = Columns::default();
        for (_, due) in due {
            columns.push(due, open);
        }
        let rows = sqlx::query!(
            "INSERT INTO notification_entries (source_id, actor_id, recipient_id, kind,
                 notification_id, comment_id, happened_at)
             SELECT d.source, d.actor, d.recipient, d.kind, d.notification, d.comment, d.moment
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::timestamptz[])
                 AS d (source, actor, recipient, kind, notification, comment, moment)
             ON CONFLICT DO NOTHING
             RETURNING notification_id, recipient_id, happened_at",
            &columns.sources,
            &columns.actors,
            &columns.recipients,
            &columns.kinds,
            &columns.notifications,
            &columns.comments as &[Option<String>],
            &columns.moments,
        )
        .fetch_all(self.connection())
        .await?;
        let mut last = BTreeMap::new();
        for row in rows {
            let joined = last
                .entry((row.notification_id, row.recipient_id))
                .or_insert(row.happened_at);
            *joined = row.happened_at.max(*joined);
        }
        let joined = last.into_iter();
        Ok(joined
            .map(|((notification, recipient), at)| Joined {
                notification,
                recipient,
                at: at.timestamp_micros(),
            })
            .collect())
    }
}

fn lives(ids: &HashSet<String>, id: &str) -> bool {
    ids.contains(id)
}

fn is_unseen(unseen: &HashSet<(String, String)>, due: &Due) -> bool {
    !unseen.is_empty() && unseen.contains(&(due.recipient.to_string(), due.actor.to_string()))
}

fn each_once<T: Ord + ToString>(ids: impl Iterator<Item = T>) -> Vec<String> {
    let mut ids: Vec<T> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(ToString::to_string).collect()
}

/// Entries, column by column.
#[derive(Default)]
struct Columns {
    sources: Vec<String>,
    actors: Vec<String>,
    recipients: Vec<String>,
    kinds: Vec<String>,
    notifications: Vec<String>,
    comments: Vec<Option<String>>,
    moments: Vec<DateTime<Utc>>,
}

impl Columns {
    fn push(&mut self, due: &Due, open: &Open) {
        let Some(notification) = open.get(&Group::of(due)) else {
            return;
        };
        self.sources.push(due.source.to_string());
        self.actors.push(due.actor.to_string());
        self.recipients.push(due.recipient.to_string());
        self.kinds.push(due.kind.as_str().to_owned());
        self.notifications.push(notification.clone());
        self.comments.push(due.comment_id.map(|id| id.to_string()));
        self.moments.push(at(due.at));
    }
}
