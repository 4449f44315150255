//! The `OpenAPI` document.

use poem::web::Yaml;
use poem::{FromRequest, Request};
use serde_json::Value;
use thoughts_http::{PROBLEMS, openapi_document};

use crate::support::{every_operation, world};

#[test]
fn the_contract_changes_only_on_purpose() {
    let written = serde_json::to_string_pretty(&openapi_document()).expect("JSON");
    insta::assert_snapshot!("openapi", written);
}

#[test]
fn every_operation_says_what_it_is() {
    for operation in every_operation() {
        for field in ["summary", "description", "operationId"] {
            let text = operation.meaning[field].as_str();
            let said = text.is_some_and(|text| !text.is_empty());
            assert!(said, "{operation}: {field}");
        }
        let tags = operation.meaning["tags"].as_array();
        assert_eq!(tags.map(Vec::len), Some(1), "{operation}");
        for parameter in operation.parameters() {
            let name = &parameter["name"];
            let described = parameter["description"].is_string();
            assert!(described, "{operation}: {name}");
            let shown = parameter["example"] != Value::Null || name == "cursor";
            assert!(shown, "{operation}: {name}");
        }
        if operation.takes_body() {
            let example = operation.example();
            let shown = example.is_some_and(|example| example.is_object());
            assert!(shown, "{operation}: no example of a body");
        }
    }
}

#[test]
fn every_answer_has_an_example_and_says_what_its_headers_are() {
    for operation in every_operation() {
        let answers = operation.meaning["responses"].as_object();
        let answers = answers.expect("answers");
        assert!(answers.keys().any(|status| status.starts_with('2')));
        assert!(operation.answers("500"), "{operation}");
        for (status, answer) in answers {
            let at = format!("{operation} {status}");
            assert!(answer["description"].is_string(), "{at}");
            assert!(answer["headers"]["X-Request-Id"].is_object(), "{at}");
            let contents = answer.get("content").and_then(Value::as_object);
            for (media, content) in contents.into_iter().flatten() {
                let shown = content.get("example").or(content.get("examples"));
                assert!(shown.is_some(), "{at} {media}: no example");
                assert_eq!(
                    media == "application/problem+json",
                    status.as_str() >= "400" && media != "application/health+json",
                    "{at}"
                );
            }
        }
    }
}

/// What an operation is about that stands in its body: it may not be there either.
const NAMED_IN_BODIES: [(&str, &str); 2] = [("POST", "/v1/posts"), ("POST", "/v1/reports")];

#[test]
fn what_is_taken_decides_what_can_be_answered() {
    let operations = every_operation();
    let is_resource = |path: &str| {
        let mut reads = operations.iter().filter(|other| other.method == "GET");
        reads.any(|read| read.path == path && read.takes("If-None-Match"))
    };
    for operation in &operations {
        let has = |status: &str| operation.answers(status);
        let (method, path) = (operation.method.as_str(), operation.path.as_str());
        let signed_in = operation.takes_token();
        let auth_route = path.starts_with("/v1/auth/");
        if method == "POST" && signed_in && !auth_route {
            let retried = operation.takes("Idempotency-Key");
            assert!(retried && has("409") && has("422"), "{operation}");
        }
        if operation.takes_body() {
            let refused = has("400") && has("413") && has("415");
            assert!(refused, "{operation}");
        }
        let names_something = path.contains('{') || NAMED_IN_BODIES.contains(&(method, path));
        assert_eq!(names_something, has("404"), "{operation}");
        assert_eq!(operation.takes("If-Match"), has("412"), "{operation}");
        assert_eq!(operation.takes("If-None-Match"), has("304"), "{operation}");
        assert_eq!(
            matches!(method, "PATCH" | "DELETE") && is_resource(path),
            operation.takes("If-Match"),
            "{operation}"
        );
        if signed_in {
            assert!(has("401"), "{operation}");
        }
    }
}

#[test]
fn requests_are_closed_and_every_schema_says_what_it_is() {
    let document = openapi_document();
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("schemas");
    let mut requests = 0;
    for (name, schema) in schemas {
        assert!(schema["description"].is_string(), "{name}");
        // One of several, each of which is looked at by itself.
        if schema.get("anyOf").is_some() {
            continue;
        }
        for (field, property) in fields(name, schema) {
            let described = property["description"].is_string();
            assert!(described || is_reference(property), "{name}.{field}");
        }
        if name.ends_with("Request") || name.ends_with("Patch") {
            requests += 1;
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
    assert!(requests >= 7, "only {requests} requests");
}

/// The fields of an object, those of its own among what it is composed of included.
fn fields<'a>(name: &str, schema: &'a Value) -> Vec<(&'a String, &'a Value)> {
    let parts = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice);
    let own = std::iter::once(schema).chain(parts);
    let own = own.filter_map(|part| part["properties"].as_object());
    let fields: Vec<_> = own.flatten().collect();
    assert!(!fields.is_empty(), "{name} has no fields");
    fields
}

fn is_reference(property: &Value) -> bool {
    property.get("$ref").is_some()
}

#[tokio::test]
async fn it_is_served_as_it_is_built() {
    let world = world();
    let json = world.get("/openapi.json").send().await.expect(200);
    assert_eq!(json.json(), openapi_document());
    let yaml = world.get("/openapi.yaml").send().await.expect(200);
    assert_eq!(yaml.header("content-type"), Some("application/yaml"));
    let request = Request::builder().content_type("application/yaml");
    let (request, mut body) = request.body(yaml.body).split();
    let read = Yaml::<Value>::from_request(&request, &mut body).await;
    assert_eq!(read.expect("YAML").0, openapi_document());
    let tag = json.header("etag").expect("a tag").to_owned();
    let again = world.get("/openapi.json").header("if-none-match", tag);
    assert!(again.send().await.expect(304).body.is_empty());
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let world = world();
    let page = world.get("/docs").send().await.expect(200);
    let policy = page
        .header("content-security-policy")
        .expect("a policy")
        .to_owned();
    assert!(policy.contains("script-src 'self';"), "{policy}");
    let html = String::from_utf8(page.body).expect("text");
    assert!(!html.contains("://"), "{html}");
    assert!(!html.contains("<script>"), "{html}");
    for part in [
        "/docs/start.js",
        "/docs/swagger-ui.css",
        "/docs/swagger-ui-bundle.js",
    ] {
        assert!(html.contains(part), "{part}");
        let file = world.get(part).send().await.expect(200);
        assert!(!file.body.is_empty());
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    }
    let bundle = world.get("/docs/swagger-ui-bundle.js").send().await;
    assert!(bundle.body.len() > 1_000_000);
    assert!(
        String::from_utf8(bundle.body)
            .expect("text")
            .contains("SwaggerUIBundle")
    );
}

#[tokio::test]
async fn every_problem_has_its_place_on_the_page() {
    let page = world().get("/docs/problems").send().await.expect(200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let html = String::from_utf8(page.body).expect("text");
    for kind in PROBLEMS {
        assert!(
            html.contains(&format!("id=\"{}\"", kind.code)),
            "{}",
            kind.code
        );
    }
}
