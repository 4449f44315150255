//! What moves.

use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::posts::Post;
use thoughts_use_cases::readers::Reader;

use super::Scene;
use super::hiding::{hide_comment, hide_post, moderator};
use super::trended::{catch_up, hot, hot_tags, like, reader, rebuild, users};

const HALF_LIFE: Duration = Duration::from_hours(6);

pub async fn what_was_done_last_and_by_most_comes_first(scene: &Scene) {
    let author = scene.register("author").await;
    let [ann, ben, cid] = users(scene, "fan").await;
    let [one, two, three, none] = {
        let mut posts = Vec::new();
        for body in ["one", "two", "three", "none"] {
            posts.push(scene.publish(&author, body).await);
        }
        <[Post; 4]>::try_from(posts).expect("four")
    };
    for fan in [&ann, &ben, &cid] {
        like(scene, fan, &three).await;
    }
    like(scene, &ann, &one).await;
    // A repost is worth two likes.
    scene.react(&ben, Reaction::Repost(two.id)).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [three.id, two.id, one.id]);
    // A comment and a like more, and it is as three, then hotter.
    scene.comment(&cid, &two, "well said").await;
    scene.clock.advance(Duration::from_mins(5));
    like(scene, &cid, &two).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [two.id, three.id, one.id]);
    like(scene, &ann, &none).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await.len(), 4);
}

pub async fn a_deed_is_worth_half_after_a_half_life(scene: &Scene) {
    let author = scene.register("author").await;
    let fans: [User; 3] = users(scene, "fan").await;
    let old = scene.publish(&author, "old").await;
    let new = scene.publish(&author, "new").await;
    for fan in &fans {
        like(scene, fan, &old).await;
    }
    scene.clock.advance(HALF_LIFE);
    like(scene, &fans[0], &new).await;
    catch_up(scene).await;
    assert_eq!(
        hot(scene).await,
        [old.id, new.id],
        "three halves are more than one"
    );
    like(scene, &fans[1], &new).await;
    catch_up(scene).await;
    assert_eq!(
        hot(scene).await,
        [new.id, old.id],
        "two are more than three halves"
    );
}

pub async fn taking_back_and_doing_again_counts_once(scene: &Scene) {
    let author = scene.register("author").await;
    let [ann, ben] = users(scene, "fan").await;
    let [one, two] = [
        scene.publish(&author, "one").await,
        scene.publish(&author, "two").await,
    ];
    for fan in [&ann, &ben] {
        like(scene, fan, &two).await;
    }
    for _ in 0..4 {
        like(scene, &ann, &one).await;
        catch_up(scene).await;
        assert!(scene.take_back(&ann, Reaction::LikePost(one.id)).await);
        catch_up(scene).await;
        assert_eq!(hot(scene).await, [two.id]);
    }
    like(scene, &ann, &one).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [two.id, one.id]);
}

pub async fn everybody_counts_once_and_nobody_for_himself(scene: &Scene) {
    let author = scene.register("author").await;
    let [ann, ben] = users(scene, "fan").await;
    let [own, loud, liked] = {
        let mut posts = Vec::new();
        for body in ["own", "loud", "liked"] {
            posts.push(scene.publish(&author, body).await);
        }
        <[Post; 3]>::try_from(posts).expect("three")
    };
    like(scene, &author, &own).await;
    scene.react(&author, Reaction::Repost(own.id)).await;
    scene.comment(&author, &own, "me again").await;
    let mut said = Vec::new();
    for _ in 0..5 {
        said.push(scene.comment(&ann, &loud, "first").await);
    }
    // Answers are about the comment.
    scene.reply(&ben, &loud, &said[0], "no").await;
    for fan in [&ann, &ben] {
        like(scene, fan, &liked).await;
    }
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [liked.id, loud.id]);
    for comment in &said[1..] {
        scene.delete_comment(comment).await;
    }
    let mo = moderator(scene).await;
    hide_comment(scene, &mo, &said[0], true).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [liked.id]);
    hide_comment(scene, &mo, &said[0], false).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [liked.id, loud.id]);
}

