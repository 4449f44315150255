//! The `OpenAPI` document.

use poem::web::Yaml;
use poem::{FromRequest, Request};
use serde_json::{Map, Value};
use thoughts_http::{PROBLEMS, openapi_document};

use crate::support::world;

/// Method, path and operation of everything in the document.
fn operations(document: &Value) -> Vec<(String, String, Map<String, Value>)> {
    let paths = document["paths"].as_object().expect("paths");
    let found: Vec<_> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods");
            methods.iter().map(move |(method, operation)| {
                let operation = operation.as_object().expect("an operation").clone();
                (method.clone(), path.clone(), operation)
            })
        })
        .collect();
    assert!(found.len() > 25, "the document was not read");
    found
}

#[test]
fn the_contract_changes_only_on_purpose() {
    let written = serde_json::to_string_pretty(&openapi_document()).expect("JSON");
    insta::assert_snapshot!("openapi", written);
}

#[test]
fn every_operation_says_what_it_is() {
    for (method, path, operation) in operations(&openapi_document()) {
        let at = format!("{method} {path}");
        for field in ["summary", "description", "operationId"] {
            let text = operation.get(field).and_then(Value::as_str);
            assert!(text.is_some_and(|text| !text.is_empty()), "{at}: {field}");
        }
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{at}");
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let name = &parameter["name"];
            assert!(parameter["description"].is_string(), "{at}: {name}");
            assert!(
                parameter["example"] != Value::Null || name == "cursor",
                "{at}: {name}"
            );
        }
        if let Some(body) = operation.get("requestBody") {
            let content = &body["content"]["application/json"];
            assert!(content["example"].is_object(), "{at}: no example of a body");
        }
    }
}

#[test]
fn every_answer_has_an_example_and_says_what_its_headers_are() {
    for (method, path, operation) in operations(&openapi_document()) {
        let answers = operation["responses"].as_object().expect("answers");
        assert!(answers.keys().any(|status| status.starts_with('2')));
        assert!(answers.contains_key("500"), "{method} {path}");
        for (status, answer) in answers {
            let at = format!("{method} {path} {status}");
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
const NAMED_IN_BODIES: [&str; 1] = ["/v1/reports"];

#[test]
fn what_is_taken_decides_what_can_be_answered() {
    let document = openapi_document();
    let is_resource = |path: &str| {
        let get = &document["paths"][path]["get"]["parameters"];
        let mut parameters = get.as_array().into_iter().flatten();
        parameters.any(|p| p["name"] == "If-None-Match")
    };
    for (method, path, operation) in operations(&document) {
        let at = format!("{method} {path}");
        let has = |status: &str| operation["responses"].get(status).is_some();
        let takes = |name: &str| {
            let parameters = operation.get("parameters").and_then(Value::as_array);
            parameters.into_iter().flatten().any(|p| p["name"] == name)
        };
        let signed_in = operation["security"]
            .as_array()
            .is_some_and(|s| !s.is_empty());
        let auth_route = path.starts_with("/v1/auth/");
        if method == "post" && signed_in && !auth_route {
            assert!(takes("Idempotency-Key") && has("409") && has("422"), "{at}");
        }
        if operation.contains_key("requestBody") {
            assert!(has("400") && has("413") && has("415"), "{at}");
        }
        let names_something = path.contains('{') || NAMED_IN_BODIES.contains(&path.as_str());
        assert_eq!(names_something, has("404"), "{at}");
        assert_eq!(takes("If-Match"), has("412"), "{at}");
        assert_eq!(takes("If-None-Match"), has("304"), "{at}");
        assert_eq!(
            matches!(method.as_str(), "patch" | "delete") && is_resource(&path),
            takes("If-Match"),
            "{at}"
        );
        if signed_in {
            assert!(has("401"), "{at}");
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
