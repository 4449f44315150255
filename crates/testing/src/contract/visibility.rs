//! Whose posts and profiles a reader sees.

use thoughts_domain::accounts::User;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, RankingId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::comments::{CommentInsertion, CommentOrder, RankedPage};
use thoughts_use_cases::paging::{PageRequest, RankKey};
use thoughts_use_cases::posts::PostFilter;

use super::Scene;
use super::walk::{first, limit, walk};
use crate::builders::{a_comment, a_post, handle, post_body};

/// A reader, and one user for each relation that there can be to him.
pub struct Circle {
    pub me: User,
    pub friend: User,
    /// Whom the reader blocks.
    pub blocked: User,
    /// Who blocks the reader.
    pub blocker: User,
    /// Whom the reader mutes.
    pub muted: User,
    /// Who mutes the reader.
    pub muter: User,
}

impl Circle {
    /// Everybody is there, and nothing stands between them yet.
    pub async fn of(scene: &Scene) -> Self {
        Self {
            me: scene.register("reader").await,
            friend: scene.register("friend").await,
            blocked: scene.register("blocked").await,
            blocker: scene.register("blocker").await,
            muted: scene.register("muted").await,
            muter: scene.register("muter").await,
        }
    }

    pub async fn part(&self, scene: &Scene) {
        scene
            .relate(RelationKind::Block, &self.me, &self.blocked)
            .await;
        scene
            .relate(RelationKind::Block, &self.blocker, &self.me)
            .await;
        scene
            .relate(RelationKind::Mute, &self.me, &self.muted)
            .await;
        scene
            .relate(RelationKind::Mute, &self.muter, &self.me)
            .await;
    }

    /// Ends all of it.
    pub async fn make_up(&self, scene: &Scene) {
        for (kind, from, to) in [
            (RelationKind::Block, &self.me, &self.blocked),
            (RelationKind::Block, &self.blocker, &self.me),
            (RelationKind::Mute, &self.me, &self.muted),
            (RelationKind::Mute, &self.muter, &self.me),
        ] {
            scene.unrelate(kind, from, to).await;
        }
    }

    #[must_use]
    pub fn all(&self) -> [&User; 6] {
        let Self {
            me,
            friend,
            blocked,
            blocker,
            muted,
            muter,
        } = self;
        [me, friend, blocked, blocker, muted, muter]
    }

    /// Whether a block stands between the reader and him.
    #[must_use]
    pub fn hides(&self, user: UserId) -> bool {
        [self.blocked.id, self.blocker.id].contains(&user)
    }

    /// Whether the reader finds him in lists.
    #[must_use]
    pub fn lists(&self, user: UserId) -> bool {
        !self.hides(user) && user != self.muted.id
    }
}

async fn feed(scene: &Scene, filter: &PostFilter, me: Option<UserId>, rows: u16) -> Vec<PostId> {
    let posts = walk(rows, async |request| {
        let page = scene.adapter.posts.feed(filter, me, &request).await;
        page.expect("a feed").value
    });
    posts.await.into_iter().map(|post| post.id).collect()
}

pub async fn feeds_leave_out_the_hidden_and_the_muted_from_full_pages(scene: &Scene) {
    let circle = Circle::of(scene).await;
    circle.part(scene).await;
    let mut posts = Vec::new();
    for round in 0..4 {
        for user in circle.all() {
            posts.push(scene.publish(user, &format!("round {round} #tag")).await);
        }
    }
    posts.reverse();
    let tag = Some("tag".to_owned());
    let authors = circle.all().map(|user| Some(user.id));
    for author in std::iter::once(None).chain(authors) {
        for hashtag in [None, tag.clone()] {
            let filter = PostFilter { author, hashtag };
            let his = posts
                .iter()
                .filter(|post| author.is_none_or(|author| author == post.author_id));
            let everything: Vec<_> = his.clone().map(|post| post.id).collect();
            let seen = his.filter(|post| circle.lists(post.author_id));
            let seen: Vec<_> = seen.map(|post| post.id).collect();
            for rows in [1, 3, 4] {
                assert_eq!(feed(scene, &filter, Some(circle.me.id), rows).await, seen);
                assert_eq!(feed(scene, &filter, None, rows).await, everything);
            }
        }
    }
    // A mute tells the one whom it is about nothing.
    let all = PostFilter::default();
    let muted = Some(circle.muted.id);
    assert_eq!(feed(scene, &all, muted, 5).await.len(), posts.len());
}

/// Whether each read of one post finds it.
async fn found(scene: &Scene, post: &Post, viewer: Option<UserId>) -> [bool; 5] {
    let (posts, comments) = (&scene.adapter.posts, &scene.adapter.comments);
    let (id, fresh) = (post.id, RankingId::new(scene.id()));
    let top: PageRequest<RankKey> = first(5);
    let ranked = comments
        .top_of_post(id, viewer, &top, fresh, scene.now())
        .await;
    let listed = comments
        .of_post(id, CommentOrder::Oldest, viewer, &first(5))
        .await;
    [
        posts.post(id, viewer).await.expect("post").value.is_some(),
        posts
            .edits(id, viewer, &first(5))
            .await
            .expect("edits")
            .value
            .is_some(),
        comments
            .with_post(id, viewer, limit(5))
            .await
            .expect("both")
            .value
            .is_some(),
        listed.expect("a list").value.is_some(),
        ranked.expect("top").value != RankedPage::NoPost,
    ]
}

