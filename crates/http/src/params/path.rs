//! Parameters in paths.

use std::marker::PhantomData;

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::problem::Problem;
use crate::schema::inline;

/// What a segment of a path means.
pub(crate) trait Segment: Send + Sync + 'static {
    /// What it is read as.
    type Value;
    /// Its schema and example.
    fn schema() -> MetaSchema;
    /// Reads it; none for what nothing can have.
    fn read(text: &str) -> Option<Self::Value>;
}

/// A parameter in a path, not yet read. The macro of poem-openapi knows path parameters by this
/// very name.
pub(crate) struct Path<S> {
    text: String,
    segment: PhantomData<S>,
}

impl<S: Segment> Path<S> {
    /// The value; nothing is where nothing can be.
    pub(crate) fn or_not_found(self) -> Result<S::Value, Problem> {
        S::read(&self.text).ok_or_else(Problem::not_found)
    }
}

impl<'a, S: Segment> ApiExtractor<'a> for Path<S> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = true;

    type ParamType = ();
    type ParamRawType = ();

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Path)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(inline(S::schema()))
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let text = request.raw_path_param(options.name).unwrap_or_default();
        Ok(Self {
            text: text.to_owned(),
            segment: PhantomData,
        })
    }
}
