//! The `OpenAPI` document, as it is served.

use std::collections::HashMap;

use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem_openapi::registry::{MetaApi, MetaPath, Registry};
use poem_openapi::{ContactObject, LicenseObject, OpenApi, OpenApiService, ServerObject};
use serde_json::Value;

use super::{headers, problem_answers, tidy};
use crate::app::Api;
use crate::{
    accounts, comments, discovery, feed, health, moderation, notifications, posts, second_factor,
};

const DESCRIPTION: &str = "A feed of short texts: accounts, posts, comments and notifications.\n\n\
Errors are `application/problem+json` (RFC 9457); the catalogue is at `/docs/problems`. \
Lists are walked by opaque cursors. Text lengths count what people see as characters \
(extended grapheme clusters). Times are RFC 3339 in UTC with microseconds.\n\n\
The routes under `/v1/auth` that sign in or refresh look at no access token, so that an old one \
is never in the way of a new one; every other route refuses a token that is not good, public \
reads too.\n\n\
An answer to who has not signed in may come from a cache and be a few seconds old.";

/// The operations without what they call: enough to describe them.
struct Described;

impl OpenApi for Described {
    /// The paths of all rooms, those that several rooms share merged into one: poem-openapi would
    /// write them twice, and readers of JSON keep the last.
    fn meta() -> Vec<MetaApi> {
        let mut paths: Vec<MetaPath> = Vec::new();
        for path in Api::meta().into_iter().flat_map(|api| api.paths) {
            match paths.iter_mut().find(|known| known.path == path.path) {
                Some(known) => known.operations.extend(path.operations),
                None => paths.push(path),
            }
        }
        vec![MetaApi { paths }]
    }

    fn register(registry: &mut Registry) {
        Api::register(registry);
    }

    fn add_routes(self, _table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {}
}

/// The `OpenAPI` 3.0 document of the whole service: what the operations say of themselves, with
/// problem answers, headers and examples on each.
#[must_use]
pub fn openapi_document() -> Value {
    let service = OpenApiService::new(Described, "Thoughts", "1")
        .description(DESCRIPTION)
        .summary("A feed of short texts")
        .license(LicenseObject::new("MIT").url("https://opensource.org/license/mit"))
        .contact(
            ContactObject::new()
                .name("The Thoughts maintainers")
                .url("https://thoughts.example/contact"),
        )
        .server(ServerObject::new("/").description("The service that gave out this document"));
    // What poem-openapi has written can be read.
    let mut document: Value = serde_json::from_str(&service.spec()).unwrap_or_default();
    // The ids of examples are well-formed; a test compares the document.
    let examples: Vec<(&str, Value)> = [
        accounts::examples(),
        posts::examples(),
        comments::examples(),
        feed::examples(),
        discovery::examples(),
        moderation::examples(),
        notifications::examples(),
        Ok(second_factor::examples()),
        Ok(health::examples()),
    ]
    .into_iter()
    .flat_map(Result::unwrap_or_default)
    .collect();
    tidy::apply(&mut document, &examples);
    problem_answers::apply(&mut document);
    headers::apply(&mut document);
    document
}
