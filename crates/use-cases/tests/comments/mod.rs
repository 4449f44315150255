//! Adding, editing and deleting comments.

use thoughts_domain::comments::{CommentBody, MAX_DEPTH};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::comments::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::idempotency::{AnswerRenderer, RetryError, RetryKey, Settled};
use thoughts_use_cases::system::IdGenerator;

use crate::rig::{PlainAnswers, Rig, fresh, retry, rig};

fn body(text: &str) -> CommentBody {
    CommentBody::parse(text).expect("a body")
}

async fn attempt(
    rig: &Rig,
    caller: Caller,
    post_id: PostId,
    parent_id: Option<CommentId>,
    retry: Option<RetryKey>,
) -> Result<Settled<CommentView>, AddCommentError> {
    let adding = AddCommentUseCase {
        store: rig.store.clone(),
        renderer: std::sync::Arc::new(PlainAnswers),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = AddCommentCommand {
        caller,
        post_id,
        parent_id,
        body: body("hm"),
        retry,
        trace: TraceParent::default(),
    };
    adding.execute(command).await
}

async fn add(rig: &Rig, caller: Caller, post: PostId, parent: Option<CommentId>) -> CommentView {
    fresh(
        attempt(rig, caller, post, parent, None)
            .await
            .expect("a comment"),
    )
}

async fn edit(
    rig: &Rig,
    caller: Caller,
    comment_id: CommentId,
    text: Option<&str>,
    expected_version: Option<u32>,
) -> Result<CommentView, EditCommentError> {
    let editing = EditCommentUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = EditCommentCommand {
        caller,
        comment_id,
        body: text.map(body),
        expected_version,
        trace: TraceParent::default(),
    };
    editing.execute(command).await
}

async fn delete(
    rig: &Rig,
    caller: Caller,
    comment_id: CommentId,
    expected_version: Option<u32>,
) -> Result<(), DeleteCommentError> {
    let deleting = DeleteCommentUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = DeleteCommentCommand {
        caller,
        comment_id,
        expected_version,
        trace: TraceParent::default(),
    };
    deleting.execute(command).await
}

#[tokio::test]
async fn a_comment_is_there_with_its_event_and_a_retry_is_answered_alike() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let post = rig.publish(alice, "a post").await.id;
    let key = retry(&alice, "key", 1);
    let first = attempt(&rig, alice, post, None, Some(key.clone())).await;
    let view = fresh(first.expect("a comment"));
    let seen = rig
        .adapter
        .comments
        .comment(view.id, Some(alice.user_id))
        .await
        .expect("read")
        .value;
    assert_eq!(seen.as_ref(), Some(&view));
    let again = attempt(&rig, alice, post, None, Some(key)).await;
    assert_eq!(
        again.expect("an answer"),
        Settled::Replayed(PlainAnswers.render(&view))
    );
    let other = attempt(&rig, alice, post, None, Some(retry(&alice, "key", 2))).await;
    assert!(matches!(
        other,
        Err(AddCommentError::Retry(RetryError::Reused))
    ));
    assert_eq!(rig.event_types().await[2..], ["thoughts.comment.added"]);
}

#[tokio::test]
async fn a_thread_ends_at_its_depth() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let post = rig.publish(alice, "a post").await.id;
    let mut parent = add(&rig, alice, post, None).await;
    for _ in 0..MAX_DEPTH {
        parent = add(&rig, alice, post, Some(parent.id)).await;
    }
    let deeper = attempt(&rig, alice, post, Some(parent.id), None).await;
    assert!(matches!(deeper, Err(AddCommentError::ThreadTooDeep)));
}

