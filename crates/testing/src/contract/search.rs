//! Finding posts, users and hashtags.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind::{Block, Mute};
use thoughts_domain::posts::Post;
use thoughts_use_cases::discovery::PostSearch;

use super::Scene;
use super::searched::{catch_up, hashtags, posts, posts_with, rebuild, run, start, users};
use crate::builders::{a_post, a_user, display_name};

fn newest_first(posts: &[&Post]) -> Vec<thoughts_domain::ids::PostId> {
    posts.iter().rev().map(|post| post.id).collect()
}

pub async fn all_words_must_be_there_in_any_order_case_and_accent(scene: &Scene) {
    let alice = scene.register("alice").await;
    let both = scene.publish(&alice, "A Naïve café, open at NIGHT").await;
    let one = scene.publish(&alice, "cafe com leite").await;
    scene.publish(&alice, "cafeteria").await;
    catch_up(scene).await;
    for (wanted, expected) in [
        ("café", newest_first(&[&both, &one])),
        ("CAFE", newest_first(&[&both, &one])),
        ("night naive", vec![both.id]),
        ("cafe night leite", vec![]),
        ("caf", vec![]),
    ] {
        assert_eq!(
            posts(scene, &posts_with(wanted), None).await,
            expected,
            "{wanted}"
        );
    }
}

pub async fn scripts_without_spaces_are_found_by_what_stands_side_by_side(scene: &Scene) {
    let alice = scene.register("alice").await;
    let night = scene.publish(&alice, "静かな夜。東京タワー").await;
    scene.publish(&alice, "京都から東へ").await;
    let thai = scene.publish(&alice, "สวัสดีชาวโลก").await;
    catch_up(scene).await;
    for (wanted, expected) in [
        ("東京", vec![night.id]),
        ("夜 静か", vec![night.id]),
        ("京東", vec![]),
        ("ชาวโลก", vec![thai.id]),
    ] {
        assert_eq!(
            posts(scene, &posts_with(wanted), None).await,
            expected,
            "{wanted}"
        );
    }
}

pub async fn author_and_time_narrow_it_down(scene: &Scene) {
    let [alice, bob] = [scene.register("alice").await, scene.register("bob").await];
    let mut said = Vec::new();
    for author in [&alice, &bob, &alice, &bob] {
        said.push(scene.publish(author, "rain again").await);
    }
    catch_up(scene).await;
    let wanted = posts_with("rain");
    let of_alice = PostSearch {
        author: Some(alice.id),
        ..wanted.clone()
    };
    let between = PostSearch {
        since: Some(said[1].created_at),
        until: Some(said[3].created_at),
        ..wanted.clone()
    };
    let both = PostSearch {
        author: Some(bob.id),
        ..between.clone()
    };
    for (wanted, expected) in [
        (wanted, vec![3, 2, 1, 0]),
        (of_alice, vec![2, 0]),
        (between, vec![2, 1]),
        (both, vec![1]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(|n: usize| said[n].id).collect();
        assert_eq!(posts(scene, &wanted, None).await, expected, "{wanted:?}");
    }
}

pub async fn response_lifts_a_post(scene: &Scene) {
    let alice = scene.register("alice").await;
    let older = scene.publish(&alice, "tea").await;
    let newer = scene.publish(&alice, "tea").await;
    scene.comment(&alice, &older, "yes").await;
    catch_up(scene).await;
    assert_eq!(
        posts(scene, &posts_with("tea"), None).await,
        [older.id, newer.id]
    );
    scene.react(&alice, Reaction::LikePost(newer.id)).await;
    assert_eq!(
        posts(scene, &posts_with("tea"), None).await,
        [newer.id, older.id]
    );
    scene.react(&alice, Reaction::Repost(older.id)).await;
    assert_eq!(
        posts(scene, &posts_with("tea"), None).await,
        [older.id, newer.id]
    );
}

pub async fn an_edited_post_is_found_by_what_it_says_now(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut post = scene.publish(&alice, "before").await;
    catch_up(scene).await;
    scene.edit_post(&mut post, "after").await;
    catch_up(scene).await;
    assert_eq!(posts(scene, &posts_with("before"), None).await, []);
    assert_eq!(posts(scene, &posts_with("after"), None).await, [post.id]);
}

pub async fn what_is_deleted_is_gone_at_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "gone #soon").await;
    catch_up(scene).await;
    scene.delete_post(&post).await;
    assert_eq!(posts(scene, &posts_with("gone"), None).await, []);
    assert_eq!(hashtags(scene, "soon").await, []);
    // Its event, and a rebuild, bring nothing back.
    catch_up(scene).await;
    rebuild(scene).await;
    assert_eq!(posts(scene, &posts_with("gone"), None).await, []);
}

