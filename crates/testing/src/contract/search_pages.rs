//! Walking through what a search found, and what nobody should be able to break.

use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::graph::RelationKind::Mute;
use thoughts_domain::ids::RankingId;
use thoughts_use_cases::discovery::{PostSearch, Search};
use thoughts_use_cases::paging::{Direction, RankKey};
use thoughts_use_cases::ranked::{RANKING_FRESHNESS, RANKING_RETENTION, Ranked};

use super::Scene;
use super::searched::{at, catch_up, posts_page, posts_with, search, text};
use super::walk::{first, from, walk};

pub async fn a_walk_sees_every_hit_once_both_ways(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut said = Vec::new();
    for number in 0..11 {
        let post = scene
            .publish(&alice, &format!("word {number} #tag{number}"))
            .await;
        said.insert(0, post.id);
    }
    catch_up(scene).await;
    let wanted = posts_with("word");
    for rows in [1, 2, 5, 10, 11, 12] {
        let seen = walk(rows, async |request| {
            posts_page(scene, &wanted, None, request).await
        });
        let seen: Vec<_> = seen.await.iter().map(|post| post.id).collect();
        assert_eq!(seen, said, "{rows} rows a page");
    }
    let tags = walk(4, async |request| {
        let read = search(scene).hashtags(&text("tag"), &request).await;
        super::searched::page(read.expect("a search").value)
    });
    assert_eq!(tags.await.len(), 11);
    let nobody = walk(4, async |request| {
        let read = search(scene).users(&text("ali"), None, &request).await;
        super::searched::page(read.expect("a search").value)
    });
    assert_eq!(nobody.await.len(), 1);
}

pub async fn a_walk_stays_in_its_generation(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut said = Vec::new();
    for _ in 0..6 {
        said.push(scene.publish(&alice, "word").await);
    }
    catch_up(scene).await;
    let wanted = posts_with("word");
    let one = posts_page(scene, &wanted, None, first(2)).await;
    // Now these would lead, and one more is there.
    for _ in 0..3 {
        scene.comment(&alice, &said[5], "up").await;
        scene.comment(&alice, &said[0], "up").await;
    }
    scene.publish(&alice, "word").await;
    scene.delete_post(&said[3]).await;
    catch_up(scene).await;
    let next = one.next.expect("more");
    let two = posts_page(scene, &wanted, None, from(2, Direction::Forward, next)).await;
    let ids: Vec<_> = two.items.iter().map(|post| post.id).collect();
    assert_eq!(ids, [said[2].id, said[1].id], "what has gone is left out");
    let next = two.next.expect("more");
    let three = posts_page(scene, &wanted, None, from(2, Direction::Forward, next)).await;
    let ids: Vec<_> = three.items.iter().map(|post| post.id).collect();
    assert_eq!((ids, three.next), (vec![said[0].id], None));
    assert_eq!(three.items[0].comment_count, 3, "a row is as it is now");
    let prev = three.prev.expect("earlier");
    let back = posts_page(scene, &wanted, None, from(2, Direction::Backward, prev)).await;
    assert_eq!(back.items, two.items);
}

pub async fn pages_are_full_although_some_are_hidden(scene: &Scene) {
    let [alice, bob, carol] = [
        scene.register("alice").await,
        scene.register("bob").await,
        scene.register("carol").await,
    ];
    let mut shown = Vec::new();
    for number in 0..12 {
        let author = if number % 3 == 0 { &alice } else { &bob };
        let post = scene.publish(author, "word").await;
        if number % 3 == 0 {
            shown.insert(0, post.id);
        }
    }
    catch_up(scene).await;
    scene.relate(Mute, &carol, &bob).await;
    let wanted = posts_with("word");
    for rows in [1, 2, 3, 4] {
        let seen = walk(rows, async |request| {
            posts_page(scene, &wanted, Some(carol.id), request).await
        });
        let seen: Vec<_> = seen.await.iter().map(|post| post.id).collect();
        assert_eq!(seen, shown, "{rows} rows a page");
    }
}

