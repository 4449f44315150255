//! From the operations of the document to routes.

use std::collections::HashMap;

use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint, EndpointExt, Request, Response, Result, Route};
use poem_openapi::OpenApi;

use crate::context::context;
use crate::limits::{Special, special};
use crate::problem::{Problem, kinds};

type Methods = HashMap<Method, BoxEndpoint<'static>>;

/// One path: every method that it takes, HEAD for every GET, OPTIONS, and 405 for the rest.
pub(crate) struct Resource {
    template: &'static str,
    methods: Methods,
    allow: String,
    limits: Vec<Special>,
}

impl Resource {
    /// A path that is shown as `template` in logs and metrics.
    pub(crate) fn new(template: &'static str, methods: Methods) -> Self {
        let mut allowed: Vec<&str> = methods.keys().map(Method::as_str).collect();
        if methods.contains_key(&Method::GET) {
            allowed.push("HEAD");
        }
        allowed.push("OPTIONS");
        allowed.sort_unstable();
        let allow = allowed.join(", ");
        Self {
            template,
            methods,
            allow,
            limits: special(template),
        }
    }

    /// A path that is only read.
    pub(crate) fn get(
        template: &'static str,
        endpoint: impl Endpoint<Output = Response> + 'static,
    ) -> Self {
        Self::new(template, HashMap::from([(Method::GET, endpoint.boxed())]))
    }

    /// Its path.
    pub(crate) const fn template(&self) -> &'static str {
        self.template
    }
}

impl Endpoint for Resource {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        // Set once: only one resource takes a request.
        let context = context(&request)?;
        let _ = context.route.set(self.template);
        for limit in &self.limits {
            limit.spend(request.method(), context).await?;
        }
        if request.method() == Method::HEAD {
            // The server sends the headers of what GET would answer, and leaves out the body.
            request.set_method(Method::GET);
        }
        if let Some(endpoint) = self.methods.get(request.method()) {
            return endpoint.call(request).await;
        }
        if request.method() == Method::OPTIONS {
            return Ok(Response::builder()
                .status(StatusCode::NO_CONTENT)
                .header(header::ALLOW, &self.allow)
                .finish());
        }
        Err(Problem {
            allow: Some(self.allow.clone()),
            ..Problem::new(&kinds::METHOD_NOT_ALLOWED)
        }
        .into())
    }
}

/// The routes of an API. poem-openapi's own router would neither tell which methods a path takes
/// nor which template matched.
pub(crate) fn routes<A: OpenApi>(api: A, templates: &HashMap<String, &'static str>) -> Route {
    let mut table = HashMap::new();
    api.add_routes(&mut table);
    table
        .into_iter()
        .fold(Route::new(), |route, (path, methods)| {
            let template = templates.get(&path).copied().unwrap_or("undocumented");
            route.at(&path, Resource::new(template, methods))
        })
}

/// poem's paths by what the document calls them: it numbers parameters (`:param0`).
pub(crate) fn templates<A: OpenApi>() -> HashMap<String, &'static str> {
    let paths = A::meta().into_iter().flat_map(|api| api.paths);
    paths
        .map(|path| {
            // One short string for each path of the program, for as long as it runs.
            let template: &'static str = Box::leak(path.path.into_boxed_str());
            (numbered(template), template)
        })
        .collect()
}

fn numbered(template: &str) -> String {
    let mut count = 0;
    let segments = template.split('/').map(|segment| {
        if segment.starts_with('{') {
            count += 1;
            format!(":param{}", count - 1)
        } else {
            segment.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}
