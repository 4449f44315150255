//! One line of the log and two metrics for each request.

use std::net::IpAddr;
use std::time::Instant;

use poem::http::{Method, StatusCode};
use poem::{Request, Response};

use crate::admission::Shed;
use crate::context::RequestContext;
use crate::problem::Problem;

/// What unknown paths are counted under: they must not make up labels.
const UNKNOWN_ROUTE: &str = "unmatched";

/// What is told of a request when it ends. Never its query, headers or body.
pub(super) struct Report {
    method: &'static str,
    client: Option<IpAddr>,
    began: Instant,
}

impl Report {
    pub(super) fn begin(request: &Request, client: Option<IpAddr>, began: Instant) -> Self {
        Self {
            method: label(request.method()),
            client,
            began,
        }
    }

    pub(super) fn end(self, context: &RequestContext, response: &Response) {
        let status = response.status();
        let took = self.began.elapsed();
        let route = context.route.get().copied().unwrap_or(UNKNOWN_ROUTE);
        if response.data::<Shed>().is_none() {
            tracing::info!(
                request_id = %context.request_id,
                method = self.method,
                route,
                status = status.as_u16(),
                duration_ms = took.as_secs_f64() * 1_000.0,
                user_id = context.user.get().map(tracing::field::display),
                client = self.client.map(tracing::field::display),
                "answered"
            );
        }
        metrics::counter!(
            "http_requests_total",
            "method" => self.method,
            "route" => route,
            "status" => status.as_u16().to_string(),
        )
        .increment(1);
        metrics::histogram!(
            "http_request_duration_seconds",
            "route" => route,
            "status_class" => class(status),
        )
        .record(took.as_secs_f64());
    }
}

/// Says once where a fault of ours came from, under the id that the client can quote.
pub(super) fn log_cause(problem: &Problem, request_id: &str) {
    let Some(cause) = &problem.cause else { return };
    let mut told = cause.to_string();
    let mut deeper = cause.source();
    while let Some(cause) = deeper {
        told.push_str(": ");
        told.push_str(&cause.to_string());
        deeper = cause.source();
    }
    if matches!(problem.kind.status, 503 | 504) {
        tracing::warn!(
            request_id,
            code = problem.kind.code,
            cause = told,
            "unavailable"
        );
    } else {
        tracing::error!(
            request_id,
            code = problem.kind.code,
            cause = told,
            "a request failed"
        );
    }
}

fn label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "OTHER",
    }
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
