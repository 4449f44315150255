//! Notifications that are made again.

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, NotificationId, PostId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::notifications::NotificationView;
use thoughts_use_cases::readers::SubscriptionState;

use super::Scene;
use super::notified::{cast, catch_up, fill, list, mark, rebuild, run, start, told};

/// Walks in steps of that many.
async fn posts_by(scene: &Scene, limit: u32) -> Vec<PostId> {
    let mut work = scene.begin().await;
    let mut seen: Vec<PostId> = Vec::new();
    loop {
        let after = seen.last().copied();
        let next = work.notifications().next_posts(after, limit).await;
        let next = next.expect("posts");
        if next.is_empty() {
            return seen;
        }
        assert!(next.len() <= limit as usize);
        seen.extend(next);
    }
}

async fn comments_by(scene: &Scene, limit: u32) -> Vec<(PostId, CommentId)> {
    let mut work = scene.begin().await;
    let mut seen: Vec<(PostId, CommentId)> = Vec::new();
    loop {
        let after = seen.last().copied();
        let next = work.notifications().next_comments(after, limit).await;
        let next = next.expect("comments");
        if next.is_empty() {
            return seen;
        }
        assert!(next.len() <= limit as usize);
        seen.extend(next);
    }
}

pub async fn a_walk_over_everything_sees_each_once(scene: &Scene) {
    let cast = cast(scene).await;
    assert_eq!(comments_by(scene, 3).await, []);
    let mut posts = vec![cast.post.id];
    let mut comments = Vec::new();
    for number in 0..4 {
        let post = scene.publish(&cast.alice, &format!("post {number}")).await;
        posts.push(post.id);
        for number in 0..number {
            let said = format!("comment {number}");
            let comment = scene.comment(&cast.bob, &post, &said).await;
            comments.push((post.id, comment.id));
            if number == 1 {
                let reply = scene.reply(&cast.carol, &post, &comment, "a reply").await;
                comments.push((post.id, reply.id));
                // A tombstone, because it has a reply.
                scene.delete_comment(&comment).await;
            }
        }
    }
    posts.sort_unstable();
    comments.sort_unstable();
    for limit in [1, 2, 3, 100] {
        assert_eq!(posts_by(scene, limit).await, posts, "{limit}");
        assert_eq!(comments_by(scene, limit).await, comments, "{limit}");
    }
}

pub async fn what_is_left_without_anybody_is_pruned_step_by_step(scene: &Scene) {
    let cast = cast(scene).await;
    let kept = scene.comment(&cast.bob, &cast.post, "stays").await;
    let mut gone = Vec::new();
    for number in 0..3 {
        let post = scene.publish(&cast.alice, &format!("post {number}")).await;
        gone.push(scene.comment(&cast.bob, &post, "goes").await);
    }
    catch_up(scene).await;
    // The comments take along that anybody was told of them; the reader has not looked since.
    for comment in &gone {
        scene.delete_comment(comment).await;
    }
    assert_eq!(walk_and_prune(scene, 2).await, 2, "all four are looked at");
    assert_eq!(walk_and_prune(scene, 1).await, 1, "and the empty are gone");
    let views = list(scene, &cast.alice).await;
    assert_eq!(views.len(), 1);
    assert_eq!(views[0].comment_id, Some(kept.id));
}

/// How many steps that looks at anything.
async fn walk_and_prune(scene: &Scene, limit: u32) -> usize {
    let mut after: Option<NotificationId> = None;
    let mut steps = 0;
    loop {
        let mut work = scene.begin().await;
        let last = work.notifications().prune(after, limit).await;
        let Some(last) = last.expect("pruned") else {
            return steps;
        };
        work.commit().await.expect("commit");
        assert!(after.is_none_or(|before| before < last), "it goes on");
        after = Some(last);
        steps += 1;
    }
}

