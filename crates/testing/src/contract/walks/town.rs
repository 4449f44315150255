//! Where the walks take place: somebody whose lists are full, and others.

use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{ModerationEntryId, PostId, SessionId, UserId};
use thoughts_domain::moderation::{Action, Entry, Subject};
use thoughts_domain::posts::Post;
use thoughts_use_cases::engagement::Reacting;
use thoughts_use_cases::ranked::RANKING_FRESHNESS;

use super::lists::List;
use crate::contract::{Scene, notified};

/// The hashtag of every post.
pub const TAG: &str = "town";
/// How many rows every list gets.
const ROWS: usize = 8;

/// A storage with people in it.
pub struct Town<'s> {
    pub scene: &'s Scene,
    /// Whose lists are walked.
    pub me: User,
    /// Somebody who reads them, and whom nobody blocks.
    pub reader: User,
    /// Those who come and go.
    pub others: Vec<User>,
    /// My post whose comments and edits are walked. It stays.
    pub post: Post,
    /// My comment whose replies are walked. It stays.
    pub comment: Comment,
    /// Posts that come and go.
    pub posts: Vec<Post>,
    /// Comments that come and go.
    pub comments: Vec<Comment>,
    /// My sessions.
    pub sessions: Vec<SessionId>,
    /// Who blocks me (false) or is blocked by me (true).
    quarrels: Vec<(User, bool)>,
    count: usize,
}

impl<'s> Town<'s> {
    pub async fn found(scene: &'s Scene) -> Self {
        let [me, reader] = [
            scene.register("myself").await,
            scene.register("reader").await,
        ];
        let post = scene.publish(&me, "the post").await;
        let comment = scene.comment(&me, &post, "the comment").await;
        Self {
            scene,
            me,
            reader,
            others: Vec::new(),
            post,
            comment,
            posts: Vec::new(),
            comments: Vec::new(),
            sessions: Vec::new(),
            quarrels: Vec::new(),
            count: 0,
        }
    }

    /// Ends every quarrel of mine, and lets enough time go by for a new ranking.
    pub async fn settle(&mut self) {
        for (other, mine) in std::mem::take(&mut self.quarrels) {
            if self.others.iter().any(|known| known.id == other.id) {
                self.unrelate(RelationKind::Block, &other, mine).await;
            }
        }
        notified::catch_up(self.scene).await;
        self.scene.clock.advance(RANKING_FRESHNESS * 2);
    }

    /// Adds to every list.
    pub async fn fill(&mut self) {
        while self.others.len() < 3 * ROWS {
            self.newcomer().await;
        }
        let (me, others) = (self.me.clone(), self.others.clone());
        // Whom I block and mute does nothing else here.
        for other in &others[..ROWS] {
            self.relate(RelationKind::Block, other, true).await;
            self.relate(RelationKind::Mute, other, true).await;
        }
        for other in &others[ROWS..2 * ROWS] {
            self.relate(RelationKind::Follow, other, true).await;
            self.relate(RelationKind::Follow, other, false).await;
        }
        for other in &others[2 * ROWS..3 * ROWS] {
            self.publish(&me).await;
            let mine = self.posts[self.posts.len() - 1].clone();
            self.comment(other, &mine).await;
            self.comment(other, &self.post.clone()).await;
            self.comment(&me, &mine).await;
            self.reply(other).await;
            self.react(other).await;
            self.quote(other).await;
            self.publish(other).await;
            let theirs = self.posts[self.posts.len() - 1].clone();
            self.keep(&mine).await;
            self.keep(&theirs).await;
            self.edit().await;
            self.log().await;
            self.open_session().await;
        }
        notified::catch_up(self.scene).await;
    }

