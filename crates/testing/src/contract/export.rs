//! What is held about one user, section by section.

use std::sync::Arc;

use serde_json::Value;
use thoughts_domain::accounts::OutsideIdentity;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::export::{ExportRow, ExportSection, ExportedPost};
use thoughts_use_cases::idempotency::{Answer, RetryKey};

use super::Scene;
use super::outside_identities::link;
use super::sessions::open;
use crate::builders::a_post;

/// A section from its first row to its last, two rows at a time.
pub(super) async fn every<R: ExportRow>(
    section: &Arc<dyn ExportSection<R>>,
    user: UserId,
) -> Vec<R> {
    let mut rows = Vec::new();
    loop {
        let after = rows.last().map(ExportRow::key);
        let page = section.rows(user, after, 2).await.expect("a page");
        let last = page.len() < 2;
        assert!(page.len() <= 2);
        rows.extend(page);
        if last {
            return rows;
        }
    }
}

pub async fn what_nobody_has_is_in_no_section(scene: &Scene) {
    let nobody = UserId::new(scene.id());
    let export = &scene.adapter.export;
    assert_eq!(every(&export.sessions, nobody).await, []);
    assert_eq!(every(&export.identities, nobody).await, []);
    assert_eq!(every(&export.former_handles, nobody).await, []);
    assert_eq!(every(&export.mails, nobody).await, []);
    assert_eq!(every(&export.mailed_tokens, nobody).await, []);
    assert_eq!(every(&export.second_factors, nobody).await, []);
    assert_eq!(every(&export.answers, nobody).await, []);
    assert_eq!(every(&export.posts, nobody).await, []);
    assert_eq!(every(&export.edits, nobody).await, []);
    assert_eq!(every(&export.comments, nobody).await, []);
    assert_eq!(every(&export.mentions, nobody).await, []);
    assert_eq!(every(&export.following, nobody).await, []);
    assert_eq!(every(&export.blocks, nobody).await, []);
    assert_eq!(every(&export.mutes, nobody).await, []);
    assert_eq!(every(&export.likes, nobody).await, []);
    assert_eq!(every(&export.comment_likes, nobody).await, []);
    assert_eq!(every(&export.reposts, nobody).await, []);
    assert_eq!(every(&export.bookmarks, nobody).await, []);
    assert_eq!(every(&export.notifications, nobody).await, []);
    assert_eq!(every(&export.reports, nobody).await, []);
    assert_eq!(every(&export.moderation, nobody).await, []);
    assert_eq!(every(&export.events, nobody).await, []);
}

pub async fn sessions_are_all_there_newest_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut opened = Vec::new();
    for user in [&alice, &bob, &alice, &alice] {
        let name = format!("token {}", opened.len());
        opened.push(open(scene, user, &name).await);
    }
    let found = every(&scene.adapter.export.sessions, alice.id).await;
    let expected: Vec<_> = opened
        .iter()
        .rev()
        .filter(|s| s.user_id == alice.id)
        .collect();
    assert_eq!(found.len(), 3);
    for (row, session) in found.iter().zip(expected) {
        assert_eq!((row.id, &row.user_agent), (session.id, &session.user_agent));
        assert_eq!(row.created_at, session.created_at);
        assert_eq!(row.last_used_at, session.last_used_at);
        assert_eq!(row.expires_at, session.expires_at);
    }
}

pub async fn kept_answers_are_told_by_key_without_what_they_said(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut kept = Vec::new();
    for (caller, key) in [(&alice, "b"), (&alice, "a"), (&bob, "x"), (&alice, "c d")] {
        let retry = RetryKey {
            caller: caller.id,
            key: key.to_owned(),
            fingerprint: [7; 32],
        };
        let answer = Answer {
            status: 201,
            headers: Vec::new(),
            body: b"said".to_vec(),
        };
        let now = scene.now();
        let mut work = scene.begin().await;
        work.answers()
            .keep(&retry, &answer, now)
            .await
            .expect("keep");
        work.commit().await.expect("commit");
        kept.push((key, now));
    }
    let found = every(&scene.adapter.export.answers, alice.id).await;
    let found: Vec<_> = found
        .iter()
        .map(|row| (row.key.as_str(), row.created_at))
        .collect();
    assert_eq!(found, [kept[1], kept[0], kept[3]]);
}

