//! The ranked list of comments and its generations.

use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, RankingId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::{CommentView, RANKING_FRESHNESS, RankedPage};
use thoughts_use_cases::paging::{Direction, Page, PageRequest, RankKey};

use super::Scene;
use super::walk::{first, from, walk};

/// A post with `count` comments, of which the later have more replies.
async fn world(scene: &Scene, count: usize) -> (User, Post, Vec<Comment>) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "a post").await;
    let mut top = Vec::new();
    for number in 0..count {
        let comment = scene
            .comment(&alice, &post, &format!("comment {number}"))
            .await;
        for reply in 0..number / 2 {
            scene
                .reply(&alice, &post, &comment, &format!("reply {reply}"))
                .await;
        }
        top.push(comment);
    }
    (alice, post, top)
}

async fn ask(scene: &Scene, post: PostId, page: PageRequest<RankKey>) -> RankedPage {
    let fresh = RankingId::new(scene.id());
    let ranked = scene
        .adapter
        .comments
        .top_of_post(post, None, &page, fresh, scene.now());
    ranked.await.expect("top").value
}

async fn page(
    scene: &Scene,
    post: &Post,
    request: PageRequest<RankKey>,
) -> Page<CommentView, RankKey> {
    match ask(scene, post.id, request).await {
        RankedPage::Page(page) => page,
        other => panic!("a page, not {other:?}"),
    }
}

fn ids(page: &Page<CommentView, RankKey>) -> Vec<CommentId> {
    page.items.iter().map(|c| c.id).collect()
}

pub async fn most_replies_first_then_oldest(scene: &Scene) {
    let (_, post, top) = world(scene, 7).await;
    let expected: Vec<_> = [6, 4, 5, 2, 3, 0, 1].iter().map(|n| top[*n].id).collect();
    for rows in [1, 2, 3, 6, 7, 8] {
        let seen = walk(rows, async |request| page(scene, &post, request).await);
        let seen: Vec<_> = seen.await.iter().map(|c| c.id).collect();
        assert_eq!(seen, expected, "{rows} rows a page");
    }
}

pub async fn likes_come_before_replies(scene: &Scene) {
    let (alice, post, top) = world(scene, 4).await;
    let bob = scene.register("bob").await;
    for (by, comment) in [(&alice, &top[1]), (&bob, &top[1]), (&bob, &top[0])] {
        scene.react(by, Reaction::LikeComment(comment.id)).await;
    }
    let expected: Vec<_> = [1, 0, 2, 3].iter().map(|n| top[*n].id).collect();
    for rows in [1, 3, 5] {
        let seen = walk(rows, async |request| page(scene, &post, request).await);
        let seen: Vec<_> = seen.await.iter().map(|c| c.id).collect();
        assert_eq!(seen, expected, "{rows} rows a page");
    }
}

pub async fn no_post_no_ranking(scene: &Scene) {
    let id = PostId::new(scene.id());
    assert_eq!(ask(scene, id, first(5)).await, RankedPage::NoPost);
}

pub async fn a_post_without_comments_has_an_empty_page(scene: &Scene) {
    let (_, post, _) = world(scene, 0).await;
    let empty = page(scene, &post, first(5)).await;
    assert_eq!((empty.items.len(), empty.next, empty.prev), (0, None, None));
}

pub async fn what_fits_on_one_page_is_always_of_this_moment(scene: &Scene) {
    let (alice, post, top) = world(scene, 2).await;
    assert_eq!(
        ids(&page(scene, &post, first(5)).await),
        [top[0].id, top[1].id]
    );
    scene.reply(&alice, &post, &top[1], "a reply").await;
    let seen = page(scene, &post, first(5)).await;
    assert_eq!(ids(&seen), [top[1].id, top[0].id]);
    assert_eq!((seen.next, seen.prev), (None, None));
}