#[tokio::test]
async fn where_no_comment_can_stand() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let post = rig.publish(alice, "a post").await.id;
    let other = rig.publish(alice, "another").await.id;
    let elsewhere = add(&rig, alice, other, None).await.id;
    let nowhere = PostId::new(rig.ids.next());
    let never = CommentId::new(rig.ids.next());
    let tombstone = add(&rig, alice, post, None).await.id;
    add(&rig, alice, post, Some(tombstone)).await;
    delete(&rig, alice, tombstone, None).await.expect("deleted");
    let said = attempt(&rig, alice, nowhere, None, None).await;
    assert!(matches!(said, Err(AddCommentError::PostNotFound)));
    let said = attempt(&rig, alice, nowhere, Some(never), None).await;
    assert!(matches!(said, Err(AddCommentError::PostNotFound)));
    for parent in [never, tombstone] {
        let said = attempt(&rig, alice, post, Some(parent), None).await;
        assert!(matches!(said, Err(AddCommentError::ParentNotFound)));
    }
    let said = attempt(&rig, alice, post, Some(elsewhere), None).await;
    assert!(matches!(said, Err(AddCommentError::ParentOfOtherPost)));
    let nobody = Caller {
        user_id: UserId::new(rig.ids.next()),
        ..alice
    };
    let said = attempt(&rig, nobody, post, None, None).await;
    assert!(matches!(said, Err(AddCommentError::AuthorGone)));
    rig.store.fail_commits();
    let said = attempt(&rig, alice, post, None, None).await;
    assert!(matches!(said, Err(AddCommentError::Storage(_))));
    let findings = rig.adapter.integrity.verify(false).await;
    assert_eq!(findings.expect("verify"), [], "refusals leave no trace");
}

#[tokio::test]
async fn an_edit_is_seen_and_told_once() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(alice, "a post").await.id;
    let comment = add(&rig, alice, post, None).await.id;
    let view = edit(&rig, alice, comment, Some("oh"), Some(1))
        .await
        .expect("edited");
    assert_eq!((view.body.as_deref(), view.version), (Some("oh"), 2));
    for text in [Some("oh"), None] {
        let same = edit(&rig, alice, comment, text, Some(2))
            .await
            .expect("nothing to do");
        assert_eq!(same, view);
    }
    let stale = edit(&rig, alice, comment, Some("ah"), Some(1)).await;
    assert!(matches!(stale, Err(EditCommentError::Stale)));
    let foreign = edit(&rig, bob, comment, Some("ah"), None).await;
    assert!(matches!(foreign, Err(EditCommentError::NotAuthor)));
    let nothing = edit(&rig, alice, CommentId::new(rig.ids.next()), None, None).await;
    assert!(matches!(nothing, Err(EditCommentError::NotFound)));
    assert_eq!(rig.event_types().await[4..], ["thoughts.comment.edited"]);
    rig.store.fail_begins();
    let failed = edit(&rig, alice, comment, None, None).await;
    assert!(matches!(failed, Err(EditCommentError::Storage(_))));
}

#[tokio::test]
async fn a_deleted_comment_is_gone_and_told() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(alice, "a post").await.id;
    let comment = add(&rig, alice, post, None).await.id;
    let stale = delete(&rig, alice, comment, Some(2)).await;
    assert!(matches!(stale, Err(DeleteCommentError::Stale)));
    let foreign = delete(&rig, bob, comment, None).await;
    assert!(matches!(foreign, Err(DeleteCommentError::NotAuthor)));
    delete(&rig, alice, comment, Some(1))
        .await
        .expect("deleted");
    let again = delete(&rig, alice, comment, None).await;
    assert!(matches!(again, Err(DeleteCommentError::NotFound)));
    let seen = rig
        .adapter
        .posts
        .post(post, None)
        .await
        .expect("read")
        .value;
    assert_eq!(seen.map(|post| post.comment_count), Some(0));
    assert_eq!(rig.event_types().await[4..], ["thoughts.comment.deleted"]);
    rig.store.fail_begins();
    let failed = delete(&rig, alice, comment, None).await;
    assert!(matches!(failed, Err(DeleteCommentError::Storage(_))));
}
