//! What people do, each in a unit of work of its own, with its event.

use thoughts_domain::accounts::{Role, Session, User, UserRegistered};
use thoughts_domain::comments::{Comment, CommentAdded};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::SessionId;
use thoughts_domain::posts::{Post, PostPublished};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{PasswordHash, TokenHash, UserInsertion};
use thoughts_use_cases::comments::CommentInsertion;
use thoughts_use_cases::engagement::Reacting;
use thoughts_use_cases::storage::UnitOfWork;

use super::Scene;
use crate::builders::{a_comment, a_post, a_user, comment_body, post_body};

impl Scene {
    /// Registers a user of that handle.
    pub async fn register(&self, handle: &str) -> User {
        let user = a_user(handle).build(&self.ids, &self.clock);
        self.insert_user(&user).await;
        user
    }

    /// Registers the user.
    pub async fn insert_user(&self, user: &User) {
        let mut work = self.begin().await;
        let hash = PasswordHash::new(format!("$hash-of-{}", user.handle.as_str()));
        let inserted = work.users().insert(user, Some(hash)).await.expect("insert");
        assert_eq!(inserted, UserInsertion::Inserted);
        let event = UserRegistered { user: user.clone() };
        self.leave(&mut *work, DomainEvent::UserRegistered(event))
            .await;
        work.commit().await.expect("commit");
    }

    /// Opens a session of the user within that unit of work.
    pub async fn open_session(&self, work: &mut dyn UnitOfWork, user: &User) -> SessionId {
        let id = SessionId::new(self.id());
        let session = Session::open(id, user.id, None, self.now());
        let token = TokenHash(crate::digest::digest("token", id.as_str().as_bytes()));
        work.sessions().open(&session, &token).await.expect("open");
        id
    }

    /// Publishes a post that says that.
    pub async fn publish(&self, author: &User, body: &str) -> Post {
        let post = a_post(body).build(author, &self.ids, &self.clock);
        self.insert_post(&post).await;
        post
    }

    /// Publishes a post that quotes another.
    pub async fn quote(&self, author: &User, quoted: &Post) -> Post {
        let post = a_post("look at this #tag").quoting(quoted);
        let post = post.build(author, &self.ids, &self.clock);
        self.insert_post(&post).await;
        post
    }

    /// Publishes the post.
    pub async fn insert_post(&self, post: &Post) {
        let mut work = self.begin().await;
        let author = work.posts().insert(post).await.expect("insert");
        assert_eq!(author.map(|a| a.id), Some(post.author_id));
        let event = PostPublished { post: post.clone() };
        self.leave(&mut *work, DomainEvent::PostPublished(event))
            .await;
        work.commit().await.expect("commit");
    }

    /// Edits the post to say that.
    pub async fn edit_post(&self, post: &mut Post, body: &str) {
        let mut work = self.begin().await;
        *post = work
            .posts()
            .lock(post.id)
            .await
            .expect("lock")
            .expect("a post");
        let (superseded, event) = post
            .edit(post_body(body), Vec::new(), self.now())
            .expect("another body");
        work.posts()
            .update(post, &superseded)
            .await
            .expect("update");
        self.leave(&mut *work, DomainEvent::PostEdited(event)).await;
        work.commit().await.expect("commit");
    }

    /// Deletes the post.
    pub async fn delete_post(&self, post: &Post) {
        let mut work = self.begin().await;
        let post = work
            .posts()
            .lock_to_delete(post.id)
            .await
            .expect("lock")
            .expect("a post");
        work.posts().delete(&post).await.expect("delete");
        self.leave(&mut *work, DomainEvent::PostDeleted(post.delete()))
            .await;
        work.commit().await.expect("commit");
    }

    /// Adds a comment that says that to the top level.
    pub async fn comment(&self, author: &User, post: &Post, body: &str) -> Comment {
        let comment = a_comment(body).build(author, post, &self.ids, &self.clock);
        self.insert_comment(&comment).await;
        comment
    }

    /// Answers a comment by one that says that.
    pub async fn reply(&self, author: &User, post: &Post, parent: &Comment, body: &str) -> Comment {
        let comment = a_comment(body)
            .under(parent)
            .build(author, post, &self.ids, &self.clock);
        self.insert_comment(&comment).await;
        comment
    }

    /// Adds the comment.
    pub async fn insert_comment(&self, comment: &Comment) {
        let mut work = self.begin().await;
        let inserted = work.comments().insert(comment).await.expect("insert");
        assert!(
            matches!(&inserted, CommentInsertion::Inserted(author) if author.id == comment.author_id),
            "{inserted:?}"
        );
        let event = CommentAdded {
            comment: comment.clone(),
        };
        self.leave(&mut *work, DomainEvent::CommentAdded(event))
            .await;
        work.commit().await.expect("commit");
    }

