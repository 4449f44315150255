//! Posts within a unit of work.

use async_trait::async_trait;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::{Post, SupersededBody};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::{
    MentionView, PostRepository, PostView, PostViewer, QuotedPostView,
};
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

    async fn lock_to_delete(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        self.lock(id).await
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

    async fn set_hidden(&mut self, post: &Post, _now: Timestamp) -> Result<(), StorageError> {
        let Some(row) = self.state.posts.get_mut(&post.id) else {
            return Ok(());
        };
        if std::mem::replace(&mut row.post.hidden, post.hidden) == post.hidden {
            return Ok(());
        }
        if let Some(author) = self.state.users.get_mut(&post.author_id) {
            if post.hidden {
                author.post_count -= 1;
            } else {
                author.post_count += 1;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, post: &Post) -> Result<(), StorageError> {
        self.state.remove_post(post.id);
        Ok(())
    }

    async fn of_author(&mut self, author: UserId, limit: u32) -> Result<Vec<PostId>, StorageError> {
        let posts = self.state.posts.values();
        let his = posts.filter(|row| row.post.author_id == author);
        Ok(his.map(|row| row.post.id).take(limit as usize).collect())
    }

    async fn delete_some(&mut self, id: PostId, limit: u32) -> Result<u32, StorageError> {
        if !self.state.posts.contains_key(&id) {
            return Ok(0);
        }
        let comments = self.state.comments.values();
        let mut rows: Vec<_> = comments
            .filter(|row| row.post_id == id)
            .map(|row| (row.depth, row.id))
            .collect();
        let standing = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        if standing <= limit {
            self.state.remove_post(id);
            return Ok(standing + 1);
        }
        rows.sort_unstable();
        for (_, leaf) in rows.into_iter().rev().take(limit as usize) {
            self.state.remove_leaf(leaf);
        }
        Ok(limit)
    }

    async fn quotable(
        &mut self,
        id: PostId,
        author: UserId,
    ) -> Result<Option<QuotedPostView>, StorageError> {
        Ok(self.state.quoted_view(id, Some(author), State::shows))
    }

    async fn view(
        &mut self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Option<PostView>, StorageError> {
        Ok(self.state.post_view(id, viewer))
    }
}

/// Whether a user's posts are there for a viewer.
type Sees = fn(&State, UserId, Option<UserId>) -> bool;

impl State {
    /// Removes a post with all that hangs on it, and counts it off its author.
    pub fn remove_post(&mut self, id: PostId) {
        let Some(row) = self.posts.remove(&id) else {
            return;
        };
        let author = self.users.get_mut(&row.post.author_id);
        if let Some(author) = author.filter(|_| !row.post.hidden) {
            author.post_count -= 1;
        }
        self.comments.retain(|_, comment| comment.post_id != id);
        self.rankings
            .retain(|_, generation| generation.post_id != id);
        self.drop_stale_reactions();
    }

    /// A post by itself.
    pub fn post_view(&self, id: PostId, viewer: Option<UserId>) -> Option<PostView> {
        self.view_of(id, viewer, Self::shows)
    }

    /// A post in a list.
    pub fn listed_post(&self, id: PostId, viewer: Option<UserId>) -> Option<PostView> {
        let view = self.view_of(id, viewer, Self::lists);
        view.filter(|view| !view.hidden)
    }

    fn quoted_view(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        sees: Sees,
    ) -> Option<QuotedPostView> {
        let post = &self.posts.get(&id)?.post;
        let author = self.users.get(&post.author_id)?.shown.clone();
        let shown = !post.hidden && sees(self, author.id, viewer);
        shown.then(|| QuotedPostView {
            id,
            author,
            body: post.body.as_str().to_owned(),
            created_at: post.created_at,
            edited_at: post.edited_at,
            version: post.version,
        })
    }

    fn view_of(&self, id: PostId, viewer: Option<UserId>, sees: Sees) -> Option<PostView> {
        let row = self.posts.get(&id)?;
        if !sees(self, row.post.author_id, viewer) || !self.shows_thread(id, viewer) {
            return None;
        }
        let author = self.users.get(&row.post.author_id)?;
        let quoted = row.post.quoted_post_id;
        let quoted = quoted.and_then(|id| self.quoted_view(id, viewer, sees));
        let mut view = PostView::of_new(&row.post, author.shown.clone(), quoted);
        view.comment_count = row.comment_count;
        view.like_count = self.count_reactions(Reaction::LikePost(id));
        view.repost_count = self.count_reactions(Reaction::Repost(id));
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
        view.viewer = viewer.map(|viewer| self.post_viewer(&row.post, viewer));
        Some(view)
    }

    fn post_viewer(&self, post: &Post, viewer: UserId) -> PostViewer {
        let has = |reaction| self.reactions.contains_key(&(reaction, viewer));
        let follow = (viewer, RelationKind::Follow, post.author_id);
        PostViewer {
            liked: has(Reaction::LikePost(post.id)),
            reposted: has(Reaction::Repost(post.id)),
            bookmarked: has(Reaction::Bookmark(post.id)),
            following: self.relations.contains_key(&follow),
        }
    }
}
