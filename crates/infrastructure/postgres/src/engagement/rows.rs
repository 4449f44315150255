//! Rows of reactions.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::engagement::{Reacted, Reaction, Target};
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::{Reacting, ReactingUser};

use crate::accounts::summary;
use crate::convert::{moment, number, present};

/// What a reaction was to, and whether it is new.
pub(super) struct BegunRow {
    pub(super) post_id: String,
    pub(super) version: i32,
    pub(super) is_new: bool,
}

impl BegunRow {
    pub(super) fn outcome(
        &self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Reacting, Inconsistency> {
        if !self.is_new {
            return Ok(Reacting::There);
        }
        let target = target(&self.post_id, self.version)?;
        Ok(Reacting::Begun(reaction.begin(target, by, now)))
    }
}

/// What a reaction that was taken back had been to, and since when.
pub(super) struct EndedRow {
    pub(super) post_id: String,
    pub(super) version: i32,
    pub(super) since: DateTime<Utc>,
}

impl EndedRow {
    pub(super) fn reacted(&self, reaction: Reaction, by: UserId) -> Result<Reacted, Inconsistency> {
        let target = target(&self.post_id, self.version)?;
        Ok(reaction.begin(target, by, moment(self.since)))
    }
}

fn target(post_id: &str, version: i32) -> Result<Target, Inconsistency> {
    Ok(Target {
        post_id: PostId::from_storage(post_id)?,
        version: number(version, "version")?,
    })
}

/// A user of a list beside the head of the log; all but the head is null when there is none.
pub(super) struct ReactingRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    /// Whether the post is there for the viewer.
    pub(super) post_is_there: bool,
    pub(super) id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) avatar_url: Option<String>,
    pub(super) since: Option<DateTime<Utc>>,
}

impl ReactingRow {
    pub(super) fn view(self) -> Result<Option<ReactingUser>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(ReactingUser {
            user: summary(
                &id,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?,
            since: moment(present(self.since, "created_at")?),
        }))
    }
}
