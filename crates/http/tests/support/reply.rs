//! An answer as tests look at it.

use poem::http::{HeaderMap, StatusCode};
use serde_json::Value;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// What each answer says, whatever it is.
const GUARDS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("vary", "Authorization, Accept-Encoding, Origin"),
];

impl Reply {
    /// The answer, when it tells browsers what they may not do with it, and who it is.
    pub fn guarded(self) -> Self {
        for (name, value) in GUARDS {
            let said: Vec<_> = self.headers.get_all(name).iter().collect();
            assert_eq!(said, [value], "{name}: {self:?}");
        }
        let policy = self.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{self:?}"
        );
        assert!(self.headers.contains_key("x-request-id"), "{self:?}");
        assert!(self.headers.contains_key("cache-control"), "{self:?}");
        self
    }

    /// The answer, when it has this status; every answer says who it is and is well shaped.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// The answer, when it is this problem in full shape.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let this = self.expect(status);
        let body = this.json();
        assert_eq!(
            this.header("content-type"),
            Some("application/problem+json")
        );
        assert_eq!(body["code"], code, "{body:#}");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("/docs/problems#{code}"));
        assert_eq!(
            body["requestId"],
            this.header("x-request-id").unwrap_or_default()
        );
        for field in ["title", "detail", "instance"] {
            assert!(body[field].is_string(), "{field}: {body:#}");
        }
        let caching = this.header("cache-control").unwrap_or_default();
        assert!(caching.contains("no-store"), "{caching}");
        this
    }

    /// The pointers and codes of a refused request, in order.
    #[track_caller]
    pub fn refused(self) -> Vec<(String, String)> {
        let body = self.problem(400, "validation_failed").json();
        let errors = body["errors"].as_array().expect("errors").clone();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        errors
            .iter()
            .map(|error| {
                assert!(!text(&error["detail"]).is_empty());
                (text(&error["pointer"]), text(&error["code"]))
            })
            .collect()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .map(|value| value.to_str().expect("ASCII"))
    }

    /// A text of the body, by JSON Pointer.
    #[track_caller]
    pub fn text(&self, pointer: &str) -> String {
        let body = self.json();
        let text = body.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no text at {pointer}: {body:#}"))
            .to_owned()
    }
}