    /// Edits the comment to say that.
    pub async fn edit_comment(&self, comment: &mut Comment, body: &str) {
        let mut work = self.begin().await;
        let locked = work.comments().lock(comment.id).await.expect("lock");
        *comment = locked.expect("a comment");
        let event = comment
            .edit(comment_body(body), self.now())
            .expect("another body");
        work.comments().update(comment).await.expect("update");
        self.leave(&mut *work, DomainEvent::CommentEdited(event))
            .await;
        work.commit().await.expect("commit");
    }

    /// Deletes the comment.
    pub async fn delete_comment(&self, comment: &Comment) {
        let mut work = self.begin().await;
        let locked = work.comments().lock(comment.id).await.expect("lock");
        let comment = locked.expect("a comment");
        work.comments().delete(&comment).await.expect("delete");
        self.leave(&mut *work, DomainEvent::CommentDeleted(comment.delete()))
            .await;
        work.commit().await.expect("commit");
    }

    /// Follows, blocks or mutes. False when that was so already.
    pub async fn relate(&self, kind: RelationKind, from: &User, to: &User) -> bool {
        let mut work = self.begin().await;
        let pair = work.graph().lock_pair(from.id, to.id).await.expect("lock");
        let version = pair.expect("both are there").one;
        let begun = Relation::begin(kind, from.id, version, to.id, self.now());
        let (relation, event) = begun.expect("somebody else");
        let is_new = work.graph().begin(&relation).await.expect("begin");
        if is_new {
            self.leave(&mut *work, DomainEvent::RelationBegun(event))
                .await;
        }
        work.commit().await.expect("commit");
        is_new
    }

    /// Follows, blocks or mutes no longer. False when that was so already.
    pub async fn unrelate(&self, kind: RelationKind, from: &User, to: &User) -> bool {
        let mut work = self.begin().await;
        let pair = work.graph().lock_pair(from.id, to.id).await.expect("lock");
        let version = pair.expect("both are there").one;
        let ended = work.graph().end(kind, from.id, to.id).await.expect("end");
        let was_there = ended.is_some();
        if let Some(relation) = ended {
            let event = DomainEvent::RelationEnded(relation.end(version));
            self.leave(&mut *work, event).await;
        }
        work.commit().await.expect("commit");
        was_there
    }

    /// Likes, reposts or keeps. False when that was so already.
    pub async fn react(&self, by: &User, reaction: Reaction) -> bool {
        let now = self.now();
        let mut work = self.begin().await;
        let reacting = work.engagement().begin(reaction, by.id, now).await;
        let is_new = match reacting.expect("begin") {
            Reacting::Begun(reacted) => {
                self.leave(&mut *work, DomainEvent::Reacted(reacted)).await;
                true
            }
            Reacting::There => false,
            Reacting::NotFound => panic!("there is nothing to react to"),
        };
        work.commit().await.expect("commit");
        is_new
    }

    /// Likes, reposts or keeps no longer. False when that was so already.
    pub async fn take_back(&self, by: &User, reaction: Reaction) -> bool {
        let mut work = self.begin().await;
        let ended = work.engagement().end(reaction, by.id).await.expect("end");
        if let Some(reacted) = ended {
            let event = DomainEvent::ReactionTakenBack(reacted.take_back());
            self.leave(&mut *work, event).await;
        }
        work.commit().await.expect("commit");
        ended.is_some()
    }

    /// Gives the user that role.
    pub async fn give_role(&self, user: &User, role: Role) {
        let now = self.now();
        self.change_standing(user, now, |user| user.role = role)
            .await;
    }

    /// Suspends the user, as the program itself would.
    pub async fn suspend(&self, user: &User) -> Timestamp {
        let now = self.now();
        self.change_standing(user, now, |user| {
            user.suspend(None, now).expect("a suspension");
        })
        .await;
        now
    }

    /// Changes what a user may do.
    pub async fn change_standing(
        &self,
        user: &User,
        now: Timestamp,
        change: impl FnOnce(&mut User),
    ) {
        let mut work = self.begin().await;
        let locked = work.users().lock(user.id).await.expect("lock");
        let mut user = locked.expect("a user");
        change(&mut user);
        let written = work.users().update_standing(&user, now).await;
        written.expect("update");
        work.commit().await.expect("commit");
    }

    /// Leaves an event in the outbox.
    pub async fn leave(&self, work: &mut dyn UnitOfWork, event: DomainEvent) {
        let event = self.event(event);
        work.outbox().append(&event).await.expect("append");
    }
}
