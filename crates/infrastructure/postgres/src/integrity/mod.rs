//! Whether what is stored keeps its promises.

mod counters;
mod follows;
mod reactions;
mod shape;

use async_trait::async_trait;
use sqlx::postgres::PgConnection;
use thoughts_use_cases::integrity::{Finding, IntegrityCheck};
use thoughts_use_cases::storage::StorageError;

use crate::errors::storage_error;
use crate::storage::PostgresStorage;
use crate::transaction;

/// How many findings of one check are listed.
const LISTED: i64 = 1_000;

/// A check: its name, and what it found.
struct Check {
    name: &'static str,
    /// Whether it is put right here.
    repairable: bool,
}

const CHECKS: [Check; 12] = [
    Check {
        name: "comments.tombstone",
        repairable: true,
    },
    Check {
        name: "users.post_count",
        repairable: true,
    },
    Check {
        name: "users.follower_count",
        repairable: true,
    },
    Check {
        name: "users.following_count",
        repairable: true,
    },
    Check {
        name: "posts.comment_count",
        repairable: true,
    },
    Check {
        name: "posts.like_count",
        repairable: true,
    },
    Check {
        name: "posts.repost_count",
        repairable: true,
    },
    Check {
        name: "comments.like_count",
        repairable: true,
    },
    Check {
        name: "comments.reply_count",
        repairable: true,
    },
    Check {
        name: "comments.depth",
        repairable: false,
    },
    Check {
        name: "comments.parent_post",
        repairable: false,
    },
    Check {
        name: "events.position",
        repairable: false,
    },
];

/// A row that breaks a promise.
struct Broken {
    subject: String,
    detail: String,
}

#[async_trait]
impl IntegrityCheck for PostgresStorage {
    fn checks(&self) -> Vec<&'static str> {
        CHECKS.iter().map(|check| check.name).collect()
    }

    async fn verify(&self, repair: bool) -> Result<Vec<Finding>, StorageError> {
        let mut transaction = transaction::begin(&self.pool)
            .await
            .map_err(storage_error)?;
        let findings = verify(&mut transaction, repair)
            .await
            .map_err(storage_error)?;
        if repair {
            transaction.commit().await.map_err(storage_error)?;
        }
        Ok(findings)
    }
}

async fn verify(connection: &mut PgConnection, repair: bool) -> Result<Vec<Finding>, sqlx::Error> {
    // A recount of everything takes as long as it takes, and nothing may change under a repair.
    sqlx::query!("SET LOCAL statement_timeout = 0")
        .execute(&mut *connection)
        .await?;
    sqlx::query!("SET LOCAL lock_timeout = 0")
        .execute(&mut *connection)
        .await?;
    if repair {
        sqlx::query!(
            "LOCK TABLE users, posts, comments, follows, post_likes, comment_likes, reposts,
                 counter_slots IN SHARE ROW EXCLUSIVE MODE"
        )
        .execute(&mut *connection)
        .await?;
    }
    let mut findings = Vec::new();
    for check in &CHECKS {
        let broken = run(connection, check.name).await?;
        let repaired = repair && check.repairable && !broken.is_empty();
        if repaired {
            put_right(connection, check.name).await?;
        }
        findings.extend(broken.into_iter().map(|row| Finding {
            check: check.name,
            subject: row.subject,
            detail: row.detail,
            repaired,
        }));
    }
    Ok(findings)
}

async fn run(connection: &mut PgConnection, check: &str) -> Result<Vec<Broken>, sqlx::Error> {
    match check {
        "comments.tombstone" => shape::childless_tombstones(connection).await,
        "users.post_count" => counters::post_counts(connection).await,
        "users.follower_count" => follows::follower_counts(connection).await,
        "users.following_count" => follows::following_counts(connection).await,
        "posts.comment_count" => counters::comment_counts(connection).await,
        "posts.like_count" => reactions::like_counts(connection).await,
        "posts.repost_count" => reactions::repost_counts(connection).await,
        "comments.like_count" => reactions::comment_like_counts(connection).await,
        "comments.reply_count" => counters::reply_counts(connection).await,
        "comments.depth" => shape::depths(connection).await,
        "comments.parent_post" => shape::parent_posts(connection).await,
        _ => shape::positions(connection).await,
    }
}

async fn put_right(connection: &mut PgConnection, check: &str) -> Result<(), sqlx::Error> {
    match check {
        "comments.tombstone" => shape::prune_tombstones(connection).await,
        "users.post_count" => counters::set_post_counts(connection).await,
        "users.follower_count" => follows::set_follower_counts(connection).await,
        "users.following_count" => follows::set_following_counts(connection).await,
        "posts.comment_count" => counters::set_comment_counts(connection).await,
        "posts.like_count" => reactions::set_like_counts(connection).await,
        "posts.repost_count" => reactions::set_repost_counts(connection).await,
        "comments.like_count" => reactions::set_comment_like_counts(connection).await,
        _ => counters::set_reply_counts(connection).await,
    }
}
