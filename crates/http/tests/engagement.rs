//! Liking, reposting and keeping.

use serde_json::{Value, json};

use crate::support::{Reply, User, World, world};

async fn put(world: &World, by: &User, path: &str) -> Reply {
    world.call("PUT", path).by(by).send().await
}

async fn take_back(world: &World, by: &User, path: &str) -> Reply {
    world.delete(path).by(by).send().await
}

async fn ids(world: &World, path: &str) -> Vec<String> {
    let list = world.get(path).send().await.expect(200).json();
    let rows = list["data"].as_array().expect("rows").clone();
    let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
    rows.iter().map(id).collect()
}

/// Every path to react by, to a post and a comment on it.
fn paths(post: &str, comment: &str) -> [String; 4] {
    [
        format!("/v1/posts/{post}/like"),
        format!("/v1/posts/{post}/repost"),
        format!("/v1/posts/{post}/bookmark"),
        format!("/v1/comments/{comment}/like"),
    ]
}

async fn counts(world: &World, post: &str, comment: &str) -> [u64; 3] {
    let post = world.get(&format!("/v1/posts/{post}")).send().await;
    let post = post.expect(200).json();
    let comment = world.get(&format!("/v1/comments/{comment}")).send().await;
    let comment = comment.expect(200).json();
    let count = |value: &Value| value.as_u64().expect("a count");
    [
        count(&post["likeCount"]),
        count(&post["repostCount"]),
        count(&comment["likeCount"]),
    ]
}

#[tokio::test]
async fn each_counts_once_however_often_it_is_sent() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let comment = world.a_comment(&ada, &post, None).await;
    for path in paths(&post, &comment) {
        for _ in 0..2 {
            put(&world, &bob, &path).await.expect(204);
        }
    }
    assert_eq!(counts(&world, &post, &comment).await, [1, 1, 1]);
    for list in ["likes", "reposts"] {
        let list = format!("/v1/posts/{post}/{list}");
        assert_eq!(ids(&world, &list).await, [bob.id.as_str()]);
    }
    for path in paths(&post, &comment) {
        for _ in 0..2 {
            take_back(&world, &bob, &path).await.expect(204);
        }
    }
    assert_eq!(counts(&world, &post, &comment).await, [0, 0, 0]);
    assert!(
        ids(&world, &format!("/v1/posts/{post}/likes"))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_like_never_spoils_an_edit() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let path = format!("/v1/posts/{post}");
    let before = world.get(&path).send().await.expect(200);
    let seen = before.header("etag").expect("a tag").to_owned();
    put(&world, &bob, &format!("{path}/like")).await.expect(204);
    // The representation is another one by now, the version is not.
    let call = world.get(&path).header("if-none-match", &seen);
    assert_eq!(call.send().await.expect(200).json()["likeCount"], 1);
    let change = json!({"body": "edited"});
    let call = world.patch(&path, &change).by(&ada);
    let edited = call.header("if-match", &seen).send().await.expect(200);
    assert_eq!(edited.json()["likeCount"], 1);
}

#[tokio::test]
async fn through_a_block_nothing_is_there() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post").await;
    let comment = world.a_comment(&ada, &post, None).await;
    for path in paths(&post, &comment) {
        put(&world, &bob, &path).await.expect(204);
    }
    let block = format!("/v1/users/{}/block", bob.id);
    put(&world, &ada, &block).await.expect(204);
    for path in paths(&post, &comment) {
        put(&world, &bob, &path).await.problem(404, "not_found");
        take_back(&world, &bob, &path).await.expect(204);
    }
    for list in ["likes", "reposts"] {
        let list = format!("/v1/posts/{post}/{list}");
        let hidden = world.get(&list).by(&bob).send().await;
        hidden.problem(404, "not_found");
        assert!(ids(&world, &list).await.is_empty());
    }
    assert_eq!(counts(&world, &post, &comment).await, [0, 0, 0]);
}

#[tokio::test]
async fn what_is_not_there_and_who_has_not_signed_in() {
    let world = world();
    let ada = world.user("ada").await;
    for id in ["tz4a98xxat96iws9zmbrgj3a", "nothing"] {
        for path in paths(id, id) {
            put(&world, &ada, &path).await.problem(404, "not_found");
            let anonymous = world.call("PUT", &path).send().await;
            anonymous.problem(401, "authentication_required");
        }
        for list in ["likes", "reposts"] {
            let list = format!("/v1/posts/{id}/{list}");
            let missing = world.get(&list).send().await;
            missing.problem(404, "not_found");
        }
    }
    let nothing = paths("tz4a98xxat96iws9zmbrgj3a", "tz4a98xxat96iws9zmbrgj3a");
    for path in nothing {
        take_back(&world, &ada, &path).await.expect(204);
    }
}

#[tokio::test]
async fn lists_are_walked_by_cursors_of_their_own() {
    let world = world();
    let ada = world.user("ada").await;
    let post = world.a_post(&ada, "a post").await;
    let mut fans = Vec::new();
    for number in 0..5 {
        let fan = world.user(&format!("fan_{number}")).await;
        for what in ["like", "repost"] {
            let path = format!("/v1/posts/{post}/{what}");
            put(&world, &fan, &path).await.expect(204);
        }
        fans.insert(0, fan.id.clone());
    }
    let likes = format!("/v1/posts/{post}/likes");
    let reposts = format!("/v1/posts/{post}/reposts");
    for path in [&likes, &reposts] {
        let mut seen = Vec::new();
        let mut next = format!("{path}?limit=2");
        loop {
            let page = world.get(&next).send().await.expect(200);
            assert!(page.header("event-position").is_some());
            let page = page.json();
            let rows = page["data"].as_array().expect("rows").iter();
            seen.extend(rows.map(|row| row["id"].as_str().expect("an id").to_owned()));
            let Some(cursor) = page["page"]["nextCursor"].as_str() else {
                break;
            };
            next = format!("{path}?limit=2&cursor={cursor}");
        }
        assert_eq!(seen, fans);
    }
    let first = world.get(&format!("{likes}?limit=2")).send().await;
    let cursor = first.expect(200).text("/page/nextCursor");
    let foreign = world.get(&format!("{reposts}?cursor={cursor}"));
    foreign.send().await.problem(400, "invalid_cursor");
}

