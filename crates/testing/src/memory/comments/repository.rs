//! Comments within a unit of work.

use async_trait::async_trait;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{CommentInsertion, CommentRepository, CommentView};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::CommentRow;
use crate::memory::store::MemoryWork;

#[async_trait]
impl CommentRepository for MemoryWork {
    async fn find(
        &mut self,
        id: CommentId,
        viewer: UserId,
    ) -> Result<Option<Comment>, StorageError> {
        let comment = self.state.comments.get(&id).and_then(CommentRow::live);
        Ok(comment
            .filter(|comment| !comment.hidden && self.state.shows(comment.author_id, Some(viewer))))
    }

    async fn lock(&mut self, id: CommentId) -> Result<Option<Comment>, StorageError> {
        Ok(self.state.comments.get(&id).and_then(CommentRow::live))
    }

    async fn insert(&mut self, comment: &Comment) -> Result<CommentInsertion, StorageError> {
        let viewer = Some(comment.author_id);
        if self.state.post_view(comment.post_id, viewer).is_none() {
            return Ok(CommentInsertion::PostGone);
        }
        let state = &mut self.state;
        let post = state.posts.get_mut(&comment.post_id);
        let Some(post) = post.filter(|row| !row.post.hidden) else {
            return Ok(CommentInsertion::PostGone);
        };
        if let Some(parent) = comment.parent_id {
            let parent = state.comments.get_mut(&parent);
            let Some(parent) = parent.filter(|row| row.content.is_some() && !row.hidden) else {
                return Ok(CommentInsertion::ParentGone);
            };
            parent.reply_count += 1;
        }
        let author = state.users.get(&comment.author_id);
        let Some(author) = author.filter(|row| row.account.is_some()) else {
            return Ok(CommentInsertion::AuthorGone);
        };
        post.comment_count += 1;
        state.comments.insert(comment.id, CommentRow::of(comment));
        Ok(CommentInsertion::Inserted(author.shown.clone()))
    }

    async fn update(&mut self, comment: &Comment) -> Result<(), StorageError> {
        if let Some(row) = self.state.comments.get_mut(&comment.id) {
            row.content = Some((comment.author_id, comment.body.clone()));
            row.edited_at = comment.edited_at;
            row.version = comment.version;
        }
        Ok(())
    }

    async fn set_hidden(&mut self, comment: &Comment, _now: Timestamp) -> Result<(), StorageError> {
        let row = self.state.comments.get_mut(&comment.id);
        let changed = row.filter(|row| row.hidden != comment.hidden);
        if let Some(row) = changed {
            row.hidden = comment.hidden;
            let (post, parent) = (row.post_id, row.parent_id);
            self.state.count_comment(post, parent, !comment.hidden);
        }
        Ok(())
    }

    async fn delete(&mut self, comment: &Comment) -> Result<(), StorageError> {
        self.state.remove_comment(comment.id);
        Ok(())
    }

    async fn of_author(
        &mut self,
        author: UserId,
        limit: u32,
    ) -> Result<Vec<CommentId>, StorageError> {
        let comments = self.state.comments.values();
        let his = comments.filter(|row| row.author() == Some(author));
        let mut some: Vec<_> = his
            .take(limit as usize)
            .map(|row| (row.post_id, row.id))
            .collect();
        some.sort_unstable();
        Ok(some.into_iter().map(|(_, id)| id).collect())
    }

    async fn view(
        &mut self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Option<CommentView>, StorageError> {
        let row = self.state.comments.get(&id);
        let row = row.filter(|row| self.state.shows_comment(row, viewer));
        Ok(row.map(|row| self.state.comment_view(row, viewer)))
    }
}
