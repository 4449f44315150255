//! What goes over the wire.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde::Serialize;
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_use_cases::feed::FeedItem;

use crate::accounts::SummaryJson;
use crate::examples as sample;
use crate::posts::PostJson;
use crate::schema::{Moment, Schema, described, inline};

/// A post in a feed: its own fields, and how it came there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FeedPostJson<'a> {
    #[serde(flatten)]
    post: PostJson<'a>,
    reposted_by: By<'a>,
    reposted_at: At,
}

type By<'a> = Option<SummaryJson<'a>>;
type At = Option<Moment>;

impl FeedPostJson<'_> {
    const NAME: &'static str = "FeedPost";
}

impl Schema for FeedPostJson<'_> {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::NAME.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::NAME.to_owned(), |registry| {
            PostJson::register(registry);
            By::register(registry);
            let by = "Who brought it by a repost; `null` when its author did.";
            let at = "When he reposted it; `null` when its author brought it.";
            let arrival = MetaSchema {
                properties: vec![
                    ("repostedBy", described(By::schema(), by)),
                    ("repostedAt", described(At::schema(), at)),
                ],
                required: vec!["repostedBy", "repostedAt"],
                ..MetaSchema::new("object")
            };
            MetaSchema {
                description: Some("A post in a feed, and how it came there."),
                all_of: vec![PostJson::schema(), inline(arrival)],
                ..MetaSchema::ANY
            }
        });
    }
}

impl<'a> From<&'a FeedItem> for FeedPostJson<'a> {
    fn from(item: &'a FeedItem) -> Self {
        let repost = item.repost.as_ref();
        Self {
            post: PostJson::from(&item.post),
            reposted_by: repost.map(|repost| SummaryJson::from(&repost.by)),
            reposted_at: repost.map(|repost| Moment(repost.at)),
        }
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let item = sample::feed_item()?;
    Ok(vec![(FeedPostJson::NAME, json!(FeedPostJson::from(&item)))])
}
