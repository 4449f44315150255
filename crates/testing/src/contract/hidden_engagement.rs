//! Where a hidden post stood because of what others did with it: bookmarks, quotes, home feeds.

use thoughts_domain::engagement::Reaction;

use super::Scene;
use super::bookmarks::kept;
use super::engagement_viewer::posts;
use super::hiding::{hide_post, moderator};
use super::home_feed::{Row, follow, home, people, repost};
use super::quotes::{has_quotes, quotes, shown};

pub async fn bookmarks_of_it_are_left_out_of_full_pages_and_come_back(scene: &Scene) {
    let mo = moderator(scene).await;
    let [alice, bob] = people(scene, ["alice", "bob"]).await;
    let mut written = Vec::new();
    for _ in 0..7 {
        let post = scene.publish(&alice, "a post").await;
        for by in [&alice, &bob, &mo] {
            scene.react(by, Reaction::Bookmark(post.id)).await;
        }
        written.push(post);
    }
    written.reverse();
    let all: Vec<_> = written.iter().map(|post| post.id).collect();
    for post in written.iter().step_by(2) {
        hide_post(scene, &mo, post, true).await;
    }
    for rows in [1, 2, 4] {
        for reader in [&alice, &bob, &mo] {
            assert_eq!(
                kept(scene, reader, rows).await,
                [all[1], all[3], all[5]],
                "{rows} for {}",
                reader.handle.as_str()
            );
        }
    }
    for post in written.iter().step_by(2) {
        hide_post(scene, &mo, post, false).await;
    }
    assert_eq!(kept(scene, &bob, 2).await, all);
}

pub async fn a_hidden_quote_is_not_listed_and_comes_back(scene: &Scene) {
    let mo = moderator(scene).await;
    let [alice, bob] = people(scene, ["alice", "bob"]).await;
    let quoted = scene.publish(&alice, "a post").await;
    let mut written = Vec::new();
    for _ in 0..7 {
        written.push(scene.quote(&bob, &quoted).await);
    }
    written.reverse();
    let all: Vec<_> = written.iter().map(|post| post.id).collect();
    for post in written.iter().step_by(2) {
        hide_post(scene, &mo, post, true).await;
    }
    for rows in [1, 2, 4] {
        for viewer in [None, Some(alice.id), Some(bob.id), Some(mo.id)] {
            assert_eq!(
                quotes(scene, &quoted, viewer, rows).await,
                [all[1], all[3], all[5]]
            );
        }
    }
    for post in written.iter().step_by(2) {
        hide_post(scene, &mo, post, false).await;
    }
    assert_eq!(quotes(scene, &quoted, None, 2).await, all);
}

pub async fn quotes_of_it_show_nothing_of_it(scene: &Scene) {
    let mo = moderator(scene).await;
    let [alice, bob] = people(scene, ["alice", "bob"]).await;
    let quoted = scene.publish(&alice, "a post").await;
    let quote = scene.quote(&bob, &quoted).await;
    scene.publish(&bob, "after").await;
    hide_post(scene, &mo, &quoted, true).await;
    for viewer in [None, Some(alice.id), Some(bob.id), Some(mo.id)] {
        for view in posts(scene, &quote, viewer).await {
            assert_eq!(view.quoted_post_id, Some(quoted.id));
            assert_eq!(shown(&view), None);
        }
    }
    // Which posts quote it is read as the post itself is.
    for (viewer, reads) in [
        (None, false),
        (Some(bob.id), false),
        (Some(alice.id), true),
        (Some(mo.id), true),
    ] {
        assert_eq!(has_quotes(scene, quoted.id, viewer).await, reads);
    }
    let mut work = scene.begin().await;
    for user in [&alice, &bob, &mo] {
        let found = work.posts().quotable(quoted.id, user.id).await;
        assert_eq!(found.expect("an answer"), None, "nobody quotes it anew");
    }
    drop(work);
    hide_post(scene, &mo, &quoted, false).await;
    for view in posts(scene, &quote, Some(bob.id)).await {
        assert_eq!(shown(&view), Some((quoted.id, alice.id, "a post")));
    }
}

pub async fn home_feeds_leave_it_out_of_full_pages_whoever_brings_it(scene: &Scene) {
    let mo = moderator(scene).await;
    let [reader, alice, bob, stranger] =
        people(scene, ["reader", "alice", "bob", "stranger"]).await;
    for followed in [&alice, &bob, &mo] {
        follow(scene, &reader, followed).await;
    }
    let mut rows: Vec<(_, Row)> = Vec::new();
    for number in 0..12 {
        let author = [&alice, &stranger, &reader][number % 3];
        let post = scene.publish(author, "a post").await;
        let is_strange = number % 3 == 1;
        if is_strange {
            repost(scene, &bob, &post).await;
        }
        let row = (post.id, is_strange.then_some(bob.id));
        rows.push((post, row));
    }
    rows.reverse();
    let all: Vec<_> = rows.iter().map(|(_, row)| *row).collect();
    for (post, _) in rows.iter().step_by(2) {
        hide_post(scene, &mo, post, true).await;
    }
    let shown: Vec<_> = all.iter().copied().skip(1).step_by(2).collect();
    for limit in [1, 2, 5] {
        assert_eq!(home(scene, &reader, limit).await, shown);
    }
    // Nor does its author find it there, nor a moderator who follows him.
    follow(scene, &mo, &alice).await;
    for user in [&alice, &mo] {
        let found = home(scene, user, 3).await;
        assert!(found.iter().all(|row| shown.contains(row)), "{found:?}");
    }
    for (post, _) in rows.iter().step_by(2) {
        hide_post(scene, &mo, post, false).await;
    }
    assert_eq!(home(scene, &reader, 5).await, all);
}
