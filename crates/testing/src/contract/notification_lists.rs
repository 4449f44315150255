//! Notifications as their recipient reads and marks them.

use thoughts_domain::notifications::NotificationKind;
use thoughts_use_cases::notifications::{NotificationKey, NotificationView};
use thoughts_use_cases::paging::{Direction, Page};

use super::Scene;
use super::notified::{Cast, cast, catch_up, fill, list, mark, page, told, unread};
use super::walk::{first, from, walk};

pub async fn what_was_read_is_not_joined_any_more(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    scene.comment(&bob, &post, "one").await;
    catch_up(scene).await;
    mark(scene, &alice, None).await;
    assert_eq!(unread(scene, &alice).await, 0);
    assert!(list(scene, &alice).await[0].read);
    scene.comment(&carol, &post, "two").await;
    catch_up(scene).await;
    let views = list(scene, &alice).await;
    let expected = [
        (NotificationKind::Comment, vec!["carol"], 1),
        (NotificationKind::Comment, vec!["bob"], 1),
    ];
    assert_eq!(told(&views), expected);
    assert_eq!((views[0].read, views[1].read), (false, true));
    assert_eq!(unread(scene, &alice).await, 1);
}

pub async fn only_the_recipient_marks_and_only_what_is_named(scene: &Scene) {
    let Cast {
        alice, bob, post, ..
    } = cast(scene).await;
    let other = scene.publish(&alice, "another post").await;
    for post in [&post, &other] {
        scene.comment(&bob, post, "hello").await;
    }
    catch_up(scene).await;
    let ids: Vec<_> = list(scene, &alice)
        .await
        .iter()
        .map(|view| view.id)
        .collect();
    mark(scene, &bob, Some(&ids)).await;
    mark(scene, &bob, None).await;
    mark(scene, &alice, Some(&[])).await;
    assert_eq!(unread(scene, &alice).await, 2);
    mark(scene, &alice, Some(&ids[1..])).await;
    let read: Vec<_> = list(scene, &alice)
        .await
        .iter()
        .map(|view| view.read)
        .collect();
    assert_eq!(read, [false, true]);
}

pub async fn a_walk_sees_each_where_it_was_when_it_began(scene: &Scene) {
    let cast = cast(scene).await;
    let posts = fill(scene, &cast, 7).await;
    let expected: Vec<_> = posts.iter().map(|post| Some(post.id)).collect();
    let ids = |page: &Page<NotificationView, NotificationKey>| -> Vec<_> {
        page.items.iter().map(|view| view.post_id).collect()
    };
    let mut at = page(scene, &cast.alice, first(2)).await;
    let mut seen = ids(&at);
    // After each page somebody joins two of them: one that was seen, one that was not; and there
    // is a new one each time.
    for turn in 0..3 {
        for post in [&posts[0], &posts[6 - turn]] {
            scene.comment(&cast.carol, post, "me too").await;
        }
        fill(scene, &cast, 1).await;
        at = page(
            scene,
            &cast.alice,
            from(2, Direction::Forward, at.next.expect("more")),
        )
        .await;
        seen.extend(ids(&at));
    }
    assert_eq!(seen, expected, "nothing is skipped, nothing is seen twice");
    assert!(at.next.is_none());
    // And back, over the same places.
    let mut back = Vec::new();
    while let Some(prev) = at.prev {
        at = page(scene, &cast.alice, from(2, Direction::Backward, prev)).await;
        back.splice(0..0, ids(&at));
    }
    assert_eq!(back, expected[..6]);
    // A walk that begins now sees those in front that were joined.
    let now = ids(&page(scene, &cast.alice, first(3)).await);
    assert_eq!(now[1..], [Some(posts[4].id), Some(posts[0].id)]);
}

pub async fn next_is_none_exactly_at_the_end(scene: &Scene) {
    let cast = cast(scene).await;
    fill(scene, &cast, 6).await;
    let fetch = async |request| page(scene, &cast.alice, request).await;
    for rows in [1, 2, 3, 4, 6, 7] {
        assert_eq!(walk(rows, fetch).await.len(), 6);
    }
}

pub async fn events_that_come_again_change_nothing(scene: &Scene) {
    let cast = cast(scene).await;
    fill(scene, &cast, 3).await;
    mark(scene, &cast.alice, None).await;
    let before = list(scene, &cast.alice).await;
    let mut work = scene.begin().await;
    let kept = work
        .subscriptions()
        .find("notifications")
        .await
        .expect("found");
    let mut back = kept.expect("a subscription");
    back.checkpoint.number = 0;
    assert!(work.subscriptions().save(&back).await.expect("saved"));
    work.commit().await.expect("commit");
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, before);
    assert_eq!(unread(scene, &cast.alice).await, 0);
}