pub async fn a_rebuild_finds_what_is_missing_and_keeps_what_was_read(scene: &Scene) {
    let cast = cast(scene).await;
    let posts = fill(scene, &cast, 4).await;
    let comment = scene.comment(&cast.carol, &posts[1], "for @bob").await;
    scene
        .reply(&cast.alice, &posts[1], &comment, "an answer")
        .await;
    catch_up(scene).await;
    let ids: Vec<_> = list(scene, &cast.alice)
        .await
        .iter()
        .map(|view| view.id)
        .collect();
    mark(scene, &cast.alice, Some(&ids[2..3])).await;
    let users = [&cast.alice, &cast.bob, &cast.carol];
    let mut before = Vec::new();
    for user in users {
        before.push(list(scene, user).await);
    }
    rebuild(scene).await;
    for (user, before) in users.into_iter().zip(&before) {
        assert_eq!(
            list(scene, user).await,
            *before,
            "what is right is left alone"
        );
    }

    // Everything is lost, and found again in the same order.
    let mut work = scene.begin().await;
    for user in users {
        work.notifications()
            .forget(user.id)
            .await
            .expect("forgotten");
    }
    work.commit().await.expect("commit");
    assert_eq!(list(scene, &cast.alice).await, []);
    rebuild(scene).await;
    for (user, before) in users.into_iter().zip(&before) {
        let again = list(scene, user).await;
        assert_eq!(told(&again), told(before));
        let times = |views: &[NotificationView]| -> Vec<_> {
            views
                .iter()
                .map(|view| (view.created_at, view.post_id, view.comment_id))
                .collect()
        };
        assert_eq!(times(&again), times(before));
    }
    // What happens now still comes in front.
    let post: &Post = &posts[3];
    let last: Comment = scene.comment(&cast.carol, post, "the last").await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await[0].comment_id, Some(last.id));
}

/// What the list shows in its order, but for ids, which are new, and places as numbers.
fn shown(views: &[NotificationView]) -> Vec<NotificationView> {
    let id = NotificationId::parse("nc6bzmkmd014706rfda898to").expect("id");
    let views = views.iter().cloned();
    views
        .map(|view| NotificationView {
            id,
            place: 0,
            ..view
        })
        .collect()
}

pub async fn what_was_filled_at_once_is_what_steps_would_have_made(scene: &Scene) {
    let cast = cast(scene).await;
    let dave = scene.register("dave").await;
    let posts = fill(scene, &cast, 3).await;
    for post in &posts[..2] {
        let comment = scene.comment(&cast.carol, post, "for @bob and @dave").await;
        scene.reply(&cast.bob, post, &comment, "an answer").await;
        scene.comment(&dave, post, "hidden from alice").await;
    }
    scene.publish(&cast.carol, "hello @alice, @dave").await;
    scene.relate(RelationKind::Block, &dave, &cast.alice).await;
    scene
        .relate(RelationKind::Mute, &cast.bob, &cast.carol)
        .await;
    let users = [&cast.alice, &cast.bob, &cast.carol, &dave];
    forget_all(scene, &users).await;
    rebuild(scene).await;
    let mut by_steps = Vec::new();
    for user in users {
        by_steps.push(shown(&list(scene, user).await));
    }
    assert!(by_steps[0].len() >= 3, "{by_steps:?}");

    forget_all(scene, &users).await;
    fill_at_once(scene).await;
    let mut at_once = Vec::new();
    for (user, by_steps) in users.into_iter().zip(&by_steps) {
        let list = list(scene, user).await;
        assert_eq!(shown(&list), *by_steps);
        at_once.push(list);
    }
    // Nothing is there to be filled any more, and a rebuild finds all as it should be.
    assert!(!begin_filling(scene).await);
    rebuild(scene).await;
    for (user, at_once) in users.into_iter().zip(&at_once) {
        assert_eq!(list(scene, user).await, *at_once);
    }
    let last = scene.comment(&cast.carol, &posts[0], "the last").await;
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await[0].comment_id, Some(last.id));
}

async fn forget_all(scene: &Scene, users: &[&User]) {
    let mut work = scene.begin().await;
    for user in users {
        let forgotten = work.notifications().forget(user.id).await;
        forgotten.expect("forgotten");
    }
    work.commit().await.expect("commit");
}

/// Fills, or takes the steps where the storage does not offer that.
async fn fill_at_once(scene: &Scene) {
    start(scene).await;
    let filled = run(scene).fill().await.expect("filled");
    let mut work = scene.begin().await;
    let found = work.subscriptions().find("notifications").await;
    let state = found.expect("found").expect("a subscription").state;
    drop(work);
    assert_eq!(filled, state == SubscriptionState::Reading, "{state:?}");
    assert!(!run(scene).fill().await.expect("an answer"));
    catch_up(scene).await;
}

async fn begin_filling(scene: &Scene) -> bool {
    let mut work = scene.begin().await;
    let begun = work.notifications().begin_filling().await;
    begun.expect("an answer")
}
