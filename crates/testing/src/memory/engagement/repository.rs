//! Reactions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::engagement::{Reacted, Reaction, Target};
use thoughts_domain::ids::{CommentId, Cuid, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::{EngagementRepository, Reacting};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::State;
use crate::memory::store::MemoryWork;

#[async_trait]
impl EngagementRepository for MemoryWork {
    async fn begin(
        &mut self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Reacting, StorageError> {
        let target = self.state.target(reaction);
        let Some((author, target)) = target.filter(|_| self.state.is_there_for(by, None)) else {
            return Ok(Reacting::NotFound);
        };
        if self.state.is_blocked_between(author, by) || self.state.is_hidden(reaction, target) {
            return Ok(Reacting::NotFound);
        }
        if self.state.reactions.contains_key(&(reaction, by)) {
            return Ok(Reacting::There);
        }
        self.state.reactions.insert((reaction, by), now);
        Ok(Reacting::Begun(reaction.begin(target, by, now)))
    }

    async fn end(
        &mut self,
        reaction: Reaction,
        by: UserId,
    ) -> Result<Option<Reacted>, StorageError> {
        let since = self.state.reactions.remove(&(reaction, by));
        let target = self.state.target(reaction);
        Ok(since
            .zip(target)
            .map(|(since, (_, target))| reaction.begin(target, by, since)))
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        Ok(self.state.end_reactions(limit, |_, by| by == user))
    }

    async fn strip_post(&mut self, post: PostId, limit: u32) -> Result<u32, StorageError> {
        let comments = self.state.comments.values();
        let on_it = comments.filter(|row| row.post_id == post);
        let mut subjects: Vec<Cuid> = on_it.map(|row| row.id.raw()).collect();
        subjects.push(post.raw());
        let stripped = |reaction: Reaction, _| subjects.contains(&reaction.subject());
        Ok(self.state.end_reactions(limit, stripped))
    }

    async fn strip_comment(&mut self, comment: CommentId, limit: u32) -> Result<u32, StorageError> {
        let likes = Reaction::LikeComment(comment);
        Ok(self
            .state
            .end_reactions(limit, |reaction, _| reaction == likes))
    }
}

impl State {
    /// The author and state of what is reacted to.
    fn target(&self, reaction: Reaction) -> Option<(UserId, Target)> {
        match reaction {
            Reaction::LikePost(post) | Reaction::Repost(post) | Reaction::Bookmark(post) => {
                let row = self.posts.get(&post)?;
                let target = Target {
                    post_id: post,
                    version: row.post.version,
                };
                Some((row.post.author_id, target))
            }
            Reaction::LikeComment(comment) => {
                let row = self.comments.get(&comment)?;
                let target = Target {
                    post_id: row.post_id,
                    version: row.version,
                };
                Some((row.author()?, target))
            }
        }
    }

    /// Whether a moderator has hidden what is reacted to, or the post that it is on.
    fn is_hidden(&self, reaction: Reaction, target: Target) -> bool {
        let post = self.posts.get(&target.post_id);
        let comment = match reaction {
            Reaction::LikeComment(comment) => self.comments.get(&comment),
            Reaction::LikePost(_) | Reaction::Repost(_) | Reaction::Bookmark(_) => None,
        };
        post.is_some_and(|row| row.post.hidden) || comment.is_some_and(|row| row.hidden)
    }

    /// How many have reacted so.
    pub fn count_reactions(&self, wanted: Reaction) -> u64 {
        let reactions = self.reactions.keys();
        reactions
            .filter(|(reaction, _)| *reaction == wanted)
            .count() as u64
    }

    /// Takes away what was done to posts and comments that are gone, or are tombstones now.
    pub fn drop_stale_reactions(&mut self) {
        let mut reactions = std::mem::take(&mut self.reactions);
        reactions.retain(|(reaction, _), _| self.target(*reaction).is_some());
        self.reactions = reactions;
    }

    fn end_reactions(&mut self, limit: u32, ends: impl Fn(Reaction, UserId) -> bool) -> u32 {
        let keys = self.reactions.keys().copied();
        let ended: Vec<_> = keys
            .filter(|(reaction, by)| ends(*reaction, *by))
            .take(limit as usize)
            .collect();
        for key in &ended {
            self.reactions.remove(key);
        }
        u32::try_from(ended.len()).unwrap_or(u32::MAX)
    }
}
