//! A page of a list on its way out.

use std::marker::PhantomData;

use poem::Response;
use poem::http::header;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde::{Serialize, Serializer};
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::paging::{Direction, Page};

use super::make::{EVENT_POSITION, json_of_rows, position_header};
use super::{Answer, Listed};
use crate::cursor::{CursorKey, Walk};
use crate::schema::{Schema, described, object};

object! {
    answer
    /// Where to go on from a page.
    PageLinks = "PageLinks" {
        /// The cursor of the next page; `null` exactly when nothing follows.
        next: Option<String> = "nextCursor",
        /// The cursor of the page before; `null` on the first page.
        prev: Option<String> = "prevCursor",
    }
}

/// A page on its way out.
#[derive(Serialize)]
pub(crate) struct PageJson<R> {
    data: R,
    page: PageLinks,
}

/// Rows that are turned into JSON one by one while they are written.
pub(crate) struct Rows<'a, T, F>(&'a [T], F);

impl<'a, T, F, J> Serialize for Rows<'a, T, F>
where
    F: Fn(&'a T) -> J,
    J: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

/// The schema of a page of `T`.
pub(crate) struct PageOf<T>(PhantomData<fn() -> T>);

impl<T: Schema> PageOf<T> {
    fn name() -> String {
        match T::schema() {
            MetaSchemaRef::Reference(name) => format!("{name}Page"),
            MetaSchemaRef::Inline(_) => "Page".to_owned(),
        }
    }
}

impl<T: Schema> Schema for PageOf<T> {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::name())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(Self::name(), |registry| {
            T::register(registry);
            PageLinks::register(registry);
            MetaSchema {
                description: Some("A page of a list, in the list's own order."),
                properties: vec![
                    ("data", described(Vec::<T>::schema(), "The rows.")),
                    ("page", PageLinks::schema()),
                ],
                required: vec!["data", "page"],
                ..MetaSchema::new("object")
            }
        });
    }
}

/// A page with its rows written by `row`, as it is sent, or as a part of something else.
pub(crate) fn page_json<'a, T, K, F>(
    walk: &Walk<'_>,
    page: &'a Page<T, K>,
    row: F,
) -> PageJson<Rows<'a, T, F>>
where
    K: CursorKey,
{
    let cursor = |direction, key: &Option<K>| {
        let key = key.as_ref();
        key.map(|key| walk.cursor(direction, key))
    };
    PageJson {
        data: Rows(&page.items, row),
        page: PageLinks {
            next: cursor(Direction::Forward, &page.next),
            prev: cursor(Direction::Backward, &page.prev),
        },
    }
}

/// A page, its rows written by `row`, with its links (RFC 8288) and its place in the event log.
pub(crate) fn listed<'a, T, K, J, D>(
    walk: &Walk<'_>,
    page: &'a Page<T, K>,
    position: &EventPosition,
    row: impl Fn(&'a T) -> J,
) -> Answer<Listed, PageOf<D>>
where
    K: CursorKey,
    J: Serialize,
{
    let rows = page.items.len();
    let page = page_json(walk, page, row);
    let body = json_of_rows(&page, rows);
    let mut response = Response::builder().content_type("application/json");
    if let Some(link) = link(walk, &page.page) {
        response = response.header(header::LINK, link);
    }
    if let Some(position) = position_header(position) {
        response = response.header(EVENT_POSITION, position);
    }
    Answer::new(response.body(body))
}

fn link(walk: &Walk<'_>, links: &PageLinks) -> Option<String> {
    let links: Vec<String> = [("next", &links.next), ("prev", &links.prev)]
        .into_iter()
        .filter_map(|(rel, cursor)| {
            let (path, limit) = (walk.list.path, walk.limit.get());
            cursor
                .as_ref()
                .map(|cursor| format!("<{path}?limit={limit}&cursor={cursor}>; rel=\"{rel}\""))
        })
        .collect();
    (!links.is_empty()).then(|| links.join(", "))
}
