//! What a made-up world is like.

use std::collections::{HashMap, HashSet};

use super::*;

fn reactions(world: &MadeUpWorld) -> impl Iterator<Item = SeedReaction> {
    world
        .reactions_to_posts()
        .chain(world.reactions_to_comments())
}

const PLAN: WorldPlan = WorldPlan {
    users: 300,
    posts: 2_000,
    comments: 6_000,
    rng_seed: 42,
};

#[test]
fn equal_plans_give_equal_worlds_and_other_seeds_other_ones() {
    let (one, two) = (MadeUpWorld::new(PLAN), MadeUpWorld::new(PLAN));
    assert!(one.users().eq(two.users()));
    assert!(one.posts().eq(two.posts()));
    assert!(one.comments().eq(two.comments()));
    assert!(one.relations().eq(two.relations()));
    assert!(reactions(&one).eq(reactions(&two)));
    let other = MadeUpWorld::new(WorldPlan {
        rng_seed: 43,
        ..PLAN
    });
    assert!(!one.posts().eq(other.posts()));
    assert!(!one.relations().eq(other.relations()));
    assert!(!reactions(&one).eq(reactions(&other)));
}

#[test]
fn every_row_is_there_and_names_only_rows_before_it() {
    let world = MadeUpWorld::new(PLAN);
    let users: HashMap<_, _> = world.users().map(|u| (u.id, u)).collect();
    let posts: HashMap<_, _> = world.posts().map(|p| (p.id, p)).collect();
    assert_eq!((users.len(), posts.len()), (300, 2_000));
    for post in posts.values() {
        assert!(users[&post.author_id].created_at < post.created_at);
        assert!(post.mentions.iter().all(|user| users.contains_key(user)));
        assert_eq!(post.body.mentioned_handles().len(), post.mentions.len());
        let quoted = post.quoted.map(|quoted| posts[&quoted].created_at);
        assert!(quoted.is_none_or(|at| at <= post.created_at));
    }
    let quotes = posts.values().filter(|post| post.quoted.is_some());
    assert!((50..200).contains(&quotes.count()), "one in twenty");
    let mut before: HashMap<CommentId, SeedComment> = HashMap::new();
    for comment in world.comments() {
        assert!(posts[&comment.post_id].created_at < comment.created_at);
        assert!(users.contains_key(&comment.author_id));
        let depth = comment.parent_id.map_or(0, |parent| {
            let parent = &before[&parent];
            assert_eq!(parent.post_id, comment.post_id);
            parent.depth + 1
        });
        assert_eq!(comment.depth, depth);
        before.insert(comment.id, comment);
    }
    assert_eq!(before.len(), 6_000);
    assert!(before.values().any(|c| c.depth > 2));
}

#[test]
fn counters_equal_a_recount() {
    let world = MadeUpWorld::new(PLAN);
    let comments: Vec<_> = world.comments().collect();
    for post in world.posts().take(200) {
        let counted = comments.iter().filter(|c| c.post_id == post.id).count();
        assert_eq!(post.comment_count as usize, counted);
    }
    for comment in comments.iter().take(500) {
        let counted = comments
            .iter()
            .filter(|c| c.parent_id == Some(comment.id))
            .count();
        assert_eq!(comment.reply_count as usize, counted);
    }
    let posts: Vec<_> = world.posts().collect();
    for user in world.users() {
        let counted = posts.iter().filter(|p| p.author_id == user.id).count();
        assert_eq!(user.post_count as usize, counted);
    }
}

