//! Pages of what moves.

use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind::{Block, Mute};
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::Post;
use thoughts_use_cases::discovery::Trending;
use thoughts_use_cases::paging::Direction;
use thoughts_use_cases::ranked::{RANKING_FRESHNESS, RANKING_RETENTION, Ranked};

use super::Scene;
use super::hiding::{hide_post, moderator};
use super::trended::{catch_up, hot_tags, later, page, posts_page};
use super::walk::{first, from, walk};

/// Posts of these, each with a hashtag and as many likes as its number, the hottest first.
async fn moving(scene: &Scene, authors: &[&User], count: usize) -> Vec<Post> {
    let mut fans = Vec::new();
    let mut posts = Vec::new();
    for number in 0..count {
        fans.push(scene.register(&format!("fan_{number}")).await);
        let author = authors[number % authors.len()];
        let post = scene.publish(author, &format!("a post #tag{number}")).await;
        for fan in &fans {
            scene.react(fan, Reaction::LikePost(post.id)).await;
        }
        posts.push(post);
    }
    catch_up(scene).await;
    posts.reverse();
    posts
}

fn ids(posts: &[Post]) -> Vec<PostId> {
    posts.iter().map(|post| post.id).collect()
}

pub async fn a_walk_sees_every_post_once_both_ways_in_its_generation(scene: &Scene) {
    let author = scene.register("author").await;
    let posts = moving(scene, &[&author], 7).await;
    for rows in [1, 2, 3, 7] {
        let trending = later(scene, Duration::ZERO);
        let seen = walk(rows, async |request| {
            posts_page(&trending, None, request).await
        });
        let seen: Vec<_> = seen.await.into_iter().map(|post| post.id).collect();
        assert_eq!(seen, ids(&posts), "{rows} rows");
    }
    // The last becomes the first, and who is walking does not see it twice.
    let trending = later(scene, Duration::ZERO);
    let begun = posts_page(&trending, None, first(3)).await;
    let last = posts.last().expect("a post");
    for number in 0..9 {
        let fan = scene.register(&format!("late_{number}")).await;
        scene.react(&fan, Reaction::Repost(last.id)).await;
    }
    catch_up(scene).await;
    let next = from(100, Direction::Forward, begun.next.expect("more"));
    let rest = posts_page(&trending, None, next).await;
    let seen = begun.items.iter().chain(&rest.items).map(|post| post.id);
    assert_eq!(seen.collect::<Vec<_>>(), ids(&posts));
    let anew = later(scene, RANKING_FRESHNESS + Duration::from_secs(1));
    assert_eq!(posts_page(&anew, None, first(1)).await.items[0].id, last.id);
}

pub async fn pages_of_what_moves_are_full_although_some_are_hidden(scene: &Scene) {
    let (me, mo) = (scene.register("reader").await, moderator(scene).await);
    let friend = scene.register("friend").await;
    let blocked = scene.register("blocked").await;
    let muted = scene.register("muted").await;
    let posts = moving(scene, &[&friend, &blocked, &muted], 9).await;
    scene.relate(Block, &blocked, &me).await;
    scene.relate(Mute, &me, &muted).await;
    let hidden = posts.iter().find(|post| post.author_id == friend.id);
    hide_post(scene, &mo, hidden.expect("one"), true).await;
    let theirs = posts.iter().filter(|post| post.author_id == friend.id);
    let expected: Vec<_> = theirs.skip(1).map(|post| post.id).collect();
    assert_eq!(expected.len(), 2);
    for rows in [1, 2] {
        let trending = later(scene, Duration::ZERO);
        let seen = walk(rows, async |request| {
            posts_page(&trending, Some(&me), request).await
        });
        let seen: Vec<_> = seen.await.into_iter().map(|post| post.id).collect();
        assert_eq!(seen, expected, "{rows} rows");
    }
}

pub async fn a_walk_through_hashtags_sees_each_once(scene: &Scene) {
    let author = scene.register("author").await;
    moving(scene, &[&author], 5).await;
    let hot = hot_tags(scene).await;
    assert_eq!(hot.len(), 5);
    for rows in [1, 2, 5] {
        let trending = later(scene, Duration::ZERO);
        let seen = walk(rows, async |request| {
            page(trending.hashtags(&request).await.expect("a list").value)
        });
        let seen = seen.await.into_iter();
        let seen: Vec<_> = seen.map(|tag| (tag.name, tag.post_count)).collect();
        assert_eq!(seen, hot, "{rows} rows");
    }
}

pub async fn a_generation_of_what_moves_expires(scene: &Scene) {
    let author = scene.register("author").await;
    moving(scene, &[&author], 3).await;
    let begun = posts_page(&later(scene, Duration::ZERO), None, first(2)).await;
    let next = from(2, Direction::Forward, begun.next.expect("more"));
    let in_time = later(
        scene,
        RANKING_RETENTION.saturating_sub(Duration::from_secs(1)),
    );
    assert_eq!(posts_page(&in_time, None, next).await.items.len(), 1);
    let late = later(scene, RANKING_RETENTION + Duration::from_secs(1));
    let read = late.posts(None, &next).await.expect("an answer").value;
    assert_eq!(read, Ranked::Expired);
    let read = late.hashtags(&next).await.expect("an answer").value;
    assert_eq!(read, Ranked::Expired, "nor is it of another list");
}
