//! Every route, put together.

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::middleware::CatchPanic;
use poem::{EndpointExt, Response};

use crate::accounts::{
    EmailsApi, ExportApi, KeysApi, MeApi, PasswordsApi, SessionsApi, SignInApi, UsersApi,
};
use crate::admission::Admitted;
use crate::comments::{ReadCommentsApi, ThreadsApi, WriteCommentsApi};
use crate::discovery::{SearchApi, TrendingApi};
use crate::docs;
use crate::engagement::{BookmarksApi, EngagementListsApi, ReactionsApi};
use crate::envelope::{CorsGate, Envelope, LimitedBody, Shaped};
use crate::feed::HomeFeedApi;
use crate::graph::{GraphListsApi, RelationsApi};
use crate::health::HealthApi;
use crate::limits::Limited;
use crate::moderation::{
    ModerateContentApi, ModerateUsersApi, ModerationLogApi, ReportQueueApi, ReportsApi,
};
use crate::notifications::{NotificationsApi, ReadNotificationsApi};
use crate::ports::Ports;
use crate::posts::{FeedsApi, HistoryApi, QuotesApi, ReadPostsApi, WritePostsApi};
use crate::problem::{of_panic, render};
use crate::routing;
use crate::second_factor::{ChangeSecondFactorApi, SecondFactorApi};

/// Every operation of the document, in its order there: one tuple for each room, of which
/// poem-openapi takes sixteen at most.
pub(crate) type Api = (
    Accounts,
    Posts,
    Comments,
    Graph,
    HomeFeedApi,
    Discovery,
    Engagement,
    Moderation,
    (NotificationsApi, ReadNotificationsApi),
    HealthApi,
);

type Accounts = (
    SignInApi,
    PasswordsApi,
    EmailsApi,
    SecondFactorApi,
    ChangeSecondFactorApi,
    SessionsApi,
    KeysApi,
    MeApi,
    ExportApi,
    UsersApi,
);
type Posts = (FeedsApi, WritePostsApi, ReadPostsApi, HistoryApi, QuotesApi);
type Comments = (ThreadsApi, WriteCommentsApi, ReadCommentsApi);
type Graph = (RelationsApi, GraphListsApi);
type Engagement = (ReactionsApi, EngagementListsApi, BookmarksApi);
type Discovery = (SearchApi, TrendingApi);
type Moderation = (
    ReportsApi,
    ReportQueueApi,
    ModerateUsersApi,
    ModerateContentApi,
    ModerationLogApi,
);

pub(crate) fn api(ports: &Arc<Ports>) -> Api {
    let p = || Arc::clone(ports);
    (
        (
            SignInApi(p()),
            PasswordsApi(p()),
            EmailsApi(p()),
            SecondFactorApi(p()),
            ChangeSecondFactorApi(p()),
            SessionsApi(p()),
            KeysApi(p()),
            MeApi(p()),
            ExportApi(p()),
            UsersApi(p()),
        ),
        (
            FeedsApi(p()),
            WritePostsApi(p()),
            ReadPostsApi(p()),
            HistoryApi(p()),
            QuotesApi(p()),
        ),
        (ThreadsApi(p()), WriteCommentsApi(p()), ReadCommentsApi(p())),
        (RelationsApi(p()), GraphListsApi(p())),
        HomeFeedApi(p()),
        (SearchApi(p()), TrendingApi(p())),
        (
            ReactionsApi(p()),
            EngagementListsApi(p()),
            BookmarksApi(p()),
        ),
        (
            ReportsApi(p()),
            ReportQueueApi(p()),
            ModerateUsersApi(p()),
            ModerateContentApi(p()),
            ModerationLogApi(p()),
        ),
        (NotificationsApi(p()), ReadNotificationsApi(p())),
        HealthApi(p()),
    )
}

/// The whole service.
#[must_use]
pub fn app(ports: Ports) -> BoxEndpoint<'static> {
    let ports = Arc::new(ports);
    let templates = routing::templates::<Api>();
    let mut routes = routing::routes(api(&ports), &templates);
    for resource in docs::resources(&ports) {
        routes = routes.at(resource.template(), resource);
    }
    let limited = Limited::new(LimitedBody(routes), &ports);
    let admitted = Admitted::new(limited, &ports.settings.admission);
    let gate = CorsGate::new(Shaped(admitted).boxed(), &ports.settings.cors_origins);
    // Outermost, or a panic would leave the client without an answer. Those of handlers have their
    // shape already, with a request id and a line of the log; this net is for what is around them.
    Envelope::new(gate, ports)
        .with(
            CatchPanic::new().with_handler(|panic: Box<dyn std::any::Any + Send>| -> Response {
                render(&of_panic(&*panic), None, "", "")
            }),
        )
        .map_to_response()
        .boxed()
}
