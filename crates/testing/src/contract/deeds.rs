//! What somebody can do to Alice and to what she wrote.

use std::time::Duration;

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{CommentId, PostId};
use thoughts_domain::notifications::NotificationKind::{self, Follow, Like, Repost};

use super::Scene;
use super::notified::Cast;

/// What each is told as, by its number.
pub const KINDS: [NotificationKind; 4] = [Follow, Like, Like, Repost];

/// One deed of each kind, by its number: to Alice, her post, her comment on it, and her post again.
pub struct Deeds<'a> {
    scene: &'a Scene,
    alice: &'a User,
    post: PostId,
    pub comment_id: CommentId,
}

impl<'a> Deeds<'a> {
    pub async fn of(scene: &'a Scene, cast: &'a Cast) -> Self {
        let comment = scene.comment(&cast.alice, &cast.post, "hers").await;
        Self {
            scene,
            alice: &cast.alice,
            post: cast.post.id,
            comment_id: comment.id,
        }
    }

    /// None for the follow.
    pub const fn reaction(&self, number: usize) -> Option<Reaction> {
        match number {
            1 => Some(Reaction::LikePost(self.post)),
            2 => Some(Reaction::LikeComment(self.comment_id)),
            3 => Some(Reaction::Repost(self.post)),
            _ => None,
        }
    }

    pub async fn done(&self, by: &User, number: usize) {
        let is_new = match self.reaction(number) {
            None => {
                let follow = RelationKind::Follow;
                self.scene.relate(follow, by, self.alice).await
            }
            Some(reaction) => self.scene.react(by, reaction).await,
        };
        assert!(is_new, "{number} was done");
        // A rebuild is bound to the order of what happened by the second.
        self.scene.clock.advance(Duration::from_secs(2));
    }

    pub async fn undone(&self, by: &User, number: usize) {
        let was_there = match self.reaction(number) {
            None => {
                let follow = RelationKind::Follow;
                self.scene.unrelate(follow, by, self.alice).await
            }
            Some(reaction) => self.scene.take_back(by, reaction).await,
        };
        assert!(was_there, "{number} was not done");
    }

    /// Her comment as it is now.
    pub async fn comment(&self) -> Comment {
        let mut work = self.scene.begin().await;
        let found = work.comments().lock(self.comment_id).await;
        found.expect("lock").expect("a comment")
    }
}