    /// Has the list follow what happened, when something follows later.
    pub async fn catch_up(&self, list: &List) {
        if list.method.starts_with("notifications::") {
            notified::catch_up(self.scene).await;
        }
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    pub async fn newcomer(&mut self) {
        let handle = format!("other_{}", self.next());
        let user = self.scene.register(&handle).await;
        self.others.push(user);
    }

    pub async fn publish(&mut self, author: &User) {
        let body = format!("post {} in #{TAG}", self.next());
        let post = self.scene.publish(author, &body).await;
        self.posts.push(post);
    }

    /// Quotes my post, where nothing stands between.
    pub async fn quote(&mut self, author: &User) {
        if self.may_write(author, self.post.author_id).await {
            let post = self.scene.quote(author, &self.post).await;
            self.posts.push(post);
        }
    }

    pub async fn edit(&mut self) {
        let body = format!("edit {}", self.next());
        self.scene.edit_post(&mut self.post, &body).await;
    }

    pub async fn delete_post(&mut self, id: PostId) {
        let Some(post) = self.posts.iter().find(|post| post.id == id) else {
            return;
        };
        self.scene.delete_post(post).await;
        self.posts.retain(|post| post.id != id);
        self.comments.retain(|comment| comment.post_id != id);
    }

    /// Whether neither of two blocks the other: nobody writes through a block.
    async fn may_write(&self, author: &User, owner: UserId) -> bool {
        let mut work = self.scene.begin().await;
        let blocked = work.graph().is_blocked_between(author.id, owner).await;
        !blocked.expect("an answer")
    }

    pub async fn comment(&mut self, author: &User, post: &Post) {
        if !self.may_write(author, post.author_id).await {
            return;
        }
        let comment = self.scene.comment(author, post, "a comment").await;
        self.comments.push(comment);
    }

    pub async fn reply(&mut self, author: &User) {
        let (post, parent) = (&self.post, &self.comment);
        for owner in [post.author_id, parent.author_id] {
            if !self.may_write(author, owner).await {
                return;
            }
        }
        let reply = self.scene.reply(author, post, parent, "a reply").await;
        self.comments.push(reply);
    }

    pub async fn delete_comment(&mut self, comment: &Comment) {
        self.scene.delete_comment(comment).await;
        self.comments.retain(|c| c.id != comment.id);
    }

    pub async fn relate(&mut self, kind: RelationKind, other: &User, mine: bool) {
        let (from, to) = self.between(other, mine);
        self.scene.relate(kind, from, to).await;
        if kind == RelationKind::Block {
            self.quarrels.push((other.clone(), mine));
        }
    }

    pub async fn unrelate(&mut self, kind: RelationKind, other: &User, mine: bool) {
        let (from, to) = self.between(other, mine);
        self.scene.unrelate(kind, from, to).await;
    }

    fn between<'a>(&'a self, other: &'a User, mine: bool) -> (&'a User, &'a User) {
        if mine {
            (&self.me, other)
        } else {
            (other, &self.me)
        }
    }

    /// Likes and reposts my post, where nothing stands between.
    pub async fn react(&self, other: &User) {
        let now = self.scene.now();
        for reaction in self.reactions() {
            let mut work = self.scene.begin().await;
            let reacting = work.engagement().begin(reaction, other.id, now).await;
            if matches!(reacting.expect("begin"), Reacting::Begun(_)) {
                work.commit().await.expect("commit");
            }
        }
    }

    /// I keep a post, where nothing stands between.
    pub async fn keep(&self, post: &Post) {
        if self.may_write(&self.me, post.author_id).await {
            let kept = Reaction::Bookmark(post.id);
            self.scene.react(&self.me, kept).await;
        }
    }

    pub async fn drop_kept(&self, post: &Post) {
        let kept = Reaction::Bookmark(post.id);
        self.scene.take_back(&self.me, kept).await;
    }

    pub async fn take_back(&self, other: &User) {
        for reaction in self.reactions() {
            self.scene.take_back(other, reaction).await;
        }
    }

    const fn reactions(&self) -> [Reaction; 2] {
        [
            Reaction::LikePost(self.post.id),
            Reaction::Repost(self.post.id),
        ]
    }

    pub async fn open_session(&mut self) {
        let mut work = self.scene.begin().await;
        let session = self.scene.open_session(&mut *work, &self.me).await;
        work.commit().await.expect("commit");
        self.sessions.push(session);
    }

    pub async fn end_session(&mut self, session: SessionId) {
        let now = self.scene.now();
        let mut work = self.scene.begin().await;
        let ended = work.sessions().end(session, self.me.id, now).await;
        ended.expect("end");
        work.commit().await.expect("commit");
        self.sessions.retain(|known| *known != session);
    }

    pub async fn log(&mut self) {
        let entry = Entry {
            id: ModerationEntryId::new(self.scene.id()),
            at: self.scene.now(),
            moderator: None,
            action: Action::SuspendUser,
            subject: Subject::User(self.me.id),
            reason: None,
        };
        let mut work = self.scene.begin().await;
        let appended = work.moderation_log().append(&entry, self.me.id).await;
        appended.expect("append");
        work.commit().await.expect("commit");
    }

    pub async fn erase(&mut self, user: &User, removal: ContentRemoval) {
        self.scene.erase(user, removal).await;
        self.others.retain(|other| other.id != user.id);
        if removal == ContentRemoval::Delete {
            self.posts.retain(|post| post.author_id != user.id);
            let posts: Vec<_> = self
                .posts
                .iter()
                .chain([&self.post])
                .map(|p| p.id)
                .collect();
            self.comments
                .retain(|c| c.author_id != user.id && posts.contains(&c.post_id));
        }
    }
}
