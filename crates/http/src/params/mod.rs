//! Parameters in paths, queries and headers.
//!
//! Extraction only takes the text; [`Given::check`] reads it later, so that one answer names all
//! that is wrong with a request. An identifier in a path that nothing can have is 404.

mod headers;
mod ids;
mod lists;
mod meaning;
mod path;

pub(crate) use headers::{IdempotencyKey, IfMatch, IfNoneMatch, PreferredLanguage, UserAgent};
pub(crate) use ids::{
    CommentInPath, HandleInPath, HashtagInPath, PostInPath, ReportInPath, SessionInPath, UserInPath,
};
pub(crate) use lists::{AuthorFilter, CursorText, FirstComments, HashtagFilter, Limit, limit};
pub(crate) use meaning::{Choice, Given, Meaning, Place, Refusal};
pub(crate) use path::{Path, Segment};
