//! Text that people write: how it is cleaned and measured, and what it names.

mod clean;
mod entities;
mod error;
mod named;
mod value;

pub use clean::{TextRule, clean};
pub(crate) use entities::is_hashtag_char;
pub use entities::{Entity, EntityKind, entities};
pub use error::TextError;
pub(crate) use named::{distinct, mentioned_handles};
pub(crate) use value::text_value;
