//! Comments.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("listComments",               [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("getComment",                 [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listReplies",                [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listUserComments",           [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("addComment",                 [401, 201, 201, 404, 201, 201, 403, 401, 401])
        .body(r#"{"body": "well said", "parentId": "{comment}"}"#),
    row("editComment",                [401, 200, 403, 404, 403, 403, 403, 401, 401]),
    row("deleteComment",              [401, 204, 403, 404, 403, 403, 403, 401, 401]),
];
