//! The problem answers of every operation, worked out from what it takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::tidy::operations;
use crate::auth::SCHEME;
use crate::problem::{ProblemKind, kinds};

/// What operations can answer beyond what their parameters, bodies and sign-in say.
const SPECIAL: &[(&str, &[&ProblemKind])] = &[
    ("register", &[&kinds::HANDLE_TAKEN, &kinds::EMAIL_TAKEN]),
    (
        "logIn",
        &[
            &kinds::INVALID_CREDENTIALS,
            &kinds::SECOND_FACTOR_REQUIRED,
            &kinds::INVALID_SECOND_FACTOR,
        ],
    ),
    ("refresh", &[&kinds::INVALID_TOKEN, &kinds::TOKEN_REUSED]),
    ("changePassword", &[&kinds::WRONG_PASSWORD]),
    (
        "beginSecondFactor",
        &[&kinds::WRONG_PASSWORD, &kinds::SECOND_FACTOR_ON],
    ),
    (
        "confirmSecondFactor",
        &[
            &kinds::WRONG_SECOND_FACTOR,
            &kinds::SECOND_FACTOR_ON,
            &kinds::SECOND_FACTOR_OFF,
        ],
    ),
    (
        "replaceRecoveryCodes",
        &[
            &kinds::WRONG_PASSWORD,
            &kinds::WRONG_SECOND_FACTOR,
            &kinds::SECOND_FACTOR_OFF,
        ],
    ),
    (
        "turnOffSecondFactor",
        &[
            &kinds::WRONG_PASSWORD,
            &kinds::WRONG_SECOND_FACTOR,
            &kinds::SECOND_FACTOR_OFF,
        ],
    ),
    ("forgetPassword", &[&kinds::MAIL_UNAVAILABLE]),
    ("resetPassword", &[&kinds::INVALID_MAIL_TOKEN]),
    ("verifyEmail", &[&kinds::INVALID_MAIL_TOKEN]),
    ("requestVerification", &[&kinds::MAIL_UNAVAILABLE]),
    ("changeMe", &[&kinds::HANDLE_TAKEN]),
    ("publishPost", &[&kinds::NOT_FOUND]),
    ("editPost", &[&kinds::FORBIDDEN]),
    ("deletePost", &[&kinds::FORBIDDEN]),
    ("editComment", &[&kinds::FORBIDDEN]),
    ("deleteComment", &[&kinds::FORBIDDEN]),
    (
        "addComment",
        &[&kinds::THREAD_TOO_DEEP, &kinds::PARENT_OF_OTHER_POST],
    ),
    ("followUser", &[&kinds::VALIDATION_FAILED]),
    ("blockUser", &[&kinds::VALIDATION_FAILED]),
    ("muteUser", &[&kinds::VALIDATION_FAILED]),
    ("listComments", &[&kinds::CURSOR_EXPIRED]),
    ("fileReport", &[&kinds::NOT_FOUND]),
    ("listReports", &[&kinds::FORBIDDEN]),
    ("resolveReport", &[&kinds::FORBIDDEN]),
    ("search", &[&kinds::CURSOR_EXPIRED]),
    ("listTrendingPosts", &[&kinds::CURSOR_EXPIRED]),
    ("listTrendingHashtags", &[&kinds::CURSOR_EXPIRED]),
    ("suspendUser", &[&kinds::FORBIDDEN]),
    ("unsuspendUser", &[&kinds::FORBIDDEN]),
    ("hidePost", &[&kinds::FORBIDDEN]),
    ("unhidePost", &[&kinds::FORBIDDEN]),
    ("hideComment", &[&kinds::FORBIDDEN]),
    ("unhideComment", &[&kinds::FORBIDDEN]),
    ("listModerationLog", &[&kinds::FORBIDDEN]),
    ("ready", &[&kinds::NOT_READY]),
];

/// The operations that a suspended caller may still use although they are no reads.
const EVEN_SUSPENDED: &[&str] = &[
    "beginSecondFactor",
    "changePassword",
    "confirmSecondFactor",
    "deleteMe",
    "endSession",
    "logOut",
    "replaceRecoveryCodes",
    "turnOffSecondFactor",
];

/// Adds them, and the schema that they share.
pub(super) fn apply(document: &mut Value) {
    for (method, operation) in operations(document) {
        let mut by_status: BTreeMap<u16, Vec<&ProblemKind>> = BTreeMap::new();
        for kind in kinds_of(method, operation) {
            by_status.entry(kind.status).or_default().push(kind);
        }
        let is_health_report = operation["operationId"] == "checkHealth";
        let answers = operation
            .get_mut("responses")
            .and_then(Value::as_object_mut);
        let Some(answers) = answers else { continue };
        for (status, kinds) in by_status {
            answers.insert(status.to_string(), answer(&kinds));
        }
        if is_health_report {
            let mut failed = answers["200"].clone();
            failed["description"] = json!("A part fails; its entry says what is wrong.");
            answers.insert("503".to_owned(), failed);
        }
    }
    document["components"]["schemas"]["Problem"] = schema();
}

