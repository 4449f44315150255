//! What schemas are built of.

use serde_json::{Map, Value, json};

/// An object that has exactly these fields.
pub(super) fn object<const N: usize>(description: &str, fields: [(&str, Value); N]) -> Value {
    let required: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    let required = json!(required);
    let properties: Map<_, _> = fields
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    json!({
        "type": "object",
        "description": description,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A CUID2.
pub(super) fn id(description: &str) -> Value {
    json!({ "type": "string", "pattern": "^[a-z][a-z0-9]{23}$", "description": description })
}

/// A time in UTC to the microsecond.
pub(super) fn time(description: &str) -> Value {
    json!({
        "type": "string",
        "format": "date-time",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$",
        "description": description,
    })
}

/// A text.
pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

/// One of a few texts.
pub(super) fn choice(description: &str, values: &[&str]) -> Value {
    json!({ "type": "string", "enum": values, "description": description })
}

/// A whole number from `minimum` on.
pub(super) fn count(description: &str, minimum: u32) -> Value {
    json!({ "type": "integer", "minimum": minimum, "description": description })
}

/// A list.
pub(super) fn list(description: &str, items: &Value) -> Value {
    json!({ "type": "array", "items": items, "description": description })
}

/// The same, or null.
pub(super) fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}
