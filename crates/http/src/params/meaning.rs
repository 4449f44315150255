//! What a parameter of a query or a header means, and the extractor over it.

use std::borrow::Cow;
use std::marker::PhantomData;

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;

use crate::problem::{Fault, Validation};
use crate::schema::inline;

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    Query,
    Header,
}

/// Why a parameter is refused.
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) detail: Cow<'static, str>,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }
}

impl<E: Fault> From<E> for Refusal {
    fn from(fault: E) -> Self {
        Self::new(fault.code(), fault.to_string())
    }
}

/// What a parameter means.
pub(crate) trait Meaning: Send + Sync + 'static {
    /// What it is read as.
    type Value;
    /// Where it stands.
    const PLACE: Place;
    /// Its schema and example.
    fn schema() -> MetaSchema;
    /// Reads it.
    fn read(text: &str) -> Result<Self::Value, Refusal>;
}

/// A parameter as it came, not yet read.
pub(crate) struct Given<M> {
    name: &'static str,
    text: Option<String>,
    meaning: PhantomData<M>,
}

impl<M: Meaning> Given<M> {
    /// The value; the inner none when it was left out, the outer when it was refused and noted.
    #[expect(
        clippy::option_option,
        reason = "refused and left out are two different things to a caller"
    )]
    pub(crate) fn check(self, validation: &mut Validation) -> Option<Option<M::Value>> {
        let Some(text) = self.text else {
            return Some(None);
        };
        match M::read(&text) {
            Ok(value) => Some(Some(value)),
            Err(refusal) => {
                let place = match M::PLACE {
                    Place::Query => "query",
                    Place::Header => "header",
                };
                let pointer = format!("/{place}/{}", self.name);
                validation.add(pointer, refusal.code, refusal.detail);
                None
            }
        }
    }
}

impl<'a, M: Meaning> ApiExtractor<'a> for Given<M> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = ();
    type ParamRawType = ();

    fn param_in() -> Option<MetaParamIn> {
        Some(match M::PLACE {
            Place::Query => MetaParamIn::Query,
            Place::Header => MetaParamIn::Header,
        })
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(inline(M::schema()))
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let name = options.name;
        let text = match M::PLACE {
            Place::Query => query(request, name),
            Place::Header => header(request, name),
        };
        Ok(Self {
            name,
            text,
            meaning: PhantomData,
        })
    }
}

/// The first of that name; bytes that are not UTF-8 become U+FFFD, which no rule lets through.
fn query(request: &Request, name: &str) -> Option<String> {
    request.uri().query()?;
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = request.params().unwrap_or_default();
    let found = pairs.into_iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

/// All lines of that name as one (RFC 9110, 5.3).
fn header(request: &Request, name: &str) -> Option<String> {
    let mut lines = request.headers().get_all(name).iter();
    let mut text = String::from_utf8_lossy(lines.next()?.as_bytes()).into_owned();
    for line in lines {
        text.push_str(", ");
        text.push_str(&String::from_utf8_lossy(line.as_bytes()));
    }
    Some(text)
}

/// One of a few words.
pub(crate) trait Choice: Copy + Send + Sync + Sized + 'static {
    /// All of them, the one that holds when it is left out first.
    const ALL: &'static [(&'static str, Self)];

    /// Its word.
    fn word(wanted: &Self) -> &'static str
    where
        Self: PartialEq,
    {
        let found = Self::ALL.iter().find(|(_, choice)| choice == wanted);
        found.map_or("", |(word, _)| word)
    }
}

impl<C: Choice> Meaning for C {
    type Value = C;
    const PLACE: Place = Place::Query;

    fn schema() -> MetaSchema {
        let words: Vec<Value> = C::ALL.iter().map(|(word, _)| Value::from(*word)).collect();
        MetaSchema {
            default: words.first().cloned(),
            example: words.first().cloned(),
            enum_items: words,
            ..MetaSchema::new("string")
        }
    }

    fn read(text: &str) -> Result<C, Refusal> {
        let found = C::ALL.iter().find(|(word, _)| *word == text);
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let words: Vec<&str> = C::ALL.iter().map(|(word, _)| *word).collect();
            Refusal::new(
                "invalid_choice",
                format!("takes one of: {}", words.join(", ")),
            )
        })
    }
}
