//! A problem on its way out.

use poem::Response;
use poem::error::ResponseError;
use poem::http::header;
use serde::Serialize;

use super::{FieldError, Problem};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProblemJson<'a> {
    #[serde(rename = "type")]
    type_url: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    instance: &'a str,
    code: &'a str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

/// The answer: `application/problem+json` with the headers that its kind calls for.
///
/// `public_url` goes before the link to the page of problems; `path` is the request's, without
/// its query, which may hold what nobody should read again.
pub(crate) fn render(
    problem: &Problem,
    public_url: Option<&str>,
    path: &str,
    request_id: &str,
) -> Response {
    let kind = problem.kind;
    let body = ProblemJson {
        type_url: &format!(
            "{}/docs/problems#{}",
            public_url.unwrap_or_default(),
            kind.code
        ),
        title: kind.title,
        status: kind.status,
        detail: &problem.detail,
        instance: path,
        code: kind.code,
        request_id,
        errors: &problem.errors,
    };
    let mut response = Response::builder()
        .status(problem.status())
        .content_type("application/problem+json");
    if kind.status == 401 {
        response = response.header(header::WWW_AUTHENTICATE, challenge(kind.code));
    }
    if let Some(seconds) = problem.retry_after {
        response = response.header(header::RETRY_AFTER, seconds.to_string());
    }
    if let Some(allow) = &problem.allow {
        response = response.header(header::ALLOW, allow);
    }
    // Nothing in it can fail to be written as JSON.
    response.body(serde_json::to_vec(&body).unwrap_or_default())
}

/// RFC 6750, section 3: the error is named only when a token was there.
fn challenge(code: &str) -> &'static str {
    match code {
        "invalid_token" => "Bearer error=\"invalid_token\"",
        _ => "Bearer",
    }
}
