//! Parameters of lists.

use poem_openapi::registry::MetaSchema;
use thoughts_domain::ids::UserId;
use thoughts_domain::text::{EntityKind, entities};
use thoughts_use_cases::paging::PageLimit;

use super::ids::id_schema;
use super::{Meaning, Place, Refusal};
use crate::examples;

/// How many rows a page holds.
pub(crate) struct Limit;

impl Meaning for Limit {
    type Value = PageLimit;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema {
            minimum: Some(1.0),
            maximum: Some(100.0),
            default: Some(PageLimit::default().get().into()),
            example: Some(20.into()),
            ..MetaSchema::new_with_format("integer", "int32")
        }
    }

    fn read(text: &str) -> Result<PageLimit, Refusal> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|_| digits);
        number
            .and_then(|number| PageLimit::new(number).ok())
            .ok_or_else(|| Refusal::new("out_of_range", "takes a whole number from 1 to 100"))
    }
}

/// How many comments come along with a post.
pub(crate) struct FirstComments;

impl Meaning for FirstComments {
    type Value = PageLimit;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema {
            default: None,
            ..Limit::schema()
        }
    }

    fn read(text: &str) -> Result<PageLimit, Refusal> {
        Limit::read(text)
    }
}

/// The limit that holds when none was asked for.
pub(crate) fn limit(asked: Option<PageLimit>) -> PageLimit {
    asked.unwrap_or_default()
}

/// A cursor; whether it is good shows when it is opened.
pub(crate) struct CursorText;

impl Meaning for CursorText {
    type Value = String;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema::new("string")
    }

    fn read(text: &str) -> Result<String, Refusal> {
        Ok(text.to_owned())
    }
}

/// Only what this user wrote.
pub(crate) struct AuthorFilter;

impl Meaning for AuthorFilter {
    type Value = UserId;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        id_schema(examples::USER_ID)
    }

    fn read(text: &str) -> Result<UserId, Refusal> {
        Ok(UserId::parse(text)?)
    }
}

/// Only what names this hashtag.
pub(crate) struct HashtagFilter;

impl Meaning for HashtagFilter {
    type Value = String;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema {
            example: Some("rust".into()),
            ..MetaSchema::new("string")
        }
    }

    /// A hashtag is what a post's text would name by it, so that the two never differ.
    fn read(text: &str) -> Result<String, Refusal> {
        let written = format!("#{text}");
        let mut named = entities(&written);
        match (named.pop(), named.pop()) {
            (Some(only), None) if only.range == (0..written.len()) => match only.kind {
                EntityKind::Hashtag(tag) => Some(tag),
                EntityKind::Mention(_) | EntityKind::Link(_) => None,
            },
            _ => None,
        }
        .ok_or_else(|| Refusal::new("invalid_hashtag", "is not a hashtag (write it without #)"))
    }
}
