//! The macro behind every value object that is a cleaned text.

/// Declares a value object over [`super::clean`] with the given limits, in grapheme clusters.
macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $what:literal, min: $min:expr, max: $max:expr, multiline: $multiline:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        pub struct $name(String);

        impl $name {
            /// The least number of grapheme clusters.
            pub const MIN: usize = $min;
            /// The greatest number of grapheme clusters.
            pub const MAX: usize = $max;

            /// Cleans and checks a text from outside.
            pub fn parse(raw: &str) -> Result<Self, $crate::text::TextError> {
                let rule = $crate::text::TextRule { min: $min, max: $max, multiline: $multiline };
                $crate::text::clean(raw, rule).map(Self)
            }

            /// Takes a stored text. Only what is cheap and certain is checked again, so that a
            /// stricter rule of a later day does not make old rows unreadable.
            pub fn from_storage(text: String) -> Result<Self, $crate::Inconsistency> {
                if $min > 0 && text.is_empty() {
                    return Err($crate::Inconsistency::new($what, "is empty"));
                }
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Gives the text away.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }
    };
}

pub(crate) use text_value;
