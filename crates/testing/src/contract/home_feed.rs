//! Home feeds: what stands in them, and where.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserInsertion;
use thoughts_use_cases::engagement::Reacting;
use thoughts_use_cases::feed::FeedItem;

use super::Scene;
use super::walk::{first, walk};
use crate::builders::{a_post, a_user};

/// What is known of a row: the post, and who brought it by a repost.
pub type Row = (PostId, Option<UserId>);

pub async fn items(scene: &Scene, reader: &User, rows: u16) -> Vec<FeedItem> {
    walk(rows, async |request| {
        let read = scene.adapter.feed.home(reader.id, &request).await;
        read.expect("a feed").value
    })
    .await
}

pub async fn home(scene: &Scene, reader: &User, rows: u16) -> Vec<Row> {
    let items = items(scene, reader, rows).await;
    let row = |item: FeedItem| (item.post.id, item.repost.map(|repost| repost.by.id));
    items.into_iter().map(row).collect()
}

/// Reposts at that moment, unless a block stands between.
pub async fn repost_at(scene: &Scene, by: &User, post: PostId, at: Timestamp) -> bool {
    let mut work = scene.begin().await;
    let begun = work
        .engagement()
        .begin(Reaction::Repost(post), by.id, at)
        .await;
    let is_new = matches!(begun, Ok(Reacting::Begun(_)));
    work.commit().await.expect("commit");
    is_new
}

pub async fn repost(scene: &Scene, by: &User, post: &Post) {
    assert!(repost_at(scene, by, post.id, scene.now()).await);
}

pub async fn follow(scene: &Scene, from: &User, to: &User) {
    assert!(scene.relate(RelationKind::Follow, from, to).await);
}

/// Users of these handles.
pub async fn people<const N: usize>(scene: &Scene, handles: [&str; N]) -> [User; N] {
    let mut users = Vec::with_capacity(N);
    for handle in handles {
        users.push(scene.register(handle).await);
    }
    users.try_into().expect("as many as handles")
}

const fn by_author(post: &Post) -> Row {
    (post.id, None)
}

const fn by(user: &User, post: &Post) -> Row {
    (post.id, Some(user.id))
}

pub async fn a_feed_of_nothing_is_one_empty_page(scene: &Scene) {
    let [reader, stranger] = people(scene, ["reader", "stranger"]).await;
    let post = scene.publish(&stranger, "to nobody").await;
    repost(scene, &stranger, &post).await;
    let read = scene.adapter.feed.home(reader.id, &first(5)).await;
    let page = read.expect("a feed").value;
    assert_eq!((page.items.len(), page.next, page.prev), (0, None, None));
}

pub async fn own_posts_and_those_of_the_followed_newest_first(scene: &Scene) {
    let [reader, ada, bob] = people(scene, ["reader", "ada", "bob"]).await;
    follow(scene, &reader, &ada).await;
    // Who follows the reader is nobody whom he follows.
    follow(scene, &bob, &reader).await;
    let mut expected = Vec::new();
    for number in 0..12 {
        let author = [&reader, &ada, &bob][number % 3];
        let post = scene.publish(author, "a post").await;
        if number % 3 != 2 {
            expected.insert(0, by_author(&post));
        }
    }
    for rows in [1, 3, 7, 8, 100] {
        assert_eq!(home(scene, &reader, rows).await, expected);
    }
    assert_eq!(home(scene, &ada, 3).await.len(), 4);
    assert_eq!(home(scene, &bob, 3).await.len(), 8);
}

