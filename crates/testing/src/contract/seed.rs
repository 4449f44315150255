//! Made-up worlds, loaded in bulk.

use thoughts_domain::accounts::{ContentRemoval, Session, User};
use thoughts_domain::graph::Relation;
use thoughts_domain::ids::{PostId, SessionId, UserId};
use thoughts_use_cases::accounts::{Login, PasswordHash, TokenHash};
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::idempotency::Claim;
use thoughts_use_cases::posts::{PostFilter, PostView};
use thoughts_use_cases::seed::{Occupancy, SeedReaction, WorldPlan};

use super::Scene;
use super::samples::{an_answer, retry};
use super::walk::first;
use crate::builders::{SmallWorld, a_crowd, a_user, a_world};

const NOTHING: Occupancy = Occupancy {
    world: None,
    seeded_users: 0,
    other_users: 0,
};

fn password() -> PasswordHash {
    PasswordHash::new("a hash".to_owned())
}

async fn occupancy(scene: &Scene) -> Occupancy {
    scene.adapter.bulk.occupancy().await.expect("occupancy")
}

async fn clear(scene: &Scene) {
    scene.adapter.bulk.clear(scene.now()).await.expect("clear");
}

async fn load(scene: &Scene) -> SmallWorld {
    let world = a_world(&scene.ids);
    let bulk = &scene.adapter.bulk;
    let users = bulk.add_users(&world.users, &password()).await;
    users.expect("users");
    bulk.add_posts(&world.posts).await.expect("posts");
    bulk.add_comments(&world.comments).await.expect("comments");
    let relations = bulk.add_relations(&world.relations).await;
    relations.expect("relations");
    let reactions = bulk.add_reactions(&world.reactions).await;
    reactions.expect("reactions");
    bulk.finish(&world.plan).await.expect("finish");
    world
}

async fn feed(scene: &Scene, tag: Option<&str>) -> Vec<PostView> {
    let filter = PostFilter {
        hashtag: tag.map(str::to_owned),
        ..PostFilter::default()
    };
    let feed = scene.adapter.posts.feed(&filter, None, &first(100)).await;
    feed.expect("feed").value.items
}

async fn account(scene: &Scene, id: UserId) -> User {
    let mut work = scene.begin().await;
    let user = work.users().lock(id).await.expect("lock");
    user.expect("a user")
}

pub async fn an_empty_storage_holds_no_world(scene: &Scene) {
    assert_eq!(occupancy(scene).await, NOTHING);
}

pub async fn users_read_back_as_made_up(scene: &Scene) {
    let world = load(scene).await;
    for made_up in &world.users {
        let shown = scene.profile(made_up.id).await.expect("a user");
        assert_eq!(shown.summary.handle, made_up.handle.as_str());
        assert_eq!(shown.summary.display_name, made_up.display_name.as_str());
        assert_eq!(shown.bio, made_up.bio.as_str());
        assert_eq!(shown.created_at, made_up.created_at);
        assert_eq!(shown.post_count, u64::from(made_up.post_count));
        assert_eq!(shown.version, 1);
        assert_eq!(shown.follower_count, u64::from(made_up.follower_count));
        assert_eq!(shown.following_count, u64::from(made_up.following_count));
        let own = scene.adapter.accounts.own_account(made_up.id).await;
        let own = own.expect("own account").value.expect("a user");
        assert_eq!(own.email.as_deref(), Some(made_up.email.as_str()));
        let login = Login::Email(made_up.email.clone());
        let found = scene.adapter.accounts.credentials(&login).await;
        let found = found.expect("credentials").expect("a user");
        assert_eq!(found.user_id, made_up.id);
        assert_eq!(found.password, Some(password()));
    }
}