pub async fn a_comment_that_leaves_no_trace_warms_nothing(scene: &Scene) {
    let author = scene.register("author").await;
    let [ann, ben] = users(scene, "fan").await;
    let post = scene.publish(&author, "a post").await;
    let first = scene.comment(&ann, &post, "first").await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [post.id]);
    scene.delete_comment(&first).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, []);
    // His event tells no post any more, and his comment is there.
    scene.comment(&ben, &post, "second").await;
    scene.erase(&ben, ContentRemoval::Anonymise).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [post.id]);
}

pub async fn events_that_come_again_change_nothing(scene: &Scene) {
    let author = scene.register("author").await;
    let [ann, ben] = users(scene, "fan").await;
    let [one, two] = [
        scene.publish(&author, "one #tag").await,
        scene.publish(&author, "two #other").await,
    ];
    like(scene, &ann, &one).await;
    like(scene, &ben, &one).await;
    scene.take_back(&ben, Reaction::LikePost(one.id)).await;
    scene.react(&ann, Reaction::Repost(two.id)).await;
    catch_up(scene).await;
    let before = (hot(scene).await, hot_tags(scene).await);
    assert_eq!(before.0, [two.id, one.id]);
    let log = scene.log().await;
    for _ in 0..2 {
        let mut work = scene.begin().await;
        for event in &log {
            reader().apply(&mut *work, event).await.expect("applied");
        }
        work.commit().await.expect("commit");
        assert_eq!((hot(scene).await, hot_tags(scene).await), before);
    }
}

pub async fn what_is_deleted_or_erased_is_gone_at_once(scene: &Scene) {
    let [author, leaver] = users(scene, "author").await;
    let fan = scene.register("fan").await;
    let stays = scene.publish(&author, "stays").await;
    let deleted = scene.publish(&author, "deleted #gone").await;
    let erased = scene.publish(&leaver, "erased #erased").await;
    for post in [&stays, &deleted, &erased] {
        like(scene, &fan, post).await;
    }
    catch_up(scene).await;
    assert_eq!(
        (hot(scene).await.len(), hot_tags(scene).await.len()),
        (3, 2)
    );
    scene.delete_post(&deleted).await;
    scene.erase(&leaver, ContentRemoval::Delete).await;
    // Before its reader has heard of it.
    assert_eq!(hot(scene).await, [stays.id]);
    assert_eq!(hot_tags(scene).await, []);
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [stays.id]);
    assert_eq!(hot_tags(scene).await, []);
}

pub async fn what_is_hidden_is_not_listed_and_comes_back(scene: &Scene) {
    let (author, mo) = (scene.register("author").await, moderator(scene).await);
    let fan = scene.register("fan").await;
    let post = scene.publish(&author, "a post #tag").await;
    like(scene, &fan, &post).await;
    catch_up(scene).await;
    let before = (vec![post.id], vec![("tag".to_owned(), 1)]);
    assert_eq!((hot(scene).await, hot_tags(scene).await), before);
    hide_post(scene, &mo, &post, true).await;
    for _ in 0..2 {
        assert_eq!((hot(scene).await, hot_tags(scene).await), (vec![], vec![]));
        catch_up(scene).await;
    }
    rebuild(scene).await;
    assert_eq!((hot(scene).await, hot_tags(scene).await), (vec![], vec![]));
    hide_post(scene, &mo, &post, false).await;
    catch_up(scene).await;
    assert_eq!((hot(scene).await, hot_tags(scene).await), before);
}

pub async fn hashtags_move_by_who_uses_them(scene: &Scene) {
    let [ann, ben, cid] = users(scene, "author").await;
    for _ in 0..4 {
        scene.publish(&ann, "#mine").await;
    }
    scene.publish(&ben, "#ours").await;
    scene.publish(&cid, "#ours #his").await;
    catch_up(scene).await;
    let names = |tags: Vec<(String, u64)>| tags.into_iter().map(|(name, _)| name);
    let mut tags: Vec<_> = names(hot_tags(scene).await).collect();
    assert_eq!(tags.remove(0), "ours");
    tags.sort_unstable();
    assert_eq!(tags, ["his", "mine"]);
    scene.clock.advance(2 * HALF_LIFE);
    let mut late = scene.publish(&ann, "#late").await;
    catch_up(scene).await;
    assert_eq!(hot_tags(scene).await[0], ("late".to_owned(), 1));
    // An edit takes one away and gives another.
    scene.edit_post(&mut late, "#later").await;
    catch_up(scene).await;
    let tags: Vec<_> = names(hot_tags(scene).await).collect();
    assert_eq!(tags[0], "later");
    assert!(!tags.contains(&"late".to_owned()));
}

