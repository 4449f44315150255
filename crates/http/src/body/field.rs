//! A field of a request: absent, `null`, or a value of some type.

use poem_openapi::registry::{MetaSchemaRef, Registry};
use serde::{Deserialize, Deserializer};

use crate::problem::{Fault, Validation};
use crate::schema::Schema;

/// What a client said of a field. Absence is not `null`: a PATCH leaves the one alone and clears
/// the other.
#[derive(Debug, Default)]
pub(crate) enum Said<T> {
    #[default]
    Nothing,
    Null,
    Value(T),
}

/// A field, and whether it must be there and may be `null`.
#[derive(Debug)]
pub(crate) struct Field<T, const REQUIRED: bool, const NULLABLE: bool>(Said<T>);

/// Must be there.
pub(crate) type Required<T> = Field<T, true, false>;
/// May be left out.
pub(crate) type Optional<T> = Field<T, false, false>;
/// May be left out, and `null` clears.
pub(crate) type Clearable<T> = Field<T, false, true>;

impl<T, const R: bool, const N: bool> Default for Field<T, R, N> {
    fn default() -> Self {
        Self(Said::Nothing)
    }
}

impl<'de, T: Deserialize<'de>, const R: bool, const N: bool> Deserialize<'de> for Field<T, R, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(Self(value.map_or(Said::Null, Said::Value)))
    }
}

impl<T: Schema, const R: bool, const N: bool> Schema for Field<T, R, N> {
    const REQUIRED: bool = R;

    fn schema() -> MetaSchemaRef {
        if N {
            Option::<T>::schema()
        } else {
            T::schema()
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T> Required<T> {
    /// Reads the value; none when it is not there or refused, and that is noted.
    pub(crate) fn read<V, E: Fault>(
        self,
        pointer: &'static str,
        validation: &mut Validation,
        parse: impl FnOnce(T) -> Result<V, E>,
    ) -> Option<V> {
        match self.0 {
            Said::Nothing => {
                validation.add(pointer, "required", "must be given");
                None
            }
            Said::Null => {
                validation.add(pointer, "invalid_type", "must not be null");
                None
            }
            Said::Value(value) => validation.take(pointer, parse(value)),
        }
    }

    /// The value as it is.
    pub(crate) fn take(self, pointer: &'static str, validation: &mut Validation) -> Option<T> {
        self.read(pointer, validation, Ok::<T, Never>)
    }
}

#[expect(
    clippy::option_option,
    reason = "refused and left out are two different things to a caller"
)]
impl<T> Optional<T> {
    /// Reads the value; the inner none when it was left out, the outer when it was refused.
    pub(crate) fn read<V, E: Fault>(
        self,
        pointer: &'static str,
        validation: &mut Validation,
        parse: impl FnOnce(T) -> Result<V, E>,
    ) -> Option<Option<V>> {
        match self.0 {
            Said::Nothing => Some(None),
            Said::Null => {
                validation.add(pointer, "invalid_type", "cannot be cleared");
                None
            }
            Said::Value(value) => validation.take(pointer, parse(value)).map(Some),
        }
    }

    /// The value as it is.
    pub(crate) fn take(
        self,
        pointer: &'static str,
        validation: &mut Validation,
    ) -> Option<Option<T>> {
        self.read(pointer, validation, Ok::<T, Never>)
    }
}

#[expect(
    clippy::option_option,
    reason = "refused, left out and cleared are three different things to a caller"
)]
impl<T> Clearable<T> {
    /// Reads the value; the innermost none clears.
    pub(crate) fn read<V, E: Fault>(
        self,
        pointer: &'static str,
        validation: &mut Validation,
        parse: impl FnOnce(T) -> Result<V, E>,
    ) -> Option<Option<Option<V>>> {
        match self.0 {
            Said::Nothing => Some(None),
            Said::Null => Some(Some(None)),
            Said::Value(value) => {
                let value = validation.take(pointer, parse(value))?;
                Some(Some(Some(value)))
            }
        }
    }
}

/// The fault of what is not checked.
enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl Fault for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }
}
