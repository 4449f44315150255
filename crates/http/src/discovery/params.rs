//! What a search takes.

use poem_openapi::registry::MetaSchema;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::time::Timestamp;

use crate::params::{Choice, Meaning, Place, Refusal};

/// What is looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum What {
    Posts,
    Users,
    Hashtags,
}

impl Choice for What {
    const ALL: &'static [(&'static str, Self)] = &[
        ("posts", Self::Posts),
        ("users", Self::Users),
        ("hashtags", Self::Hashtags),
    ];
}

/// The text that is looked for, as it came and as it is understood.
pub(super) struct Query;

impl Meaning for Query {
    type Value = (String, SearchText);
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema {
            example: Some("rust".into()),
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Result<Self::Value, Refusal> {
        Ok((text.to_owned(), SearchText::parse(text)?))
    }
}

/// A moment.
pub(super) struct MomentFilter;

impl Meaning for MomentFilter {
    type Value = Timestamp;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        MetaSchema {
            example: Some("2026-01-15T09:30:00Z".into()),
            ..MetaSchema::new_with_format("string", "date-time")
        }
    }

    fn read(text: &str) -> Result<Timestamp, Refusal> {
        Timestamp::parse(text)
            .map_err(|_| Refusal::new("invalid_time", "takes a time as RFC 3339 writes it"))
    }
}
