//! The extractor of JSON bodies.

use bytes::Bytes;
use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::de::DeserializeOwned;

use super::strict;
use crate::problem::{FieldError, Problem, Validation, kinds};
use crate::schema::Schema;

/// The most that a body may hold, in bytes.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// A JSON body. What is wrong with it is told together with what is wrong elsewhere.
pub(crate) struct Body<T> {
    /// As it came, for the fingerprint of a retry.
    pub(crate) raw: Bytes,
    read: Result<T, FieldError>,
}

impl<T> Body<T> {
    /// The fields; none when the body does not fit, and that is noted.
    pub(crate) fn open(self, validation: &mut Validation) -> Option<T> {
        self.read.map_err(|error| validation.note(error)).ok()
    }
}

impl<'a, T: DeserializeOwned + Schema + Send> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType {
                content_type: "application/json",
                schema: T::schema(),
            }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        if !is_plain_json(request) {
            return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE).into());
        }
        // The envelope has read and measured it.
        let raw = body.take()?.into_bytes().await?;
        let read = strict::parse(&raw);
        Ok(Self { raw, read })
    }
}

/// JSON in UTF-8, not encoded: poem's `Compression` would inflate a body past every limit, so
/// nothing here inflates at all. A merge patch (RFC 7396) is what our PATCH takes, under either
/// name.
fn is_plain_json(request: &Request) -> bool {
    let headers = request.headers();
    let identity = headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let Some(content_type) = request.content_type() else {
        return false;
    };
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let json = essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json");
    let utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            let charset = value.trim().trim_matches('"');
            charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
        }
        _ => true,
    });
    identity && json && utf8
}
