//! Headers that operations read.

use poem::http::header;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::MetaSchema;

use super::{Given, Meaning, Place, Refusal};
use crate::etag::{AnyVersion, EtagList};
use crate::problem::Validation;

/// The version that a writer has seen.
pub(crate) struct IfMatch;

impl Meaning for IfMatch {
    type Value = AnyVersion;
    const PLACE: Place = Place::Header;

    fn schema() -> MetaSchema {
        MetaSchema {
            example: Some("\"3-9d3a1b2c4e5f6071\"".into()),
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Result<AnyVersion, Refusal> {
        EtagList::parse(text)
            .map(|list| list.versions())
            .ok_or_else(|| Refusal::new("invalid_etag", "is not a list of entity tags or *"))
    }
}

/// The representations that a reader has.
pub(crate) struct IfNoneMatch;

impl Meaning for IfNoneMatch {
    type Value = Option<EtagList>;
    const PLACE: Place = Place::Header;

    fn schema() -> MetaSchema {
        IfMatch::schema()
    }

    /// A condition that cannot be read never holds: the reader gets the full answer.
    fn read(text: &str) -> Result<Option<EtagList>, Refusal> {
        Ok(EtagList::parse(text))
    }
}

impl Given<IfNoneMatch> {
    /// The condition; one that cannot be read never holds, so there is nothing to refuse.
    pub(crate) fn condition(self) -> Option<EtagList> {
        self.check(&mut Validation::default()).flatten().flatten()
    }
}

/// What makes a retry known as one (draft-ietf-httpapi-idempotency-key-header).
pub(crate) struct IdempotencyKey;

impl Meaning for IdempotencyKey {
    type Value = String;
    const PLACE: Place = Place::Header;

    fn schema() -> MetaSchema {
        MetaSchema {
            min_length: Some(1),
            max_length: Some(255),
            pattern: Some("^[ -~]+$".to_owned()),
            example: Some("8e03978e-40d5-43dd-bc93-6894a57f9324".into()),
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Result<String, Refusal> {
        let printable = text.bytes().all(|b| (b' '..=b'~').contains(&b));
        if (1..=255).contains(&text.len()) && printable {
            Ok(text.to_owned())
        } else {
            Err(Refusal::new(
                "invalid_key",
                "takes 1 to 255 printable ASCII characters",
            ))
        }
    }
}

/// What a device calls itself; not part of the contract, so not a declared parameter.
pub(crate) struct UserAgent(pub(crate) Option<String>);

impl<'a> FromRequest<'a> for UserAgent {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        let agent = request.headers().get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Ok(Self(agent.map(str::to_owned)))
    }
}
