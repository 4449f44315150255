//! An answer that knows its schema.

use std::marker::PhantomData;

use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, Registry,
};

use super::kinds::Kind;
use crate::schema::{Schema, inline};

/// A successful answer of some kind, with a body of some schema.
pub(crate) struct Answer<K, T> {
    response: Response,
    types: PhantomData<fn() -> (K, T)>,
}

impl<K, T> Answer<K, T> {
    pub(super) const fn new(response: Response) -> Self {
        Self {
            response,
            types: PhantomData,
        }
    }
}

impl<K, T> IntoResponse for Answer<K, T>
where
    K: Send,
    T: Send,
{
    fn into_response(self) -> Response {
        self.response
    }
}

impl<K: Kind, T: Schema> ApiResponse for Answer<K, T> {
    fn meta() -> MetaResponses {
        let headers = || {
            K::HEADERS
                .iter()
                .map(|(name, description)| MetaHeader {
                    name: (*name).to_owned(),
                    description: Some((*description).to_owned()),
                    required: false,
                    deprecated: false,
                    schema: inline(MetaSchema::new("string")),
                })
                .collect()
        };
        let answer = |status, description, content| MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content,
            headers: headers(),
        };
        let content = if K::HAS_BODY {
            vec![MetaMediaType {
                content_type: K::CONTENT_TYPE,
                schema: T::schema(),
            }]
        } else {
            Vec::new()
        };
        let mut responses = vec![answer(K::STATUS, K::DESCRIPTION, content)];
        if K::CONDITIONAL {
            let unchanged = "What `If-None-Match` names is still what would be sent.";
            responses.push(answer(304, unchanged, Vec::new()));
        }
        if let Some(description) = K::MOVED {
            let mut moved = answer(308, description, Vec::new());
            moved.headers = vec![MetaHeader {
                name: "Location".to_owned(),
                description: Some("Where the resource is now.".to_owned()),
                required: true,
                deprecated: false,
                schema: inline(MetaSchema::new("string")),
            }];
            responses.push(moved);
        }
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        if K::HAS_BODY {
            T::register(registry);
        }
    }
}

impl<K, T> Answer<K, T> {
    /// The same with a mark for the envelope.
    pub(crate) fn marked(mut self, mark: impl Clone + Send + Sync + 'static) -> Self {
        self.response.set_data(mark);
        self
    }

    /// The same answer under a wider schema.
    pub(crate) fn retyped<U>(self) -> Answer<K, U> {
        Answer::new(self.response)
    }

    pub(super) fn into_inner(self) -> Response {
        self.response
    }
}
