//! Whether what is stored keeps its promises.

mod counters;
mod follows;
mod log;
mod reactions;
mod threads;

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::{Finding, IntegrityCheck};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

/// How many findings of one check are listed.
const LISTED: u32 = 1_000;

const POST_COUNT: &str = "users.post_count";
const FOLLOWER_COUNT: &str = "users.follower_count";
const FOLLOWING_COUNT: &str = "users.following_count";
const COMMENT_COUNT: &str = "posts.comment_count";
const LIKE_COUNT: &str = "posts.like_count";
const REPOST_COUNT: &str = "posts.repost_count";
const COMMENT_LIKE_COUNT: &str = "comments.like_count";
const REPLY_COUNT: &str = "comments.reply_count";
const DEPTH: &str = "comments.depth";
const PARENT_POST: &str = "comments.parent_post";
const TOMBSTONE: &str = "comments.tombstone";
const POSITION: &str = "events.position";

#[async_trait]
impl IntegrityCheck for SqliteStorage {
    fn checks(&self) -> Vec<&'static str> {
        vec![
            POST_COUNT,
            FOLLOWER_COUNT,
            FOLLOWING_COUNT,
            COMMENT_COUNT,
            LIKE_COUNT,
            REPOST_COUNT,
            COMMENT_LIKE_COUNT,
            REPLY_COUNT,
            DEPTH,
            PARENT_POST,
            TOMBSTONE,
            POSITION,
        ]
    }

    async fn verify(&self, repair: bool) -> Result<Vec<Finding>, StorageError> {
        // One transaction either way: what is counted and what is stored come from one snapshot.
        let mut transaction = if repair {
            self.begin_write().await?
        } else {
            self.readers.begin().await.map_err(failure)?
        };
        let mut findings = look(&mut transaction).await?;
        if repair && !findings.is_empty() {
            counters::repair(&mut transaction).await?;
            follows::repair(&mut transaction).await?;
            reactions::repair(&mut transaction).await?;
            threads::remove_childless_tombstones(&mut transaction).await?;
            transaction.commit().await.map_err(failure)?;
            for finding in &mut findings {
                finding.repaired = matches!(
                    finding.check,
                    POST_COUNT
                        | FOLLOWER_COUNT
                        | FOLLOWING_COUNT
                        | COMMENT_COUNT
                        | LIKE_COUNT
                        | REPOST_COUNT
                        | COMMENT_LIKE_COUNT
                        | REPLY_COUNT
                        | TOMBSTONE
                );
            }
        }
        Ok(findings)
    }
}

async fn look(connection: &mut SqliteConnection) -> Result<Vec<Finding>, StorageError> {
    let mut findings = counters::verify(connection).await?;
    findings.extend(follows::verify(connection).await?);
    findings.extend(reactions::verify(connection).await?);
    findings.extend(threads::verify(connection).await?);
    findings.extend(log::verify(connection).await?);
    Ok(findings)
}

/// What a check has found at a row.
struct Found {
    subject: String,
    detail: String,
}

fn findings(check: &'static str, found: Vec<Found>) -> impl Iterator<Item = Finding> {
    found
        .into_iter()
        .map(move |Found { subject, detail }| Finding {
            check,
            subject,
            detail,
            repaired: false,
        })
}