pub async fn a_walk_stays_in_its_generation_while_replies_change(scene: &Scene) {
    let (alice, post, top) = world(scene, 6).await;
    let one = page(scene, &post, first(2)).await;
    assert_eq!(ids(&one), [top[4].id, top[5].id]);
    for _ in 0..9 {
        scene.reply(&alice, &post, &top[0], "now it leads").await;
    }
    scene.comment(&alice, &post, "too late for this walk").await;
    scene.clock.advance(RANKING_FRESHNESS * 2);
    let next = one.next.expect("more follows");
    let two = page(scene, &post, from(2, Direction::Forward, next)).await;
    assert_eq!(ids(&two), [top[2].id, top[3].id]);
    let three = page(
        scene,
        &post,
        from(2, Direction::Forward, two.next.expect("more")),
    )
    .await;
    assert_eq!(ids(&three), [top[0].id, top[1].id]);
    assert_eq!(three.next, None);
    let seen = three.items[0].reply_count;
    assert_eq!(seen, 9, "a row shows its present counts");
    let back = page(
        scene,
        &post,
        from(2, Direction::Backward, three.prev.expect("earlier")),
    )
    .await;
    assert_eq!(ids(&back), ids(&two));
}

pub async fn what_went_since_is_left_out_and_pages_stay_full(scene: &Scene) {
    let (_, post, top) = world(scene, 2).await;
    let alice = scene.register("other").await;
    let mut leaves = Vec::new();
    for number in 0..8 {
        leaves.push(
            scene
                .comment(&alice, &post, &format!("leaf {number}"))
                .await,
        );
    }
    let one = page(scene, &post, first(3)).await;
    assert_eq!(ids(&one), [top[0].id, top[1].id, leaves[0].id]);
    for gone in [1, 2, 4, 7] {
        scene.delete_comment(&leaves[gone]).await;
    }
    let two = page(
        scene,
        &post,
        from(3, Direction::Forward, one.next.expect("more")),
    )
    .await;
    assert_eq!(ids(&two), [leaves[3].id, leaves[5].id, leaves[6].id]);
    assert_eq!(two.next, None, "the only one behind has gone");
    let back = page(
        scene,
        &post,
        from(9, Direction::Backward, two.prev.expect("earlier")),
    )
    .await;
    assert_eq!(ids(&back), ids(&one));
    assert_eq!(back.prev, None);
}

pub async fn a_fresh_generation_is_taken_and_an_old_one_is_not(scene: &Scene) {
    let (alice, post, top) = world(scene, 4).await;
    let before = ids(&page(scene, &post, first(2)).await);
    assert_eq!(before, [top[2].id, top[3].id]);
    for _ in 0..5 {
        scene.reply(&alice, &post, &top[1], "a reply").await;
    }
    scene.clock.advance(RANKING_FRESHNESS / 2);
    assert_eq!(ids(&page(scene, &post, first(2)).await), before);
    scene.clock.advance(RANKING_FRESHNESS);
    let after = page(scene, &post, first(2)).await;
    assert_eq!(ids(&after), [top[1].id, top[2].id]);
    assert_eq!(after.prev, None);
}

pub async fn an_unknown_generation_has_expired(scene: &Scene) {
    let (_, post, _) = world(scene, 4).await;
    let edge = RankKey {
        generation: RankingId::new(scene.id()),
        place: 1,
    };
    for way in [Direction::Forward, Direction::Backward] {
        assert_eq!(
            ask(scene, post.id, from(2, way, edge)).await,
            RankedPage::Expired
        );
    }
}

pub async fn a_generation_of_another_post_has_expired(scene: &Scene) {
    let (alice, post, _) = world(scene, 4).await;
    let other = scene.publish(&alice, "another").await;
    for body in ["one", "two", "three"] {
        scene.comment(&alice, &other, body).await;
    }
    let edge = page(scene, &post, first(2)).await.next.expect("more");
    let foreign = ask(scene, other.id, from(2, Direction::Forward, edge)).await;
    assert_eq!(foreign, RankedPage::Expired);
}

pub async fn a_generation_goes_with_its_post(scene: &Scene) {
    let (_, post, _) = world(scene, 4).await;
    let edge = page(scene, &post, first(2)).await.next.expect("more");
    scene.delete_post(&post).await;
    let gone = ask(scene, post.id, from(2, Direction::Forward, edge)).await;
    assert_eq!(gone, RankedPage::NoPost);
}

pub async fn a_tombstone_keeps_its_place(scene: &Scene) {
    let (_, post, top) = world(scene, 4).await;
    scene.delete_comment(&top[3]).await;
    scene.clock.advance(Duration::from_hours(1));
    let one = page(scene, &post, first(2)).await;
    assert_eq!(ids(&one), [top[2].id, top[3].id]);
    assert_eq!((one.items[1].deleted, one.items[1].reply_count), (true, 1));
}
