//! Request bodies: JSON, read strictly.

mod field;
mod payload;
mod strict;

pub(crate) use field::{Clearable, Optional, Required};
pub(crate) use payload::{BODY_LIMIT, Body};
