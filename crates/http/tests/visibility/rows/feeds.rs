//! Lists of posts that belong to nobody, and what is searched.

use super::{ALWAYS, LISTED, Row, row};

pub fn rows() -> Vec<Row> {
    vec![
        row("get /v1/posts", "/v1/posts", None, LISTED),
        row("get /v1/posts", "/v1/posts?author={them}", None, LISTED),
        row("get /v1/posts", "/v1/posts?hashtag=things", None, LISTED),
        row(
            "get /v1/posts",
            "/v1/posts?hashtag=things&author={them}",
            None,
            LISTED,
        ),
        row(
            "get /v1/hashtags/{tag}/posts",
            "/v1/hashtags/things/posts",
            None,
            LISTED,
        ),
        row(
            "get /v1/search",
            "/v1/search?type=posts&q=things",
            None,
            LISTED,
        ),
        row(
            "get /v1/search",
            "/v1/search?type=users&q=them",
            None,
            LISTED,
        ),
        row(
            "get /v1/search",
            "/v1/search?type=hashtags&q=things",
            None,
            ALWAYS,
        ),
        row("get /v1/trending/posts", "/v1/trending/posts", None, LISTED),
        row(
            "get /v1/trending/hashtags",
            "/v1/trending/hashtags",
            None,
            ALWAYS,
        ),
    ]
}