pub async fn posts_read_back_as_made_up(scene: &Scene) {
    let world = load(scene).await;
    let newest_first: Vec<_> = world.posts.iter().rev().map(|post| post.id).collect();
    let ids = |posts: Vec<PostView>| -> Vec<PostId> { posts.iter().map(|post| post.id).collect() };
    assert_eq!(ids(feed(scene, None).await), newest_first);
    assert_eq!(ids(feed(scene, Some("rust")).await), newest_first[1..]);
    assert_eq!(ids(feed(scene, Some("mundo")).await), newest_first[2..]);
    for (made_up, shown) in world.posts.iter().rev().zip(feed(scene, None).await) {
        assert_eq!(shown.body, made_up.body.as_str());
        assert_eq!(shown.author.id, made_up.author_id);
        assert_eq!(shown.hashtags, made_up.hashtags);
        let mentioned: Vec<_> = shown.mentions.iter().map(|one| one.id).collect();
        assert_eq!(mentioned, made_up.mentions);
        assert_eq!(shown.quoted_post_id, made_up.quoted);
        assert_eq!(shown.created_at, made_up.created_at);
        assert_eq!(shown.comment_count, u64::from(made_up.comment_count));
        assert_eq!(shown.like_count, u64::from(made_up.like_count));
        assert_eq!(shown.repost_count, u64::from(made_up.repost_count));
        assert_eq!((shown.version, shown.edited_at), (1, None));
    }
}

pub async fn comments_read_back_as_made_up(scene: &Scene) {
    let world = load(scene).await;
    for made_up in &world.comments {
        let shown = scene.comment_view(made_up.id).await.expect("a comment");
        assert_eq!(shown.body.as_deref(), Some(made_up.body.as_str()));
        assert_eq!(shown.author.map(|one| one.id), Some(made_up.author_id));
        assert_eq!(shown.post_id, made_up.post_id);
        assert_eq!(
            (shown.parent_id, shown.depth),
            (made_up.parent_id, made_up.depth)
        );
        assert_eq!(shown.created_at, made_up.created_at);
        assert_eq!(shown.reply_count, u64::from(made_up.reply_count));
        assert_eq!(shown.like_count, u64::from(made_up.like_count));
        assert_eq!(
            (shown.version, shown.edited_at, shown.deleted),
            (1, None, false)
        );
    }
    let comments = &scene.adapter.comments;
    let page = first(10);
    let top = comments.of_post(world.posts[0].id, CommentOrder::Oldest, None, &page);
    let top = top.await.expect("comments").value.expect("a post");
    let top: Vec<_> = top.items.iter().map(|comment| comment.id).collect();
    assert_eq!(top, [world.comments[0].id]);
    let replies = comments.replies(world.comments[0].id, None, &page);
    let replies = replies.await.expect("replies").value.expect("a comment");
    let replies: Vec<_> = replies.items.iter().map(|comment| comment.id).collect();
    assert_eq!(replies, [world.comments[1].id, world.comments[4].id]);
}

pub async fn relations_and_reactions_read_back_as_made_up(scene: &Scene) {
    let world = load(scene).await;
    let mut work = scene.begin().await;
    for made_up in &world.relations {
        let Relation { kind, from, to, .. } = *made_up;
        let ended = work.graph().end(kind, from, to).await;
        assert_eq!(ended.expect("end"), Some(*made_up));
    }
    for made_up in &world.reactions {
        let SeedReaction { reaction, by, at } = *made_up;
        let taken_back = work.engagement().end(reaction, by).await;
        let reacted = taken_back.expect("end").expect("a reaction");
        assert_eq!(
            (reacted.reaction, reacted.by, reacted.at),
            (reaction, by, at)
        );
    }
    work.commit().await.expect("commit");
    scene.assert_sound().await;
}

pub async fn counters_equal_a_recount(scene: &Scene) {
    load(scene).await;
    scene.assert_sound().await;
}

pub async fn each_batch_is_there_before_the_next(scene: &Scene) {
    let world = a_world(&scene.ids);
    let bulk = &scene.adapter.bulk;
    for (count, user) in (1..).zip(&world.users) {
        let added = bulk
            .add_users(std::slice::from_ref(user), &password())
            .await;
        added.expect("a user");
        let found = occupancy(scene).await;
        assert_eq!((found.world, found.seeded_users), (None, count));
    }
    for (count, post) in (1..).zip(&world.posts) {
        bulk.add_posts(std::slice::from_ref(post))
            .await
            .expect("a post");
        assert_eq!(feed(scene, None).await.len(), count);
    }
    for comment in &world.comments {
        let added = bulk.add_comments(std::slice::from_ref(comment)).await;
        added.expect("a comment");
        assert!(scene.comment_view(comment.id).await.is_some());
    }
    for relation in &world.relations {
        let added = bulk.add_relations(std::slice::from_ref(relation)).await;
        added.expect("a relation");
    }
    for reaction in &world.reactions {
        let added = bulk.add_reactions(std::slice::from_ref(reaction)).await;
        added.expect("a reaction");
    }
    assert_eq!(occupancy(scene).await.world, None, "it is not finished");
    bulk.finish(&world.plan).await.expect("finish");
    scene.assert_sound().await;
}

