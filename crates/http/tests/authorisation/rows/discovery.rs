//! Finding posts, users and hashtags.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("search",                     [200, 200, 200, 200, 200, 200, 200, 401, 401]).query("?q=rust"),
    row("listTrendingPosts",          [200, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listTrendingHashtags",       [200, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listHashtagPosts",           [200, 200, 200, 200, 200, 200, 200, 401, 401]),
];
