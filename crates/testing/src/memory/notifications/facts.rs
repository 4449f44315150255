//! What notifications follow from.

use thoughts_domain::comments::CommentBody;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Deed, DeedFacts, DeedKind, Parent, PostFacts};
use thoughts_domain::time::Timestamp;

use crate::memory::state::{CommentRow, State};

impl State {
    fn with_account(&self, user: UserId) -> Option<UserId> {
        self.users.get(&user)?.account.as_ref().map(|_| user)
    }

    pub fn post_facts(&self, id: PostId) -> Option<PostFacts> {
        let post = &self.posts.get(&id)?.post;
        let mentioned = post.mentions.iter();
        Some(PostFacts {
            id,
            author: self.with_account(post.author_id)?,
            mentioned: mentioned.filter_map(|m| self.with_account(m.id)).collect(),
            quoted: self.quoted_fact(post.quoted_post_id),
            at: post.edited_at.unwrap_or(post.created_at),
        })
    }

    fn quoted_fact(&self, id: Option<PostId>) -> Option<(PostId, UserId)> {
        let quoted = &self.posts.get(&id?)?.post;
        Some((quoted.id, self.with_account(quoted.author_id)?))
    }

    /// Every deed that stands, and since when.
    pub fn deeds(&self) -> impl Iterator<Item = (Deed, Timestamp)> + '_ {
        let follows = self.relations.iter().filter_map(|((by, kind, to), at)| {
            let deed = Deed {
                kind: DeedKind::Follow,
                by: *by,
                target: to.raw(),
            };
            (*kind == RelationKind::Follow).then_some((deed, *at))
        });
        let reactions = self.reactions.iter().filter_map(|((reaction, by), at)| {
            let kind = match reaction {
                Reaction::LikePost(_) => DeedKind::LikePost,
                Reaction::LikeComment(_) => DeedKind::LikeComment,
                Reaction::Repost(_) => DeedKind::Repost,
                Reaction::Bookmark(_) => return None,
            };
            let deed = Deed {
                kind,
                by: *by,
                target: reaction.subject(),
            };
            Some((deed, *at))
        });
        follows.chain(reactions)
    }

    pub fn deed_facts(&self, deed: Deed, at: Timestamp) -> Option<DeedFacts> {
        self.with_account(deed.by)?;
        let (to, post_id) = match deed.kind {
            DeedKind::Follow => (UserId::new(deed.target), None),
            DeedKind::LikePost | DeedKind::Repost => {
                let post = &self.posts.get(&PostId::new(deed.target))?.post;
                (post.author_id, Some(post.id))
            }
            DeedKind::LikeComment => {
                let comment = self.comments.get(&CommentId::new(deed.target))?;
                (comment.author()?, Some(comment.post_id))
            }
        };
        Some(DeedFacts {
            deed,
            to: self.with_account(to)?,
            post_id,
            at,
        })
    }

    pub fn comment_facts(&self, id: CommentId) -> Option<(CommentFacts, CommentBody)> {
        let comment = self.comments.get(&id)?.live()?;
        let post = &self.posts.get(&comment.post_id)?.post;
        let parent = comment.parent_id.map(|id| {
            let parent = self.comments.get(&id).and_then(CommentRow::live);
            parent.map_or(Parent::Tombstone, |parent| {
                Parent::Comment(id, self.with_account(parent.author_id))
            })
        });
        let facts = CommentFacts {
            id,
            post_id: comment.post_id,
            post_author: self.with_account(post.author_id),
            parent: parent.unwrap_or(Parent::Post),
            author: self.with_account(comment.author_id)?,
            mentioned: Vec::new(),
            at: comment.edited_at.unwrap_or(comment.created_at),
        };
        Some((facts, comment.body))
    }
}
