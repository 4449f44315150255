//! The pages that links in mails lead to. They do by a script what any client does by the API;
//! opening one does nothing, because mail scanners open every link.

const HTML: &str = "text/html; charset=utf-8";

/// Path, content type and content of each.
pub(crate) const PAGES: [(&str, &str, &str); 4] = [
    (
        "/account/verify-email",
        HTML,
        include_str!("verify-email.html"),
    ),
    (
        "/account/reset-password",
        HTML,
        include_str!("reset-password.html"),
    ),
    (
        "/account/account.css",
        "text/css; charset=utf-8",
        include_str!("account.css"),
    ),
    (
        "/account/account.js",
        "text/javascript; charset=utf-8",
        include_str!("account.js"),
    ),
];
