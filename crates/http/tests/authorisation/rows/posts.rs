//! Posts.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("readHomeFeed",               [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listPosts",                  [200, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("getPost",                    [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listQuotes",                 [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listPostEdits",              [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listUserPosts",              [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("publishPost",                [401, 201, 201, 201, 201, 201, 403, 401, 401]),
    row("editPost",                   [401, 200, 403, 404, 403, 403, 403, 401, 401]),
    row("deletePost",                 [401, 204, 403, 404, 403, 403, 403, 401, 401]),
];