fn kinds_of(method: &str, operation: &Map<String, Value>) -> Vec<&'static ProblemKind> {
    let mut found: Vec<&'static ProblemKind> = Vec::new();
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let parameter = |name: &str, place: &str| {
        parameters
            .into_iter()
            .flatten()
            .any(|p| (name.is_empty() || p["name"] == name) && p["in"] == place)
    };
    let security = operation.get("security").and_then(Value::as_array);
    let guarded = security.is_some();
    let optional = security
        .into_iter()
        .flatten()
        .any(|scheme| scheme.get(SCHEME).is_none());
    if operation.contains_key("requestBody") {
        found.extend([
            &kinds::VALIDATION_FAILED,
            &kinds::PAYLOAD_TOO_LARGE,
            &kinds::UNSUPPORTED_MEDIA_TYPE,
        ]);
    } else if parameter("", "query") || parameter("If-Match", "header") {
        found.push(&kinds::VALIDATION_FAILED);
    }
    if parameter("cursor", "query") {
        found.push(&kinds::INVALID_CURSOR);
    }
    if guarded {
        if !optional {
            found.push(&kinds::AUTHENTICATION_REQUIRED);
        }
        found.push(&kinds::INVALID_TOKEN);
    }
    let id = operation.get("operationId").and_then(Value::as_str);
    let spared = id.is_some_and(|id| EVEN_SUSPENDED.contains(&id));
    if guarded && !optional && method != "get" && !spared {
        found.push(&kinds::SUSPENDED);
    }
    if parameter("", "path") {
        found.push(&kinds::NOT_FOUND);
    }
    if parameter("If-Match", "header") {
        found.push(&kinds::PRECONDITION_FAILED);
    }
    if parameter("Idempotency-Key", "header") {
        found.extend([
            &kinds::IDEMPOTENCY_IN_FLIGHT,
            &kinds::IDEMPOTENCY_KEY_REUSED,
        ]);
    }
    let special = SPECIAL.iter().find(|(name, _)| Some(*name) == id);
    found.extend(
        special
            .into_iter()
            .flat_map(|(_, kinds)| kinds.iter().copied()),
    );
    if is_limited(operation) {
        found.push(&kinds::RATE_LIMITED);
    }
    found.push(&kinds::INTERNAL);
    if id != Some("live") && id != Some("ready") {
        found.push(&kinds::UNAVAILABLE);
    }
    if method != "get" {
        found.push(&kinds::GATEWAY_TIMEOUT);
    }
    found
}

/// Whether an operation spends from a budget: all do but those that tell how the service is.
pub(super) fn is_limited(operation: &Map<String, Value>) -> bool {
    let id = operation.get("operationId").and_then(Value::as_str);
    !matches!(id, Some("live" | "ready" | "checkHealth"))
}

fn answer(kinds: &[&ProblemKind]) -> Value {
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.title).collect();
    let examples: Map<String, Value> = kinds
        .iter()
        .map(|kind| {
            let shown = json!({"summary": kind.title, "value": example(kind)});
            (kind.code.to_owned(), shown)
        })
        .collect();
    json!({
        "description": format!("{}.", titles.join(", or: ")),
        "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "examples": examples,
        }},
    })
}

fn example(kind: &ProblemKind) -> Value {
    let mut example = json!({
        "type": format!("/docs/problems#{}", kind.code),
        "title": kind.title,
        "status": kind.status,
        "detail": kind.explanation,
        "instance": "/v1/posts",
        "code": kind.code,
        "requestId": "w3k8h2m5n7p9q1r4s6t8v0x2",
    });
    if *kind == kinds::VALIDATION_FAILED {
        example["errors"] = json!([{
            "pointer": "/body",
            "code": "too_long",
            "detail": "has more than 500 characters",
        }]);
    }
    example
}

fn schema() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "instance", "code", "requestId"],
        "properties": {
            "type": {"type": "string", "description": "Leads to the page of problems."},
            "title": {"type": "string", "description": "Names the problem for people."},
            "status": {"type": "integer", "format": "int32", "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What happened this time, and what to do."},
            "instance": {"type": "string", "description": "The path of the request."},
            "code": {"type": "string", "description": "Names the problem for programs; never changes."},
            "requestId": {"type": "string", "description": "Names the request; quote it when you ask for help."},
            "errors": {
                "type": "array",
                "description": "Everything that is wrong with the request.",
                "items": {
                    "type": "object",
                    "required": ["pointer", "code", "detail"],
                    "properties": {
                        "pointer": {"type": "string", "description": "A JSON Pointer into the body, or `/path/<name>`, `/query/<name>`, `/header/<name>`."},
                        "code": {"type": "string", "description": "Names the broken rule for programs."},
                        "detail": {"type": "string", "description": "Names the broken rule for people."},
                    },
                },
            },
        },
    })
}
