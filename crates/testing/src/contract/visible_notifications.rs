//! Of whose doings a recipient is told.

use thoughts_domain::graph::RelationKind;
use thoughts_domain::notifications::NotificationKind::{Comment, Mention};

use super::Scene;
use super::notified::{Cast, cast, catch_up, list, page, told, unread};
use super::walk::walk;

pub async fn a_block_or_a_mute_hides_what_was_told_before(scene: &Scene) {
    for (kind, suffix) in [(RelationKind::Block, "b"), (RelationKind::Mute, "m")] {
        let name = |who: &str| format!("{who}_{suffix}");
        let alice = scene.register(&name("alice")).await;
        let bob = scene.register(&name("bob")).await;
        let carol = scene.register(&name("carol")).await;
        let post = scene.publish(&alice, "a post").await;
        let other = scene.publish(&alice, "another").await;
        let by_carol = scene.comment(&carol, &post, "one").await;
        scene.comment(&bob, &post, "two").await;
        scene.comment(&bob, &other, "three").await;
        catch_up(scene).await;
        let before = list(scene, &alice).await;
        assert_eq!((before.len(), unread(scene, &alice).await), (2, 2));

        scene.relate(kind, &alice, &bob).await;
        let views = list(scene, &alice).await;
        let shown = carol.handle.as_str();
        assert_eq!(told(&views), [(Comment, vec![shown], 1)]);
        assert_eq!(views[0].comment_id, Some(by_carol.id));
        assert_eq!(views[0].created_at, by_carol.created_at);
        assert_eq!(unread(scene, &alice).await, 1);

        scene.unrelate(kind, &alice, &bob).await;
        assert_eq!(list(scene, &alice).await, before);
        assert_eq!(unread(scene, &alice).await, 2);
    }
}

pub async fn being_blocked_hides_too_and_being_muted_does_not(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    scene.comment(&bob, &post, "one").await;
    scene.comment(&carol, &post, "two").await;
    catch_up(scene).await;
    scene.relate(RelationKind::Block, &bob, &alice).await;
    scene.relate(RelationKind::Mute, &carol, &alice).await;
    let views = list(scene, &alice).await;
    assert_eq!(told(&views), [(Comment, vec!["carol"], 1)]);
}

pub async fn nobody_is_told_of_whom_he_does_not_see(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let others = scene.publish(&carol, "a post").await;
    scene.relate(RelationKind::Block, &alice, &bob).await;
    scene.relate(RelationKind::Mute, &alice, &carol).await;
    scene.comment(&bob, &others, "@alice and @carol").await;
    scene.comment(&carol, &post, "hello").await;
    catch_up(scene).await;
    let views = list(scene, &carol).await;
    assert_eq!(told(&views), [(Comment, vec!["bob"], 1)]);
    // Not later either: what came while it held was never told.
    scene.unrelate(RelationKind::Block, &alice, &bob).await;
    scene.unrelate(RelationKind::Mute, &alice, &carol).await;
    assert_eq!(list(scene, &alice).await, []);
    assert_eq!(unread(scene, &alice).await, 0);
    scene.comment(&bob, &others, "again, @alice").await;
    catch_up(scene).await;
    let views = list(scene, &alice).await;
    assert_eq!(told(&views), [(Mention, vec!["bob"], 1)]);
}

pub async fn pages_of_what_is_left_are_full(scene: &Scene) {
    let Cast {
        alice, bob, carol, ..
    } = cast(scene).await;
    let mut by_carol = Vec::new();
    for number in 0..6 {
        let post = scene.publish(&alice, &format!("post {number}")).await;
        if number % 2 == 0 {
            scene.comment(&bob, &post, "bob").await;
        } else {
            scene.comment(&carol, &post, "carol").await;
            by_carol.insert(0, Some(post.id));
        }
    }
    catch_up(scene).await;
    scene.relate(RelationKind::Block, &alice, &bob).await;
    for rows in [1, 2, 3] {
        let views = walk(rows, async |request| page(scene, &alice, request).await).await;
        let posts: Vec<_> = views.into_iter().map(|view| view.post_id).collect();
        assert_eq!(posts, by_carol);
    }
    assert_eq!(unread(scene, &alice).await, 3);
}
