//! Posts that quote posts.

use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_use_cases::posts::{PostView, QuotedPostView};

use super::Scene;
use super::engagement_viewer::posts;
use super::visibility::Circle;
use super::walk::{first, walk};

pub(super) async fn quotes(
    scene: &Scene,
    of: &Post,
    viewer: Option<UserId>,
    rows: u16,
) -> Vec<PostId> {
    let list = walk(rows, async |request| {
        let page = scene.adapter.posts.quotes(of.id, viewer, &request).await;
        page.expect("a list").value.expect("a post")
    });
    list.await.into_iter().map(|post| post.id).collect()
}

pub(super) async fn has_quotes(scene: &Scene, of: PostId, viewer: Option<UserId>) -> bool {
    let page = scene.adapter.posts.quotes(of, viewer, &first(5)).await;
    page.expect("an answer").value.is_some()
}

/// What a view shows of what it quotes.
pub(super) fn shown(view: &PostView) -> Option<(PostId, UserId, &str)> {
    let quoted = view.quoted_post.as_ref()?;
    Some((quoted.id, quoted.author.id, &quoted.body))
}

pub async fn a_quote_shows_what_it_quotes_as_that_is_now(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let mut post = scene.publish(&ada, "first").await;
    let mut quoting = scene.quote(&bob, &post).await;
    let mut work = scene.begin().await;
    let locked = work.posts().lock(quoting.id).await.expect("lock");
    assert_eq!(locked.as_ref(), Some(&quoting));
    drop(work);
    scene.edit_post(&mut post, "second").await;
    scene.edit_post(&mut quoting, "look again #tag").await;
    assert_eq!(quoting.quoted_post_id, Some(post.id));
    let author = scene.profile(ada.id).await.expect("a user").summary;
    let expected = QuotedPostView {
        id: post.id,
        author,
        body: "second".to_owned(),
        created_at: post.created_at,
        edited_at: post.edited_at,
        version: 2,
    };
    scene.publish(&bob, "after").await;
    for viewer in [None, Some(ada.id), Some(bob.id)] {
        for view in posts(scene, &quoting, viewer).await {
            assert_eq!(view.quoted_post_id, Some(post.id));
            assert_eq!(view.quoted_post.as_ref(), Some(&expected));
        }
    }
    let plain = scene.post(post.id).await.expect("a post");
    assert_eq!((plain.quoted_post_id, plain.quoted_post), (None, None));
}

pub async fn a_quote_outlives_what_it_quotes(scene: &Scene) {
    let (ada, bob) = (scene.register("ada").await, scene.register("bob").await);
    let (carol, dave) = (scene.register("carol").await, scene.register("dave").await);
    let mut quoting = Vec::new();
    for author in [&ada, &carol, &dave] {
        let post = scene.publish(author, "a post").await;
        quoting.push((scene.quote(&bob, &post).await, post));
    }
    scene.publish(&bob, "after").await;
    scene.delete_post(&quoting[0].1).await;
    scene.erase(&carol, ContentRemoval::Delete).await;
    scene.erase(&dave, ContentRemoval::Anonymise).await;
    for (number, (quote, quoted)) in quoting.iter().enumerate() {
        for view in posts(scene, quote, Some(bob.id)).await {
            assert_eq!(view.quoted_post_id, Some(quoted.id), "no. {number}");
            // What stays without an author is quoted from whoever that is now.
            let expected = (number == 2).then_some((quoted.id, dave.id, "a post"));
            assert_eq!(shown(&view), expected, "no. {number}");
        }
        assert_eq!(has_quotes(scene, quoted.id, None).await, number == 2);
    }
    scene.assert_sound().await;
}

pub async fn what_is_not_there_cannot_be_quoted(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let mut written = Vec::new();
    for user in circle.all() {
        written.push(scene.publish(user, "a post").await);
    }
    circle.part(scene).await;
    for post in &written {
        let mut work = scene.begin().await;
        let found = work.posts().quotable(post.id, circle.me.id).await;
        let found = found.expect("an answer").map(|quoted| quoted.id);
        let expected = (!circle.hides(post.author_id)).then_some(post.id);
        assert_eq!(found, expected);
    }
    let mut work = scene.begin().await;
    let nothing = work
        .posts()
        .quotable(PostId::new(scene.id()), circle.me.id)
        .await;
    assert_eq!(nothing.expect("an answer"), None);
}

pub async fn whom_a_reader_does_not_see_is_not_quoted_to_him(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let mut quoting = Vec::new();
    for user in circle.all() {
        let post = scene.publish(user, "a post").await;
        quoting.push((scene.quote(&circle.friend, &post).await, user.id));
    }
    scene.publish(&circle.friend, "after").await;
    circle.part(scene).await;
    let me = Some(circle.me.id);
    for (quote, quoted) in &quoting {
        let mut read = posts(scene, quote, me).await.into_iter();
        // By itself, within a unit of work, and with its comments; then in lists.
        for view in read.by_ref().take(3) {
            assert_eq!(shown(&view).is_some(), !circle.hides(*quoted));
            assert_eq!(view.quoted_post_id, quote.quoted_post_id);
        }
        for view in read {
            assert_eq!(shown(&view).is_some(), circle.lists(*quoted));
            assert_eq!(view.quoted_post_id, quote.quoted_post_id);
        }
        for view in posts(scene, quote, None).await {
            assert!(shown(&view).is_some());
        }
    }
}

pub async fn quotes_are_listed_newest_first_without_the_hidden(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let post = scene.publish(&circle.friend, "a post").await;
    let other = scene.publish(&circle.friend, "another").await;
    assert_eq!(quotes(scene, &post, None, 3).await, []);
    let mut written = Vec::new();
    for _ in 0..3 {
        for user in circle.all() {
            written.push(scene.quote(user, &post).await);
        }
        scene.quote(&circle.me, &other).await;
    }
    circle.part(scene).await;
    written.reverse();
    let all: Vec<_> = written.iter().map(|post| post.id).collect();
    let listed = written.iter().filter(|post| circle.lists(post.author_id));
    let listed: Vec<_> = listed.map(|post| post.id).collect();
    for rows in [1, 2, 4, 9, 18, 20] {
        assert_eq!(quotes(scene, &post, None, rows).await, all);
        let mine = quotes(scene, &post, Some(circle.me.id), rows).await;
        assert_eq!(mine, listed);
    }
    scene.delete_post(&written[0]).await;
    assert_eq!(quotes(scene, &post, None, 5).await, all[1..]);
}

pub async fn what_is_not_there_has_no_quotes(scene: &Scene) {
    let circle = Circle::of(scene).await;
    let mut written = Vec::new();
    for user in circle.all() {
        let post = scene.publish(user, "a post").await;
        scene.quote(&circle.friend, &post).await;
        written.push(post);
    }
    circle.part(scene).await;
    for post in &written {
        let there = has_quotes(scene, post.id, Some(circle.me.id)).await;
        assert_eq!(there, !circle.hides(post.author_id));
        assert!(has_quotes(scene, post.id, None).await);
    }
    scene
        .unrelate(RelationKind::Block, &circle.me, &circle.blocked)
        .await;
    for post in written {
        scene.delete_post(&post).await;
        assert!(!has_quotes(scene, post.id, None).await);
    }
}
