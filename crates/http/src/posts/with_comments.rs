//! A post with its first comments.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde::Serialize;
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;

use super::wire::PostJson;
use crate::answer::PageOf;
use crate::comments::CommentJson;
use crate::examples as sample;
use crate::schema::{Schema, described, inline};

/// A post, and a page of its comments beside its own fields.
#[derive(Serialize)]
pub(crate) struct PostWithCommentsJson<'a, C: Serialize> {
    #[serde(flatten)]
    pub(crate) post: PostJson<'a>,
    pub(crate) comments: C,
}

/// The schema of a post that may bring comments along.
pub(crate) struct PostMaybeWithComments;

type Comments = PageOf<CommentJson<'static>>;

impl PostMaybeWithComments {
    const NAME: &'static str = "PostWithComments";
}

impl Schema for PostMaybeWithComments {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::NAME.to_owned(), |registry| {
            PostJson::register(registry);
            Comments::register(registry);
            let comments = described(
                Comments::schema(),
                "The first of its comments, oldest first, when `comments` asks for them. The \
                 cursors go on in the list of its comments.",
            );
            MetaSchema {
                description: Some("A post, with its first comments when they are asked for."),
                all_of: vec![
                    PostJson::schema(),
                    inline(MetaSchema {
                        properties: vec![("comments", comments)],
                        ..MetaSchema::new("object")
                    }),
                ],
                ..MetaSchema::ANY
            }
        });
    }
}

/// The example of this schema.
pub(crate) fn example() -> Result<(&'static str, Value), IdError> {
    let (post, comment) = (sample::post()?, sample::comment()?);
    let shown = PostWithCommentsJson {
        post: PostJson::from(&post),
        comments: json!({
            "data": [CommentJson::from(&comment)],
            "page": {"nextCursor": null, "prevCursor": null},
        }),
    };
    Ok((PostMaybeWithComments::NAME, json!(shown)))
}
