//! Liking, reposting and keeping. To take back what is not there is done already.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("likePost",                   [401, 204, 204, 404, 204, 204, 403, 401, 401]),
    row("unlikePost",                 [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("repostPost",                 [401, 204, 204, 404, 204, 204, 403, 401, 401]),
    row("unrepostPost",               [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("bookmarkPost",               [401, 204, 204, 404, 204, 204, 403, 401, 401]),
    row("unbookmarkPost",             [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("likeComment",                [401, 204, 204, 404, 204, 204, 403, 401, 401]),
    row("unlikeComment",              [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("listLikes",                  [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listBookmarks",              [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listReposts",                [200, 200, 200, 404, 200, 200, 200, 401, 401]),
];
