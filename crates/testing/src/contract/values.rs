//! Values that storages are tempted to change.

use thoughts_domain::time::Timestamp;

use super::Scene;
use crate::builders::{a_comment, a_post, a_user, comment_body, post_body};

/// Marks, joiners, directions, quotes, wildcards, separators and the far end of Unicode.
const HARD: &[&str] = &[
    "naïve café Ünïcødé ß ẞ",
    "العربية שלום हिन्दी ไทย 東京 한국어",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} 🏳\u{FE0F}\u{200D}🌈 👍🏽 🇵🇹",
    "'; DROP TABLE posts; -- \" \\ % _ $1 ? :name {} {{}} \\u0000",
    "lines\nand\n\nmore lines",
    "\u{10FFFD} \u{E000} \u{FFFD} \u{2028}x",
    "NULL",
    "{\"json\": [1, null]}",
    "0",
];

pub async fn texts_read_back_byte_for_byte(scene: &Scene) {
    let alice = scene.register("alice").await;
    for text in HARD {
        let mut post = scene.publish(&alice, text).await;
        let comment = scene.comment(&alice, &post, text).await;
        let seen = scene.post(post.id).await.expect("the post");
        assert_eq!(seen.body.as_bytes(), post_body(text).as_str().as_bytes());
        let seen = scene.comment_view(comment.id).await.expect("the comment");
        let body = seen.body.expect("a body");
        assert_eq!(body.as_bytes(), comment_body(text).as_str().as_bytes());
        scene.edit_post(&mut post, "something else").await;
        let edits = scene
            .adapter
            .posts
            .edits(post.id, None, &super::walk::first(5))
            .await;
        let edits = edits.expect("edits").value.expect("the post").items;
        assert_eq!(edits[1].body, post_body(text).as_str());
    }
}

pub async fn the_longest_texts_fit(scene: &Scene) {
    let alice = scene.register("alice").await;
    let cluster = "e\u{301}\u{323}\u{327}\u{331}\u{328}\u{30C}";
    let post = scene.publish(&alice, &cluster.repeat(500)).await;
    let comment = scene.comment(&alice, &post, &"🦀".repeat(1_000)).await;
    let seen = scene.post(post.id).await.expect("the post").body;
    assert_eq!(seen, post.body.as_str());
    let seen = scene
        .comment_view(comment.id)
        .await
        .expect("the comment")
        .body;
    assert_eq!(seen.as_deref(), Some(comment.body.as_str()));
}

pub async fn moments_read_back_to_the_microsecond(scene: &Scene) {
    for (number, micros) in [
        0,
        1,
        999_999,
        1_000_000,
        1_767_323_045_678_901,
        4_102_444_799_999_999,
    ]
    .into_iter()
    .enumerate()
    {
        let at = Timestamp::from_micros(micros);
        let user = a_user(&format!("user_{number}")).at(at);
        let user = user.build(&scene.ids, &scene.clock);
        scene.insert_user(&user).await;
        let post = a_post("when?")
            .at(at)
            .build(&user, &scene.ids, &scene.clock);
        scene.insert_post(&post).await;
        let comment = a_comment("then")
            .at(at)
            .build(&user, &post, &scene.ids, &scene.clock);
        scene.insert_comment(&comment).await;
        let user = scene.profile(user.id).await.expect("the user");
        let post = scene.post(post.id).await.expect("the post");
        let comment = scene.comment_view(comment.id).await.expect("the comment");
        let seen = [user.created_at, post.created_at, comment.created_at];
        assert_eq!(seen.map(Timestamp::as_micros), [micros; 3]);
    }
}

pub async fn many_hashtags_keep_their_order(scene: &Scene) {
    let alice = scene.register("alice").await;
    let body = "#zeta #Alpha #日本 #a_b #ünï #x2 #m #straße #ﬁ";
    let post = scene.publish(&alice, body).await;
    let seen = scene.post(post.id).await.expect("the post").hashtags;
    assert_eq!(seen, post.body.hashtags());
    assert_eq!(seen.len(), 9);
}
