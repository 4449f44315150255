//! What readers see.

use thoughts_domain::accounts::User;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::comments::CommentView;
use thoughts_use_cases::events::LoggedEvent;
use thoughts_use_cases::paging::{PageLimit, PageRequest};
use thoughts_use_cases::posts::PostView;

use super::Scene;

impl Scene {
    /// A public profile.
    pub async fn profile(&self, id: UserId) -> Option<UserView> {
        let found = self.adapter.accounts.profile(id, None).await;
        found.expect("profile").value
    }

    /// How many sessions the user has.
    pub async fn sessions_of(&self, user: &User) -> usize {
        let page = PageRequest::first(PageLimit::default());
        let now = self.now();
        let sessions = self.adapter.accounts.sessions(user.id, &page, now).await;
        sessions.expect("sessions").value.items.len()
    }

    /// A post.
    pub async fn post(&self, id: PostId) -> Option<PostView> {
        self.adapter.posts.post(id, None).await.expect("post").value
    }

    /// A comment or its tombstone.
    pub async fn comment_view(&self, id: CommentId) -> Option<CommentView> {
        let found = self.adapter.comments.comment(id, None).await;
        found.expect("comment").value
    }

    /// How many posts the user has, as counted.
    pub async fn post_count(&self, id: UserId) -> u64 {
        self.profile(id).await.expect("a user").post_count
    }

    /// How many comments the post has, as counted.
    pub async fn comment_count(&self, id: PostId) -> u64 {
        self.post(id).await.expect("a post").comment_count
    }

    /// How many replies the comment has, as counted.
    pub async fn reply_count(&self, id: CommentId) -> u64 {
        self.comment_view(id).await.expect("a comment").reply_count
    }

    /// Moves everything that waits into the log, in small steps.
    pub async fn sequence(&self) {
        while self.adapter.log.sequence(3).await.expect("sequence") > 0 {}
        assert_eq!(self.adapter.log.outbox_depth().await.expect("depth"), 0);
    }

    /// The whole log, after everything that waited was moved into it.
    pub async fn log(&self) -> Vec<LoggedEvent> {
        self.sequence().await;
        self.adapter.log.read(0, 10_000).await.expect("read")
    }

    /// Fails when a recount differs from what is stored, or an invariant is broken.
    pub async fn assert_sound(&self) {
        self.sequence().await;
        let findings = self.adapter.integrity.verify(false).await.expect("verify");
        assert_eq!(findings, [], "a recount differs");
    }
}