pub async fn ties_are_broken_by_id(scene: &Scene) {
    let [reader, ada, bob] = people(scene, ["reader", "ada", "bob"]).await;
    follow(scene, &reader, &ada).await;
    let strange = scene.publish(&bob, "a post").await;
    let moment = scene.now();
    let mut expected = vec![(moment, strange.id, Some(ada.id))];
    assert!(repost_at(scene, &ada, strange.id, moment).await);
    for number in 0..8 {
        let author = [&reader, &ada][number % 2];
        let at = if number % 4 == 3 { scene.now() } else { moment };
        let post = a_post("a post").at(at);
        let post = post.build(author, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        expected.push((at, post.id, None));
    }
    expected.sort_by(|a, b| b.cmp(a));
    let expected: Vec<_> = expected.into_iter().map(|(_, id, by)| (id, by)).collect();
    for rows in [1, 2, 4, 9] {
        assert_eq!(home(scene, &reader, rows).await, expected);
    }
}

pub async fn a_repost_brings_a_post_once_by_who_was_first(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    follow(scene, &reader, &ada).await;
    follow(scene, &reader, &bob).await;
    let post = scene.publish(&author, "a post").await;
    // A stranger was first of all, which brings it to nobody.
    repost(scene, &author, &post).await;
    let between = scene.publish(&ada, "in between").await;
    repost(scene, &bob, &post).await;
    let after = scene.publish(&bob, "after it").await;
    repost(scene, &ada, &post).await;
    let expected = [by_author(&after), by(&bob, &post), by_author(&between)];
    for rows in [1, 2, 3] {
        assert_eq!(home(scene, &reader, rows).await, expected);
    }
}

pub async fn of_reposts_at_one_moment_the_lower_id_is_first(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    let post = scene.publish(&author, "a post").await;
    let moment = scene.now();
    for user in [&bob, &ada] {
        follow(scene, &reader, user).await;
        assert!(repost_at(scene, user, post.id, moment).await);
    }
    let first = if ada.id < bob.id { &ada } else { &bob };
    assert_eq!(home(scene, &reader, 1).await, [by(first, &post)]);
}

pub async fn what_came_before_is_not_moved_by_a_repost(scene: &Scene) {
    let [reader, ada, bob] = people(scene, ["reader", "ada", "bob"]).await;
    follow(scene, &reader, &ada).await;
    follow(scene, &reader, &bob).await;
    let old = scene.publish(&ada, "an old post").await;
    let own = scene.publish(&reader, "an own post").await;
    let new = scene.publish(&bob, "a new post").await;
    for (user, post) in [(&bob, &old), (&reader, &old), (&ada, &own), (&reader, &own)] {
        repost(scene, user, post).await;
    }
    let expected = [&new, &own, &old].map(by_author);
    assert_eq!(home(scene, &reader, 2).await, expected);
}

pub async fn own_reposts_bring_posts_too(scene: &Scene) {
    let [reader, ada, author] = people(scene, ["reader", "ada", "author"]).await;
    follow(scene, &reader, &ada).await;
    let [one, other] = [
        scene.publish(&author, "one").await,
        scene.publish(&author, "other").await,
    ];
    repost(scene, &reader, &one).await;
    repost(scene, &ada, &one).await;
    repost(scene, &ada, &other).await;
    repost(scene, &reader, &other).await;
    let expected = [by(&ada, &other), by(&reader, &one)];
    assert_eq!(home(scene, &reader, 1).await, expected);
}

/// So many that who was first is looked for in another way than among few.
async fn a_crowd_reposts(scene: &Scene, post: &Post) {
    let mut work = scene.begin().await;
    for _ in 0..205 {
        let stranger = a_user(scene.id().as_str()).build(&scene.ids, &scene.clock);
        let inserted = work.users().insert(&stranger, None).await.expect("insert");
        assert_eq!(inserted, UserInsertion::Inserted);
        let (reaction, now) = (Reaction::Repost(post.id), scene.now());
        let begun = work.engagement().begin(reaction, stranger.id, now).await;
        assert!(matches!(begun, Ok(Reacting::Begun(_))));
    }
    work.commit().await.expect("commit");
}

pub async fn who_was_first_is_found_behind_a_crowd(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    let post = scene.publish(&author, "a post that many like").await;
    follow(scene, &reader, &ada).await;
    repost(scene, &bob, &post).await;
    a_crowd_reposts(scene, &post).await;
    assert_eq!(home(scene, &reader, 1).await, []);
    repost(scene, &ada, &post).await;
    assert_eq!(home(scene, &reader, 1).await, [by(&ada, &post)]);
    follow(scene, &reader, &bob).await;
    assert_eq!(home(scene, &reader, 1).await, [by(&bob, &post)]);
    repost(scene, &reader, &post).await;
    assert_eq!(home(scene, &reader, 1).await, [by(&bob, &post)]);
    assert!(scene.relate(RelationKind::Mute, &reader, &bob).await);
    assert_eq!(home(scene, &reader, 1).await, [by(&ada, &post)]);
    assert!(scene.unrelate(RelationKind::Mute, &reader, &bob).await);
    scene.close_account(&bob, ContentRemoval::Anonymise).await;
    assert_eq!(home(scene, &reader, 1).await, [by(&ada, &post)]);
}

pub async fn what_the_reader_does_is_seen_at_once(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    let early = scene.publish(&ada, "before anybody followed her").await;
    let brought = scene.publish(&author, "a post").await;
    repost(scene, &bob, &brought).await;
    assert_eq!(home(scene, &reader, 2).await, []);
    for (who, expected) in [
        (&ada, vec![by_author(&early)]),
        (&bob, vec![by(&bob, &brought), by_author(&early)]),
        (&author, vec![by_author(&brought), by_author(&early)]),
    ] {
        follow(scene, &reader, who).await;
        assert_eq!(home(scene, &reader, 2).await, expected);
    }
    let mut own = scene.publish(&reader, "an own post").await;
    scene.edit_post(&mut own, "an own post, edited").await;
    let newest = items(scene, &reader, 1).await.swap_remove(0).post;
    assert_eq!((newest.id, newest.version), (own.id, 2));
    assert_eq!(newest.body, "an own post, edited");
    scene.delete_post(&own).await;
    let follows = RelationKind::Follow;
    assert!(scene.unrelate(follows, &reader, &author).await);
    assert!(scene.unrelate(follows, &reader, &ada).await);
    assert_eq!(home(scene, &reader, 2).await, [by(&bob, &brought)]);
    assert!(scene.unrelate(follows, &reader, &bob).await);
    assert_eq!(home(scene, &reader, 2).await, []);
}

pub async fn a_repost_taken_back_leaves_the_place_to_the_next(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    follow(scene, &reader, &ada).await;
    follow(scene, &reader, &bob).await;
    let post = scene.publish(&author, "a post").await;
    repost(scene, &ada, &post).await;
    let between = scene.publish(&reader, "in between").await;
    repost(scene, &bob, &post).await;
    let rows = home(scene, &reader, 1).await;
    assert_eq!(rows, [by_author(&between), by(&ada, &post)]);
    assert!(scene.take_back(&ada, Reaction::Repost(post.id)).await);
    let rows = home(scene, &reader, 1).await;
    assert_eq!(rows, [by(&bob, &post), by_author(&between)]);
    assert!(scene.take_back(&bob, Reaction::Repost(post.id)).await);
    assert_eq!(home(scene, &reader, 1).await, [by_author(&between)]);
}

pub async fn a_row_shows_the_post_as_it_is(scene: &Scene) {
    let [reader, ada, author] = people(scene, ["reader", "ada", "author"]).await;
    follow(scene, &reader, &ada).await;
    let post = a_post("#one #two for @author").mentioning(&author);
    let post = post.build(&author, &scene.ids, &scene.clock);
    scene.insert_post(&post).await;
    scene.comment(&ada, &post, "well said").await;
    let at = scene.now();
    assert!(repost_at(scene, &ada, post.id, at).await);
    let own = scene.publish(&reader, "an own post").await;
    let found = items(scene, &reader, 5).await;
    assert_eq!(found.len(), 2);
    for (item, post) in found.iter().zip([&own, &post]) {
        let posts = &scene.adapter.posts;
        let shown = posts.post(post.id, Some(reader.id)).await.expect("a post");
        assert_eq!(Some(&item.post), shown.value.as_ref());
    }
    assert_eq!(found[0].repost, None);
    let repost = found[1].repost.as_ref().expect("a repost");
    let shown = scene.profile(ada.id).await.expect("a user").summary;
    assert_eq!((&repost.by, repost.at), (&shown, at));
    let read = scene.adapter.feed.home(reader.id, &first(1)).await;
    assert_eq!(
        read.expect("a feed").position,
        scene
            .adapter
            .posts
            .post(own.id, None)
            .await
            .expect("a post")
            .position
    );
}
