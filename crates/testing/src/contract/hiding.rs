//! Hiding posts and comments, as moderators do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_domain::accounts::{Role, Standing, User};
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::PostId;
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};
use thoughts_domain::posts::Post;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::comments::{
    DeleteComment, DeleteCommentCommand, DeleteCommentError, DeleteCommentUseCase, EditComment,
    EditCommentCommand, EditCommentError, EditCommentUseCase,
};
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::moderation::{
    Hideable, SetHidden, SetHiddenCommand, SetHiddenError, SetHiddenUseCase,
};
use thoughts_use_cases::posts::{
    DeletePost, DeletePostCommand, DeletePostError, DeletePostUseCase, EditPost, EditPostCommand,
    EditPostError, EditPostUseCase,
};

use super::Scene;
use super::walk::first;
use crate::builders::{comment_body, post_body};
use crate::{FixedClock, SequentialIds};

/// Registers a moderator.
pub async fn moderator(scene: &Scene) -> User {
    let moderator = scene.register("moderator").await;
    scene.give_role(&moderator, Role::Moderator).await;
    moderator
}

fn ids() -> Arc<SequentialIds> {
    static NEXT: AtomicU64 = AtomicU64::new(9_000_000);
    let from = NEXT.fetch_add(100, Ordering::Relaxed);
    Arc::new(SequentialIds::starting_at(from))
}

fn caller(user: &User) -> Caller {
    Caller {
        user_id: user.id,
        session_id: None,
        standing: Standing {
            role: Role::User,
            suspended: false,
        },
    }
}

async fn set(
    scene: &Scene,
    by: &User,
    what: Hideable,
    hidden: bool,
) -> Result<bool, SetHiddenError> {
    let use_case = SetHiddenUseCase {
        store: Arc::clone(&scene.adapter.store),
        clock: Arc::new(FixedClock::at(scene.now())),
        ids: ids(),
    };
    let command = SetHiddenCommand {
        caller: caller(by),
        what,
        hidden,
        reason: Reason::parse("because").ok(),
        trace: TraceParent::default(),
    };
    use_case.execute(command).await
}

/// Hides the post, or shows it again.
pub async fn hide_post(scene: &Scene, by: &User, post: &Post, hidden: bool) {
    let done = set(scene, by, Hideable::Post(post.id), hidden).await;
    assert!(done.expect("done"), "it was so already");
}

/// Hides the comment, or shows it again.
pub async fn hide_comment(scene: &Scene, by: &User, comment: &Comment, hidden: bool) {
    let done = set(scene, by, Hideable::Comment(comment.id), hidden).await;
    assert!(done.expect("done"), "it was so already");
}

async fn lines(scene: &Scene) -> Vec<Entry> {
    let log = scene.adapter.moderation.log(&first(100)).await;
    log.expect("log").value.items
}

pub async fn hiding_leaves_a_line_and_an_event_that_names_nobody(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let post = scene.publish(&alice, "a post").await;
    let comment = scene.comment(&alice, &post, "a comment").await;
    let before = scene.log().await.len();
    for hidden in [true, false] {
        hide_post(scene, &mo, &post, hidden).await;
        hide_comment(scene, &mo, &comment, hidden).await;
    }
    let log = scene.log().await;
    let events = &log[before..];
    let types: Vec<_> = events.iter().map(|e| e.event_type.as_str()).collect();
    assert_eq!(
        types,
        [
            "thoughts.post.hidden",
            "thoughts.comment.hidden",
            "thoughts.post.unhidden",
            "thoughts.comment.unhidden",
        ]
    );
    for event in events {
        assert_eq!((event.actor, event.aggregate_version), (alice.id, 1));
        assert_eq!(event.audience, "public");
        assert!(!event.payload.contains(mo.id.as_str()), "{}", event.payload);
    }
    let told = lines(scene).await.into_iter().map(|line| {
        assert_eq!(line.moderator, Some(mo.id));
        assert_eq!(line.reason.as_ref().map(Reason::as_str), Some("because"));
        (line.action, line.subject)
    });
    let (of_post, of_comment) = (Subject::Post(post.id), Subject::Comment(comment.id));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (Action::Unhide, of_comment),
            (Action::Unhide, of_post),
            (Action::Hide, of_comment),
            (Action::Hide, of_post),
        ]
    );
}

