//! Comments.

use serde_json::json;

use crate::support::world;

#[tokio::test]
async fn adding_reading_and_counting() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let path = format!("/v1/posts/{post}/comments");
    let made = world.post(&path, &json!({"body": "top"})).by(&alice);
    let made = made.send().await.expect(201);
    let id = made.text("/id");
    assert_eq!(
        made.header("location"),
        Some(format!("/v1/comments/{id}").as_str())
    );
    let shown = made.json();
    assert_eq!(shown["depth"], 0);
    assert_eq!(shown["parentId"], json!(null));
    assert_eq!(shown["postId"], post.as_str());
    assert_eq!(shown["deleted"], false);
    let reply = world.a_comment(&alice, &post, Some(&id)).await;
    let top = world
        .get(&format!("/v1/comments/{id}"))
        .by(&alice)
        .send()
        .await
        .expect(200);
    assert_eq!(top.json()["replyCount"], 1);
    let replies = world
        .get(&format!("/v1/comments/{id}/replies"))
        .send()
        .await
        .expect(200);
    assert_eq!(replies.text("/data/0/id"), reply);
    let shown = world
        .get(&format!("/v1/posts/{post}"))
        .send()
        .await
        .expect(200);
    assert_eq!(shown.json()["commentCount"], 2);
    let own = world
        .get(&format!("/v1/users/{}/comments", alice.id))
        .send()
        .await
        .expect(200);
    assert_eq!(own.json()["data"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn the_top_level_is_sorted() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let first = world.a_comment(&alice, &post, None).await;
    let second = world.a_comment(&alice, &post, None).await;
    world.a_comment(&alice, &post, Some(&second)).await;
    for (query, expected) in [
        ("", [&first, &second]),
        ("?sort=oldest", [&first, &second]),
        ("?sort=newest", [&second, &first]),
        ("?sort=top", [&second, &first]),
    ] {
        let list = world.get(&format!("/v1/posts/{post}/comments{query}"));
        let list = list.send().await.expect(200);
        let ids = [list.text("/data/0/id"), list.text("/data/1/id")];
        assert_eq!([&ids[0], &ids[1]], expected, "{query}");
    }
    let list = world.get(&format!("/v1/posts/{post}/comments?sort=best"));
    assert_eq!(
        list.send().await.refused(),
        [("/query/sort".into(), "invalid_choice".into())]
    );
}

#[tokio::test]
async fn threads_end_at_depth_eight() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let mut parent = world.a_comment(&alice, &post, None).await;
    for _ in 1..=8 {
        parent = world.a_comment(&alice, &post, Some(&parent)).await;
    }
    let body = json!({"body": "too deep", "parentId": parent});
    let call = world
        .post(&format!("/v1/posts/{post}/comments"), &body)
        .by(&alice);
    call.send().await.problem(422, "thread_too_deep");
    let other = world.a_post(&alice, "another").await;
    let call = world
        .post(&format!("/v1/posts/{other}/comments"), &body)
        .by(&alice);
    call.send().await.problem(422, "parent_of_other_post");
}

#[tokio::test]
async fn what_is_answered_must_be_there() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let gone = "tz4a98xxat96iws9zmbrgj3a";
    let body = json!({"body": "hello", "parentId": gone});
    let call = world
        .post(&format!("/v1/posts/{post}/comments"), &body)
        .by(&alice);
    call.send().await.problem(404, "not_found");
    let body = json!({"body": "hello"});
    let call = world
        .post(&format!("/v1/posts/{gone}/comments"), &body)
        .by(&alice);
    call.send().await.problem(404, "not_found");
    for path in [
        "posts/x/comments",
        "comments/x",
        "comments/x/replies",
        "users/x/comments",
    ] {
        let reply = world.get(&format!("/v1/{path}")).send().await;
        reply.problem(404, "not_found");
        let reply = world
            .get(&format!("/v1/{}", path.replace('x', gone)))
            .send()
            .await;
        reply.problem(404, "not_found");
    }
}

#[tokio::test]
async fn deleting_leaves_a_tombstone_while_replies_stand() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let post = world.a_post(&alice, "a post").await;
    let top = world.a_comment(&alice, &post, None).await;
    let reply = world.a_comment(&bob, &post, Some(&top)).await;
    let path = format!("/v1/comments/{top}");
    world
        .delete(&path)
        .by(&bob)
        .send()
        .await
        .problem(403, "forbidden");
    world.delete(&path).by(&alice).send().await.expect(204);
    let tombstone = world.get(&path).send().await.expect(200).json();
    assert_eq!(tombstone["deleted"], true);
    assert_eq!(
        (&tombstone["body"], &tombstone["author"]),
        (&json!(null), &json!(null))
    );
    world
        .delete(&path)
        .by(&alice)
        .send()
        .await
        .problem(404, "not_found");
    world
        .delete(&format!("/v1/comments/{reply}"))
        .by(&bob)
        .send()
        .await
        .expect(204);
    world.get(&path).send().await.problem(404, "not_found");
}

#[tokio::test]
async fn editing_under_a_condition() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let post = world.a_post(&alice, "a post").await;
    let path = format!(
        "/v1/comments/{}",
        world.a_comment(&alice, &post, None).await
    );
    let body = json!({"body": "better"});
    world
        .patch(&path, &body)
        .by(&bob)
        .send()
        .await
        .problem(403, "forbidden");
    let edited = world
        .patch(&path, &body)
        .by(&alice)
        .header("if-match", "W/\"1-whatever\"");
    let edited = edited.send().await.expect(200);
    assert_eq!(edited.json()["version"], 2);
    let stale = world
        .patch(&path, &body)
        .by(&alice)
        .header("if-match", "\"1-whatever\"");
    stale.send().await.problem(412, "precondition_failed");
    let stale = world
        .delete(&path)
        .by(&alice)
        .header("if-match", "\"1-whatever\"");
    stale.send().await.problem(412, "precondition_failed");
}
