//! What users report to moderators.

use thoughts_domain::accounts::ContentRemoval::{Anonymise, Delete};
use thoughts_domain::accounts::User;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, PostId, ReportId, UserId};
use thoughts_domain::moderation::{Report, ReportNote, ReportReason, Resolution, Subject};
use thoughts_use_cases::moderation::{ReportState, ReportView, Settlement};

use super::Scene;
use super::export::every;
use super::walk::{first, walk};

fn about(subject: Subject, owner: &User) -> (Subject, UserId) {
    (subject, owner.id)
}

fn of_user(user: &User) -> (Subject, UserId) {
    about(Subject::User(user.id), user)
}

async fn file(scene: &Scene, by: &User, about: (Subject, UserId), note: &str) -> Report {
    let id = ReportId::new(scene.id());
    let note = ReportNote::parse(note).ok();
    let reason = ReportReason::Abuse;
    let report = Report::file(id, by.id, about, reason, note, scene.now()).expect("a report");
    let mut work = scene.begin().await;
    assert!(work.users().hold(by.id).await.expect("hold"));
    let filed = work.reports().file(&report).await.expect("file");
    work.commit().await.expect("commit");
    filed
}

async fn resolve(scene: &Scene, report: &Report, by: &User) -> Settlement {
    let resolution = Resolution {
        at: scene.now(),
        by: by.id,
    };
    let mut work = scene.begin().await;
    let settled = work.reports().resolve(report.id, resolution).await;
    work.commit().await.expect("commit");
    settled.expect("resolve")
}

async fn list(scene: &Scene, state: ReportState) -> Vec<ReportView> {
    let page = scene.adapter.reports.reports(state, &first(100)).await;
    page.expect("reports").value.items
}

async fn open(scene: &Scene) -> Vec<ReportView> {
    list(scene, ReportState::Open).await
}

fn ids(views: &[ReportView]) -> Vec<ReportId> {
    views.iter().map(|view| view.id).collect()
}

async fn owner_of(scene: &Scene, subject: Subject, reporter: &User) -> Option<UserId> {
    let mut work = scene.begin().await;
    let owner = work.reports().owner_of(subject, reporter.id).await;
    owner.expect("an owner")
}

pub async fn nothing_is_reported_at_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    for state in [ReportState::Open, ReportState::Resolved] {
        assert_eq!(list(scene, state).await, []);
    }
    let reports = &scene.adapter.reports;
    let own = reports.own_report(ReportId::new(scene.id()), alice.id);
    assert_eq!(own.await.expect("read").value, None);
}

pub async fn a_report_reads_back_as_filed(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "his post").await;
    let comment = scene.comment(&bob, &post, "his comment").await;
    let mut expected = Vec::new();
    for (subject, note) in [
        (Subject::User(bob.id), "two\nlines \u{e9}"),
        (Subject::Post(post.id), ""),
        (Subject::Comment(comment.id), "a note"),
    ] {
        let report = file(scene, &alice, about(subject, &bob), note).await;
        let reporter = scene.profile(alice.id).await.expect("alice").summary;
        expected.insert(
            0,
            ReportView {
                id: report.id,
                reporter: Some(reporter),
                subject,
                owner_id: bob.id,
                reason: ReportReason::Abuse,
                note: report.note.clone(),
                created_at: report.created_at,
                resolution: None,
            },
        );
    }
    assert_eq!(open(scene).await, expected);
    assert_eq!(list(scene, ReportState::Resolved).await, []);
    for view in expected {
        let own = scene.adapter.reports.own_report(view.id, alice.id).await;
        assert_eq!(own.expect("read").value, Some(view.clone()));
        let others = scene.adapter.reports.own_report(view.id, bob.id).await;
        assert_eq!(others.expect("read").value, None);
    }
}

