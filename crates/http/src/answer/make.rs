//! Making answers.

use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{Body, Response};
use serde::Serialize;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::idempotency;

use super::kinds::Kind;
use super::{Accepted, Answer, Attached, Changed, Counted, Done, Found, Named};
use crate::etag::{EtagList, etag};

const JSON: &str = "application/json";
pub(super) const EVENT_POSITION: HeaderName = HeaderName::from_static("event-position");
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What one resource mostly fits in, in bytes.
const USUAL_SIZE: usize = 1024;

/// JSON in one buffer. Views hold only texts, numbers and lists, which can always be written.
pub(crate) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    json_of_rows(value, 1)
}

/// The same for something that holds so many resources: a buffer that has to grow is copied.
pub(crate) fn json_of_rows<T: Serialize>(value: &T, rows: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(USUAL_SIZE * rows.max(1));
    if serde_json::to_writer(&mut body, value).is_err() {
        body.clear();
    }
    body
}

pub(super) fn position_header(position: &EventPosition) -> Option<HeaderValue> {
    HeaderValue::from_str(&position.to_string()).ok()
}

/// One resource, or 304 when the reader has it.
pub(crate) fn found<T>(
    version: u32,
    body: Vec<u8>,
    position: &EventPosition,
    condition: Option<&EtagList>,
) -> Answer<Found, T> {
    let tag = etag(version, &body);
    let unchanged = condition.is_some_and(|condition| condition.holds(&tag));
    let mut response = if unchanged {
        Response::builder()
            .status(StatusCode::NOT_MODIFIED)
            .header(header::ETAG, tag)
            .finish()
    } else {
        Response::builder()
            .content_type(JSON)
            .header(header::ETAG, tag)
            .body(body)
    };
    if let Some(position) = position_header(position) {
        response.headers_mut().insert(EVENT_POSITION, position);
    }
    Answer::new(response)
}

/// What was counted.
pub(crate) fn counted<T: Serialize>(value: &T, position: &EventPosition) -> Answer<Counted, T> {
    let mut response = Response::builder().content_type(JSON).body(json(value));
    if let Some(position) = position_header(position) {
        response.headers_mut().insert(EVENT_POSITION, position);
    }
    Answer::new(response)
}

/// The same by a name that may change.
pub(crate) fn named<T>(found: Answer<Found, T>) -> Answer<Named, T> {
    Answer::new(found.into_inner())
}

/// Where the resource is whose name was given up.
pub(crate) fn moved<T>(location: &str) -> Answer<Named, T> {
    let response = Response::builder().status(StatusCode::PERMANENT_REDIRECT);
    Answer::new(response.finish()).with(header::LOCATION, location)
}

/// A resource after it was changed.
pub(crate) fn changed<T>(version: u32, body: Vec<u8>) -> Answer<Changed, T> {
    Answer::new(
        Response::builder()
            .content_type(JSON)
            .header(header::ETAG, etag(version, &body))
            .body(body),
    )
}

/// A resource that is new, as it is kept for retries too.
pub(crate) fn created(location: String, version: u32, body: Vec<u8>) -> idempotency::Answer {
    idempotency::Answer {
        status: 201,
        headers: vec![
            ("content-type".to_owned(), JSON.to_owned()),
            ("location".to_owned(), location),
            ("etag".to_owned(), etag(version, &body)),
        ],
        body,
    }
}

/// What a command that may be a retry is answered with.
pub(crate) fn replayed<K, T>(answer: idempotency::Answer, is_replay: bool) -> Answer<K, T> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::CREATED);
    let mut response = Response::builder().status(status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    if is_replay {
        response = response.header(IDEMPOTENCY_REPLAYED, "true");
    }
    Answer::new(response.body(answer.body))
}

/// A JSON document to be kept under a name, written while it is sent.
pub(crate) fn attached<T>(name: &str, body: Body) -> Answer<Attached, T> {
    let disposition = format!("attachment; filename=\"{name}\"");
    Answer::new(
        Response::builder()
            .content_type(JSON)
            .header(header::CONTENT_DISPOSITION, disposition)
            .body(body),
    )
}

/// Noted.
pub(crate) fn accepted() -> Answer<Accepted, ()> {
    Answer::new(Response::builder().status(StatusCode::ACCEPTED).finish())
}

/// Done.
pub(crate) fn done() -> Answer<Done, ()> {
    Answer::new(Response::builder().status(StatusCode::NO_CONTENT).finish())
}

impl<K: Kind, T> Answer<K, T> {
    /// JSON under a status, with nothing else to say.
    pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Self {
        let response = Response::builder().status(status);
        Self::new(response.content_type(K::CONTENT_TYPE).body(body))
    }

    /// The same with a header more.
    pub(crate) fn with(self, name: HeaderName, value: &str) -> Self {
        let mut response = self.into_inner();
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
        Self::new(response)
    }
}
