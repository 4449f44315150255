//! Whom blocks, mutes and erasures keep out of home feeds.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;

use super::Scene;
use super::home_feed::{follow, home, people, repost};
use super::visibility::Circle;

pub async fn whom_a_block_or_a_mute_hides_is_left_out_of_full_pages(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let me = &circle.me;
    for user in circle.all() {
        if user.id != me.id {
            follow(scene, me, user).await;
        }
    }
    circle.part(scene).await;
    let mut expected = Vec::new();
    for number in 0..18 {
        let author = circle.all()[number % 6];
        let post = scene.publish(author, "a post").await;
        if circle.lists(author.id) {
            expected.insert(0, (post.id, None));
        }
    }
    // `home` also asks that no page is short.
    for rows in [1, 2, 4, 9] {
        assert_eq!(home(scene, me, rows).await, expected);
    }
    for (kind, from, to) in [
        (RelationKind::Block, me, &circle.blocked),
        (RelationKind::Block, &circle.blocker, me),
        (RelationKind::Mute, me, &circle.muted),
    ] {
        assert!(scene.unrelate(kind, from, to).await);
    }
    assert_eq!(home(scene, me, 4).await.len(), 18);
}

pub async fn a_hidden_author_is_brought_by_nobody(scene: &Scene) {
    let [me, friend, author] = people(scene, ["myself", "friend", "author"]).await;
    follow(scene, &me, &friend).await;
    let post = scene.publish(&author, "a post").await;
    repost(scene, &me, &post).await;
    repost(scene, &friend, &post).await;
    let shown = [(post.id, Some(me.id))];
    assert_eq!(home(scene, &me, 1).await, shown);
    for (kind, from, to) in [
        (RelationKind::Block, &me, &author),
        (RelationKind::Block, &author, &me),
        (RelationKind::Mute, &me, &author),
    ] {
        assert!(scene.relate(kind, from, to).await);
        assert_eq!(home(scene, &me, 1).await, [], "{kind:?}");
        assert!(scene.unrelate(kind, from, to).await);
        assert_eq!(home(scene, &me, 1).await, shown, "{kind:?}");
    }
    // What he mutes and blocks is his own affair.
    assert!(scene.relate(RelationKind::Mute, &author, &me).await);
    assert!(scene.relate(RelationKind::Block, &author, &friend).await);
    assert_eq!(home(scene, &me, 1).await, shown);
}

pub async fn who_is_hidden_brings_nothing_and_hides_no_other(scene: &Scene) {
    let people = people(scene, ["myself", "hidden", "next", "author"]).await;
    let [me, hidden, next, author] = &people;
    follow(scene, me, hidden).await;
    follow(scene, me, next).await;
    let [alone, both] = [
        scene.publish(author, "brought by one").await,
        scene.publish(author, "brought by two").await,
    ];
    repost(scene, hidden, &alone).await;
    repost(scene, hidden, &both).await;
    repost(scene, next, &both).await;
    let shown = [(both.id, Some(hidden.id)), (alone.id, Some(hidden.id))];
    assert_eq!(home(scene, me, 1).await, shown);
    for (kind, from, to) in [
        (RelationKind::Block, me, hidden),
        (RelationKind::Block, hidden, me),
        (RelationKind::Mute, me, hidden),
    ] {
        assert!(scene.relate(kind, from, to).await);
        assert_eq!(home(scene, me, 1).await, [(both.id, Some(next.id))]);
        assert!(scene.unrelate(kind, from, to).await);
    }
    assert_eq!(home(scene, me, 1).await, shown);
}

pub async fn who_is_erased_has_reposted_nothing(scene: &Scene) {
    let [me, next, author] = people(scene, ["myself", "next", "author"]).await;
    follow(scene, &me, &next).await;
    let post = scene.publish(&author, "a post").await;
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let gone = scene.register("gone").await;
        follow(scene, &me, &gone).await;
        repost(scene, &gone, &post).await;
        assert_eq!(home(scene, &me, 1).await, [(post.id, Some(gone.id))]);
        // At once, and not only when the job has come to it.
        scene.close_account(&gone, content).await;
        assert_eq!(home(scene, &me, 1).await, []);
        repost(scene, &next, &post).await;
        assert_eq!(home(scene, &me, 1).await, [(post.id, Some(next.id))]);
        scene.finish_erasures().await;
        assert_eq!(home(scene, &me, 1).await, [(post.id, Some(next.id))]);
        scene.take_back(&next, Reaction::Repost(post.id)).await;
    }
}
