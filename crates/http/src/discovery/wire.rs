//! What goes over the wire.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_use_cases::discovery::HashtagView;

use crate::accounts::UserJson;
use crate::answer::PageOf;
use crate::posts::PostJson;
use crate::schema::{Schema, object};

object! {
    answer
    /// A hashtag.
    HashtagJson<'a> = "Hashtag" {
        /// Lower case, without `#`.
        name: &'a str = "name",
        /// How many posts had it when the list was ranked: half a minute ago at the most, on a first
        /// page.
        post_count: u64 = "postCount",
    }
}

impl<'a> From<&'a HashtagView> for HashtagJson<'a> {
    fn from(tag: &'a HashtagView) -> Self {
        Self {
            name: &tag.name,
            post_count: tag.post_count,
        }
    }
}

/// The schema of what a search answers: a page of one of three kinds.
pub(super) struct FoundPage;

impl FoundPage {
    const NAME: &'static str = "FoundPage";
}

type Posts = PageOf<PostJson<'static>>;
type Users = PageOf<UserJson<'static>>;
type Hashtags = PageOf<HashtagJson<'static>>;

impl Schema for FoundPage {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::NAME.to_owned(), |registry| {
            Posts::register(registry);
            Users::register(registry);
            Hashtags::register(registry);
            MetaSchema {
                description: Some("A page of posts, of users, or of hashtags, as `type` says."),
                any_of: vec![Posts::schema(), Users::schema(), Hashtags::schema()],
                ..MetaSchema::ANY
            }
        });
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let post = crate::examples::post()?;
    let tag = HashtagView {
        name: "rust".to_owned(),
        post_count: 3,
    };
    let found = json!({
        "data": [PostJson::from(&post)],
        "page": {"nextCursor": null, "prevCursor": null},
    });
    Ok(vec![
        ("Hashtag", json!(HashtagJson::from(&tag))),
        (FoundPage::NAME, found),
    ])
}