pub async fn who_is_erased_is_gone_at_once(scene: &Scene) {
    for content in [ContentRemoval::Delete, ContentRemoval::Anonymise] {
        let alice = scene.register("alice").await;
        let post = scene.publish(&alice, "a farewell").await;
        catch_up(scene).await;
        assert_eq!(users(scene, "alice", None).await, ["alice"]);
        scene.erase(&alice, content).await;
        for _ in 0..2 {
            assert_eq!(users(scene, "alice", None).await, Vec::<String>::new());
            let stays = content == ContentRemoval::Anonymise;
            let found = posts(scene, &posts_with("farewell"), None).await;
            assert_eq!(found.contains(&post.id), stays);
            catch_up(scene).await;
            rebuild(scene).await;
        }
    }
}

pub async fn users_are_found_by_parts_of_handle_and_name(scene: &Scene) {
    for (handle, name) in [
        ("ada_99", "Ada Lovelace"),
        ("nevada", "Silver State"),
        ("hanako", "東京 花子"),
        ("joao", "João Ávila"),
    ] {
        let mut user = a_user(handle).build(&scene.ids, &scene.clock);
        user.display_name = display_name(name);
        scene.insert_user(&user).await;
    }
    catch_up(scene).await;
    for (wanted, expected) in [
        ("ada", vec!["ada_99", "nevada"]),
        ("@ADA_99", vec!["ada_99"]),
        ("lovelace ada", vec!["ada_99"]),
        ("velac", vec!["ada_99"]),
        ("lo", vec!["ada_99"]),
        ("a", vec!["ada_99", "joao"]),
        ("ve", vec![]),
        ("東京", vec!["hanako"]),
        ("avila joao", vec!["joao"]),
        ("%", vec![]),
        ("_", vec![]),
        ("nobody", vec![]),
    ] {
        let mut found = users(scene, wanted, None).await;
        found.sort();
        assert_eq!(found, expected, "{wanted}");
    }
}

pub async fn the_very_handle_comes_first_then_its_beginning_then_who_is_followed(scene: &Scene) {
    use thoughts_domain::graph::RelationKind::Follow;
    let mut made = Vec::new();
    for handle in ["nevada", "canada", "adam", "ada"] {
        made.push(scene.register(handle).await);
    }
    for fan in ["fan_1", "fan_2"] {
        let fan = scene.register(fan).await;
        scene.relate(Follow, &fan, &made[1]).await;
    }
    catch_up(scene).await;
    let expected = ["ada", "adam", "canada", "nevada"];
    assert_eq!(users(scene, "ada", None).await, expected);
}

pub async fn who_is_renamed_is_found_by_the_new_name(scene: &Scene) {
    let mut alice = scene.register("alice").await;
    catch_up(scene).await;
    let mut work = scene.begin().await;
    alice.display_name = display_name("Zaphod");
    work.users().update_profile(&alice).await.expect("update");
    let event = thoughts_domain::accounts::UserProfileChanged {
        user: alice.clone(),
    };
    let event = thoughts_domain::events::DomainEvent::UserProfileChanged(event);
    scene.leave(&mut *work, event).await;
    work.commit().await.expect("commit");
    catch_up(scene).await;
    assert_eq!(users(scene, "zaphod", None).await, ["alice"]);
}