#[test]
fn few_write_much_and_handles_are_distinct() {
    let world = MadeUpWorld::new(PLAN);
    let mut counts: Vec<u32> = world.users().map(|u| u.post_count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let top: u32 = counts.iter().take(30).sum();
    assert!(top > 2_000 / 4, "the first tenth wrote {top} of 2000");
    let handles: HashSet<_> = world.users().map(|u| u.handle).collect();
    assert_eq!(handles.len(), 300);
}

#[test]
fn people_speak_several_languages_and_use_what_a_network_offers() {
    let world = MadeUpWorld::new(PLAN);
    let posts: Vec<_> = world.posts().collect();
    let share = |wanted: &dyn Fn(&SeedPost) -> bool| {
        let count = posts.iter().filter(|post| wanted(post)).count();
        count * 100 / posts.len()
    };
    let has = |body: &str, range: std::ops::RangeInclusive<char>| {
        body.chars().any(|letter| range.contains(&letter))
    };
    let texts = |range: std::ops::RangeInclusive<char>| {
        share(&move |post| has(post.body.as_str(), range.clone()))
    };
    assert!(texts('\u{1f300}'..='\u{1faff}') > 5, "emoji");
    assert!(texts('\u{600}'..='\u{6ff}') > 3, "Arabic");
    assert!(texts('\u{900}'..='\u{97f}') > 3, "Devanagari");
    assert!(texts('\u{3040}'..='\u{30ff}') > 3, "Japanese");
    assert!(texts('\u{c0}'..='\u{17f}') > 10, "Latin with accents");
    assert!(share(&|post| !post.hashtags.is_empty()) > 30, "hashtags");
    assert!(share(&|post| !post.mentions.is_empty()) > 5, "mentions");
    let spoken: HashSet<_> = world
        .comments()
        .map(|c| c.body.as_str().to_owned())
        .collect();
    assert!(spoken.len() > 100, "{} different comments", spoken.len());
}

#[test]
fn a_world_spreads_over_a_year() {
    let world = MadeUpWorld::new(PLAN);
    let times: Vec<i64> = world.posts().map(|p| p.created_at.as_micros()).collect();
    assert!(times.is_sorted());
    let start = crate::WORLD_END_MICROS - crate::WORLD_SPAN_MICROS;
    let month = crate::WORLD_SPAN_MICROS / 12;
    for number in 0..12 {
        let within = start + number * month..start + (number + 1) * month;
        let posts = times.iter().filter(|at| within.contains(at)).count();
        assert!(posts > 2_000 / 24, "{posts} in month {number}");
    }
    assert!(
        times
            .iter()
            .all(|at| (start..crate::WORLD_END_MICROS).contains(at))
    );
}

#[test]
fn popularity_is_zipf_like() {
    let world = MadeUpWorld::new(PLAN);
    let mut counts: Vec<u32> = world.posts().map(|p| p.comment_count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let top: u32 = counts.iter().take(200).sum();
    assert!(top > 6_000 / 3, "the first tenth drew {top} of 6000");
    assert!(
        counts[0] > 10 * counts[200].max(1),
        "{} and {}",
        counts[0],
        counts[200]
    );
}

#[test]
fn an_empty_world_is_a_world() {
    let world = MadeUpWorld::new(WorldPlan {
        users: 0,
        posts: 5,
        comments: 5,
        rng_seed: 1,
    });
    assert_eq!(
        world.users().count() + world.posts().count() + world.comments().count(),
        0
    );
    assert_eq!(world.relations().count() + reactions(&world).count(), 0);
    let alone = MadeUpWorld::new(WorldPlan { users: 1, ..PLAN });
    assert_eq!(alone.relations().count() + reactions(&alone).count(), 0);
}

#[test]
fn counters_of_relations_and_reactions_equal_a_recount() {
    let world = MadeUpWorld::new(PLAN);
    let (mut following, mut followers) = (HashMap::new(), HashMap::new());
    let relations: Vec<_> = world.relations().collect();
    assert_eq!(relations.len() as u64, world.links().relations);
    for one in relations
        .iter()
        .filter(|one| one.kind == RelationKind::Follow)
    {
        *following.entry(one.from).or_insert(0) += 1;
        *followers.entry(one.to).or_insert(0) += 1;
    }
    for user in world.users() {
        let counted = |of: &HashMap<UserId, u32>| of.get(&user.id).copied().unwrap_or(0);
        assert_eq!(user.following_count, counted(&following));
        assert_eq!(user.follower_count, counted(&followers));
    }
    let mut counted: HashMap<Reaction, u32> = HashMap::new();
    let mut once = HashSet::new();
    for one in reactions(&world) {
        assert!(once.insert((one.reaction, one.by)), "twice: {one:?}");
        *counted.entry(one.reaction).or_default() += 1;
    }
    let links = world.links();
    let all = links.reactions_to_posts + links.reactions_to_comments;
    assert_eq!(once.len() as u64, all);
    let mut of = |reaction| counted.remove(&reaction).unwrap_or(0);
    let mut bookmarks = 0;
    for post in world.posts() {
        assert_eq!(post.like_count, of(Reaction::LikePost(post.id)));
        assert_eq!(post.repost_count, of(Reaction::Repost(post.id)));
        bookmarks += of(Reaction::Bookmark(post.id));
    }
    for comment in world.comments() {
        assert_eq!(comment.like_count, of(Reaction::LikeComment(comment.id)));
    }
    assert!(bookmarks > 0);
    assert!(counted.is_empty(), "to nothing that is there: {counted:?}");
}

#[test]
fn reactions_come_after_what_they_are_to_and_go_where_comments_go() {
    let world = MadeUpWorld::new(PLAN);
    let posts = world.posts().map(|post| (post.id.raw(), post.created_at));
    let comments = world.comments().map(|one| (one.id.raw(), one.created_at));
    let since: HashMap<_, _> = posts.chain(comments).collect();
    for one in reactions(&world) {
        let since = since[&one.reaction.subject()];
        let end = Timestamp::from_micros(crate::WORLD_END_MICROS);
        assert!((since < one.at && one.at < end) || one.at == end, "{one:?}");
    }
    let (discussed, quiet): (Vec<_>, Vec<_>) =
        world.posts().partition(|post| post.comment_count > 8);
    let mean = |posts: &[SeedPost]| {
        let likes: u32 = posts.iter().map(|post| post.like_count).sum();
        f64::from(likes) / f64::from(u32::try_from(posts.len()).expect("few"))
    };
    assert!(mean(&discussed) > 3.0 * mean(&quiet));
}
