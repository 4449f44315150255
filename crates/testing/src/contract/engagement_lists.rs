//! Lists of those who like and reposted a post.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::Reacting;

use super::Scene;
use super::walk::{first, walk};

async fn likes(scene: &Scene, post: &Post, viewer: Option<UserId>, rows: u16) -> Vec<UserId> {
    let users = walk(rows, async |request| {
        let engagement = &scene.adapter.engagement;
        let read = engagement.likes(post.id, viewer, &request).await;
        read.expect("likes").value.expect("a post")
    });
    users.await.into_iter().map(|row| row.user.id).collect()
}

async fn reposts(scene: &Scene, post: &Post, viewer: Option<UserId>, rows: u16) -> Vec<UserId> {
    let users = walk(rows, async |request| {
        let engagement = &scene.adapter.engagement;
        let read = engagement.reposts(post.id, viewer, &request).await;
        read.expect("reposts").value.expect("a post")
    });
    users.await.into_iter().map(|row| row.user.id).collect()
}

async fn crowd(scene: &Scene, size: usize) -> Vec<User> {
    let mut users = Vec::with_capacity(size);
    for number in 0..size {
        users.push(scene.register(&format!("user_{number}")).await);
    }
    users
}

async fn react_at(scene: &Scene, by: &User, post: &Post, at: Timestamp) {
    for reaction in [Reaction::LikePost(post.id), Reaction::Repost(post.id)] {
        let mut work = scene.begin().await;
        let reacting = work.engagement().begin(reaction, by.id, at).await;
        assert!(matches!(reacting, Ok(Reacting::Begun(_))));
        work.commit().await.expect("commit");
    }
}

fn newest_first(mut users: Vec<(Timestamp, UserId)>) -> Vec<UserId> {
    users.sort_by(|a, b| b.cmp(a));
    users.into_iter().map(|(_, id)| id).collect()
}

pub async fn newest_first_with_ties_broken_by_id(scene: &Scene) {
    let users = crowd(scene, 8).await;
    let post = scene.publish(&users[0], "a post").await;
    let moment = scene.now();
    let mut expected = Vec::new();
    for (number, user) in users.iter().enumerate().skip(1) {
        let at = if number % 3 == 0 { scene.now() } else { moment };
        react_at(scene, user, &post, at).await;
        expected.push((at, user.id));
    }
    let expected = newest_first(expected);
    for rows in [1, 2, 6, 7, 8] {
        assert_eq!(likes(scene, &post, None, rows).await, expected);
        assert_eq!(reposts(scene, &post, None, rows).await, expected);
    }
}

pub async fn a_row_shows_who_and_since_when(scene: &Scene) {
    let users = crowd(scene, 2).await;
    let post = scene.publish(&users[0], "a post").await;
    let at = scene.now();
    react_at(scene, &users[1], &post, at).await;
    let shown = scene.profile(users[1].id).await.expect("a user").summary;
    let engagement = &scene.adapter.engagement;
    let pages = [
        engagement.likes(post.id, None, &first(5)).await,
        engagement.reposts(post.id, None, &first(5)).await,
    ];
    for page in pages {
        let page = page.expect("a list").value.expect("a post");
        assert_eq!(page.items.len(), 1);
        assert_eq!((&page.items[0].user, page.items[0].since), (&shown, at));
    }
}

pub async fn lists_do_not_mix(scene: &Scene) {
    let users = crowd(scene, 3).await;
    let post = scene.publish(&users[0], "a post").await;
    let other = scene.publish(&users[0], "another").await;
    scene.react(&users[0], Reaction::LikePost(post.id)).await;
    scene.react(&users[1], Reaction::Repost(post.id)).await;
    scene.react(&users[2], Reaction::Bookmark(post.id)).await;
    scene.react(&users[2], Reaction::LikePost(other.id)).await;
    assert_eq!(likes(scene, &post, None, 3).await, [users[0].id]);
    assert_eq!(reposts(scene, &post, None, 3).await, [users[1].id]);
    assert_eq!(likes(scene, &other, None, 3).await, [users[2].id]);
    assert_eq!(reposts(scene, &other, None, 3).await, []);
}

async fn assert_no_lists(scene: &Scene, post: PostId, viewer: Option<UserId>) {
    let engagement = &scene.adapter.engagement;
    let lists = [
        engagement.likes(post, viewer, &first(3)).await,
        engagement.reposts(post, viewer, &first(3)).await,
    ];
    for list in lists {
        assert_eq!(list.expect("an answer").value, None);
    }
}

pub async fn empty_lists_are_told_from_no_posts(scene: &Scene) {
    let users = crowd(scene, 1).await;
    let post = scene.publish(&users[0], "a post").await;
    assert_eq!(likes(scene, &post, None, 3).await, []);
    assert_eq!(reposts(scene, &post, None, 3).await, []);
    assert_no_lists(scene, PostId::new(scene.id()), None).await;
    scene.delete_post(&post).await;
    assert_no_lists(scene, post.id, None).await;
}

pub async fn whom_a_block_hides_is_left_out_of_full_pages(scene: &Scene) {
    let users = crowd(scene, 9).await;
    let (me, author) = (&users[0], &users[1]);
    let post = scene.publish(author, "a post").await;
    let mut expected = Vec::new();
    for (number, user) in users.iter().enumerate().skip(2) {
        let at = scene.now();
        react_at(scene, user, &post, at).await;
        match number % 3 {
            0 => assert!(scene.relate(RelationKind::Block, me, user).await),
            1 => assert!(scene.relate(RelationKind::Block, user, me).await),
            _ => expected.push((at, user.id)),
        }
    }
    // A mute hides from lists of posts; who likes something is looked up here.
    scene.relate(RelationKind::Mute, me, &users[2]).await;
    let expected = newest_first(expected);
    for rows in [1, 2, 3, 4] {
        assert_eq!(likes(scene, &post, Some(me.id), rows).await, expected);
        assert_eq!(reposts(scene, &post, Some(me.id), rows).await, expected);
    }
    assert_eq!(likes(scene, &post, None, 3).await.len(), 7);
    assert_eq!(reposts(scene, &post, Some(author.id), 3).await.len(), 7);
}

pub async fn what_a_block_hides_has_no_lists(scene: &Scene) {
    let users = crowd(scene, 3).await;
    let post = scene.publish(&users[0], "a post").await;
    react_at(scene, &users[2], &post, scene.now()).await;
    for (from, to) in [(0, 1), (1, 0)] {
        let (from, to) = (&users[from], &users[to]);
        scene.relate(RelationKind::Block, from, to).await;
        assert_no_lists(scene, post.id, Some(users[1].id)).await;
        scene.unrelate(RelationKind::Block, from, to).await;
    }
    assert_eq!(likes(scene, &post, Some(users[1].id), 3).await.len(), 1);
}

pub async fn who_is_erased_leaves_every_list(scene: &Scene) {
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "a post").await;
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let ada = scene.register("ada").await;
        react_at(scene, &ada, &post, scene.now()).await;
        // At once, and not only when the job has come to it.
        scene.close_account(&ada, content).await;
        assert_eq!(likes(scene, &post, None, 3).await, []);
        assert_eq!(reposts(scene, &post, None, 3).await, []);
        scene.finish_erasures().await;
    }
    scene.assert_sound().await;
}
