//! What somebody broke past the application is found, and put right where that is certain.

use std::collections::BTreeSet;

use thoughts_use_cases::integrity::{Finding, IntegrityCheck};

use crate::support::database;

fn broken(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.check).collect()
}

#[tokio::test]
async fn every_broken_promise_is_found_and_certain_ones_are_put_right() {
    let database = database().await;
    let scene = database.scene();
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "one").await;
    let other = scene.publish(&alice, "two").await;
    let top = scene.comment(&alice, &post, "top").await;
    let reply = scene.reply(&alice, &post, &top, "reply").await;
    let leaf = scene.reply(&alice, &post, &reply, "leaf").await;
    let stray = scene.comment(&alice, &post, "stray").await;
    let below = scene.reply(&alice, &post, &stray, "below").await;
    scene.assert_sound().await;

    let mut outside = database.outside().await;
    for (statement, id) in [
        (
            "UPDATE users SET post_count = 7 WHERE id = ?",
            alice.id.raw(),
        ),
        (
            "UPDATE users SET follower_count = 3, following_count = 4 WHERE id = ?",
            alice.id.raw(),
        ),
        (
            "UPDATE posts SET comment_count = 9 WHERE id = ?",
            other.id.raw(),
        ),
        (
            "UPDATE posts SET like_count = 2, repost_count = 3 WHERE id = ?",
            other.id.raw(),
        ),
        (
            "UPDATE comments SET like_count = 4 WHERE id = ?",
            top.id.raw(),
        ),
        (
            "UPDATE comments SET reply_count = 5 WHERE id = ?",
            top.id.raw(),
        ),
        ("UPDATE comments SET depth = 4 WHERE id = ?", below.id.raw()),
        // A chain of tombstones: only its end has no replies, until that is removed.
        (
            "UPDATE comments SET author_id = NULL, body = NULL, deleted_at = 1 WHERE id = ?",
            reply.id.raw(),
        ),
        (
            "UPDATE comments SET author_id = NULL, body = NULL, deleted_at = 1 WHERE id = ?",
            leaf.id.raw(),
        ),
        (
            "DELETE FROM events WHERE position = 2 AND ? <> ''",
            alice.id.raw(),
        ),
    ] {
        sqlx::query(statement)
            .bind(id.as_str())
            .execute(&mut outside)
            .await
            .expect(statement);
    }
    sqlx::query("UPDATE comments SET post_id = ? WHERE id = ?")
        .bind(other.id.as_str())
        .bind(below.id.as_str())
        .execute(&mut outside)
        .await
        .expect("a stray comment");

    let found = database.storage.verify(false).await.expect("findings");
    let all: BTreeSet<_> = database.storage.checks().into_iter().collect();
    assert_eq!(broken(&found), all);
    assert!(found.iter().all(|finding| !finding.repaired));
    let users = found.iter().find(|f| f.check == "users.post_count");
    assert_eq!(
        users.map(|f| (f.subject.as_str(), f.detail.as_str())),
        Some((alice.id.as_str(), "stored 7, counted 2"))
    );

    let repaired = database.storage.verify(true).await.expect("repair");
    let certain = [
        "users.post_count",
        "users.follower_count",
        "users.following_count",
        "posts.comment_count",
        "posts.like_count",
        "posts.repost_count",
        "comments.like_count",
        "comments.reply_count",
        "comments.tombstone",
    ];
    for finding in &repaired {
        assert_eq!(
            finding.repaired,
            certain.contains(&finding.check),
            "{finding:?}"
        );
    }
    let left = database.storage.verify(false).await.expect("findings");
    assert_eq!(
        broken(&left),
        BTreeSet::from(["comments.depth", "comments.parent_post", "events.position"])
    );
    assert_eq!(scene.comment_view(reply.id).await, None, "pruned upwards");
}

#[tokio::test]
async fn a_head_behind_its_events_is_found() {
    let database = database().await;
    let scene = database.scene();
    scene.register("alice").await;
    let mut outside = database.outside().await;
    sqlx::query("UPDATE event_head SET position = 0")
        .execute(&mut outside)
        .await
        .expect("a wrong head");
    let found = database.storage.verify(true).await.expect("findings");
    let found: Vec<_> = found.iter().map(|f| (f.check, f.repaired)).collect();
    assert_eq!(found, [("events.position", false)]);
}
