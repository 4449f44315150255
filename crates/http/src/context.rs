//! What belongs to one request from its first byte to its log line.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock};

use poem::Request;
use poem::http::header;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::events::TraceParent;

use crate::client_address;
use crate::limits::{Standing, place};
use crate::ports::Ports;
use crate::problem::Problem;

/// What belongs to one request.
pub(crate) struct RequestContext {
    /// Named in the answer, in problems and in every line of the log.
    pub(crate) request_id: String,
    /// The trace that the client belongs to.
    pub(crate) trace: TraceParent,
    /// Whether an `Authorization` header came along, good or not: no shared cache may answer.
    pub(crate) has_credentials: bool,
    /// The path without its query.
    pub(crate) path: String,
    /// The template of the route that took it.
    pub(crate) route: OnceLock<&'static str>,
    /// Who called.
    pub(crate) user: OnceLock<UserId>,
    /// Whose token came along, once that is known; none for a token that is not good.
    pub(crate) caller: OnceLock<Option<Caller>>,
    /// Why that could not be found out, until the route says so.
    pub(crate) unknown: Mutex<Option<Problem>>,
    /// Where the client calls from.
    pub(crate) client: Option<IpAddr>,
    /// What is left to the client.
    pub(crate) standing: OnceLock<Standing>,
    /// All that handlers call.
    pub(crate) ports: Arc<Ports>,
}

impl RequestContext {
    pub(crate) fn open(
        request: &Request,
        request_id: String,
        trace: TraceParent,
        ports: Arc<Ports>,
    ) -> Arc<Self> {
        Arc::new(Self {
            request_id,
            trace,
            has_credentials: request.headers().contains_key(header::AUTHORIZATION),
            path: request.uri().path().to_owned(),
            route: OnceLock::new(),
            user: OnceLock::new(),
            caller: OnceLock::new(),
            unknown: Mutex::default(),
            client: client_address::of(request, &ports.settings.trusted_proxies),
            standing: OnceLock::new(),
            ports,
        })
    }
}

/// The context of a request. The envelope around all routes puts it there.
pub(crate) fn context(request: &Request) -> poem::Result<&Arc<RequestContext>> {
    request.data::<Arc<RequestContext>>().ok_or_else(|| {
        poem::Error::from_string(
            "a request came in past the envelope",
            poem::http::StatusCode::INTERNAL_SERVER_ERROR,
        )
    })
}

/// The trace of a request, for handlers that write.
pub(crate) struct Trace(pub(crate) TraceParent);

impl<'a> poem::FromRequest<'a> for Trace {
    async fn from_request(
        request: &'a Request,
        _body: &mut poem::RequestBody,
    ) -> poem::Result<Self> {
        Ok(Self(context(request)?.trace.clone()))
    }
}

/// What names a request, for what goes on after its handler.
pub(crate) struct RequestName(pub(crate) String);

impl<'a> poem::FromRequest<'a> for RequestName {
    async fn from_request(
        request: &'a Request,
        _body: &mut poem::RequestBody,
    ) -> poem::Result<Self> {
        Ok(Self(context(request)?.request_id.clone()))
    }
}

/// The path of a request, without its query.
pub(crate) struct RequestPath(pub(crate) String);

impl<'a> poem::FromRequest<'a> for RequestPath {
    async fn from_request(
        request: &'a Request,
        _body: &mut poem::RequestBody,
    ) -> poem::Result<Self> {
        Ok(Self(context(request)?.path.clone()))
    }
}

/// The client address of a request, as limits tell them apart.
pub(crate) struct Origin(pub(crate) String);

impl<'a> poem::FromRequest<'a> for Origin {
    async fn from_request(
        request: &'a Request,
        _body: &mut poem::RequestBody,
    ) -> poem::Result<Self> {
        Ok(Self(place(context(request)?.client)))
    }
}
