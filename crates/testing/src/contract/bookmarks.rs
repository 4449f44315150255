//! What somebody keeps.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::PostId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::posts::PostViewer;

use super::Scene;
use super::visibility::Circle;
use super::walk::{first, walk};

/// Keeps a post from that moment on.
async fn keep_at(scene: &Scene, by: &User, post: PostId, at: Timestamp) {
    let mut work = scene.begin().await;
    let kept = Reaction::Bookmark(post);
    let reacting = work.engagement().begin(kept, by.id, at).await;
    reacting.expect("begin");
    work.commit().await.expect("commit");
}

pub(super) async fn kept(scene: &Scene, by: &User, rows: u16) -> Vec<PostId> {
    let list = walk(rows, async |request| {
        let page = scene.adapter.engagement.bookmarks(by.id, &request).await;
        page.expect("a list").value
    });
    list.await.into_iter().map(|row| row.post.id).collect()
}

pub async fn what_was_kept_last_comes_first_with_ties_broken_by_id(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let moment = scene.now();
    let mut expected = Vec::new();
    for number in 0..7 {
        let post = scene
            .publish(&ada, &format!("no. {number}, for @bob"))
            .await;
        let at = if number % 3 == 0 { scene.now() } else { moment };
        keep_at(scene, &bob, post.id, at).await;
        expected.push((at, post.id));
    }
    expected.sort_unstable();
    expected.reverse();
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    for rows in [1, 2, 6, 7, 8] {
        assert_eq!(kept(scene, &bob, rows).await, expected);
    }
    // They are his alone.
    assert_eq!(kept(scene, &ada, 5).await, []);
}

pub async fn a_row_shows_the_post_as_its_reader_sees_it(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let post = scene.publish(&ada, "a post").await;
    let at = scene.now();
    keep_at(scene, &bob, post.id, at).await;
    scene.react(&bob, Reaction::LikePost(post.id)).await;
    let page = scene.adapter.engagement.bookmarks(bob.id, &first(5)).await;
    let page = page.expect("a list").value;
    assert_eq!(page.items.len(), 1);
    let row = &page.items[0];
    assert_eq!(row.since, at);
    let read = scene.adapter.posts.post(post.id, Some(bob.id)).await;
    assert_eq!(read.expect("a read").value.as_ref(), Some(&row.post));
    let done = PostViewer {
        liked: true,
        bookmarked: true,
        ..PostViewer::default()
    };
    assert_eq!((row.post.viewer, row.post.like_count), (Some(done), 1));
}

pub async fn what_was_taken_out_or_is_gone_is_not_in_it(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let carol = scene.register("carol").await;
    let mut posts = Vec::new();
    for author in [&ada, &ada, &ada, &carol] {
        let post = scene.publish(author, "a post").await;
        scene.react(&bob, Reaction::Bookmark(post.id)).await;
        posts.push(post);
    }
    scene.take_back(&bob, Reaction::Bookmark(posts[0].id)).await;
    assert_eq!(
        kept(scene, &bob, 2).await,
        [posts[3].id, posts[2].id, posts[1].id]
    );
    scene.delete_post(&posts[1]).await;
    assert_eq!(kept(scene, &bob, 2).await, [posts[3].id, posts[2].id]);
    scene.erase(&carol, ContentRemoval::Delete).await;
    assert_eq!(kept(scene, &bob, 2).await, [posts[2].id]);
    scene.erase(&ada, ContentRemoval::Anonymise).await;
    assert_eq!(kept(scene, &bob, 2).await, [posts[2].id]);
    // Kept once more, it comes where it was kept.
    let other = scene.publish(&bob, "another").await;
    scene.react(&bob, Reaction::Bookmark(other.id)).await;
    scene.take_back(&bob, Reaction::Bookmark(posts[2].id)).await;
    scene.react(&bob, Reaction::Bookmark(posts[2].id)).await;
    assert_eq!(kept(scene, &bob, 1).await, [posts[2].id, other.id]);
}

pub async fn what_is_hidden_is_left_out_of_full_pages_and_comes_back(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let mut posts = Vec::new();
    for _ in 0..3 {
        for user in circle.all() {
            let post = scene.publish(user, "a post").await;
            scene.react(&circle.me, Reaction::Bookmark(post.id)).await;
            posts.push(post);
        }
    }
    posts.reverse();
    let all: Vec<_> = posts.iter().map(|post| post.id).collect();
    assert_eq!(kept(scene, &circle.me, 4).await, all);
    circle.part(scene).await;
    let listed = posts.iter().filter(|post| circle.lists(post.author_id));
    let listed: Vec<_> = listed.map(|post| post.id).collect();
    for rows in [1, 2, 4, 9, 10] {
        assert_eq!(kept(scene, &circle.me, rows).await, listed);
    }
    circle.make_up(scene).await;
    assert_eq!(kept(scene, &circle.me, 4).await, all);
}
