//! Liking, reposting and keeping.

use std::sync::Arc;

use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, PostId};
use thoughts_testing::builders;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::comments::{AddComment, AddCommentCommand, AddCommentUseCase};
use thoughts_use_cases::engagement::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::graph::{BeginRelation, BeginRelationCommand, BeginRelationUseCase};
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::IdGenerator;

use crate::rig::{PlainAnswers, Rig, fresh, rig};

async fn react(rig: &Rig, caller: Caller, reaction: Reaction) -> Result<(), ReactError> {
    let reacting = ReactUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = ReactCommand {
        caller,
        reaction,
        trace: TraceParent::default(),
    };
    reacting.execute(command).await
}

async fn take_back(rig: &Rig, caller: Caller, reaction: Reaction) -> Result<(), TakeBackError> {
    let taking_back = TakeBackUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = TakeBackCommand {
        caller,
        reaction,
        trace: TraceParent::default(),
    };
    taking_back.execute(command).await
}

async fn comment(rig: &Rig, caller: Caller, post_id: PostId) -> CommentId {
    let adding = AddCommentUseCase {
        store: rig.store.clone(),
        renderer: Arc::new(PlainAnswers),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = AddCommentCommand {
        caller,
        post_id,
        parent_id: None,
        body: builders::comment_body("hm"),
        retry: None,
        trace: TraceParent::default(),
    };
    let added = adding.execute(command).await;
    fresh(added.expect("a comment")).id
}

#[tokio::test]
async fn each_reaction_and_its_end_happen_once() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(ada, "a post").await.id;
    let comment = comment(&rig, ada, post).await;
    let mut expected = rig.event_types().await;
    let all = [
        (Reaction::LikePost(post), "post.liked", "post.unliked"),
        (
            Reaction::LikeComment(comment),
            "comment.liked",
            "comment.unliked",
        ),
        (Reaction::Repost(post), "post.reposted", "post.unreposted"),
        (
            Reaction::Bookmark(post),
            "post.bookmarked",
            "post.unbookmarked",
        ),
    ];
    for (reaction, began, ended) in all {
        for _ in 0..2 {
            let done = react(&rig, bob, reaction).await;
            done.expect("begun, or so already");
        }
        for _ in 0..2 {
            let done = take_back(&rig, bob, reaction).await;
            done.expect("ended, or so already");
        }
        expected.extend([began, ended].map(|what| format!("thoughts.{what}")));
    }
    assert_eq!(rig.event_types().await, expected);
}

#[tokio::test]
async fn nobody_is_told_what_somebody_keeps() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(ada, "a post").await.id;
    for (reaction, audience) in [
        (Reaction::LikePost(post), "public"),
        (Reaction::Repost(post), "public"),
        (Reaction::Bookmark(post), "owner"),
    ] {
        react(&rig, bob, reaction).await.expect("begun");
        take_back(&rig, bob, reaction).await.expect("ended");
        let log = rig.adapter.log.read(0, 100).await.expect("the log");
        for event in log.iter().rev().take(2) {
            assert_eq!(event.audience, audience, "{reaction:?}");
            assert_eq!(event.actor, bob.user_id);
            assert_eq!(event.aggregate_id, post.raw());
        }
    }
}

#[tokio::test]
async fn what_is_not_there_and_what_a_block_hides_are_one() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(ada, "a post").await.id;
    let nothing = PostId::new(rig.ids.next());
    let missing = react(&rig, bob, Reaction::LikePost(nothing)).await;
    assert!(matches!(missing, Err(ReactError::NotFound)));
    let blocking = BeginRelationUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let block = BeginRelationCommand {
        caller: ada,
        kind: RelationKind::Block,
        other: bob.user_id,
        trace: TraceParent::default(),
    };
    blocking.execute(block).await.expect("blocked");
    let before = rig.event_types().await;
    for reaction in [
        Reaction::LikePost(post),
        Reaction::Repost(post),
        Reaction::Bookmark(post),
    ] {
        let hidden = react(&rig, bob, reaction).await;
        assert!(matches!(hidden, Err(ReactError::NotFound)), "{reaction:?}");
        let done = take_back(&rig, bob, reaction).await;
        done.expect("it has ended already");
    }
    assert_eq!(rig.event_types().await, before);
}

#[tokio::test]
async fn a_lost_commit_is_said() {
    let rig = rig();
    let ada = rig.caller("ada").await;
    let post = rig.publish(ada, "a post").await.id;
    let like = Reaction::LikePost(post);
    rig.store.fail_next_commit();
    let lost = react(&rig, ada, like).await;
    assert!(matches!(
        lost,
        Err(ReactError::Storage(StorageError::Conflict(_)))
    ));
    react(&rig, ada, like).await.expect("begun");
    rig.store.fail_next_commit();
    let lost = take_back(&rig, ada, like).await;
    assert!(matches!(
        lost,
        Err(TakeBackError::Storage(StorageError::Conflict(_)))
    ));
}
