//! What each operation does across a block and a mute.

mod feeds;

use super::table::Outcome::{self, Absent, Counted, Done, Forbidden, NotFound, Shown};
use super::table::{Row, apart, row};

/// Left out of a list by either.
const LISTED: [Outcome; 3] = [Absent, Absent, Shown];
/// One thing of the other's.
const SINGLE: [Outcome; 3] = [NotFound, Shown, Shown];
/// The same, where the answer does not name him.
const NAMELESS: [Outcome; 3] = [NotFound, Done, Done];
/// A list of the other's own things.
const OWN_LIST: [Outcome; 3] = [NotFound, Absent, Shown];
/// Users, whom a mute is not about.
const USERS: [Outcome; 3] = [Absent, Shown, Shown];
/// What is the other's to change.
const THEIRS: [Outcome; 3] = [NotFound, Forbidden, Forbidden];
const ALWAYS: [Outcome; 3] = [Done, Done, Done];

const SAY: Option<&str> = Some(r#"{"body": "hello"}"#);
const REPLY: Option<&str> = Some(r#"{"body": "hello", "parentId": "{their comment}"}"#);
const QUOTE: Option<&str> = Some(r#"{"body": "hello", "quotedPostId": "{their post}"}"#);
const MENTION: Option<&str> = Some(r#"{"body": "hello @them"}"#);

pub fn rows() -> Vec<Row> {
    let mut all = feeds::rows();
    all.extend(posts());
    all.extend(comments());
    all.extend(reactions());
    all.extend(users());
    all.extend(own());
    all
}

fn posts() -> Vec<Row> {
    vec![
        row("post /v1/posts", "/v1/posts", MENTION, USERS),
        row("post /v1/posts", "/v1/posts", QUOTE, SINGLE),
        row(
            "get /v1/posts/{id}",
            "/v1/posts/{quote of theirs}",
            None,
            USERS,
        ),
        row(
            "get /v1/posts/{id}",
            "/v1/posts/{quote of theirs}?comments=5",
            None,
            USERS,
        ),
        row(
            "get /v1/users/{id}/posts",
            "/v1/users/{third}/posts",
            None,
            LISTED,
        ),
        row(
            "get /v1/posts/{id}/quotes",
            "/v1/posts/{their post}/quotes",
            None,
            NAMELESS,
        ),
        row(
            "get /v1/posts/{id}/quotes",
            "/v1/posts/{my post}/quotes",
            None,
            LISTED,
        ),
        row("get /v1/posts/{id}", "/v1/posts/{their post}", None, SINGLE),
        row(
            "get /v1/posts/{id}",
            "/v1/posts/{their post}?comments=5",
            None,
            SINGLE,
        ),
        row(
            "get /v1/posts/{id}",
            "/v1/posts/{my post}?comments=5",
            None,
            LISTED,
        ),
        row(
            "patch /v1/posts/{id}",
            "/v1/posts/{their post}",
            SAY,
            THEIRS,
        ),
        row(
            "patch /v1/posts/{id}",
            "/v1/posts/{my post}",
            MENTION,
            USERS,
        ),
        row(
            "delete /v1/posts/{id}",
            "/v1/posts/{their post}",
            None,
            THEIRS,
        ),
        row("delete /v1/posts/{id}", "/v1/posts/{my post}", None, ALWAYS),
        row(
            "get /v1/posts/{id}/edits",
            "/v1/posts/{their post}/edits",
            None,
            NAMELESS,
        ),
    ]
}

fn comments() -> Vec<Row> {
    const LIST: &str = "get /v1/posts/{id}/comments";
    const ADD: &str = "post /v1/posts/{id}/comments";
    vec![
        row(LIST, "/v1/posts/{their post}/comments", None, NAMELESS),
        row(
            LIST,
            "/v1/posts/{their post}/comments?sort=top",
            None,
            NAMELESS,
        ),
        row(LIST, "/v1/posts/{my post}/comments", None, LISTED),
        row(
            LIST,
            "/v1/posts/{my post}/comments?sort=newest",
            None,
            LISTED,
        ),
        row(LIST, "/v1/posts/{my post}/comments?sort=top", None, LISTED),
        row(ADD, "/v1/posts/{their post}/comments", SAY, NAMELESS),
        row(ADD, "/v1/posts/{my post}/comments", REPLY, NAMELESS),
        row(
            "get /v1/comments/{id}",
            "/v1/comments/{their comment}",
            None,
            SINGLE,
        ),
        row(
            "get /v1/comments/{id}",
            "/v1/comments/{comment under their post}",
            None,
            ALWAYS,
        ),
        row(
            "patch /v1/comments/{id}",
            "/v1/comments/{their comment}",
            SAY,
            THEIRS,
        ),
        row(
            "patch /v1/comments/{id}",
            "/v1/comments/{my comment}",
            SAY,
            ALWAYS,
        ),
        row(
            "delete /v1/comments/{id}",
            "/v1/comments/{their comment}",
            None,
            THEIRS,
        ),
        row(
            "delete /v1/comments/{id}",
            "/v1/comments/{my comment}",
            None,
            ALWAYS,
        ),
        row(
            "get /v1/comments/{id}/replies",
            "/v1/comments/{their comment}/replies",
            None,
            NAMELESS,
        ),
        row(
            "get /v1/comments/{id}/replies",
            "/v1/comments/{my comment}/replies",
            None,
            LISTED,
        ),
    ]
}

fn reactions() -> Vec<Row> {
    vec![
        row(
            "put /v1/posts/{id}/like",
            "/v1/posts/{their post}/like",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/posts/{id}/like",
            "/v1/posts/{their post}/like",
            None,
            ALWAYS,
        ),
        row(
            "put /v1/posts/{id}/repost",
            "/v1/posts/{their post}/repost",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/posts/{id}/repost",
            "/v1/posts/{their post}/repost",
            None,
            ALWAYS,
        ),
        row(
            "put /v1/posts/{id}/bookmark",
            "/v1/posts/{their post}/bookmark",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/posts/{id}/bookmark",
            "/v1/posts/{their post}/bookmark",
            None,
            ALWAYS,
        ),
        row(
            "put /v1/comments/{id}/like",
            "/v1/comments/{their comment}/like",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/comments/{id}/like",
            "/v1/comments/{their comment}/like",
            None,
            ALWAYS,
        ),
        row(
            "get /v1/posts/{id}/likes",
            "/v1/posts/{their post}/likes",
            None,
            NAMELESS,
        ),
        row(
            "get /v1/posts/{id}/likes",
            "/v1/posts/{my post}/likes",
            None,
            USERS,
        ),
        row(
            "get /v1/posts/{id}/reposts",
            "/v1/posts/{their post}/reposts",
            None,
            NAMELESS,
        ),
        row(
            "get /v1/posts/{id}/reposts",
            "/v1/posts/{my post}/reposts",
            None,
            USERS,
        ),
        row("get /v1/me/bookmarks", "/v1/me/bookmarks", None, LISTED),
    ]
}

fn users() -> Vec<Row> {
    const BY_HANDLE: &str = "get /v1/users/by-handle/{handle}";
    const FOLLOWERS: &str = "get /v1/users/{id}/followers";
    const FOLLOWING: &str = "get /v1/users/{id}/following";
    vec![
        row("get /v1/users", "/v1/users", None, USERS),
        row("get /v1/users/{id}", "/v1/users/{them}", None, SINGLE),
        row(BY_HANDLE, "/v1/users/by-handle/them", None, SINGLE),
        row(
            "get /v1/users/{id}/posts",
            "/v1/users/{them}/posts",
            None,
            OWN_LIST,
        ),
        row(
            "get /v1/users/{id}/comments",
            "/v1/users/{them}/comments",
            None,
            OWN_LIST,
        ),
        row(FOLLOWERS, "/v1/users/{them}/followers", None, NAMELESS),
        row(FOLLOWERS, "/v1/users/{third}/followers", None, USERS),
        row(FOLLOWING, "/v1/users/{them}/following", None, NAMELESS),
        row(FOLLOWING, "/v1/users/{third}/following", None, USERS),
        row(
            "put /v1/users/{id}/follow",
            "/v1/users/{them}/follow",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/users/{id}/follow",
            "/v1/users/{them}/follow",
            None,
            ALWAYS,
        ),
        row(
            "put /v1/users/{id}/mute",
            "/v1/users/{them}/mute",
            None,
            NAMELESS,
        ),
        row(
            "delete /v1/users/{id}/mute",
            "/v1/users/{them}/mute",
            None,
            ALWAYS,
        ),
        // Who is blocked may block too, and who blocks finds his way back.
        row(
            "put /v1/users/{id}/block",
            "/v1/users/{them}/block",
            None,
            ALWAYS,
        ),
        row(
            "delete /v1/users/{id}/block",
            "/v1/users/{them}/block",
            None,
            ALWAYS,
        ),
    ]
}

fn own() -> Vec<Row> {
    let mut rows = vec![
        row("get /v1/feed", "/v1/feed", None, LISTED),
        row("get /v1/notifications", "/v1/notifications", None, LISTED),
        row(
            "get /v1/notifications/unread-count",
            "/v1/notifications/unread-count",
            None,
            [Counted(0), Counted(0), Counted(7)],
        ),
    ];
    // Who molests somebody and then blocks him can be reported.
    for about in [
        r#"{"userId": "{them}", "reason": "abuse"}"#,
        r#"{"postId": "{their post}", "reason": "abuse"}"#,
        r#"{"commentId": "{their comment}", "reason": "abuse"}"#,
    ] {
        let path = "/v1/reports";
        rows.push(row("post /v1/reports", path, Some(about), ALWAYS));
    }
    // His own account, devices, decisions and data; what holds for every caller alike; and what
    // moderators do, which no block keeps them from.
    rows.extend([
        apart("get /.well-known/jwks.json"),
        apart("get /healthcheck"),
        apart("get /livez"),
        apart("get /readyz"),
        apart("post /v1/auth/email/verification"),
        apart("post /v1/auth/email/verify"),
        apart("post /v1/auth/login"),
        apart("post /v1/auth/logout"),
        apart("post /v1/auth/password"),
        apart("post /v1/auth/password/forgot"),
        apart("post /v1/auth/password/reset"),
        apart("post /v1/auth/refresh"),
        apart("post /v1/auth/register"),
        apart("get /v1/auth/sessions"),
        apart("delete /v1/auth/sessions/{id}"),
        apart("get /v1/auth/second-factor"),
        apart("post /v1/auth/second-factor/confirm"),
        apart("post /v1/auth/second-factor/enrolment"),
        apart("post /v1/auth/second-factor/off"),
        apart("post /v1/auth/second-factor/recovery-codes"),
        apart("delete /v1/me"),
        apart("get /v1/me"),
        apart("patch /v1/me"),
        apart("get /v1/me/blocks"),
        apart("get /v1/me/export"),
        apart("get /v1/me/mutes"),
        apart("get /v1/moderation/log"),
        apart("get /v1/moderation/reports"),
        apart("post /v1/moderation/reports/{id}/resolve"),
        apart("get /v1/reports/{id}"),
        apart("delete /v1/moderation/users/{id}/suspended"),
        apart("put /v1/moderation/users/{id}/suspended"),
        apart("delete /v1/moderation/posts/{id}/hidden"),
        apart("put /v1/moderation/posts/{id}/hidden"),
        apart("delete /v1/moderation/comments/{id}/hidden"),
        apart("put /v1/moderation/comments/{id}/hidden"),
        apart("post /v1/notifications/read"),
    ]);
    rows
}
