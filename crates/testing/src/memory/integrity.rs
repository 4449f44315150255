//! Recounting everything.

use async_trait::async_trait;
use thoughts_domain::graph::RelationKind;
use thoughts_use_cases::integrity::{Finding, IntegrityCheck};
use thoughts_use_cases::storage::StorageError;

use super::MemoryStorage;
use super::state::State;

const POST_COUNT: &str = "users.post_count";
const FOLLOWER_COUNT: &str = "users.follower_count";
const FOLLOWING_COUNT: &str = "users.following_count";
const COMMENT_COUNT: &str = "posts.comment_count";
const REPLY_COUNT: &str = "comments.reply_count";
const PARENT: &str = "comments.parent";
const TOMBSTONE: &str = "comments.tombstone";
const POSITION: &str = "events.position";

#[async_trait]
impl IntegrityCheck for MemoryStorage {
    fn checks(&self) -> Vec<&'static str> {
        vec![
            POST_COUNT,
            FOLLOWER_COUNT,
            FOLLOWING_COUNT,
            COMMENT_COUNT,
            REPLY_COUNT,
            PARENT,
            TOMBSTONE,
            POSITION,
        ]
    }

    async fn verify(&self, repair: bool) -> Result<Vec<Finding>, StorageError> {
        let verify = self.write(|state| {
            let mut findings = Vec::new();
            counters(state, repair, &mut findings);
            follows(state, repair, &mut findings);
            threads(state, repair, &mut findings);
            positions(state, &mut findings);
            findings
        });
        Ok(verify.await)
    }
}

fn counters(state: &mut State, repair: bool, findings: &mut Vec<Finding>) {
    for (id, row) in &mut state.users {
        let posts = state.posts.values();
        let counted = posts
            .filter(|post| post.post.author_id == *id && !post.post.hidden)
            .count();
        compare(
            POST_COUNT,
            id,
            &mut row.post_count,
            counted,
            repair,
            findings,
        );
    }
    for (id, row) in &mut state.posts {
        let comments = state.comments.values();
        let counted = comments
            .filter(|comment| {
                comment.post_id == *id && comment.content.is_some() && !comment.hidden
            })
            .count();
        compare(
            COMMENT_COUNT,
            id,
            &mut row.comment_count,
            counted,
            repair,
            findings,
        );
    }
    let rows = state.comments.clone();
    for (id, row) in &mut state.comments {
        let replies = rows.values();
        let counted = replies
            .filter(|reply| {
                reply.parent_id == Some(*id) && reply.content.is_some() && !reply.hidden
            })
            .count();
        compare(
            REPLY_COUNT,
            id,
            &mut row.reply_count,
            counted,
            repair,
            findings,
        );
    }
}

fn follows(state: &mut State, repair: bool, findings: &mut Vec<Finding>) {
    let relations = state.relations.keys();
    let follows: Vec<_> = relations
        .filter(|(_, kind, _)| *kind == RelationKind::Follow)
        .map(|(from, _, to)| (*from, *to))
        .collect();
    for (id, row) in &mut state.users {
        let followers = follows.iter().filter(|(_, to)| to == id).count();
        let stored = &mut row.follower_count;
        compare(FOLLOWER_COUNT, id, stored, followers, repair, findings);
        let following = follows.iter().filter(|(from, _)| from == id).count();
        let stored = &mut row.following_count;
        compare(FOLLOWING_COUNT, id, stored, following, repair, findings);
    }
}

fn compare(
    check: &'static str,
    subject: &impl ToString,
    stored: &mut u64,
    counted: usize,
    repair: bool,
    findings: &mut Vec<Finding>,
) {
    let counted = counted as u64;
    if *stored != counted {
        findings.push(Finding {
            check,
            subject: subject.to_string(),
            detail: format!("stored {stored}, counted {counted}"),
            repaired: repair,
        });
        if repair {
            *stored = counted;
        }
    }
}

fn threads(state: &mut State, repair: bool, findings: &mut Vec<Finding>) {
    for row in state.comments.values() {
        let parent = row.parent_id.map(|id| state.comments.get(&id));
        let sound = match parent {
            None => row.depth == 0,
            Some(None) => false,
            Some(Some(parent)) => parent.post_id == row.post_id && parent.depth + 1 == row.depth,
        };
        if !sound {
            findings.push(Finding {
                check: PARENT,
                subject: row.id.to_string(),
                detail: "stands under no parent of its post one level above".to_owned(),
                repaired: false,
            });
        }
    }
    let tombstones = state.comments.values().filter(|row| row.content.is_none());
    let childless: Vec<_> = tombstones
        .map(|row| row.id)
        .filter(|id| !state.has_rows_below(*id))
        .collect();
    for id in childless {
        findings.push(Finding {
            check: TOMBSTONE,
            subject: id.to_string(),
            detail: "a tombstone without replies".to_owned(),
            repaired: repair,
        });
        if repair {
            state.prune(Some(id));
        }
    }
}

fn positions(state: &State, findings: &mut Vec<Finding>) {
    let kept = state.events.len() as u64;
    let expected = (state.position + 1).saturating_sub(kept)..=state.position;
    if !state.events.iter().map(|event| event.position).eq(expected) {
        findings.push(Finding {
            check: POSITION,
            subject: state.epoch.clone(),
            detail: format!("{kept} events are not consecutive up to {}", state.position),
            repaired: false,
        });
    }
}
