//! How a type looks in the `OpenAPI` document.
//!
//! [`object!`] declares a JSON object once: the struct that serde reads or writes, and its schema.
//! poem-openapi's own derive wants owned values that it converts through a tree; these borrow
//! from the views and are written straight into the answer's buffer.

mod object;
mod values;

pub(crate) use object::object;
pub(crate) use values::{Id, Moment};

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};

/// A type with a schema.
pub trait Schema {
    /// Whether an object must hold it.
    const REQUIRED: bool = true;

    /// The schema, or a reference to a registered one.
    fn schema() -> MetaSchemaRef;

    /// Registers what [`Self::schema`] refers to.
    fn register(_registry: &mut Registry) {}
}

pub(crate) fn inline(schema: MetaSchema) -> MetaSchemaRef {
    MetaSchemaRef::Inline(Box::new(schema))
}

/// Says more about a schema; a reference stays one, because it has a description of its own.
pub(crate) fn described(schema: MetaSchemaRef, description: &'static str) -> MetaSchemaRef {
    match schema {
        MetaSchemaRef::Inline(mut schema) => {
            schema.description = Some(description.trim());
            MetaSchemaRef::Inline(schema)
        }
        reference @ MetaSchemaRef::Reference(_) => reference,
    }
}
