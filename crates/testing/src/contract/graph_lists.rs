//! Lists of those who follow, are followed, blocked and muted.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::Scene;
use super::walk::{first, walk};

async fn followers(scene: &Scene, user: UserId, viewer: Option<UserId>, rows: u16) -> Vec<UserId> {
    let users = walk(rows, async |request| {
        let read = scene.adapter.graph.followers(user, viewer, &request).await;
        read.expect("followers").value.expect("a user")
    });
    users.await.into_iter().map(|row| row.user.id).collect()
}

async fn following(scene: &Scene, user: UserId, viewer: Option<UserId>, rows: u16) -> Vec<UserId> {
    let users = walk(rows, async |request| {
        let read = scene.adapter.graph.following(user, viewer, &request).await;
        read.expect("following").value.expect("a user")
    });
    users.await.into_iter().map(|row| row.user.id).collect()
}

async fn own(scene: &Scene, kind: RelationKind, user: UserId, rows: u16) -> Vec<UserId> {
    let users = walk(rows, async |request| {
        let graph = &scene.adapter.graph;
        let read = match kind {
            RelationKind::Block => graph.blocks(user, &request).await,
            _ => graph.mutes(user, &request).await,
        };
        read.expect("a list").value
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

async fn relate_at(scene: &Scene, kind: RelationKind, from: &User, to: &User, at: Timestamp) {
    let mut work = scene.begin().await;
    let (relation, _) = Relation::begin(kind, from.id, 1, to.id, at).expect("somebody else");
    let pair = work.graph().lock_pair(from.id, to.id).await;
    assert!(pair.expect("lock").is_some());
    assert!(work.graph().begin(&relation).await.expect("begin"));
    work.commit().await.expect("commit");
}

fn newest_first(mut users: Vec<(Timestamp, UserId)>) -> Vec<UserId> {
    users.sort_by(|a, b| b.cmp(a));
    users.into_iter().map(|(_, id)| id).collect()
}

pub async fn newest_first_with_ties_broken_by_id(scene: &Scene) {
    let users = crowd(scene, 8).await;
    let moment = scene.now();
    let mut expected = Vec::new();
    for (number, other) in users.iter().enumerate().skip(1) {
        let at = if number % 3 == 0 { scene.now() } else { moment };
        relate_at(scene, RelationKind::Follow, other, &users[0], at).await;
        relate_at(scene, RelationKind::Follow, &users[0], other, at).await;
        relate_at(scene, RelationKind::Block, &users[0], other, at).await;
        relate_at(scene, RelationKind::Mute, &users[0], other, at).await;
        expected.push((at, other.id));
    }
    let (expected, me) = (newest_first(expected), users[0].id);
    for rows in [1, 2, 6, 7, 8] {
        assert_eq!(followers(scene, me, None, rows).await, expected);
        assert_eq!(following(scene, me, None, rows).await, expected);
        assert_eq!(own(scene, RelationKind::Block, me, rows).await, expected);
        assert_eq!(own(scene, RelationKind::Mute, me, rows).await, expected);
    }
}

pub async fn a_row_shows_who_and_since_when(scene: &Scene) {
    let users = crowd(scene, 2).await;
    let at = scene.now();
    relate_at(scene, RelationKind::Follow, &users[0], &users[1], at).await;
    let followed = users[1].id;
    let read = scene
        .adapter
        .graph
        .followers(followed, None, &first(5))
        .await;
    let page = read.expect("followers").value.expect("a user");
    let shown = scene.profile(users[0].id).await.expect("a user").summary;
    assert_eq!(page.items.len(), 1);
    assert_eq!((&page.items[0].user, page.items[0].since), (&shown, at));
}

pub async fn empty_lists_are_told_from_nobodys(scene: &Scene) {
    let users = crowd(scene, 1).await;
    assert_eq!(followers(scene, users[0].id, None, 3).await, []);
    assert_eq!(following(scene, users[0].id, None, 3).await, []);
    assert_eq!(own(scene, RelationKind::Block, users[0].id, 3).await, []);
    let (graph, nobody) = (&scene.adapter.graph, UserId::new(scene.id()));
    let lists = [
        graph.followers(nobody, None, &first(3)).await,
        graph.following(nobody, None, &first(3)).await,
    ];
    for list in lists {
        assert_eq!(list.expect("an answer").value, None);
    }
}

pub async fn whom_a_block_hides_is_left_out_of_full_pages(scene: &Scene) {
    let users = crowd(scene, 9).await;
    let (me, star) = (&users[0], &users[1]);
    let mut expected = Vec::new();
    for (number, other) in users.iter().enumerate().skip(2) {
        let at = scene.now();
        relate_at(scene, RelationKind::Follow, other, star, at).await;
        relate_at(scene, RelationKind::Follow, star, other, at).await;
        match number % 3 {
            0 => relate_at(scene, RelationKind::Block, me, other, at).await,
            1 => relate_at(scene, RelationKind::Block, other, me, at).await,
            _ => expected.push((at, other.id)),
        }
    }
    relate_at(scene, RelationKind::Mute, me, &users[2], scene.now()).await;
    let expected = newest_first(expected);
    for rows in [1, 2, 3, 4] {
        assert_eq!(followers(scene, star.id, Some(me.id), rows).await, expected);
        assert_eq!(following(scene, star.id, Some(me.id), rows).await, expected);
    }
    assert_eq!(followers(scene, star.id, None, 3).await.len(), 7);
    assert_eq!(followers(scene, star.id, Some(star.id), 3).await.len(), 7);
}

pub async fn who_is_hidden_has_no_lists(scene: &Scene) {
    let users = crowd(scene, 3).await;
    relate_at(
        scene,
        RelationKind::Block,
        &users[0],
        &users[1],
        scene.now(),
    )
    .await;
    for (user, viewer) in [(0, 1), (1, 0)].map(|(a, b)| (users[a].id, users[b].id)) {
        let graph = &scene.adapter.graph;
        let lists = [
            graph.followers(user, Some(viewer), &first(3)).await,
            graph.following(user, Some(viewer), &first(3)).await,
        ];
        for list in lists {
            assert_eq!(list.expect("an answer").value, None);
        }
    }
    assert_eq!(
        followers(scene, users[0].id, Some(users[2].id), 3).await,
        []
    );
}

pub async fn who_is_erased_leaves_every_list_and_counter(scene: &Scene) {
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let name = content.as_str();
        let ada = scene.register(&format!("ada_{name}")).await;
        let bob = scene.register(&format!("bob_{name}")).await;
        for kind in RelationKind::ALL {
            scene.relate(kind, &ada, &bob).await;
            scene.relate(kind, &bob, &ada).await;
        }
        scene.erase(&bob, content).await;
        assert_eq!(followers(scene, ada.id, None, 3).await, []);
        assert_eq!(following(scene, ada.id, None, 3).await, []);
        assert_eq!(own(scene, RelationKind::Block, ada.id, 3).await, []);
        assert_eq!(own(scene, RelationKind::Mute, ada.id, 3).await, []);
        let profile = scene.profile(ada.id).await.expect("a user");
        assert_eq!((profile.follower_count, profile.following_count), (0, 0));
        scene.assert_sound().await;
    }
}