pub async fn hiding_twice_leaves_one_line_and_what_is_not_there_is_not_hidden(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let post = scene.publish(&alice, "a post").await;
    let top = scene.comment(&alice, &post, "a comment").await;
    scene.reply(&alice, &post, &top, "an answer").await;
    for what in [Hideable::Post(post.id), Hideable::Comment(top.id)] {
        assert!(!set(scene, &mo, what, false).await.expect("done"));
        assert!(set(scene, &mo, what, true).await.expect("done"));
        assert!(!set(scene, &mo, what, true).await.expect("done"));
        assert!(set(scene, &mo, what, false).await.expect("done"));
    }
    assert_eq!(lines(scene).await.len(), 4);
    scene.delete_comment(&top).await;
    let nowhere = Hideable::Post(PostId::new(scene.id()));
    for what in [nowhere, Hideable::Comment(top.id)] {
        let done = set(scene, &mo, what, true).await;
        assert!(matches!(done, Err(SetHiddenError::NotFound)), "{done:?}");
    }
    assert_eq!(lines(scene).await.len(), 4);
    scene.assert_sound().await;
}

pub async fn a_hidden_post_is_deleted_by_its_author_and_not_edited(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    hide_post(scene, &mo, &post, true).await;
    let edit = EditPostUseCase {
        store: Arc::clone(&scene.adapter.store),
        clock: Arc::new(FixedClock::at(scene.now())),
        ids: ids(),
    };
    let delete = DeletePostUseCase {
        store: Arc::clone(&scene.adapter.store),
        clock: Arc::new(FixedClock::at(scene.now())),
        ids: ids(),
    };
    let changed = |by: &User| EditPostCommand {
        caller: caller(by),
        post_id: post.id,
        body: Some(post_body("another body")),
        expected_version: None,
        trace: TraceParent::default(),
    };
    let gone = |by: &User| DeletePostCommand {
        caller: caller(by),
        post_id: post.id,
        expected_version: None,
        trace: TraceParent::default(),
    };
    // Nobody else learns that it is there.
    let edited = edit.execute(changed(&bob)).await;
    assert!(matches!(edited, Err(EditPostError::NotFound)), "{edited:?}");
    let deleted = delete.execute(gone(&bob)).await;
    assert!(
        matches!(deleted, Err(DeletePostError::NotFound)),
        "{deleted:?}"
    );
    let edited = edit.execute(changed(&alice)).await;
    assert!(matches!(edited, Err(EditPostError::Hidden)), "{edited:?}");
    delete.execute(gone(&alice)).await.expect("deleted");
    let shown = scene.adapter.posts.post(post.id, Some(mo.id)).await;
    assert_eq!(shown.expect("post").value, None);
    assert_eq!(scene.post_count(alice.id).await, 0);
    scene.assert_sound().await;
}

pub async fn a_comment_on_a_hidden_post_is_deleted_by_its_author_and_not_edited(scene: &Scene) {
    let (alice, mo) = (scene.register("alice").await, moderator(scene).await);
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    hide_post(scene, &mo, &post, true).await;
    let edit = EditCommentUseCase {
        store: Arc::clone(&scene.adapter.store),
        clock: Arc::new(FixedClock::at(scene.now())),
        ids: ids(),
    };
    let delete = DeleteCommentUseCase {
        store: Arc::clone(&scene.adapter.store),
        clock: Arc::new(FixedClock::at(scene.now())),
        ids: ids(),
    };
    let changed = |by: &User| EditCommentCommand {
        caller: caller(by),
        comment_id: comment.id,
        body: Some(comment_body("another body")),
        expected_version: None,
        trace: TraceParent::default(),
    };
    let gone = |by: &User| DeleteCommentCommand {
        caller: caller(by),
        comment_id: comment.id,
        expected_version: None,
        trace: TraceParent::default(),
    };
    // Nobody else learns that it is there.
    let edited = edit.execute(changed(&alice)).await;
    assert!(
        matches!(edited, Err(EditCommentError::NotFound)),
        "{edited:?}"
    );
    let deleted = delete.execute(gone(&alice)).await;
    assert!(
        matches!(deleted, Err(DeleteCommentError::NotFound)),
        "{deleted:?}"
    );
    let edited = edit.execute(changed(&bob)).await;
    assert!(
        matches!(edited, Err(EditCommentError::Hidden)),
        "{edited:?}"
    );
    delete.execute(gone(&bob)).await.expect("deleted");
    scene.assert_sound().await;
}
