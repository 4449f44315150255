//! The public keys.

use std::sync::Arc;

use poem::http::StatusCode;
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};

use crate::answer::{Answer, Plain};
use crate::ports::Ports;
use crate::problem::Problem;
use crate::schema::{Schema, inline};
use crate::tags::Tag;

/// A JSON Web Key Set (RFC 7517), as the key ring writes it.
pub(crate) struct KeySet;

impl Schema for KeySet {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Reference("KeySet".to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>("KeySet".to_owned(), |_| MetaSchema {
            description: Some("A JSON Web Key Set (RFC 7517)."),
            properties: vec![(
                "keys",
                inline(MetaSchema {
                    description: Some("The keys that verify, the signing one first."),
                    items: Some(Box::new(inline(MetaSchema::new("object")))),
                    ..MetaSchema::new("array")
                }),
            )],
            required: vec!["keys"],
            ..MetaSchema::new("object")
        });
    }
}

/// The public keys.
pub(crate) struct KeysApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl KeysApi {
    /// Get the public keys
    ///
    /// The keys that verify access tokens (`EdDSA`), as a JSON Web Key Set.
    #[oai(
        path = "/.well-known/jwks.json",
        method = "get",
        operation_id = "getKeySet"
    )]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn keys(&self) -> Result<Answer<Plain, KeySet>, Problem> {
        let keys = self.0.access_tokens.key_set();
        Ok(Answer::json(StatusCode::OK, keys.into_bytes()))
    }
}
