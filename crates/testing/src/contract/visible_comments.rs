//! Whose comments a reader sees.

use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_use_cases::comments::{CommentOrder, CommentView, RankedPage};
use thoughts_use_cases::paging::{PageRequest, RankKey};

use super::Scene;
use super::visibility::Circle;
use super::walk::{first, limit, walk};

fn ids(comments: Vec<CommentView>) -> Vec<CommentId> {
    comments.into_iter().map(|comment| comment.id).collect()
}

/// The top level in each order, and the first page that comes along with the post.
async fn top_level(
    scene: &Scene,
    post: PostId,
    viewer: Option<UserId>,
    rows: u16,
) -> [Vec<CommentId>; 3] {
    let comments = &scene.adapter.comments;
    let in_time = async |order| {
        let list = walk(rows, async |request| {
            let page = comments.of_post(post, order, viewer, &request).await;
            page.expect("a list").value.expect("a post")
        });
        ids(list.await)
    };
    let ranked = walk(rows, async |request: PageRequest<RankKey>| {
        let (fresh, now) = (RankingId::new(scene.id()), scene.now());
        let page = comments
            .top_of_post(post, viewer, &request, fresh, now)
            .await;
        match page.expect("top").value {
            RankedPage::Page(page) => page,
            other => panic!("a page, not {other:?}"),
        }
    });
    [
        in_time(CommentOrder::Oldest).await,
        in_time(CommentOrder::Newest).await,
        ids(ranked.await),
    ]
}

pub async fn the_top_level_leaves_out_the_hidden_and_the_muted_from_full_pages(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let post = scene.publish(&circle.me, "a post").await;
    let mut all = Vec::new();
    for round in 0..3 {
        for user in circle.all() {
            all.push(scene.comment(user, &post, &format!("round {round}")).await);
        }
    }
    // A tombstone is nobody's, and hidden from nobody.
    let reply = scene.reply(&circle.friend, &post, &all[2], "a reply").await;
    scene.delete_comment(&all[2]).await;
    circle.part(scene).await;
    let me = Some(circle.me.id);
    let by_time = |wanted: &dyn Fn(&Comment) -> bool| -> Vec<CommentId> {
        let kept = all.iter().filter(|comment| wanted(comment));
        kept.map(|comment| comment.id).collect()
    };
    let everything = by_time(&|_| true);
    let seen = by_time(&|comment| comment.id == all[2].id || circle.lists(comment.author_id));
    assert!(seen.len() < everything.len() && seen.contains(&all[2].id));
    for rows in [1, 2, 4, 17, 18] {
        for (viewer, expected) in [(None, &everything), (me, &seen)] {
            let [oldest, newest, top] = top_level(scene, post.id, viewer, rows).await;
            let reversed: Vec<_> = expected.iter().rev().copied().collect();
            assert_eq!((&oldest, &newest), (expected, &reversed));
            // The tombstone has the only reply, and so comes first.
            let mut ranked = expected.clone();
            ranked.retain(|id| *id != all[2].id);
            ranked.insert(0, all[2].id);
            assert_eq!(top, ranked);
            let both = scene
                .adapter
                .comments
                .with_post(post.id, viewer, limit(rows));
            let both = both.await.expect("both").value.expect("a post");
            let shown = usize::from(rows).min(expected.len());
            assert_eq!(ids(both.comments.items), expected[..shown]);
            assert_eq!(both.comments.next.is_some(), shown < expected.len());
        }
    }
    // Everybody counts the same.
    let counted = scene.adapter.posts.post(post.id, me).await.expect("a read");
    let counted = counted.value.expect("a post").comment_count;
    assert_eq!(counted, u64::try_from(all.len()).expect("few"));
    let replies = scene
        .adapter
        .comments
        .replies(all[2].id, me, &first(5))
        .await;
    let replies = replies.expect("replies").value.expect("a tombstone");
    assert_eq!(ids(replies.items), [reply.id]);
}

pub async fn replies_leave_out_the_hidden_and_go_with_what_is_hidden(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let post = scene.publish(&circle.me, "a post").await;
    let mut parents = Vec::new();
    for user in circle.all() {
        let parent = scene.comment(user, &post, "a comment").await;
        let mut replies = Vec::new();
        for user in circle.all() {
            replies.push(scene.reply(user, &post, &parent, "a reply").await);
        }
        parents.push((parent, replies));
    }
    circle.part(scene).await;
    let (comments, me) = (&scene.adapter.comments, Some(circle.me.id));
    for (parent, replies) in &parents {
        let hidden = circle.hides(parent.author_id);
        let listed = comments.replies(parent.id, me, &first(9)).await;
        assert_eq!(listed.expect("replies").value.is_none(), hidden);
        let seen = replies.iter().filter(|reply| circle.lists(reply.author_id));
        let seen: Vec<_> = seen.map(|reply| reply.id).collect();
        if !hidden {
            for rows in [1, 2, 3] {
                let list = walk(rows, async |request| {
                    let page = comments.replies(parent.id, me, &request).await;
                    page.expect("replies").value.expect("a comment")
                });
                assert_eq!(ids(list.await), seen);
            }
        }
        // Whatever stands above: each is there by its own author.
        for comment in std::iter::once(parent).chain(replies) {
            let found = comments.comment(comment.id, me).await.expect("a read");
            let seen = !circle.hides(comment.author_id);
            assert_eq!(found.value.is_some(), seen);
            let mut work = scene.begin().await;
            let view = work.comments().view(comment.id, me).await.expect("view");
            assert_eq!(view.is_some(), seen);
        }
    }
}

pub async fn the_comments_of_the_hidden_are_not_listed(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let post = scene.publish(&circle.blocked, "a post").await;
    let mut written = Vec::new();
    for user in circle.all() {
        written.push(scene.comment(user, &post, "a comment").await);
    }
    circle.part(scene).await;
    for comment in written {
        let author = comment.author_id;
        for (viewer, there, listed) in [
            (None, true, true),
            (
                Some(circle.me.id),
                !circle.hides(author),
                circle.lists(author),
            ),
            (Some(circle.friend.id), true, true),
        ] {
            let page = scene
                .adapter
                .comments
                .by_user(author, viewer, &first(5))
                .await;
            let page = page.expect("comments").value;
            assert_eq!(page.is_some(), there);
            let expected = if listed { vec![comment.id] } else { Vec::new() };
            assert_eq!(page.map_or_else(Vec::new, |page| ids(page.items)), expected);
        }
    }
}
