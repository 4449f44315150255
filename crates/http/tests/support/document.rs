//! What the `OpenAPI` document offers, as tests that walk it see it.

use serde_json::{Value, json};
use thoughts_http::openapi_document;

use super::{User, World};

/// One operation of the document.
#[derive(Debug)]
pub struct Operation {
    /// `GET`, `POST`, ...
    pub method: String,
    /// The path with its `{names}`.
    pub path: String,
    /// All that the document says of it.
    pub meaning: Value,
}

/// All operations under `/v1`.
pub fn operations() -> Vec<Operation> {
    let mut found = every_operation();
    found.retain(|operation| operation.path.starts_with("/v1/"));
    found
}

/// All operations, those about health and keys too.
pub fn every_operation() -> Vec<Operation> {
    let document = openapi_document();
    let paths = document["paths"].as_object().expect("paths");
    let mut found = Vec::new();
    for (path, methods) in paths {
        for (method, meaning) in methods.as_object().expect("methods") {
            found.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                meaning: meaning.clone(),
            });
        }
    }
    assert!(found.len() > 40, "the document was not read");
    found
}

impl Operation {
    /// Its `operationId`.
    pub fn id(&self) -> &str {
        self.meaning["operationId"].as_str().expect("an id")
    }

    /// Whether it needs an access token, or takes one; none when it looks at none.
    pub fn security(&self) -> Option<bool> {
        let schemes = self.meaning["security"].as_array().expect("security");
        let open = schemes.iter().any(|scheme| *scheme == json!({}));
        (!schemes.is_empty()).then_some(!open)
    }

    /// Its parameters, wherever they stand.
    pub fn parameters(&self) -> impl Iterator<Item = &Value> {
        let parameters = self.meaning["parameters"].as_array();
        parameters.into_iter().flatten()
    }

    /// Whether it takes a parameter of that name.
    pub fn takes(&self, name: &str) -> bool {
        self.parameters().any(|parameter| parameter["name"] == name)
    }

    /// Whether it takes an access token.
    pub fn takes_token(&self) -> bool {
        self.security().is_some()
    }

    /// Whether it takes a body.
    pub fn takes_body(&self) -> bool {
        self.meaning.get("requestBody").is_some()
    }

    /// Whether it declares answers of this status.
    pub fn answers(&self, status: &str) -> bool {
        self.meaning["responses"].get(status).is_some()
    }

    /// Whether it declares that header with an answer of this status.
    pub fn gives(&self, status: &str, header: &str) -> bool {
        self.meaning["responses"][status]["headers"][header].is_object()
    }

    /// The example of a body; none when it takes no body.
    pub fn example(&self) -> Option<Value> {
        let content = &self.meaning["requestBody"]["content"]["application/json"];
        let example = content.get("example")?;
        Some(example.clone())
    }

    /// The path in a world where `user`, whose handle this is, has whatever it names.
    pub async fn path_for(&self, world: &World, user: &User, handle: &str) -> String {
        let path = &self.path;
        // `/v1/moderation/posts/{id}/...` names what `/v1/posts/{id}/...` does.
        let mut rooms = path.split('/').skip(2).filter(|room| *room != "moderation");
        let (name, value) = match rooms.next() {
            _ if !path.contains('{') => return path.clone(),
            Some("posts") => ("{id}", world.a_post(user, "a post").await),
            Some("comments") => {
                let post = world.a_post(user, "a post").await;
                ("{id}", world.a_comment(user, &post, None).await)
            }
            Some("users") if path.contains("{handle}") => ("{handle}", handle.to_owned()),
            Some("reports") => {
                let other = world.user("reported").await;
                let report = json!({"userId": other.id, "reason": "spam"});
                let filed = world.post("/v1/reports", &report).by(user).send().await;
                ("{id}", filed.expect(201).text("/id"))
            }
            Some("hashtags") => ("{tag}", "rust".to_owned()),
            // Of a session, which only its owner's list names, any id is as good.
            Some("users" | "auth") => ("{id}", user.id.clone()),
            _ => panic!("{path}: say here what it names"),
        };
        path.replace(name, &value)
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