pub async fn posts_come_with_every_body_that_they_had(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut posts = Vec::new();
    for number in 0..3 {
        let post = a_post(&format!("body 0 of {number} #Tag @bob")).mentioning(&bob);
        let post = match posts.first() {
            Some(first) => post.quoting(first),
            None => post,
        };
        let mut post = post.build(&alice, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        scene.publish(&bob, "another's").await;
        for edit in 1..=number {
            let body = format!("body {edit} of {number}");
            scene.edit_post(&mut post, &body).await;
        }
        posts.push(post);
    }
    posts.reverse();
    let found = every(&scene.adapter.export.posts, alice.id).await;
    let expected: Vec<_> = posts
        .iter()
        .map(|post| ExportedPost {
            id: post.id,
            body: post.body.as_str().to_owned(),
            hashtags: post.body.hashtags(),
            mentions: post.mentions.iter().map(|mentioned| mentioned.id).collect(),
            quoted_post_id: post.quoted_post_id,
            created_at: post.created_at,
            edited_at: post.edited_at,
            version: post.version,
        })
        .collect();
    assert_eq!(found, expected);
    assert_eq!(found[2].mentions, [bob.id]);
    assert_eq!(found[0].quoted_post_id, Some(posts[2].id));

    let edits = every(&scene.adapter.export.edits, alice.id).await;
    let told: Vec<_> = edits
        .iter()
        .map(|edit| (edit.post_id, edit.version, edit.body.as_str()))
        .collect();
    let expected = [
        (posts[0].id, 2, "body 1 of 2"),
        (posts[0].id, 1, "body 0 of 2 #Tag @bob"),
        (posts[1].id, 1, "body 0 of 1 #Tag @bob"),
    ];
    assert_eq!(told, expected);
    assert_eq!(edits[1].written_at, posts[0].created_at);
}

pub async fn comments_are_those_that_still_stand(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    let top = scene.comment(&alice, &post, "top").await;
    scene.comment(&bob, &post, "another's").await;
    let reply = scene.reply(&alice, &post, &top, "reply").await;
    let gone = scene.comment(&alice, &post, "gone").await;
    let mut edited = scene.comment(&alice, &post, "first").await;
    scene.edit_comment(&mut edited, "second").await;
    scene.delete_comment(&gone).await;
    let found = every(&scene.adapter.export.comments, alice.id).await;
    let told: Vec<_> = found
        .iter()
        .map(|row| (row.id, row.body.as_str()))
        .collect();
    assert_eq!(
        told,
        [(edited.id, "second"), (reply.id, "reply"), (top.id, "top")]
    );
    assert_eq!(
        (found[0].version, found[0].edited_at),
        (2, edited.edited_at)
    );
    assert_eq!(
        (found[1].parent_id, found[1].post_id),
        (Some(top.id), post.id)
    );
    assert_eq!(found[2].created_at, top.created_at);
}

pub async fn mentions_are_those_of_others(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut naming = Vec::new();
    for (author, named) in [
        (&bob, &alice),
        (&alice, &alice),
        (&bob, &bob),
        (&bob, &alice),
    ] {
        let post = a_post("hello").mentioning(named);
        let post = post.build(author, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        naming.push((post.id, post.created_at));
    }
    let found = every(&scene.adapter.export.mentions, alice.id).await;
    let found: Vec<_> = found
        .iter()
        .map(|row| (row.post_id, row.created_at))
        .collect();
    let mut expected = vec![naming[0], naming[3]];
    expected.sort();
    assert_eq!(found, expected);
}

pub async fn relations_are_those_that_the_user_chose(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut others = Vec::new();
    for handle in ["bob", "carol", "dora"] {
        let other = scene.register(handle).await;
        // What others decide about her is theirs.
        scene.relate(RelationKind::Follow, &other, &alice).await;
        scene.relate(RelationKind::Mute, &other, &alice).await;
        scene.relate(RelationKind::Follow, &alice, &other).await;
        scene.relate(RelationKind::Mute, &alice, &other).await;
        others.push(other);
    }
    let blocked = scene.register("eve").await;
    scene.relate(RelationKind::Block, &alice, &blocked).await;
    others.reverse();
    let others: Vec<_> = others.iter().map(|user| user.id).collect();
    let export = &scene.adapter.export;
    let following = every(&export.following, alice.id).await;
    assert!(following.iter().map(|row| row.user_id).eq(others.clone()));
    assert!(
        following
            .windows(2)
            .all(|pair| pair[0].since > pair[1].since)
    );
    let mutes = every(&export.mutes, alice.id).await;
    assert!(mutes.iter().map(|row| row.user_id).eq(others));
    let blocks = every(&export.blocks, alice.id).await;
    assert!(blocks.iter().map(|row| row.user_id).eq([blocked.id]));
}

pub async fn reactions_are_those_that_the_user_made(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let (mut posts, mut comments) = (Vec::new(), Vec::new());
    for number in 0..3 {
        let post = scene.publish(&bob, &format!("post {number}")).await;
        let comment = scene.comment(&bob, &post, "a comment").await;
        // Whatever others do with the same things is theirs.
        for by in [&alice, &bob] {
            scene.react(by, Reaction::LikePost(post.id)).await;
            scene.react(by, Reaction::LikeComment(comment.id)).await;
        }
        scene.react(&alice, Reaction::Repost(post.id)).await;
        scene.react(&bob, Reaction::Bookmark(post.id)).await;
        posts.insert(0, post.id);
        comments.insert(0, comment.id);
    }
    scene.react(&alice, Reaction::Bookmark(posts[1])).await;
    scene.take_back(&alice, Reaction::Repost(posts[0])).await;
    let export = &scene.adapter.export;
    let mut by_id = posts.clone();
    by_id.sort_unstable();
    comments.sort_unstable();
    let likes = every(&export.likes, alice.id).await;
    assert!(likes.iter().map(|row| row.post_id).eq(by_id));
    let likes = every(&export.comment_likes, alice.id).await;
    assert!(likes.iter().map(|row| row.comment_id).eq(comments));
    let reposts = every(&export.reposts, alice.id).await;
    assert!(
        reposts
            .iter()
            .map(|row| row.post_id)
            .eq([posts[1], posts[2]])
    );
    let kept = every(&export.bookmarks, alice.id).await;
    assert!(kept.iter().map(|row| row.post_id).eq([posts[1]]));
}

pub async fn identities_are_told_by_issuer_and_subject(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    for (user, subject) in [(&alice, "c"), (&bob, "x"), (&alice, "a"), (&alice, "b")] {
        let identity = OutsideIdentity::parse("https://id.example.org", subject);
        assert!(link(scene, &identity.expect("an identity"), user).await);
    }
    let found = every(&scene.adapter.export.identities, alice.id).await;
    let told: Vec<_> = found.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(told, ["a", "b", "c"]);
    assert!(
        found
            .iter()
            .all(|row| row.issuer == "https://id.example.org")
    );
    assert!(found[0].created_at > found[2].created_at);
}

pub async fn events_are_those_that_the_user_made(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    scene.publish(&bob, "another's").await;
    let comment = crate::builders::a_comment("hm").build(&alice, &post, &scene.ids, &scene.clock);
    let mut traced = scene.event(thoughts_domain::events::DomainEvent::CommentAdded(
        thoughts_domain::comments::CommentAdded { comment },
    ));
    traced.trace = TraceParent(Some("00-trace".to_owned()));
    let mut work = scene.begin().await;
    work.outbox().append(&traced).await.expect("append");
    work.commit().await.expect("commit");
    let log = scene.log().await;
    let found = every(&scene.adapter.export.events, alice.id).await;
    let expected: Vec<_> = log.iter().filter(|event| event.actor == alice.id).collect();
    assert_eq!((found.len(), expected.len()), (3, 3));
    let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    for (row, event) in found.iter().zip(expected) {
        assert_eq!((row.position, row.id), (event.position, event.id));
        assert_eq!(row.event_type, event.event_type);
        assert_eq!(row.aggregate_type, event.aggregate_type);
        assert_eq!(row.aggregate_id, event.aggregate_id.to_string());
        assert_eq!(json(&row.payload), json(&event.payload));
        assert_eq!(row.occurred_at, event.occurred_at);
        assert_eq!(row.trace_parent, event.trace_parent);
    }
    assert_eq!(found[2].trace_parent.as_deref(), Some("00-trace"));
}

pub async fn a_walk_shows_once_what_stood_before_it(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut stood = Vec::new();
    for number in 0..6 {
        stood.push(scene.publish(&alice, &format!("post {number}")).await.id);
    }
    let mut seen: Vec<ExportedPost> = Vec::new();
    loop {
        let after = seen.last().map(ExportRow::key);
        let page = scene.adapter.export.posts.rows(alice.id, after, 2).await;
        let page = page.expect("a page");
        let last = page.len() < 2;
        seen.extend(page);
        if last {
            break;
        }
        // He writes on while his export is read.
        scene.publish(&alice, "meanwhile").await;
    }
    let ids: Vec<_> = seen.iter().map(|post| post.id).collect();
    stood.reverse();
    assert_eq!(ids, stood);
}