pub async fn an_empty_batch_adds_nothing(scene: &Scene) {
    let bulk = &scene.adapter.bulk;
    bulk.add_users(&[], &password()).await.expect("no users");
    bulk.add_posts(&[]).await.expect("no posts");
    bulk.add_comments(&[]).await.expect("no comments");
    bulk.add_relations(&[]).await.expect("no relations");
    bulk.add_reactions(&[]).await.expect("no reactions");
    assert_eq!(occupancy(scene).await, NOTHING);
}

pub async fn a_finished_world_is_found_again(scene: &Scene) {
    let world = load(scene).await;
    assert_eq!(occupancy(scene).await.world, Some(world.plan));
    clear(scene).await;
    let plan = WorldPlan {
        users: u32::MAX,
        posts: u32::MAX,
        comments: u32::MAX,
        rng_seed: 1 << 63,
    };
    scene.adapter.bulk.finish(&plan).await.expect("finish");
    assert_eq!(occupancy(scene).await.world, Some(plan));
}

pub async fn accounts_that_no_seed_made_are_counted_apart(scene: &Scene) {
    load(scene).await;
    scene.register("alice").await;
    let gone = scene.register("gone").await;
    scene.erase(&gone, ContentRemoval::Anonymise).await;
    // A domain that only ends like the made-up one, and no address at all.
    let builder = a_user("mallory").email("mallory@notseed.thoughts.example");
    let mallory = builder.build(&scene.ids, &scene.clock);
    let mut guest = a_user("guest").build(&scene.ids, &scene.clock);
    guest.email = None;
    let mut work = scene.begin().await;
    for (user, password) in [(mallory, Some(password())), (guest, None)] {
        let inserted = work.users().insert(&user, password).await;
        inserted.expect("insert");
    }
    work.commit().await.expect("commit");
    let found = occupancy(scene).await;
    assert_eq!((found.seeded_users, found.other_users), (3, 3));
}

pub async fn a_loaded_world_goes_on_like_any_other(scene: &Scene) {
    let world = load(scene).await;
    let (ana, bob) = (&world.users[0], &world.users[1]);
    let (ana, bob) = (account(scene, ana.id).await, account(scene, bob.id).await);
    scene.publish(&bob, "one more").await;
    assert_eq!(scene.post_count(bob.id).await, 2);
    let mut work = scene.begin().await;
    let post = work.posts().lock(world.posts[0].id).await.expect("lock");
    let post = post.expect("a post");
    let parent = work.comments().find(world.comments[2].id, ana.id).await;
    let parent = parent.expect("find").expect("a comment");
    drop(work);
    let reply = scene.reply(&ana, &post, &parent, "and one more").await;
    assert_eq!(reply.depth, 3);
    assert_eq!(scene.comment_count(post.id).await, 5);
    assert_eq!(scene.reply_count(parent.id).await, 1);
    scene.delete_post(&post).await;
    scene.erase(&bob, ContentRemoval::Delete).await;
    scene.assert_sound().await;
}

pub async fn clearing_takes_everything_and_leaves_room_for_another_world(scene: &Scene) {
    load(scene).await;
    let alice = scene.register("alice").await;
    let mut post = scene.publish(&alice, "a post of #rust").await;
    scene.edit_post(&mut post, "another text").await;
    let comment = scene.comment(&alice, &post, "a comment").await;
    scene.reply(&alice, &post, &comment, "a reply").await;
    scene.delete_comment(&comment).await;
    clear(scene).await;
    assert_eq!(occupancy(scene).await, NOTHING);
    assert_eq!(feed(scene, None).await, []);
    assert_eq!(feed(scene, Some("rust")).await, []);
    assert!(scene.profile(alice.id).await.is_none());
    assert!(scene.comment_view(comment.id).await.is_none());
    scene.assert_sound().await;
    scene.register("alice").await;
    load(scene).await;
    scene.assert_sound().await;
}