pub async fn things_have_an_owner_while_they_are_there(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&bob, "his post").await;
    let comment = scene.comment(&bob, &post, "answered").await;
    scene.reply(&alice, &post, &comment, "an answer").await;
    let there = [
        Subject::User(bob.id),
        Subject::Post(post.id),
        Subject::Comment(comment.id),
    ];
    // Neither way of a block keeps anybody from reporting.
    scene.relate(RelationKind::Block, &bob, &alice).await;
    for subject in there {
        assert_eq!(owner_of(scene, subject, &alice).await, Some(bob.id));
    }
    for subject in [
        Subject::User(UserId::new(scene.id())),
        Subject::Post(PostId::new(scene.id())),
        Subject::Comment(CommentId::new(scene.id())),
    ] {
        assert_eq!(owner_of(scene, subject, &alice).await, None);
    }
    // A tombstone is nobody's.
    scene.delete_comment(&comment).await;
    assert_eq!(owner_of(scene, there[2], &alice).await, None);
    scene.erase(&bob, Delete).await;
    for subject in there {
        assert_eq!(owner_of(scene, subject, &alice).await, None);
    }
}

pub async fn a_report_that_is_dropped_is_not_there(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let id = ReportId::new(scene.id());
    let reason = ReportReason::Spam;
    let report = Report::file(id, alice.id, of_user(&bob), reason, None, scene.now());
    let mut work = scene.begin().await;
    let filed = work.reports().file(&report.expect("a report")).await;
    filed.expect("file");
    drop(work);
    assert_eq!(open(scene).await, []);
}

pub async fn who_reports_again_changes_the_open_report(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let carol = scene.register("carol").await;
    let first = file(scene, &alice, of_user(&bob), "first").await;
    let again = file(scene, &alice, of_user(&bob), "second").await;
    assert_eq!((again.id, again.created_at), (first.id, first.created_at));
    let others = file(scene, &carol, of_user(&bob), "mine").await;
    let another = file(scene, &alice, of_user(&carol), "another").await;
    let found = open(scene).await;
    assert_eq!(ids(&found), [another.id, others.id, first.id]);
    assert_eq!(found[2].note, ReportNote::parse("second").ok());
    // What was settled is over: a new one begins.
    resolve(scene, &first, &carol).await;
    let anew = file(scene, &alice, of_user(&bob), "third").await;
    assert_ne!(anew.id, first.id);
    let settled = list(scene, ReportState::Resolved).await;
    assert_eq!(ids(&settled), [first.id]);
    assert_eq!(settled[0].note, ReportNote::parse("second").ok());
}

pub async fn a_report_is_resolved_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let moe = scene.register("moe").await;
    let report = file(scene, &alice, of_user(&bob), "a note").await;
    let other = file(scene, &bob, of_user(&alice), "a note").await;
    let subject = Subject::User(bob.id);
    let owner = bob.id;
    let now = Settlement::Now { subject, owner };
    assert_eq!(resolve(scene, &report, &moe).await, now);
    let settled = list(scene, ReportState::Resolved).await;
    assert_eq!(ids(&settled), [report.id]);
    let resolution = settled[0].resolution.expect("a resolution");
    assert_eq!(resolution.by, moe.id);
    assert!(resolution.at > report.created_at);
    assert_eq!(ids(&open(scene).await), [other.id]);
    assert_eq!(resolve(scene, &report, &alice).await, Settlement::Before);
    let again = list(scene, ReportState::Resolved).await;
    assert_eq!(again, settled, "the first one counts");
    let unknown = Report {
        id: ReportId::new(scene.id()),
        ..report
    };
    assert_eq!(resolve(scene, &unknown, &moe).await, Settlement::Unknown);
}

pub async fn reports_are_listed_newest_first_with_ties_broken_by_id(scene: &Scene) {
    let bob = scene.register("bob").await;
    let moe = scene.register("moe").await;
    let now = scene.now();
    let mut filed = Vec::new();
    for number in 0..7 {
        let reporter = scene.register(&format!("user{number}")).await;
        let at = if number % 2 == 0 { now } else { scene.now() };
        let id = ReportId::new(scene.id());
        let reason = ReportReason::ALL[number % 4];
        let report = Report::file(id, reporter.id, of_user(&bob), reason, None, at);
        let report = report.expect("a report");
        let mut work = scene.begin().await;
        work.reports().file(&report).await.expect("file");
        work.commit().await.expect("commit");
        filed.push(report);
    }
    let settled = [filed.remove(5), filed.remove(2)];
    for report in &settled {
        resolve(scene, report, &moe).await;
    }
    for (state, reports) in [
        (ReportState::Open, &filed[..]),
        (ReportState::Resolved, &settled[..]),
    ] {
        let mut expected = reports.to_vec();
        expected.sort_by_key(|report| std::cmp::Reverse((report.created_at, report.id)));
        let expected: Vec<_> = expected.iter().map(|report| report.id).collect();
        for rows in [1, 2, 5] {
            let listed = walk(rows, async |request| {
                let page = scene.adapter.reports.reports(state, &request).await;
                page.expect("reports").value
            });
            assert_eq!(ids(&listed.await), expected, "{rows} rows");
        }
    }
}

