//! The schemas of all payloads: JSON Schema, draft 2020-12.

mod parts;
mod payloads;

use serde_json::{Value, json};
use thoughts_domain::events::DomainEvent;

use crate::SCHEMA_VERSION;
use parts::{id, object};

/// A payload's schema, and of what.
#[derive(Clone, Debug, PartialEq)]
pub struct EventSchema {
    /// Such as `thoughts.post.published`.
    pub event_type: &'static str,
    /// The schema's version.
    pub version: u16,
    /// The schema.
    pub schema: Value,
}

/// The schema of every event type, in the order of [`DomainEvent::TYPES`].
#[must_use]
pub fn all() -> Vec<EventSchema> {
    DomainEvent::TYPES
        .into_iter()
        .filter_map(|event_type| {
            schema(event_type).map(|schema| EventSchema {
                event_type,
                version: SCHEMA_VERSION,
                schema,
            })
        })
        .collect()
}

/// The schema of one event type's payload: its full form, or what an erased author leaves of it.
/// None for a type that does not exist.
#[must_use]
pub fn schema(event_type: &str) -> Option<Value> {
    let payload = payloads::schema(event_type)?;
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:thoughts:events:{event_type}:{SCHEMA_VERSION}"),
        "title": event_type,
        "oneOf": [payload, erased()],
    }))
}

fn erased() -> Value {
    object(
        "What remains of an event whose author has erased the account.",
        [("id", id("The thing that it happened to."))],
    )
}

#[cfg(test)]
mod tests {
    use thoughts_use_cases::events::EventEncoder;

    use super::*;
    use crate::{JsonEventEncoder, samples};

    fn check(event_type: &str, payload: &Value) -> bool {
        let schema = schema(event_type).expect("a schema");
        jsonschema::is_valid(&schema, payload)
    }

    #[test]
    fn every_event_type_has_a_sound_schema() {
        let all = all();
        let types: Vec<_> = all.iter().map(|schema| schema.event_type).collect();
        assert_eq!(types, DomainEvent::TYPES);
        for schema in all {
            assert!(
                jsonschema::meta::is_valid(&schema.schema),
                "{}",
                schema.event_type
            );
            assert_eq!(schema.version, SCHEMA_VERSION);
        }
        assert_eq!(schema("thoughts.post.admired"), None);
    }

    #[test]
    fn payloads_and_their_erased_forms_validate() {
        for event in samples::events() {
            let facts = event.facts();
            let forms = [
                JsonEventEncoder.encode(&event).payload,
                JsonEventEncoder.encode_erased(facts.aggregate_id),
            ];
            for form in forms {
                let value = serde_json::from_str(&form).expect("JSON");
                assert!(check(facts.event_type, &value), "{form}");
            }
        }
    }

    #[test]
    fn every_field_is_needed_and_no_other_is_taken() {
        for event in samples::events() {
            let event_type = event.facts().event_type;
            let payload = JsonEventEncoder.encode(&event).payload;
            let whole: Value = serde_json::from_str(&payload).expect("JSON");
            let names: Vec<_> = whole.as_object().expect("an object").keys().collect();
            for name in names {
                let mut without = whole.clone();
                without.as_object_mut().expect("an object").remove(name);
                // What is left of the smallest is what an erased author leaves of any.
                let is_erased = without
                    .as_object()
                    .is_some_and(|left| left.keys().eq(["id"]));
                assert_eq!(
                    check(event_type, &without),
                    is_erased,
                    "{event_type} without {name}"
                );
                let mut wrong = whole.clone();
                wrong[name] = json!({});
                assert!(
                    !check(event_type, &wrong),
                    "{event_type} with a wrong {name}"
                );
            }
            let mut more = whole.clone();
            more["email"] = json!("a@example.org");
            assert!(!check(event_type, &more), "{event_type} with an email");
        }
    }

    #[test]
    fn every_field_is_described() {
        fn walk(schema: &Value, path: &str) {
            if let Some(fields) = schema["properties"].as_object() {
                for (name, field) in fields {
                    let path = format!("{path}/{name}");
                    let words = field["description"].as_str().unwrap_or_default();
                    assert!(words.ends_with('.'), "{path} is not described");
                    walk(&field["items"], &path);
                }
            }
        }
        for schema in all() {
            for form in schema.schema["oneOf"].as_array().expect("forms") {
                assert!(form["description"].is_string(), "{}", schema.event_type);
                walk(form, schema.event_type);
            }
        }
    }
}
