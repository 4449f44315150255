//! What somebody was told, and what is kept for him for a while, as he gets it.

use thoughts_domain::accounts::{HANDLE_RESERVATION, OneTimeToken, TokenPurpose, User};
use thoughts_domain::ids::{MailId, ModerationEntryId, PostId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};
use thoughts_domain::notifications::NotificationKind;
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::export::{ExportedHandle, ExportedMail, ExportedModeration};
use thoughts_use_cases::mail::{MailKind, NewMail};

use super::Scene;
use super::export::every;
use super::notified::{Cast, cast, catch_up, list, mark};
use crate::builders::handle;

pub async fn notifications_are_told_deed_by_deed(scene: &Scene) {
    let Cast {
        alice,
        bob,
        carol,
        post,
    } = cast(scene).await;
    let first = scene.comment(&bob, &post, "one").await;
    let second = scene.comment(&carol, &post, "two").await;
    catch_up(scene).await;
    let read = list(scene, &alice).await[0].id;
    mark(scene, &alice, None).await;
    let third = scene.comment(&bob, &post, "three").await;
    let reply = scene.reply(&alice, &post, &third, "an answer").await;
    catch_up(scene).await;
    let notifications = &scene.adapter.export.notifications;
    let found = every(notifications, alice.id).await;
    let mut told: Vec<_> = found
        .iter()
        .map(|row| (row.happened_at, row.actor_id, row.comment_id))
        .collect();
    told.sort();
    let expected = [(&first, &bob), (&second, &carol), (&third, &bob)];
    let expected = expected.map(|(comment, by)| (comment.created_at, by.id, Some(comment.id)));
    assert_eq!(told, expected);
    for row in &found {
        assert_eq!(
            (row.kind, row.post_id),
            (NotificationKind::Comment, Some(post.id))
        );
        let is_read = row.comment_id != Some(third.id);
        assert_eq!((row.id == read, row.read_at.is_some()), (is_read, is_read));
        assert_eq!(
            Some(row.source_id),
            row.comment_id.map(thoughts_domain::ids::CommentId::raw)
        );
    }
    let his = every(notifications, bob.id).await;
    let his: Vec<_> = his.iter().map(|row| (row.kind, row.comment_id)).collect();
    assert_eq!(his, [(NotificationKind::Reply, Some(reply.id))]);
}

pub async fn mails_and_mailed_tokens_are_told_without_their_secrets(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut waiting = Vec::new();
    for (user, kind) in [
        (&alice, MailKind::VerifyEmail),
        (&bob, MailKind::ResetPassword),
        (&alice, MailKind::PasswordChanged),
        (&alice, MailKind::ResetPassword),
    ] {
        let mail = NewMail {
            id: MailId::new(scene.id()),
            kind,
            user_id: user.id,
            created_at: scene.now(),
        };
        let mut work = scene.begin().await;
        work.mails().enqueue(&mail).await.expect("enqueue");
        work.commit().await.expect("commit");
        waiting.push(ExportedMail {
            kind,
            created_at: mail.created_at,
        });
    }
    let found = every(&scene.adapter.export.mails, alice.id).await;
    assert_eq!(found, [2, 3, 0].map(|number| waiting[number].clone()));

    let verify = put(scene, &alice, TokenPurpose::VerifyEmail).await;
    put(scene, &bob, TokenPurpose::ResetPassword).await;
    let reset = put(scene, &alice, TokenPurpose::ResetPassword).await;
    let found = every(&scene.adapter.export.mailed_tokens, alice.id).await;
    let found: Vec<_> = found
        .iter()
        .map(|row| (row.purpose, row.expires_at))
        .collect();
    let expected = [reset, verify].map(|token| (token.purpose, token.expires_at));
    assert_eq!(found, expected);
}

async fn put(scene: &Scene, user: &User, purpose: TokenPurpose) -> OneTimeToken {
    let token = OneTimeToken::issue(user.id, purpose, scene.now());
    let secret = format!("{} {}", user.id, purpose.as_str());
    let hash = TokenHash(crate::digest::digest("mailed token", secret.as_bytes()));
    let mut work = scene.begin().await;
    let put = work.one_time_tokens().put(&token, &hash).await;
    put.expect("put");
    work.commit().await.expect("commit");
    token
}

pub async fn handles_are_those_that_are_kept_for_the_user(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let mut kept = Vec::new();
    for (user, from, to) in [
        (&alice, "alice", "ally"),
        (&bob, "bob", "robert"),
        (&alice, "ally", "alicia"),
        (&alice, "alicia", "lis"),
    ] {
        let now = scene.now();
        let mut work = scene.begin().await;
        let users = work.users();
        users.lock(user.id).await.expect("lock");
        let renamed = users.rename(user.id, &handle(from), &handle(to), now).await;
        assert!(renamed.expect("rename"));
        work.commit().await.expect("commit");
        kept.push(ExportedHandle {
            handle: from.to_owned(),
            reserved_until: now.plus(HANDLE_RESERVATION),
        });
    }
    let found = every(&scene.adapter.export.former_handles, alice.id).await;
    assert_eq!(found, [0, 3, 2].map(|number| kept[number].clone()));
}

pub async fn moderation_is_told_without_who_and_why(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = Subject::Post(PostId::new(scene.id()));
    let mut done = Vec::new();
    for (user, subject, action) in [
        (&alice, Subject::User(alice.id), Action::SuspendUser),
        (&bob, Subject::User(bob.id), Action::SuspendUser),
        (&alice, Subject::User(alice.id), Action::UnsuspendUser),
        // That she was reported, and by how many, is not for her.
        (&alice, Subject::User(alice.id), Action::ResolveReport),
        (&alice, post, Action::SuspendUser),
    ] {
        let entry = Entry {
            id: ModerationEntryId::new(scene.id()),
            at: scene.now(),
            moderator: Some(bob.id),
            action,
            subject,
            reason: Some(Reason::parse("spam").expect("a reason")),
        };
        let mut work = scene.begin().await;
        let appended = work.moderation_log().append(&entry, user.id).await;
        appended.expect("append");
        work.commit().await.expect("commit");
        done.push(ExportedModeration {
            id: entry.id,
            action,
            subject,
            at: entry.at,
        });
    }
    let found = every(&scene.adapter.export.moderation, alice.id).await;
    assert_eq!(found, [4, 2, 0].map(|number| done[number].clone()));
}
