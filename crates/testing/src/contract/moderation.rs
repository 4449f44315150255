//! The moderation log. That its rows cannot be changed from outside of the ports either, each
//! adapter proves in its own tests.

use thoughts_domain::accounts::ContentRemoval::{Anonymise, Delete};
use thoughts_domain::accounts::{Role, User};
use thoughts_domain::ids::{CommentId, ModerationEntryId, PostId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};
use thoughts_domain::time::Timestamp;

use super::Scene;
use super::walk::{first, walk};

fn line(scene: &Scene, at: Timestamp, subject: Subject, reason: Option<&str>) -> Entry {
    Entry {
        id: ModerationEntryId::new(scene.id()),
        at,
        moderator: None,
        action: Action::SuspendUser,
        subject,
        reason: reason.map(|text| Reason::parse(text).expect("a reason")),
    }
}

async fn append(scene: &Scene, entry: &Entry, owner: &User) {
    let mut work = scene.begin().await;
    let appended = work.moderation_log().append(entry, owner.id).await;
    appended.expect("append");
    work.commit().await.expect("commit");
}

async fn log(scene: &Scene) -> Vec<Entry> {
    let page = scene.adapter.moderation.log(&first(100)).await;
    page.expect("log").value.items
}

pub async fn an_empty_log_is_one_empty_page(scene: &Scene) {
    let read = scene.adapter.moderation.log(&first(1)).await;
    let page = read.expect("log").value;
    assert_eq!((page.items, page.next, page.prev), (vec![], None, None));
}

pub async fn lines_read_back_as_written(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let subjects = [
        Subject::User(alice.id),
        Subject::Post(PostId::new(scene.id())),
        Subject::Comment(CommentId::new(scene.id())),
    ];
    let mut expected = Vec::new();
    for (subject, reason) in subjects.into_iter().zip([Some("two\nlines é"), None, None]) {
        for action in Action::ALL {
            let entry = Entry {
                action,
                moderator: (action != Action::GiveRole(Role::User)).then_some(bob.id),
                ..line(scene, scene.now(), subject, reason)
            };
            append(scene, &entry, &alice).await;
            expected.insert(0, entry);
        }
    }
    assert_eq!(log(scene).await, expected);
}

pub async fn a_line_that_is_dropped_is_not_there(scene: &Scene) {
    let alice = scene.register("alice").await;
    let entry = line(scene, scene.now(), Subject::User(alice.id), None);
    let mut work = scene.begin().await;
    let appended = work.moderation_log().append(&entry, alice.id).await;
    appended.expect("append");
    drop(work);
    assert_eq!(log(scene).await, []);
}

pub async fn lines_are_listed_newest_first_with_ties_broken_by_id(scene: &Scene) {
    let alice = scene.register("alice").await;
    let (one, two) = (scene.now(), scene.now());
    let mut expected = Vec::new();
    for at in [one, two, one, two, two] {
        let entry = line(scene, at, Subject::User(alice.id), None);
        append(scene, &entry, &alice).await;
        expected.push(entry);
    }
    expected.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id.raw())));
    for rows in [1, 2, 5] {
        let listed = walk(rows, async |request| {
            let page = scene.adapter.moderation.log(&request).await;
            page.expect("log").value
        });
        assert_eq!(listed.await, expected, "{rows} rows");
    }
}

pub async fn reasons_about_who_is_erased_go_and_the_lines_stay(scene: &Scene) {
    let bob = scene.register("bob").await;
    let about = |subject| line(scene, scene.now(), subject, Some("spam"));
    for content in [Delete, Anonymise] {
        let alice = scene.register("alice").await;
        let post = PostId::new(scene.id());
        let of_hers = about(Subject::Post(post));
        let (hers, his) = (about(Subject::User(alice.id)), about(Subject::User(bob.id)));
        append(scene, &of_hers, &alice).await;
        append(scene, &hers, &alice).await;
        append(scene, &his, &bob).await;
        scene.erase(&alice, content).await;
        let log = log(scene).await;
        let forgotten = |line: Entry| Entry {
            reason: None,
            ..line
        };
        assert_eq!(log[..3], [his, forgotten(hers), forgotten(of_hers)]);
    }
}
