//! Posts within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::{Post, SupersededBody};
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::{MentionView, PostRepository, PostView};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::{PostRow, State};
use crate::memory::store::MemoryWork;

#[async_trait]
impl PostRepository for MemoryWork {
    async fn insert(&mut self, post: &Post) -> Result<Option<UserSummary>, StorageError> {
        let author = self.state.users.get_mut(&post.author_id);
        let Some(author) = author.filter(|row| row.account.is_some()) else {
            return Ok(None);
        };
        author.post_count += 1;
        let row = PostRow {
            post: post.clone(),
            edits: Vec::new(),
            comment_count: 0,
        };
        self.state.posts.insert(post.id, row);
        Ok(Some(author.shown.clone()))
    }

    async fn lock(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        let mut post = self.state.posts.get(&id).map(|row| row.post.clone());
        if let Some(post) = &mut post {
            post.mentions.retain_mut(|mention| {
                let account = self.state.users.get(&mention.id);
                let account = account.and_then(|row| row.account.as_ref());
                account.is_some_and(|account| {
                    mention.handle = account.user.handle.clone();
                    true
                })
            });
        }
        Ok(post)
    }

    async fn update(
        &mut self,
        post: &Post,
        superseded: &SupersededBody,
    ) -> Result<(), StorageError> {
        if let Some(row) = self.state.posts.get_mut(&post.id) {
            row.post = post.clone();
            row.edits.push(superseded.clone());
        }
        Ok(())
    }

    async fn delete(&mut self, post: &Post) -> Result<(), StorageError> {
        self.state.remove_post(post.id);
        Ok(())
    }

    async fn view(&mut self, id: PostId) -> Result<Option<PostView>, StorageError> {
        Ok(self.state.post_view(id))
    }
}

impl State {
    /// Removes a post with all that hangs on it, and counts it off its author.
    pub fn remove_post(&mut self, id: PostId) {
        let Some(row) = self.posts.remove(&id) else {
            return;
        };
        if let Some(author) = self.users.get_mut(&row.post.author_id) {
            author.post_count -= 1;
        }
        self.comments.retain(|_, comment| comment.post_id != id);
        self.rankings
            .retain(|_, generation| generation.post_id != id);
    }

    pub fn post_view(&self, id: PostId) -> Option<PostView> {
        let row = self.posts.get(&id)?;
        let author = self.users.get(&row.post.author_id)?;
        let mut view = PostView::of_new(&row.post, author.shown.clone());
        view.comment_count = row.comment_count;
        view.mentions = row
            .post
            .mentions
            .iter()
            .filter_map(|mention| {
                let row = self.users.get(&mention.id)?;
                row.account.as_ref()?;
                Some(MentionView {
                    id: mention.id,
                    handle: row.shown.handle.clone(),
                })
            })
            .collect();
        Some(view)
    }
}
