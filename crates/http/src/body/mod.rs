//! Request bodies: JSON, read strictly.

mod field;
mod maybe;
mod payload;
mod strict;

pub(crate) use field::{Clearable, Optional, Required};
pub(crate) use maybe::MaybeBody;
pub(crate) use payload::{BODY_LIMIT, Body};
