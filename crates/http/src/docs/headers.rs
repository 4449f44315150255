//! Headers that answers of all operations carry.

use serde_json::{Map, Value, json};

use super::problem_answers::is_limited;
use super::tidy::operations;

/// Adds them, each once among the components.
pub(super) fn apply(document: &mut Value) {
    for (_, operation) in operations(document) {
        // Said, not left out: anybody may call it.
        operation.entry("security").or_insert_with(|| json!([]));
        let limited = is_limited(operation);
        let answers = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        for (status, answer) in answers.into_iter().flatten() {
            add(status, answer, limited);
        }
    }
    let text =
        |description: &str| json!({"description": description, "schema": {"type": "string"}});
    let shown = |description: &str, example: &str| json!({"description": description, "schema": {"type": "string"}, "example": example});
    let number = |description: &str| json!({"description": description, "schema": {"type": "integer", "minimum": 0}});
    document["components"]["headers"] = json!({
        "X-Request-Id": text("Names the request: the client's own `X-Request-Id` when it was sane."),
        "Cache-Control": text("Who may keep the answer, and how long."),
        "WWW-Authenticate": text("`Bearer` (RFC 6750)."),
        "RateLimit-Policy": shown(
            "The quota of requests and its window in seconds (draft-ietf-httpapi-ratelimit-headers); \
             on every answer that no shared cache may keep.",
            "\"default\";q=3000;w=60",
        ),
        "RateLimit": shown(
            "How many requests are left of it, and the seconds until it is whole again, or until \
             the next one when none is left.",
            "\"default\";r=2999;t=1",
        ),
        "Retry-After": number("When to try again, in seconds."),
    });
}

fn add(status: &str, answer: &mut Value, limited: bool) {
    let mut names = vec!["X-Request-Id", "Cache-Control"];
    if limited {
        names.extend(["RateLimit-Policy", "RateLimit"]);
    }
    match status {
        "401" => names.push("WWW-Authenticate"),
        // Of the two kinds of 409 and 503 only some say when to try again.
        "409" | "429" | "503" | "504" => names.push("Retry-After"),
        _ => {}
    }
    if let Some(headers) = answer.get_mut("headers").and_then(Value::as_object_mut) {
        for header in headers.values_mut().filter_map(Value::as_object_mut) {
            header.remove("deprecated");
        }
    } else {
        answer["headers"] = Value::Object(Map::new());
    }
    for name in names {
        answer["headers"][name] = json!({"$ref": format!("#/components/headers/{name}")});
    }
}
