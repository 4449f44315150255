//! Retained generations of ranked lists.

use std::time::Duration;

use thoughts_domain::ids::RankingId;
use thoughts_domain::time::Timestamp;

use super::Scene;

async fn kept(scene: &Scene, scope: &str, members: &[&str], now: Timestamp) -> RankingId {
    let id = RankingId::new(scene.id());
    let members: Vec<String> = members.iter().map(ToString::to_string).collect();
    let keep = scene.adapter.rankings.keep(scope, id, &members, now);
    keep.await.expect("kept");
    id
}

pub async fn a_generation_reads_back_in_its_order(scene: &Scene) {
    let now = scene.now();
    let members = ["b", "a 12", "東京 3", "c"];
    let id = kept(scene, "one", &members, now).await;
    let empty = kept(scene, "none", &[], now).await;
    let rankings = &scene.adapter.rankings;
    let read = rankings.generation("one", id, now).await.expect("read");
    assert_eq!(read, Some(members.map(str::to_owned).to_vec()));
    let read = rankings.generation("none", empty, now).await.expect("read");
    assert_eq!(read, Some(Vec::new()));
}

pub async fn one_that_is_too_old_of_another_list_or_unknown_is_not_found(scene: &Scene) {
    let now = scene.now();
    let id = kept(scene, "one", &["a"], now).await;
    let rankings = &scene.adapter.rankings;
    let later = now.plus(Duration::from_micros(1));
    for (scope, id, oldest) in [
        ("two", id, now),
        ("one", id, later),
        ("one", RankingId::new(scene.id()), now),
    ] {
        let read = rankings.generation(scope, id, oldest).await.expect("read");
        assert_eq!(read, None, "{scope}");
    }
}

pub async fn the_newest_of_a_list_is_found_while_it_is_fresh(scene: &Scene) {
    let now = scene.now();
    let later = now.plus(Duration::from_secs(5));
    kept(scene, "one", &["old"], now).await;
    let id = kept(scene, "one", &["new"], later).await;
    kept(scene, "two", &["other"], later).await;
    let rankings = &scene.adapter.rankings;
    let newest = rankings.newest("one", now).await.expect("read");
    assert_eq!(newest, Some((id, vec!["new".to_owned()])));
    let stale = later.plus(Duration::from_micros(1));
    assert_eq!(rankings.newest("one", stale).await.expect("read"), None);
}

pub async fn the_longest_scope_is_taken(scene: &Scene) {
    let now = scene.now();
    // Nothing that a storage could make shorter.
    let digits = (1..200).map(|n| (7_919_u64.pow(4) * n).to_string());
    let scope: String = digits.collect::<String>().chars().take(2_400).collect();
    let id = kept(scene, &scope, &["a"], now).await;
    let read = scene.adapter.rankings.newest(&scope, now).await;
    assert_eq!(read.expect("read").map(|(id, _)| id), Some(id));
}
