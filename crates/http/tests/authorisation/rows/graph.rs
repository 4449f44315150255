//! Who follows, blocks and mutes whom.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("listFollowers",              [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listFollowing",              [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("listBlocks",                 [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listMutes",                  [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("followUser",                 [401, 400, 204, 404, 204, 204, 403, 401, 401]),
    row("unfollowUser",               [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("blockUser",                  [401, 400, 204, 204, 204, 204, 403, 401, 401]),
    row("unblockUser",                [401, 204, 204, 204, 204, 204, 403, 401, 401]),
    row("muteUser",                   [401, 400, 204, 404, 204, 204, 403, 401, 401]),
    row("unmuteUser",                 [401, 204, 204, 204, 204, 204, 403, 401, 401]),
];
