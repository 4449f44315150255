//! A small client of the API.

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use super::PATIENCE;

/// Talks to one server, perhaps as somebody.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    token: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

/// Somebody who has registered.
pub struct Account {
    pub client: Client,
    pub access_token: String,
    pub refresh_token: String,
}

impl Client {
    pub fn new(url: &str) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build()
            .new_agent();
        Self {
            agent,
            url: url.to_owned(),
            token: None,
        }
    }

    /// The same caller at another server.
    pub fn at(&self, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..self.clone()
        }
    }

    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path).expect("an answer")
    }

    pub fn try_get(&self, path: &str) -> Result<Answer, ureq::Error> {
        self.send("GET", path, None, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_post(path, body).expect("an answer")
    }

    pub fn try_post(&self, path: &str, body: &Value) -> Result<Answer, ureq::Error> {
        self.send("POST", path, Some(body), None)
    }

    /// A request of any kind, with an `Idempotency-Key` or without.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Result<Answer, ureq::Error> {
        let headers: Vec<_> = key
            .map(|key| ("Idempotency-Key", key))
            .into_iter()
            .collect();
        self.send_with(method, path, body, &headers)
    }

    /// A request of any kind, with further headers.
    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = match body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                self.agent
                    .run(request.body(body.to_string()).expect("a request"))?
            }
            None => self.agent.run(request.body(()).expect("a request"))?,
        };
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        Ok(Answer {
            status: answer.status().as_u16(),
            headers,
            text: answer.body_mut().read_to_string()?,
        })
    }

    /// Registers somebody whose password is `a long and quiet evening`.
    pub fn register(&self, handle: &str) -> Account {
        let answer = self.post(
            "/v1/auth/register",
            &json!({
                "handle": handle, "displayName": "Somebody",
                "email": format!("{handle}@example.org"),
                "password": "a long and quiet evening",
            }),
        );
        assert_eq!(answer.status, 201, "{answer:?}");
        let tokens = answer.json();
        let token = |name: &str| tokens[name].as_str().expect("a token").to_owned();
        Account {
            client: self.with_token(&token("accessToken")),
            access_token: token("accessToken"),
            refresh_token: token("refreshToken"),
        }
    }

    /// Every row of a list, from its first page to its last.
    pub fn every(&self, path: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let mut next = format!("{path}?limit=100");
        loop {
            let answer = self.get(&next);
            assert_eq!(answer.status, 200, "{answer:?}");
            let page = answer.json();
            rows.extend_from_slice(page["data"].as_array().expect("rows"));
            let Some(cursor) = page["page"]["nextCursor"].as_str() else {
                return rows;
            };
            next = format!("{path}?limit=100&cursor={cursor}");
        }
    }

    /// Publishes a post and gives its id.
    pub fn publish(&self, body: &str) -> String {
        let answer = self.post("/v1/posts", &json!({ "body": body }));
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.id()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    pub fn id(&self) -> String {
        self.json()["id"].as_str().expect("an id").to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}