pub async fn a_hashtag_goes_with_its_last_post_and_cools_with_others(scene: &Scene) {
    let [ann, ben, cid] = users(scene, "author").await;
    let first = scene.publish(&ann, "#often").await;
    let second = scene.publish(&ben, "#often").await;
    scene.publish(&cid, "#once").await;
    catch_up(scene).await;
    assert_eq!(hot_tags(scene).await[0], ("often".to_owned(), 2));
    scene.clock.advance(HALF_LIFE);
    let third = scene.publish(&cid, "#twice").await;
    scene.publish(&ann, "#twice").await;
    scene.delete_post(&first).await;
    catch_up(scene).await;
    let tags = hot_tags(scene).await;
    assert_eq!(tags[0], ("twice".to_owned(), 2));
    assert!(tags.contains(&("often".to_owned(), 1)), "{tags:?}");
    scene.delete_post(&third).await;
    scene.delete_post(&second).await;
    let tags = hot_tags(scene).await;
    assert!(!tags.iter().any(|(name, _)| name == "often"), "{tags:?}");
    catch_up(scene).await;
    let after = hot_tags(scene).await;
    assert_eq!(after[0], ("twice".to_owned(), 1));
    assert_eq!(after.len(), 2, "{after:?}");
}

pub async fn what_is_a_week_colder_is_not_kept(scene: &Scene) {
    let author = scene.register("author").await;
    let fan = scene.register("fan").await;
    let old = scene.publish(&author, "old #old").await;
    like(scene, &fan, &old).await;
    catch_up(scene).await;
    // While nothing else moves, it is what moved last.
    scene.clock.advance(Duration::from_hours(24 * 8));
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [old.id]);
    let new = scene.publish(&author, "new #new").await;
    like(scene, &fan, &new).await;
    catch_up(scene).await;
    assert_eq!(hot(scene).await, [new.id]);
    assert_eq!(hot_tags(scene).await, [("new".to_owned(), 1)]);
    rebuild(scene).await;
    assert_eq!(hot(scene).await, [new.id]);
    assert_eq!(hot_tags(scene).await, [("new".to_owned(), 1)]);
}

pub async fn a_rebuild_comes_to_the_same(scene: &Scene) {
    let authors: [User; 3] = users(scene, "author").await;
    let fans: [User; 4] = users(scene, "fan").await;
    for (number, author) in authors.iter().cycle().take(9).enumerate() {
        let post = scene
            .publish(author, &format!("#tag{} #all", number % 4))
            .await;
        for fan in fans.iter().take(number % 5) {
            like(scene, fan, &post).await;
        }
        if number % 3 == 0 {
            scene.react(&fans[0], Reaction::Repost(post.id)).await;
        }
        if number % 4 == 0 {
            scene.comment(&fans[1], &post, "hm").await;
            scene.delete_post(&post).await;
        }
        scene.clock.advance(Duration::from_mins(47));
    }
    rebuild(scene).await;
    let whole = (hot(scene).await, hot_tags(scene).await);
    // Of nine posts three were deleted and nobody cared for one.
    assert_eq!((whole.0.len(), whole.1.len()), (5, 4));
    rebuild(scene).await;
    assert_eq!((hot(scene).await, hot_tags(scene).await), whole);
    // Nor does it differ from what was kept as it happened.
    let post = scene.publish(&authors[0], "#all #more").await;
    like(scene, &fans[2], &post).await;
    catch_up(scene).await;
    let kept = (hot(scene).await, hot_tags(scene).await);
    rebuild(scene).await;
    assert_eq!((hot(scene).await, hot_tags(scene).await), kept);
}
