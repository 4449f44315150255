//! The routes of documents, which are built once and then only sent.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use poem::endpoint::make_sync;
use poem::http::{StatusCode, header};
use poem::web::Yaml;
use poem::{IntoResponse, Request, Response};
use serde_json::Value;

use super::openapi_document;
use super::swagger::{PAGE, START, SwaggerUi};
use crate::accounts::PAGES;
use crate::envelope::{DOCS_POLICY, NeverCached, Policy};
use crate::etag::{EtagList, etag};
use crate::ports::{MetricsRenderer, Ports};
use crate::problem::problems_page;
use crate::routing::Resource;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every route that is not an operation of the document.
pub(crate) fn resources(ports: &Arc<Ports>) -> Vec<Resource> {
    let document = openapi_document();
    let ui = SwaggerUi::unpack();
    let json = serde_json::to_vec(&document).unwrap_or_default();
    let yaml = yaml(document);
    let mut resources = vec![
        file("/openapi.json", "application/json", json),
        file("/openapi.yaml", "application/yaml", yaml),
        file("/docs", HTML, PAGE),
        file("/docs/start.js", SCRIPT, START),
        file("/docs/swagger-ui.css", CSS, ui.style),
        file("/docs/swagger-ui-bundle.js", SCRIPT, ui.script),
        file("/docs/problems", HTML, problems_page()),
    ];
    resources.extend(PAGES.map(|(path, content_type, content)| file(path, content_type, content)));
    resources.extend(ports.metrics.clone().map(metrics));
    resources
}

/// One file; its tag is good for as long as its bytes are.
fn file(path: &'static str, content_type: &'static str, bytes: impl Into<Bytes>) -> Resource {
    let bytes: Bytes = bytes.into();
    let tag = etag(1, &bytes);
    let endpoint = make_sync(move |request: Request| {
        let condition = request.headers().get(header::IF_NONE_MATCH);
        let condition = condition
            .and_then(|list| list.to_str().ok())
            .and_then(EtagList::parse);
        let answer = Response::builder()
            .header(header::ETAG, &tag)
            .extension(Policy(DOCS_POLICY));
        if condition.is_some_and(|condition| condition.holds(&tag)) {
            return answer.status(StatusCode::NOT_MODIFIED).finish();
        }
        answer.content_type(content_type).body(bytes.clone())
    });
    Resource::get(path, endpoint)
}

/// The document in YAML, by the writer that poem brings along. Its body is there at once.
fn yaml(document: Value) -> Bytes {
    let body = Yaml(document).into_response().into_body();
    let written = body.into_bytes().now_or_never();
    written.and_then(Result::ok).unwrap_or_default()
}

/// Prometheus' text format; what it shows is of this moment, so nothing may keep it.
fn metrics(render: MetricsRenderer) -> Resource {
    let endpoint = make_sync(move |_| {
        Response::builder()
            .content_type("text/plain; version=0.0.4; charset=utf-8")
            .extension(NeverCached)
            .body(render())
    });
    Resource::get("/metrics", endpoint)
}