pub async fn a_post_behind_a_block_is_not_there_and_a_muted_one_is(scene: &Scene) {
    let circle = Circle::of(scene).await;
    circle.part(scene).await;
    let own = scene.publish(&circle.me, "mine").await;
    for user in circle.all() {
        let mut post = scene.publish(user, "a post").await;
        scene.edit_post(&mut post, "another body").await;
        let seen = !circle.hides(user.id);
        assert_eq!(found(scene, &post, Some(circle.me.id)).await, [seen; 5]);
        assert_eq!(found(scene, &own, Some(user.id)).await, [seen; 5]);
        assert_eq!(found(scene, &post, None).await, [true; 5]);
        let mut work = scene.begin().await;
        let view = work.posts().view(post.id, Some(circle.me.id)).await;
        assert_eq!(view.expect("view").is_some(), seen);
    }
    scene
        .unrelate(RelationKind::Block, &circle.me, &circle.blocked)
        .await;
    let again = scene.publish(&circle.blocked, "a post").await;
    assert_eq!(found(scene, &again, Some(circle.me.id)).await, [true; 5]);
}

pub async fn nobody_writes_through_a_block(scene: &Scene) {
    let circle = Circle::of(scene).await;
    circle.part(scene).await;
    let me = &circle.me;
    for user in circle.all() {
        let post = scene.publish(user, "a post").await;
        let theirs = scene.comment(user, &post, "a comment").await;
        let answer = a_comment("hello").build(me, &post, &scene.ids, &scene.clock);
        let mut work = scene.begin().await;
        let found = work.comments().find(theirs.id, me.id).await.expect("find");
        assert_eq!(found.is_some(), !circle.hides(user.id));
        let inserted = work.comments().insert(&answer).await.expect("insert");
        let refused = inserted == CommentInsertion::PostGone;
        assert_eq!(refused, circle.hides(user.id));
        drop(work);
        assert_eq!(scene.comment_count(post.id).await, 1);
    }
    let names = circle.all().map(|user| user.handle.as_str().to_owned());
    let mut work = scene.begin().await;
    let resolved = work.users().resolve_handles(&names, me.id, scene.now());
    let resolved: Vec<_> = resolved.await.expect("resolve");
    let resolved: Vec<_> = resolved.into_iter().map(|found| found.id).collect();
    let expected = circle.all().map(|user| user.id);
    let expected: Vec<_> = expected
        .into_iter()
        .filter(|id| !circle.hides(*id))
        .collect();
    assert_eq!(resolved, expected);
    drop(work);

    // What was written before stays its author's: he edits it as before.
    let mut own = a_post("mine").build(me, &scene.ids, &scene.clock);
    scene.insert_post(&own).await;
    scene.edit_post(&mut own, "changed").await;
    let seen = scene.post(own.id).await.expect("a post");
    assert_eq!(seen.body, post_body("changed").as_str());
}

pub async fn a_block_hides_profiles_and_a_mute_does_not(scene: &Scene) {
    let circle = Circle::of(scene).await;
    circle.part(scene).await;
    let (accounts, me) = (&scene.adapter.accounts, Some(circle.me.id));
    let mut newest: Vec<_> = circle.all().iter().map(|user| user.id).collect();
    newest.reverse();
    for rows in [1, 2, 4, 6] {
        let list = async |viewer| -> Vec<UserId> {
            let users = walk(rows, async |request| {
                accounts
                    .profiles(viewer, &request)
                    .await
                    .expect("users")
                    .value
            });
            users
                .await
                .into_iter()
                .map(|user| user.summary.id)
                .collect()
        };
        assert_eq!(list(None).await, newest);
        let mut seen = newest.clone();
        seen.retain(|id| !circle.hides(*id));
        assert_eq!(list(me).await, seen);
    }
    for user in circle.all() {
        let seen = !circle.hides(user.id);
        let (one, other) = (user.id, circle.me.id);
        for (whose, viewer) in [(one, other), (other, one)] {
            let found = accounts.profile(whose, Some(viewer)).await.expect("a read");
            assert_eq!(found.value.is_some(), seen);
        }
        let named = accounts.profile_by_handle(&user.handle, me).await;
        assert_eq!(named.expect("a read").value.is_some(), seen);
    }
}

pub async fn a_former_handle_leads_nobody_through_a_block(scene: &Scene) {
    let circle = Circle::of(scene).await;
    circle.part(scene).await;
    for user in [&circle.friend, &circle.blocked, &circle.blocker] {
        let former = user.handle.clone();
        let next = handle(&format!("new_{}", former.as_str()));
        let now = scene.now();
        let mut work = scene.begin().await;
        work.users().lock(user.id).await.expect("lock");
        let done = work.users().rename(user.id, &former, &next, now).await;
        assert!(done.expect("rename"));
        work.commit().await.expect("commit");
        let accounts = &scene.adapter.accounts;
        let seen = accounts.renamed(&former, Some(circle.me.id), now).await;
        assert_eq!(seen.expect("a read").is_some(), !circle.hides(user.id));
        let seen = accounts.renamed(&former, None, now).await;
        assert!(seen.expect("a read").is_some());
    }
}
