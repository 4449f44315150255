//! Looking at posts, comments and deeds again, and telling what they are worth telling.

use std::collections::HashMap;

use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId};
use thoughts_domain::notifications::{CommentFacts, Deed, Due, of_comment, of_deed, of_post};

use super::{Filed, Filing};
use crate::storage::{StorageError, UnitOfWork};
use crate::system::IdGenerator;

/// What is to be looked at again.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) posts: Vec<PostId>,
    pub(super) comments: Vec<CommentId>,
    pub(super) deeds: Vec<Deed>,
}

impl Look {
    /// Makes what was told of these what it should be by now.
    pub(super) async fn reconcile(
        &self,
        work: &mut dyn UnitOfWork,
        ids: &dyn IdGenerator,
        filing: Filing,
    ) -> Result<(), StorageError> {
        let mut due = Vec::new();
        if !self.posts.is_empty() {
            let facts = work.notifications().post_facts(&self.posts).await?;
            due.extend(facts.iter().flat_map(of_post));
        }
        if !self.comments.is_empty() {
            let facts = self.comment_facts(work).await?;
            due.extend(facts.iter().flat_map(of_comment));
        }
        if !self.deeds.is_empty() {
            let facts = work.notifications().deed_facts(&self.deeds).await?;
            due.extend(facts.iter().filter_map(of_deed));
        }
        // In the order in which it happened, whatever order the storage found it in.
        due.sort_by_key(|due| (due.at, due.source));

        let mut filed = self.filed(work).await?;
        filed.sort_unstable();
        let mut wanted: Vec<Filed> = due.iter().map(Filed::from).collect();
        wanted.sort_unstable();
        let is_filed = |due: &Due| filed.binary_search(&Filed::from(due)).is_ok();
        let excess: Vec<Filed> = filed
            .iter()
            .filter(|filed| wanted.binary_search(filed).is_err())
            .copied()
            .collect();
        // What comes together needs one id, and to make one takes longer than all else here.
        let mut made = HashMap::new();
        let missing: Vec<_> = due
            .into_iter()
            .filter(|due| due.fresh && !is_filed(due))
            .map(|due| {
                let together = (due.recipient, due.kind, due.subject);
                let id = made.entry(together);
                (*id.or_insert_with(|| NotificationId::new(ids.next())), due)
            })
            .collect();
        if !excess.is_empty() {
            work.notifications().take_back(&excess).await?;
        }
        if !missing.is_empty() {
            work.notifications().tell(&missing, filing).await?;
        }
        Ok(())
    }

    /// What was told of these.
    async fn filed(&self, work: &mut dyn UnitOfWork) -> Result<Vec<Filed>, StorageError> {
        let posts = self.posts.iter().map(|id| id.raw());
        let comments = self.comments.iter().map(|id| id.raw());
        let mut sources: Vec<Cuid> = posts.chain(comments).collect();
        sources.sort_unstable();
        sources.dedup();
        let mut filed = Vec::new();
        if !sources.is_empty() {
            filed = work.notifications().filed(&sources).await?;
        }
        if !self.deeds.is_empty() {
            filed.extend(work.notifications().filed_deeds(&self.deeds).await?);
        }
        Ok(filed)
    }

    async fn comment_facts(
        &self,
        work: &mut dyn UnitOfWork,
    ) -> Result<Vec<CommentFacts>, StorageError> {
        let found = work.notifications().comment_facts(&self.comments).await?;
        let mut handles: Vec<String> = Vec::new();
        for (_, body) in &found {
            handles.extend(body.mentioned_handles());
        }
        handles.sort_unstable();
        handles.dedup();
        // Whose they were when the first of these was written: a handle may be given up since.
        let written = found.iter().map(|(facts, _)| facts.at).min();
        let known: HashMap<_, _> = match written {
            Some(written) if !handles.is_empty() => {
                let owners = work.users().owners_of_handles(&handles, written).await?;
                owners.into_iter().collect()
            }
            _ => HashMap::new(),
        };
        let facts = found.into_iter().map(|(mut facts, body)| {
            let handles = body.mentioned_handles();
            let mentioned = handles.iter().filter_map(|handle| known.get(handle));
            facts.mentioned = mentioned.copied().collect();
            facts
        });
        Ok(facts.collect())
    }
}
