//! Documents that are served: the `OpenAPI` document, the page over it, the page of problems.

mod document;
mod headers;
mod problem_answers;
mod resources;
mod swagger;
mod tidy;

pub use document::openapi_document;
pub(crate) use resources::resources;
