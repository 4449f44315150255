//! The extractor of JSON bodies that may be left out.

use bytes::Bytes;
use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaRequest, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::de::DeserializeOwned;

use super::Body;
use crate::problem::Validation;
use crate::schema::Schema;

/// A JSON body that may be left out, and then says nothing.
pub(crate) struct MaybeBody<T>(Option<Body<T>>);

impl<T> MaybeBody<T> {
    /// As it came, for the fingerprint of a retry; empty when it was left out.
    pub(crate) fn raw(&self) -> Bytes {
        let raw = self.0.as_ref().map(|body| body.raw.clone());
        raw.unwrap_or_default()
    }
}

impl<T: Default> MaybeBody<T> {
    /// The fields; none when the body does not fit, and that is noted.
    pub(crate) fn open(self, validation: &mut Validation) -> Option<T> {
        match self.0 {
            Some(body) => body.open(validation),
            None => Some(T::default()),
        }
    }
}

impl<'a, T: DeserializeOwned + Schema + Send> ApiExtractor<'a> for MaybeBody<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let required = Body::<T>::request_meta()?;
        Some(MetaRequest {
            required: false,
            ..required
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        // The envelope has read and measured it; a body without a type is still a body.
        let raw = body.take()?.into_bytes().await?;
        if raw.is_empty() && !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(Self(None));
        }
        let mut body = RequestBody::new(raw.into());
        Body::from_request(request, &mut body, options)
            .await
            .map(|body| Self(Some(body)))
    }
}
