//! Identifiers in paths.

use poem_openapi::registry::MetaSchema;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::{CommentId, PostId, SessionId, UserId};

use super::{Meaning, Place, Refusal};
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

            impl Meaning for $name {
                type Value = $id;
                const PLACE: Place = Place::Path;

                fn schema() -> MetaSchema {
                    id_schema($example)
                }

                fn read(text: &str) -> Result<$id, Refusal> {
                    Ok($id::parse(text)?)
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
}

/// A handle in a path.
pub(crate) struct HandleInPath;

impl Meaning for HandleInPath {
    type Value = Handle;
    const PLACE: Place = Place::Path;

    fn schema() -> MetaSchema {
        MetaSchema {
            pattern: Some("^[A-Za-z0-9_]{3,30}$".to_owned()),
            example: Some("alice".into()),
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Result<Handle, Refusal> {
        Ok(Handle::parse(text)?)
    }
}