pub async fn a_generation_is_shared_while_fresh_and_expires(scene: &Scene) {
    let alice = scene.register("alice").await;
    for _ in 0..4 {
        scene.publish(&alice, "word").await;
    }
    catch_up(scene).await;
    let wanted = posts_with("word");
    let generation = async |later: Duration, ids| {
        let read = at(scene, later, ids).posts(&wanted, None, &first(2)).await;
        let page = super::searched::page(read.expect("a search").value);
        page.next.expect("more")
    };
    let one = generation(Duration::ZERO, 1).await;
    let same = generation(RANKING_FRESHNESS / 2, 2).await;
    let other = generation(RANKING_FRESHNESS * 2, 3).await;
    assert_eq!(one, same);
    assert_ne!(one.generation, other.generation);
    let ask = async |later, wanted: &PostSearch, edge| {
        let request = from(2, Direction::Forward, edge);
        let read = at(scene, later, 4).posts(wanted, None, &request).await;
        read.expect("a search").value
    };
    let late = RANKING_RETENTION + Duration::from_secs(1);
    assert_eq!(ask(late, &wanted, one).await, Ranked::Expired);
    let foreign = posts_with("other");
    assert_eq!(ask(Duration::ZERO, &foreign, one).await, Ranked::Expired);
    let unknown = RankKey {
        generation: RankingId::new(scene.id()),
        ..one
    };
    assert_eq!(ask(Duration::ZERO, &wanted, unknown).await, Ranked::Expired);
    let beyond = RankKey {
        place: u32::MAX,
        ..one
    };
    let Ranked::Page(page) = ask(Duration::ZERO, &wanted, beyond).await else {
        panic!("a page");
    };
    assert_eq!(page.items, []);
}

/// Texts that mean something to one database or another, and any text at all.
fn texts() -> impl Strategy<Value = String> {
    let signs = prop::sample::select(vec![
        "\"",
        "'",
        "''",
        "\\",
        "%",
        "_",
        "*",
        ":*",
        "&",
        "|",
        "!",
        "<->",
        "(",
        ")",
        "-",
        "^",
        "{",
        "}",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        ":",
        "$1",
        "?1",
        ";",
        "--",
        "\0",
        "\n",
        "🌍",
        "👩‍👩‍👧",
        "word",
        "東京",
        "é",
        "\u{202E}",
        "\u{FDFA}",
        "\u{10FFFF}",
    ]);
    let mixed = prop::collection::vec(signs, 0..12).prop_map(|parts| parts.join(" "));
    let glued = prop::collection::vec(any::<char>(), 0..60).prop_map(String::from_iter);
    prop_oneof![mixed, glued, "\\PC{0,40}"]
}

pub async fn no_text_breaks_a_search(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "the one word #tag").await;
    catch_up(scene).await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..150 {
        let raw = texts().new_tree(&mut runner).expect("a text").current();
        let Ok(text) = SearchText::parse(&raw) else {
            continue;
        };
        let wanted = PostSearch {
            text: text.clone(),
            author: None,
            since: None,
            until: None,
        };
        let search = search(scene);
        let posts = search.posts(&wanted, Some(alice.id), &first(5)).await;
        let posts = super::searched::page(posts.unwrap_or_else(|e| panic!("{raw:?}: {e}")).value);
        let only = text.phrases().iter().flatten();
        let expected = only.clone().count() > 0
            && only
                .clone()
                .all(|w| ["the", "one", "word", "tag"].contains(&w.as_str()));
        assert_eq!(
            posts.items.iter().any(|p| p.id == post.id),
            expected,
            "{raw:?}"
        );
        let users = search.users(&text, Some(alice.id), &first(5)).await;
        users.unwrap_or_else(|e| panic!("{raw:?}: {e}"));
        let tags = search.hashtags(&text, &first(5)).await;
        tags.unwrap_or_else(|e| panic!("{raw:?}: {e}"));
    }
}
