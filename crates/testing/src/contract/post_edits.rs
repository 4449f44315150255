//! The history of a post.

use thoughts_domain::ids::PostId;
use thoughts_use_cases::posts::PostEditView;

use super::Scene;
use super::walk::{first, walk};

pub async fn an_unedited_post_has_one_body(scene: &Scene) {
    let alice = scene.register("alice").await;
    let post = scene.publish(&alice, "only").await;
    let page = scene.adapter.posts.edits(post.id, None, &first(5)).await;
    let page = page.expect("edits").value.expect("the post");
    let expected = PostEditView {
        version: 1,
        body: "only".to_owned(),
        edited_at: post.created_at,
    };
    assert_eq!(
        (page.items, page.next, page.prev),
        (vec![expected], None, None)
    );
}

pub async fn every_body_is_kept_the_present_one_first(scene: &Scene) {
    let alice = scene.register("alice").await;
    let mut post = scene.publish(&alice, "body 1").await;
    let mut expected = vec![PostEditView {
        version: 1,
        body: "body 1".to_owned(),
        edited_at: post.created_at,
    }];
    for version in 2..=6 {
        let body = format!("body {version}");
        scene.edit_post(&mut post, &body).await;
        let edited_at = post.edited_at.expect("an edit");
        expected.insert(
            0,
            PostEditView {
                version,
                body,
                edited_at,
            },
        );
    }
    let other = scene.publish(&alice, "another post").await;
    for rows in [1, 2, 3, 5, 6, 7] {
        let seen = walk(rows, async |request| {
            let page = scene.adapter.posts.edits(post.id, None, &request).await;
            page.expect("edits").value.expect("the post")
        });
        assert_eq!(seen.await, expected, "{rows} rows a page");
    }
    let page = scene.adapter.posts.edits(other.id, None, &first(9)).await;
    assert_eq!(page.expect("edits").value.expect("the post").items.len(), 1);
}

pub async fn no_post_no_history(scene: &Scene) {
    let id = PostId::new(scene.id());
    let page = scene.adapter.posts.edits(id, None, &first(5)).await;
    assert_eq!(page.expect("edits").value, None);
}
