//! Identifiers in paths.

use poem_openapi::registry::MetaSchema;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::{CommentId, PostId, ReportId, SessionId, UserId};

use super::lists::HashtagFilter;
use super::{Meaning, Segment};
use crate::examples;

pub(super) fn id_schema(example: &str) -> MetaSchema {
    MetaSchema {
        pattern: Some("^[a-z][a-z0-9]{23}$".to_owned()),
        example: Some(example.into()),
        ..MetaSchema::new("string")
    }
}

macro_rules! id_in_path {
    ($($name:ident: $id:ident, $example:expr;)+) => {
        $(
            #[doc = concat!("A [`", stringify!($id), "`] in a path.")]
            pub(crate) struct $name;

            impl Segment for $name {
                type Value = $id;

                fn schema() -> MetaSchema {
                    id_schema($example)
                }

                fn read(text: &str) -> Option<$id> {
                    $id::parse(text).ok()
                }
            }
        )+
    };
}

id_in_path! {
    UserInPath: UserId, examples::USER_ID;
    PostInPath: PostId, examples::POST_ID;
    CommentInPath: CommentId, examples::COMMENT_ID;
    SessionInPath: SessionId, examples::SESSION_ID;
    ReportInPath: ReportId, examples::NOTIFICATION_ID;
}

/// A hashtag in a path.
pub(crate) struct HashtagInPath;

impl Segment for HashtagInPath {
    type Value = String;

    fn schema() -> MetaSchema {
        HashtagFilter::schema()
    }

    fn read(text: &str) -> Option<String> {
        HashtagFilter::read(text).ok()
    }
}

/// A handle in a path.
pub(crate) struct HandleInPath;

impl Segment for HandleInPath {
    type Value = Handle;

    fn schema() -> MetaSchema {
        MetaSchema {
            pattern: Some("^[A-Za-z0-9_]{3,30}$".to_owned()),
            example: Some("alice".into()),
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Option<Handle> {
        Handle::parse(text).ok()
    }
}