pub async fn hashtags_are_found_by_their_beginning_and_counted(scene: &Scene) {
    let alice = scene.register("alice").await;
    for body in [
        "#rust #rustlang",
        "#Rust #rustic",
        "#rustlang",
        "#rustlang #trust",
        "#go",
    ] {
        scene.publish(&alice, body).await;
    }
    let told = async |wanted| {
        let found = hashtags(scene, wanted).await.into_iter();
        found
            .map(|tag| (tag.name, tag.post_count))
            .collect::<Vec<_>>()
    };
    let rust = [("rust", 2), ("rustlang", 3), ("rustic", 1)];
    let rust = rust.map(|(name, count)| (name.to_owned(), count));
    assert_eq!(told("#RUST").await, rust);
    assert_eq!(told("rustl").await, [("rustlang".to_owned(), 3)]);
    assert_eq!(told("two words").await, []);
    assert_eq!(told("%").await, []);
    assert_eq!(told("none").await, []);
}

pub async fn what_a_block_or_mute_hides_is_not_found(scene: &Scene) {
    let [alice, bob, carol] = [
        scene.register("alice").await,
        scene.register("bob").await,
        scene.register("carol").await,
    ];
    let of_alice = scene.publish(&alice, "a secret garden").await;
    let of_bob = scene.publish(&bob, "a secret place").await;
    catch_up(scene).await;
    scene.relate(Block, &alice, &bob).await;
    scene.relate(Mute, &carol, &bob).await;
    let wanted = posts_with("secret");
    for (viewer, posts_seen, users_seen) in [
        (None, vec![of_bob.id, of_alice.id], vec!["alice", "bob"]),
        (Some(&alice), vec![of_alice.id], vec!["alice"]),
        (Some(&bob), vec![of_bob.id], vec!["bob"]),
        (Some(&carol), vec![of_alice.id], vec!["alice"]),
    ] {
        assert_eq!(posts(scene, &wanted, viewer).await, posts_seen);
        let mut found = users(scene, "alice", viewer).await;
        found.extend(users(scene, "bob", viewer).await);
        assert_eq!(found, users_seen);
    }
}

pub async fn a_rebuild_finds_what_is_missing(scene: &Scene) {
    let alice = scene.register("alice").await;
    catch_up(scene).await;
    // As a load does that passes the log by.
    let post = a_post("silent").build(&alice, &scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    work.posts().insert(&post).await.expect("insert");
    work.commit().await.expect("commit");
    catch_up(scene).await;
    assert_eq!(posts(scene, &posts_with("silent"), None).await, []);
    rebuild(scene).await;
    assert_eq!(posts(scene, &posts_with("silent"), None).await, [post.id]);
    assert_eq!(users(scene, "alice", None).await, ["alice"]);
}

pub async fn what_was_filled_at_once_is_found(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "silent at first").await;
    start(scene).await;
    let filled = run(scene).fill().await.expect("an answer");
    if filled {
        assert_eq!(posts(scene, &posts_with("silent"), None).await, [post.id]);
        assert_eq!(users(scene, "alice", None).await, ["alice"]);
    }
    // Where the storage does not offer that, the steps are left to be taken.
    catch_up(scene).await;
    assert_eq!(posts(scene, &posts_with("first"), None).await, [post.id]);
    // What is there already is not filled.
    start(scene).await;
    assert!(!run(scene).fill().await.expect("an answer"));
    catch_up(scene).await;
    let next = scene.publish(&alice, "and loud").await;
    catch_up(scene).await;
    assert_eq!(posts(scene, &posts_with("loud"), None).await, [next.id]);
}
