//! Headers that operations read.

use poem::http::header;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::MetaSchema;

use super::{Given, Meaning, Place, Refusal};
use crate::etag::{AnyVersion, EtagList};
use crate::problem::Validation;
use thoughts_domain::accounts::Language;

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

/// The language that a client prefers among those of this service (RFC 9110, 12.5.4); a hint, so
/// not a declared parameter.
pub(crate) struct PreferredLanguage(pub(crate) Language);

impl<'a> FromRequest<'a> for PreferredLanguage {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        let header = request.headers().get(header::ACCEPT_LANGUAGE);
        let ranges = header.and_then(|header| header.to_str().ok());
        Ok(Self(preferred(ranges.unwrap_or_default())))
    }
}

fn preferred(ranges: &str) -> Language {
    let mut best = (0.0, Language::default());
    for range in ranges.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let primary = tag.split('-').next().unwrap_or_default();
        let Ok(language) = primary.to_ascii_lowercase().parse::<Language>() else {
            continue;
        };
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let weight: f32 = weight.map_or(1.0, |weight| weight.parse().unwrap_or_default());
        // Of equals the first counts.
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_our_languages_is_preferred() {
        for (ranges, language) in [
            ("", Language::En),
            ("de, fr;q=0.9", Language::En),
            ("pt-BR,pt;q=0.9,en;q=0.8", Language::Pt),
            ("en;q=0.2, PT;q=0.7", Language::Pt),
            ("en, pt", Language::En),
            ("pt;q=0", Language::En),
            ("pt;q=nonsense, en;q=0.1", Language::En),
        ] {
            assert_eq!(preferred(ranges), language, "{ranges}");
        }
    }
}
