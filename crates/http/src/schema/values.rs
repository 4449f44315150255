//! Schemas of plain values.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde::{Serialize, Serializer};
use thoughts_domain::time::Timestamp;

use super::{Schema, inline};

/// What every identifier looks like.
const ID_PATTERN: &str = "^[a-z][a-z0-9]{23}$";

/// An identifier on its way out.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Id<'a>(pub(crate) &'a str);

/// A moment on its way out: RFC 3339, UTC, microseconds, `Z`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Schema for Id<'_> {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema {
            pattern: Some(ID_PATTERN.to_owned()),
            ..MetaSchema::new("string")
        })
    }
}

impl Schema for Moment {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema::new_with_format("string", "date-time"))
    }
}

impl Schema for &str {
    fn schema() -> MetaSchemaRef {
        String::schema()
    }
}

impl Schema for String {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema::new("string"))
    }
}

impl Schema for bool {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema::new("boolean"))
    }
}

fn count(format: &'static str) -> MetaSchemaRef {
    inline(MetaSchema {
        minimum: Some(0.0),
        ..MetaSchema::new_with_format("integer", format)
    })
}

impl Schema for u8 {
    fn schema() -> MetaSchemaRef {
        count("int32")
    }
}

impl Schema for u32 {
    fn schema() -> MetaSchemaRef {
        count("int64")
    }
}

impl Schema for u64 {
    fn schema() -> MetaSchemaRef {
        count("int64")
    }
}

/// Always there, and perhaps `null`.
impl<T: Schema> Schema for Option<T> {
    fn schema() -> MetaSchemaRef {
        match T::schema() {
            MetaSchemaRef::Inline(schema) => inline(MetaSchema {
                nullable: true,
                ..*schema
            }),
            // OpenAPI 3.0 ignores what stands beside a reference, and what it refers to is never
            // null: so null is an alternative of its own.
            reference @ MetaSchemaRef::Reference(_) => {
                let null = inline(MetaSchema {
                    nullable: true,
                    enum_items: vec![serde_json::Value::Null],
                    ..MetaSchema::new("object")
                });
                inline(MetaSchema {
                    any_of: vec![reference, null],
                    ..MetaSchema::ANY
                })
            }
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Schema> Schema for Vec<T> {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema {
            items: Some(Box::new(T::schema())),
            ..MetaSchema::new("array")
        })
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

/// No body.
impl Schema for () {
    fn schema() -> MetaSchemaRef {
        inline(MetaSchema::ANY)
    }
}

impl<T: Schema> Schema for &[T] {
    fn schema() -> MetaSchemaRef {
        Vec::<T>::schema()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Schema> Schema for Box<T> {
    fn schema() -> MetaSchemaRef {
        T::schema()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
