//! Successful answers. Each says in its type what the document says of it.

mod kinds;
mod list;
mod make;
mod typed;

pub(crate) use kinds::{
    Accepted, Attached, Changed, Counted, Created, Done, DoneOnce, Found, Health, Listed, Named,
    Opened, Plain,
};
pub(crate) use list::{PageOf, listed, page_json};
pub(crate) use make::{
    accepted, attached, changed, counted, created, done, found, json, json_of_rows, moved, named,
    replayed,
};
pub(crate) use typed::Answer;