pub async fn who_leaves_is_named_in_no_report_and_no_note_tells_of_him(scene: &Scene) {
    for content in [Delete, Anonymise] {
        let alice = scene.register("alice").await;
        let bob = scene.register("bob").await;
        let post = scene.publish(&alice, "her post").await;
        let hers = file(scene, &alice, of_user(&bob), "she says").await;
        let hers_too = file(scene, &alice, about(Subject::Post(post.id), &bob), "more").await;
        let of_her = about(Subject::Post(post.id), &alice);
        let about_her = file(scene, &bob, of_her, "she writes").await;
        let other = scene.register("carol").await;
        let his = file(scene, &bob, of_user(&other), "he says").await;
        scene.close_account(&alice, content).await;
        // At once, also while the job waits.
        shows_nothing_of_her(scene, [hers.id, hers_too.id, about_her.id], his.id).await;
        scene.finish_erasures().await;
        shows_nothing_of_her(scene, [hers.id, hers_too.id, about_her.id], his.id).await;
        let exported = every(&scene.adapter.export.reports, alice.id).await;
        assert_eq!(exported, []);
        scene.assert_sound().await;
        for user in [bob, other] {
            scene.erase(&user, Delete).await;
        }
        for report in open(scene).await {
            assert_eq!((report.reporter, report.note), (None, None));
            resolve(
                scene,
                &Report {
                    id: report.id,
                    ..his.clone()
                },
                &alice,
            )
            .await;
        }
    }
}

async fn shows_nothing_of_her(scene: &Scene, gone: [ReportId; 3], stays: ReportId) {
    let found = open(scene).await;
    let [hers, hers_too, about_her] = gone;
    assert_eq!(ids(&found), [stays, about_her, hers_too, hers]);
    assert!(found[0].reporter.is_some() && found[0].note.is_some());
    assert_eq!(found[1].note, None);
    assert!(found[1].reporter.is_some(), "bob is still here");
    for view in &found[2..] {
        assert_eq!((&view.reporter, &view.note), (&None, &None));
    }
}

pub async fn reports_are_exported_to_who_filed_them(scene: &Scene) {
    let alice = scene.register("alice").await;
    let moe = scene.register("moe").await;
    let mut filed = Vec::new();
    for handle in ["bob", "carol", "dora"] {
        let other = scene.register(handle).await;
        filed.push(file(scene, &alice, of_user(&other), handle).await);
        file(scene, &other, of_user(&alice), "about her").await;
    }
    resolve(scene, &filed[1], &moe).await;
    filed.reverse();
    let found = every(&scene.adapter.export.reports, alice.id).await;
    assert_eq!(found.len(), filed.len());
    for (row, report) in found.iter().zip(&filed) {
        assert_eq!(
            (row.id, row.subject, row.reason, row.created_at),
            (report.id, report.subject, report.reason, report.created_at)
        );
        assert_eq!(
            row.note.as_deref(),
            report.note.as_ref().map(ReportNote::as_str)
        );
    }
    let settled: Vec<_> = found.iter().map(|row| row.resolved_at.is_some()).collect();
    assert_eq!(settled, [false, true, false]);
}

pub async fn of_two_who_report_at_once_both_are_heard_and_one_person_once(scene: &Scene) {
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let carol = scene.register("carol").await;
    let (one, two, three) = tokio::join!(
        file(scene, &alice, of_user(&bob), "one"),
        file(scene, &alice, of_user(&bob), "two"),
        file(scene, &carol, of_user(&bob), "three"),
    );
    assert_eq!(one.id, two.id);
    assert_ne!(one.id, three.id);
    assert_eq!(open(scene).await.len(), 2);
}
