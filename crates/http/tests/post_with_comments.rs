//! A post with its first comments.

use serde_json::json;

use crate::support::world;

#[tokio::test]
async fn it_is_the_post_and_the_first_page_of_its_comments() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "hello @alice").await;
    let path = format!("/v1/posts/{post}");
    for number in 0..3 {
        let body = json!({"body": format!("comment {number}")});
        let call = world.post(&format!("{path}/comments"), &body).by(&alice);
        call.send().await.expect(201);
    }
    for rows in [1, 2, 3, 100] {
        let asked = format!("{path}?comments={rows}");
        let both = world.get(&asked).by(&alice).send().await.expect(200);
        let list = format!("{path}/comments?limit={rows}");
        let list = world.get(&list).by(&alice).send().await.expect(200);
        let alone = world.get(&path).by(&alice).send().await.expect(200);
        let mut expected = alone.json();
        expected["comments"] = list.json();
        assert_eq!(both.json(), expected);
        assert!(both.header("event-position").is_some());
    }
    let alone = world.get(&path).send().await.expect(200);
    assert_eq!(alone.json().get("comments"), None);
}

#[tokio::test]
async fn its_cursor_goes_on_in_the_list_of_comments() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    for body in ["first", "second", "third"] {
        let call = world.post(&format!("{path}/comments"), &json!({ "body": body }));
        call.by(&alice).send().await.expect(201);
    }
    let start = world.get(&format!("{path}?comments=2")).send().await;
    let start = start.expect(200);
    let cursor = start.text("/comments/page/nextCursor");
    let rest = format!("{path}/comments?limit=2&cursor={cursor}");
    let rest = world.get(&rest).send().await.expect(200);
    assert_eq!(rest.text("/data/0/body"), "third");
    assert_eq!(rest.json()["page"]["nextCursor"], json!(null));
    let back = rest.text("/page/prevCursor");
    let back = format!("{path}/comments?limit=2&cursor={back}");
    let back = world.get(&back).send().await.expect(200);
    assert_eq!(back.json()["data"], start.json()["comments"]["data"]);
}

#[tokio::test]
async fn its_tag_covers_the_comments_too() {
    let world = world();
    let alice = world.user("alice").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    let asked = format!("{path}?comments=5");
    let first = world.get(&asked).by(&alice).send().await.expect(200);
    let tag = first.header("etag").expect("a tag").to_owned();
    let same = world.get(&asked).by(&alice).header("if-none-match", &tag);
    assert_eq!(same.send().await.expect(304).body, b"");
    let alone = world.get(&path).by(&alice).header("if-none-match", &tag);
    alone.send().await.expect(200);
    let edit = world.patch(&path, &json!({"body": "better"})).by(&alice);
    let edit = edit.header("if-match", &tag).send().await.expect(200);
    assert_eq!(edit.json()["version"], 2);
    let comment = world.post(&format!("{path}/comments"), &json!({"body": "hm"}));
    comment.by(&alice).send().await.expect(201);
    let later = world.get(&asked).by(&alice).header("if-none-match", &tag);
    let later = later.send().await.expect(200);
    assert_eq!(later.text("/comments/data/0/body"), "hm");
}

#[tokio::test]
async fn how_many_is_checked_before_the_post_is_looked_for() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "hello").await;
    let nobody = "tz4a98xxat96iws9zmbrgj3a";
    for id in [post.as_str(), nobody] {
        for rows in ["0", "101", "-1", "+1", "", "many"] {
            let asked = format!("/v1/posts/{id}?comments={rows}");
            let refused = world.get(&asked).send().await;
            let refused = refused.problem(400, "validation_failed");
            assert_eq!(refused.text("/errors/0/pointer"), "/query/comments");
            assert_eq!(refused.text("/errors/0/code"), "out_of_range");
        }
    }
    let gone = format!("/v1/posts/{nobody}?comments=20");
    world.get(&gone).send().await.problem(404, "not_found");
}
