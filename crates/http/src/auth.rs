//! Who is calling: bearer tokens (RFC 6750).

use std::sync::PoisonError;

use poem::http::{Method, header};
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use thoughts_domain::accounts::Role;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{AuthenticateError, Caller};

use crate::context::{RequestContext, context};
use crate::problem::{Problem, kinds};

/// What the scheme is called in the document.
pub(crate) const SCHEME: &str = "bearerAuth";

/// Somebody who has signed in; without a token the answer is 401. Who is suspended passes where he
/// only reads: every other method answers him 403, so that no new route can forget it.
pub(crate) struct SignedIn(pub(crate) Caller);

/// Somebody who has signed in, and may do this even when he is suspended: sign out, leave. A test
/// over the document names every operation that takes it.
pub(crate) struct EvenSuspended(pub(crate) Caller);

/// A moderator or operator who is not suspended; others get 403.
pub(crate) struct Moderator(pub(crate) Caller);

/// Somebody who reads, signed in or not. A token that is not good is 401 here too.
pub(crate) struct Reader(pub(crate) Option<Caller>);

impl Reader {
    /// For whom is read.
    pub(crate) fn viewer(&self) -> Option<UserId> {
        self.0.map(|caller| caller.user_id)
    }
}

/// The token, none without the header.
fn token(request: &Request) -> Result<Option<&str>, Problem> {
    let refused = || Problem::new(&kinds::INVALID_TOKEN);
    let mut headers = request.headers().get_all(header::AUTHORIZATION).iter();
    let Some(header) = headers.next() else {
        return Ok(None);
    };
    // Two headers could be read as one or the other by whoever stands between.
    if headers.next().is_some() {
        return Err(refused());
    }
    let header = header.to_str().map_err(|_| refused())?;
    match header.trim().split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Some(token.trim_start()))
        }
        _ => Err(refused()),
    }
}

/// Whose token it is; none for one that is not good.
async fn authenticate(token: &str, context: &RequestContext) -> Result<Option<Caller>, Problem> {
    let caller = match context.ports.authenticate.execute(token).await {
        Ok(caller) => Some(caller),
        Err(AuthenticateError::InvalidToken) => None,
        Err(unknown) => return Err(unknown.into()),
    };
    let _ = context.caller.set(caller);
    Ok(caller)
}

/// Who is calling, as far as it can be told before the route is known; nothing is refused here.
pub(crate) async fn known_caller(request: &Request, context: &RequestContext) -> Option<Caller> {
    let token = token(request).ok()??;
    let caller = authenticate(token, context).await;
    caller.unwrap_or_else(|problem| {
        // A storage that is away is not asked twice for one request.
        *context
            .unknown
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(problem);
        None
    })
}

async fn caller(request: &Request) -> poem::Result<Option<Caller>> {
    let Some(token) = token(request)? else {
        return Ok(None);
    };
    let context = context(request)?;
    // Limits have asked before; a request has one caller.
    let unknown = context
        .unknown
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some(problem) = unknown {
        return Err(problem.into());
    }
    let known = match context.caller.get() {
        Some(known) => *known,
        None => authenticate(token, context).await?,
    };
    let caller = known.ok_or_else(|| Problem::new(&kinds::INVALID_TOKEN))?;
    let _ = context.user.set(caller.user_id);
    Ok(Some(caller))
}

async fn signed_in(request: &Request) -> poem::Result<Caller> {
    let caller = caller(request).await?;
    Ok(caller.ok_or_else(|| Problem::new(&kinds::AUTHENTICATION_REQUIRED))?)
}

/// Whoever has signed in, unless he is suspended and this is no read. HEAD has become GET by now.
async fn allowed_to(request: &Request) -> poem::Result<Caller> {
    let caller = signed_in(request).await?;
    if caller.standing.suspended && request.method() != Method::GET {
        return Err(Problem::new(&kinds::SUSPENDED).into());
    }
    Ok(caller)
}

fn describe(registry: &mut Registry) {
    registry.create_security_scheme(
        SCHEME,
        MetaSecurityScheme {
            ty: "http",
            description: Some(
                "The access token from register, login or refresh, good for 15 minutes; or one of the \
                 `OpenID` provider that the operator has named, good for as long as that says.",
            ),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some("JWT"),
            flows: None,
            openid_connect_url: None,
        },
    );
}

impl<'a> ApiExtractor<'a> for SignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        describe(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Self(allowed_to(request).await?))
    }
}

impl<'a> ApiExtractor<'a> for Moderator {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        describe(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let caller = allowed_to(request).await?;
        if !caller.standing.acts_as(Role::Moderator) {
            let refused = Problem::new(&kinds::FORBIDDEN).saying("This is for moderators.");
            return Err(refused.into());
        }
        Ok(Self(caller))
    }
}

impl<'a> ApiExtractor<'a> for EvenSuspended {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        describe(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Self(signed_in(request).await?))
    }
}

impl<'a> ApiExtractor<'a> for Reader {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        describe(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Self(caller(request).await?))
    }
}
