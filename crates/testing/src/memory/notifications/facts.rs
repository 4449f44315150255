//! What notifications follow from.

use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Parent, PostFacts};

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
            at: post.edited_at.unwrap_or(post.created_at),
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
