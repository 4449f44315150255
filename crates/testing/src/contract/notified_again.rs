//! Deeds that are done, undone and done again, and looked for again.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::notifications::DeedKind;
use thoughts_domain::notifications::NotificationKind::{Follow, Like, Quote, Repost};

use super::Scene;
use super::deeds::{Deeds, KINDS};
use super::notified::{cast, catch_up, list, mark, rebuild, told, unread};

pub async fn done_undone_and_done_again_is_one_and_stays_read(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for (number, kind) in KINDS.into_iter().enumerate() {
        // All of it before anybody looks.
        for _ in 0..3 {
            deeds.done(&cast.bob, number).await;
            deeds.undone(&cast.bob, number).await;
        }
        deeds.done(&cast.bob, number).await;
        catch_up(scene).await;
        assert_eq!(unread(scene, &cast.alice).await, 1, "{number}");
        // And looked at in between, while it is unread.
        deeds.undone(&cast.bob, number).await;
        catch_up(scene).await;
        assert_eq!(unread(scene, &cast.alice).await, 0, "{number}");
        deeds.done(&cast.bob, number).await;
        catch_up(scene).await;
        let expected = [(kind, vec!["bob"], 1)];
        let views = list(scene, &cast.alice).await;
        assert_eq!(told(&views), expected);
        assert_eq!(unread(scene, &cast.alice).await, 1, "{number}");
        // Once it was read, it never comes back as unread, alone or with others in it.
        mark(scene, &cast.alice, None).await;
        let read = list(scene, &cast.alice).await;
        for _ in 0..2 {
            deeds.undone(&cast.bob, number).await;
            catch_up(scene).await;
            assert_eq!(list(scene, &cast.alice).await, [], "{number}");
            deeds.done(&cast.bob, number).await;
            catch_up(scene).await;
            assert_eq!(list(scene, &cast.alice).await, read, "{number}");
        }
        rebuild(scene).await;
        assert_eq!(list(scene, &cast.alice).await, read, "{number}");
        deeds.done(&cast.carol, number).await;
        catch_up(scene).await;
        let expected = [(kind, vec!["carol"], 1), (kind, vec!["bob"], 1)];
        assert_eq!(told(&list(scene, &cast.alice).await), expected);
        assert_eq!(unread(scene, &cast.alice).await, 1, "{number}");
        for user in [&cast.bob, &cast.carol] {
            deeds.undone(user, number).await;
        }
        catch_up(scene).await;
        assert_eq!(list(scene, &cast.alice).await, [], "{number}");
    }
}

pub async fn what_was_undone_is_forgotten_with_whom_it_is_about(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for number in 0..KINDS.len() {
        deeds.done(&cast.bob, number).await;
    }
    catch_up(scene).await;
    mark(scene, &cast.alice, None).await;
    for number in 0..KINDS.len() {
        deeds.undone(&cast.bob, number).await;
    }
    catch_up(scene).await;
    assert_eq!(list(scene, &cast.alice).await, []);
    scene.erase(&cast.bob, ContentRemoval::Anonymise).await;
    catch_up(scene).await;
    // Nothing is left that somebody might come back to.
    let mut work = scene.begin().await;
    let looked_at = work.notifications().prune(None, 100).await;
    assert_eq!(looked_at.expect("pruned"), None);
}

pub async fn a_rebuild_finds_deeds_and_what_was_undone(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for user in [&cast.bob, &cast.carol] {
        for number in 0..KINDS.len() {
            deeds.done(user, number).await;
        }
        scene.quote(user, &cast.post).await;
    }
    catch_up(scene).await;
    let before = list(scene, &cast.alice).await;
    rebuild(scene).await;
    assert_eq!(
        list(scene, &cast.alice).await,
        before,
        "what is right stays"
    );
    let mut work = scene.begin().await;
    let forgotten = work.notifications().forget(cast.alice.id).await;
    forgotten.expect("forgotten");
    work.commit().await.expect("commit");
    rebuild(scene).await;
    let again = list(scene, &cast.alice).await;
    assert_eq!(told(&again), told(&before));
    // Undone where no event tells of it.
    let mut work = scene.begin().await;
    for number in 1..KINDS.len() {
        let reaction = deeds.reaction(number).expect("a reaction");
        let ended = work.engagement().end(reaction, cast.bob.id).await;
        ended.expect("end").expect("a reaction");
    }
    let ended = work
        .graph()
        .end(RelationKind::Follow, cast.bob.id, cast.alice.id);
    ended.await.expect("end").expect("a follow");
    work.commit().await.expect("commit");
    rebuild(scene).await;
    let left: Vec<_> = list(scene, &cast.alice).await;
    let expected = [
        (Quote, vec!["carol", "bob"], 2),
        (Repost, vec!["carol"], 1),
        (Like, vec!["carol"], 1),
        (Like, vec!["carol"], 1),
        (Follow, vec!["carol"], 1),
    ];
    assert_eq!(told(&left), expected);
}

pub async fn a_walk_over_deeds_sees_each_once(scene: &Scene) {
    let cast = cast(scene).await;
    let deeds = Deeds::of(scene, &cast).await;
    for user in [&cast.bob, &cast.carol] {
        for number in 0..KINDS.len() {
            deeds.done(user, number).await;
        }
    }
    for limit in [1, 2, 100] {
        for kind in DeedKind::ALL {
            let mut work = scene.begin().await;
            let (mut after, mut seen) = (None, Vec::new());
            loop {
                let next = work.notifications().next_deeds(kind, after, limit).await;
                let next = next.expect("deeds");
                let Some(last) = next.last() else { break };
                assert!(next.len() <= limit as usize && last.kind == kind);
                after = Some((last.by, last.target));
                seen.extend(next.iter().map(|deed| deed.by));
            }
            let mut expected = vec![cast.bob.id, cast.carol.id];
            expected.sort_unstable();
            assert_eq!(seen, expected, "{kind:?} by {limit}");
        }
    }
}
