//! Publishing, editing and deleting posts.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::PostBody;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::idempotency::{AnswerRenderer, RetryError, Settled};
use thoughts_use_cases::posts::*;
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::IdGenerator;

use crate::rig::{PlainAnswers, Rig, fresh, retry, rig};

async fn edit(
    rig: &Rig,
    caller: Caller,
    post_id: PostId,
    body: Option<&str>,
    expected_version: Option<u32>,
) -> Result<PostView, EditPostError> {
    let editing = EditPostUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = EditPostCommand {
        caller,
        post_id,
        body: body.map(|body| PostBody::parse(body).expect("a body")),
        expected_version,
        trace: TraceParent::default(),
    };
    editing.execute(command).await
}

async fn delete(
    rig: &Rig,
    caller: Caller,
    post_id: PostId,
    expected_version: Option<u32>,
) -> Result<(), DeletePostError> {
    let deleting = DeletePostUseCase {
        store: rig.store.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = DeletePostCommand {
        caller,
        post_id,
        expected_version,
        trace: TraceParent::default(),
    };
    deleting.execute(command).await
}

#[tokio::test]
async fn a_post_is_there_with_its_mentions_and_its_event() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let view = rig.publish(alice, "hello @Bob and @nobody #Rust").await;
    assert_eq!(
        view.mentions.iter().map(|m| m.id).collect::<Vec<_>>(),
        [bob.user_id]
    );
    let seen = rig
        .adapter
        .posts
        .post(view.id, Some(alice.user_id))
        .await
        .expect("read")
        .value;
    assert_eq!(seen, Some(view));
    assert_eq!(rig.event_types().await[2..], ["thoughts.post.published"]);
}

#[tokio::test]
async fn a_retry_is_answered_as_the_first_time() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let command = Rig::a_post(alice, "once", Some(retry(&alice, "key", 1)));
    let first = rig
        .publishing()
        .execute(command.clone())
        .await
        .expect("a post");
    let expected = PlainAnswers.render(&fresh(first));
    for _ in 0..2 {
        let again = rig
            .publishing()
            .execute(command.clone())
            .await
            .expect("an answer");
        assert_eq!(again, Settled::Replayed(expected.clone()));
    }
    assert_eq!(rig.event_types().await.len(), 2);
}

#[tokio::test]
async fn another_request_under_the_key_is_refused() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    rig.publishing()
        .execute(Rig::a_post(alice, "once", Some(retry(&alice, "key", 1))))
        .await
        .expect("a post");
    let other = Rig::a_post(alice, "twice", Some(retry(&alice, "key", 2)));
    let refused = rig.publishing().execute(other).await;
    assert!(matches!(
        refused,
        Err(PublishPostError::Retry(RetryError::Reused))
    ));
}

#[tokio::test]
async fn a_request_that_is_still_in_flight_is_not_doubled() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    rig.store.hold_keys();
    let command = Rig::a_post(alice, "once", Some(retry(&alice, "key", 1)));
    let refused = rig.publishing().execute(command).await;
    assert!(matches!(
        refused,
        Err(PublishPostError::Retry(RetryError::InFlight))
    ));
    assert_eq!(rig.event_types().await.len(), 1);
}

#[tokio::test]
async fn a_post_that_is_not_committed_keeps_no_answer() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    rig.store.fail_commits();
    let command = Rig::a_post(alice, "lost", Some(retry(&alice, "key", 1)));
    let lost = rig.publishing().execute(command.clone()).await;
    assert!(matches!(
        lost,
        Err(PublishPostError::Storage(StorageError::Conflict(_)))
    ));
    let whole = PublishPostUseCase {
        store: rig.adapter.store.clone(),
        ..rig.publishing()
    };
    fresh(whole.execute(command).await.expect("a post"));
    assert_eq!(rig.event_types().await.len(), 2);
}

#[tokio::test]
async fn nobody_publishes_nothing() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let nobody = Caller {
        user_id: UserId::new(rig.ids.next()),
        ..alice
    };
    let refused = rig
        .publishing()
        .execute(Rig::a_post(nobody, "hm", None))
        .await;
    assert!(matches!(refused, Err(PublishPostError::AuthorGone)));
}

#[tokio::test]
async fn an_edit_is_seen_kept_and_told_once() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let post = rig.publish(alice, "first").await;
    let view = edit(&rig, alice, post.id, Some("second"), Some(1))
        .await
        .expect("edited");
    assert_eq!((view.body.as_str(), view.version), ("second", 2));
    for body in [Some("second"), None] {
        let same = edit(&rig, alice, post.id, body, Some(2))
            .await
            .expect("nothing to do");
        assert_eq!(same, view);
    }
    assert_eq!(rig.event_types().await[2..], ["thoughts.post.edited"]);
}

#[tokio::test]
async fn what_cannot_be_edited() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(alice, "first").await.id;
    let stale = edit(&rig, alice, post, Some("second"), Some(2)).await;
    assert!(matches!(stale, Err(EditPostError::Stale)));
    let foreign = edit(&rig, bob, post, Some("second"), Some(2)).await;
    assert!(matches!(foreign, Err(EditPostError::NotAuthor)));
    let nothing = edit(&rig, alice, PostId::new(rig.ids.next()), None, None).await;
    assert!(matches!(nothing, Err(EditPostError::NotFound)));
    rig.store.fail_commits();
    let lost = edit(&rig, alice, post, Some("second"), None).await;
    assert!(matches!(lost, Err(EditPostError::Storage(_))));
    let seen = rig
        .adapter
        .posts
        .post(post, None)
        .await
        .expect("read")
        .value;
    assert_eq!(seen.map(|post| post.version), Some(1));
}

#[tokio::test]
async fn a_deleted_post_is_gone_and_told() {
    let rig = rig();
    let alice = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let post = rig.publish(alice, "first").await.id;
    let stale = delete(&rig, alice, post, Some(2)).await;
    assert!(matches!(stale, Err(DeletePostError::Stale)));
    let foreign = delete(&rig, bob, post, None).await;
    assert!(matches!(foreign, Err(DeletePostError::NotAuthor)));
    delete(&rig, alice, post, Some(1)).await.expect("deleted");
    let again = delete(&rig, alice, post, None).await;
    assert!(matches!(again, Err(DeletePostError::NotFound)));
    assert_eq!(rig.event_types().await[3..], ["thoughts.post.deleted"]);
    rig.store.fail_begins();
    let failed = delete(&rig, alice, post, None).await;
    assert!(matches!(failed, Err(DeletePostError::Storage(_))));
}