/// Everything under `viewer` in what a path answers, for a post or comment of that id.
async fn viewers(world: &World, by: Option<&User>, path: &str, id: &str) -> Vec<Value> {
    let call = world.get(path);
    let call = match by {
        Some(by) => call.by(by),
        None => call,
    };
    let answer = call.send().await.expect(200).json();
    let lists = [&answer["data"], &answer["comments"]["data"]];
    let rows = lists.into_iter().filter_map(Value::as_array).flatten();
    let all = std::iter::once(&answer).chain(rows);
    let meant = all.filter(|one| one["id"] == *id);
    let found: Vec<_> = meant.map(|one| one["viewer"].clone()).collect();
    assert!(!found.is_empty(), "{path} does not show {id}");
    found
}

#[tokio::test]
async fn what_you_have_done_is_shown_to_you_alone_and_at_once() {
    let world = world();
    let (ada, bob) = (world.user("ada").await, world.user("bob").await);
    let post = world.a_post(&ada, "a post #tag").await;
    let comment = world.a_comment(&ada, &post, None).await;
    let reply = world.a_comment(&ada, &post, Some(&comment)).await;
    world.catch_up().await;
    let of_post = [
        format!("/v1/posts/{post}"),
        format!("/v1/posts/{post}?comments=5"),
        "/v1/posts".to_owned(),
        format!("/v1/posts?author={}", ada.id),
        "/v1/hashtags/tag/posts".to_owned(),
        format!("/v1/users/{}/posts", ada.id),
        "/v1/search?q=post".to_owned(),
    ];
    let of_comment = [
        format!("/v1/comments/{comment}"),
        format!("/v1/posts/{post}/comments"),
        format!("/v1/posts/{post}/comments?sort=newest"),
        format!("/v1/posts/{post}/comments?sort=top"),
        format!("/v1/posts/{post}?comments=5"),
        format!("/v1/users/{}/comments", ada.id),
    ];
    let of_reply = [
        format!("/v1/comments/{reply}"),
        format!("/v1/comments/{comment}/replies"),
    ];
    let steps = [
        format!("/v1/posts/{post}/like"),
        format!("/v1/posts/{post}/repost"),
        format!("/v1/posts/{post}/bookmark"),
        format!("/v1/users/{}/follow", ada.id),
        format!("/v1/comments/{comment}/like"),
        format!("/v1/comments/{reply}/like"),
    ];
    let mut done = [false; 6];
    let check = async |done: [bool; 6]| {
        let [
            liked,
            reposted,
            bookmarked,
            following,
            comment_liked,
            reply_liked,
        ] = done;
        let deeds = json!({
            "liked": liked, "reposted": reposted, "bookmarked": bookmarked, "following": following,
        });
        let shown = [
            (&of_post[..], &post, deeds),
            (&of_comment[..], &comment, json!({"liked": comment_liked})),
            (&of_reply[..], &reply, json!({"liked": reply_liked})),
        ];
        for (paths, id, expected) in shown {
            for path in paths {
                for found in viewers(&world, Some(&bob), path, id).await {
                    assert_eq!(found, expected, "{path}");
                }
                for found in viewers(&world, None, path, id).await {
                    assert_eq!(found, Value::Null, "{path}");
                }
                for found in viewers(&world, Some(&ada), path, id).await {
                    let fields = found.as_object().expect("an object");
                    assert!(fields.values().all(|field| *field == false), "{path}");
                }
            }
        }
    };
    check(done).await;
    for (step, path) in steps.iter().enumerate() {
        put(&world, &bob, path).await.expect(204);
        done[step] = true;
        check(done).await;
    }
    for (step, path) in steps.iter().enumerate() {
        take_back(&world, &bob, path).await.expect(204);
        done[step] = false;
        check(done).await;
    }
}

#[tokio::test]
async fn what_you_do_changes_what_you_read_and_spoils_no_edit_of_yours() {
    let world = world();
    let ada = world.user("ada").await;
    let post = world.a_post(&ada, "a post").await;
    let comment = world.a_comment(&ada, &post, None).await;
    for path in [
        format!("/v1/posts/{post}"),
        format!("/v1/comments/{comment}"),
    ] {
        let seen = world.get(&path).by(&ada).send().await.expect(200);
        let seen = seen.header("etag").expect("a tag").to_owned();
        let again = world.get(&path).by(&ada).header("if-none-match", &seen);
        again.send().await.expect(304);
        put(&world, &ada, &format!("{path}/like")).await.expect(204);
        let again = world.get(&path).by(&ada).header("if-none-match", &seen);
        let liked = again.send().await.expect(200);
        assert_eq!(liked.json()["viewer"]["liked"], true);
        let change = json!({"body": "edited"});
        let call = world.patch(&path, &change).by(&ada);
        let edited = call.header("if-match", &seen).send().await.expect(200);
        // What an edit answers is what the next read says.
        assert_eq!(edited.json()["viewer"]["liked"], true);
        let read = world.get(&path).by(&ada).send().await.expect(200);
        assert_eq!(read.header("etag"), edited.header("etag"));
    }
}