pub async fn clearing_ends_every_session(scene: &Scene) {
    let alice = scene.register("alice").await;
    let session = Session::open(SessionId::new(scene.id()), alice.id, None, scene.now());
    let token = TokenHash([7; 32]);
    let mut work = scene.begin().await;
    work.sessions().open(&session, &token).await.expect("open");
    work.commit().await.expect("commit");
    clear(scene).await;
    let ledger = &scene.adapter.ledger;
    let standing = ledger.standing(session.user_id, Some(session.id)).await;
    assert_eq!(standing.ok(), Some(None));
    // Replicas that serve meanwhile learn of it.
    let noted = ledger.ended_since(session.created_at).await.expect("notes");
    assert!(noted.iter().any(|(id, _)| *id == session.id), "{noted:?}");
    let mut work = scene.begin().await;
    assert_eq!(work.sessions().find(&token).await.expect("find"), None);
}

pub async fn clearing_forgets_answers(scene: &Scene) {
    let alice = scene.register("alice").await;
    let key = retry(&alice, "once");
    let mut work = scene.begin().await;
    let claim = work.answers().claim(&key, scene.now()).await;
    assert_eq!(claim.expect("claim"), Claim::Fresh);
    let kept = work.answers().keep(&key, &an_answer(), scene.now()).await;
    kept.expect("keep");
    work.commit().await.expect("commit");
    clear(scene).await;
    let mut work = scene.begin().await;
    let claim = work.answers().claim(&key, scene.now()).await;
    assert_eq!(claim.expect("claim"), Claim::Fresh);
}

pub async fn clearing_empties_the_log_and_positions_go_on(scene: &Scene) {
    scene.register("alice").await;
    scene.sequence().await;
    scene.register("bob").await;
    let head = scene.adapter.log.head().await.expect("head").number;
    clear(scene).await;
    assert_eq!(scene.log().await, [], "nothing tells of who is gone");
    scene.register("carol").await;
    let log = scene.log().await;
    assert_eq!(log.len(), 1);
    assert!(log[0].position > head, "{}", log[0].position);
    scene.assert_sound().await;
}

pub async fn a_row_that_names_nobody_keeps_a_world_from_being_finished(scene: &Scene) {
    let world = a_world(&scene.ids);
    let bulk = &scene.adapter.bulk;
    let added = bulk.add_users(&world.users[1..], &password()).await;
    added.expect("users");
    let posts = bulk.add_posts(&world.posts).await;
    let finished = bulk.finish(&world.plan).await;
    assert!(posts.is_err() || finished.is_err());
    assert_eq!(occupancy(scene).await.world.is_some(), finished.is_ok());
    clear(scene).await;

    let added = bulk.add_users(&world.users, &password()).await;
    added.expect("users");
    bulk.add_posts(&world.posts).await.expect("posts");
    let comments = bulk.add_comments(&world.comments[1..]).await;
    assert!(comments.is_err() || bulk.finish(&world.plan).await.is_err());
}

pub async fn a_relation_or_reaction_that_names_nobody_keeps_a_world_from_being_finished(
    scene: &Scene,
) {
    let world = a_world(&scene.ids);
    let bulk = &scene.adapter.bulk;
    for relation in &world.relations {
        let there = world.users.iter().filter(|user| user.id != relation.to);
        let there: Vec<_> = there.cloned().collect();
        bulk.add_users(&there, &password()).await.expect("users");
        let added = bulk.add_relations(std::slice::from_ref(relation)).await;
        assert!(
            added.is_err() || bulk.finish(&world.plan).await.is_err(),
            "{relation:?}"
        );
        clear(scene).await;
    }
    for reaction in &world.reactions {
        let users = bulk.add_users(&world.users, &password()).await;
        users.expect("users");
        let added = bulk.add_reactions(std::slice::from_ref(reaction)).await;
        assert!(
            added.is_err() || bulk.finish(&world.plan).await.is_err(),
            "{reaction:?}"
        );
        clear(scene).await;
    }
    assert_eq!(occupancy(scene).await, NOTHING);
}

pub async fn many_rows_in_one_batch(scene: &Scene) {
    let crowd = a_crowd(2_000, &scene.ids);
    let bulk = &scene.adapter.bulk;
    let added = bulk.add_users(&crowd.users, &password()).await;
    added.expect("users");
    assert_eq!(occupancy(scene).await.seeded_users, 2_000);
}
