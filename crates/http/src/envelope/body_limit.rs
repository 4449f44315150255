//! The limit on request bodies, before anything else looks at a request.

use poem::error::ReadBodyError;
use poem::http::header;
use poem::{Endpoint, Request, Result};

use crate::body::BODY_LIMIT;
use crate::problem::{Problem, kinds};

/// Reads a body up to the limit; more is 413, announced or not. poem's `SizeLimit` would answer
/// 411 to every request without a length, GETs too.
pub(crate) struct LimitedBody<E>(pub(crate) E);

impl<E: Endpoint> Endpoint for LimitedBody<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> Result<E::Output> {
        let announced = request.headers().get(header::CONTENT_LENGTH);
        let announced = announced
            .and_then(|length| length.to_str().ok())
            .and_then(|length| length.parse::<u64>().ok());
        if announced.is_some_and(|length| length > BODY_LIMIT as u64) {
            return Err(Problem::new(&kinds::PAYLOAD_TOO_LARGE).into());
        }
        let body = request.take_body();
        if !body.is_empty() {
            let bytes = body.into_bytes_limit(BODY_LIMIT).await.map_err(|error| {
                let kind = match error {
                    ReadBodyError::PayloadTooLarge => &kinds::PAYLOAD_TOO_LARGE,
                    _ => &kinds::BAD_REQUEST,
                };
                Problem::new(kind)
            })?;
            request.set_body(bytes);
        }
        self.0.call(request).await
    }
}
