//! Names for an account, made of what an outside provider calls its owner.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{DisplayName, Handle};
use crate::ids::Cuid;

/// How many characters of a fresh id keep two handles apart: 36^8 of them.
const SUFFIX: usize = 8;

impl Handle {
    /// The handle nearest to what somebody is called elsewhere: accents go, letters become small,
    /// what cannot stand becomes `_`. None when too little is left, and for a mail address, which
    /// must not become public by the back door.
    #[must_use]
    pub fn suggested_by(name: &str) -> Option<Self> {
        if name.contains('@') {
            return None;
        }
        let plain = name.nfkd().filter(char::is_ascii).map(|c| match c {
            'a'..='z' | '0'..='9' => c,
            'A'..='Z' => c.to_ascii_lowercase(),
            _ => '_',
        });
        let plain: String = plain.take(30).collect();
        Self::parse(plain.trim_matches('_')).ok()
    }

    /// This handle made another by `fresh`, for when somebody has it already.
    #[must_use]
    pub fn apart_by(&self, fresh: Cuid) -> Self {
        let kept = self.as_str().chars().take(30 - 1 - SUFFIX);
        let suffix = fresh.as_str().chars().take(SUFFIX);
        Self::of_parts(kept.chain(['_']).chain(suffix).collect())
    }

    /// A handle that says nothing of whose it is.
    #[must_use]
    pub fn anonymous(fresh: Cuid) -> Self {
        Self::of_parts(format!("user_{}", &fresh.as_str()[..SUFFIX]))
    }
}

impl DisplayName {
    /// The display name nearest to what somebody is called elsewhere: control characters go, and
    /// what is too long is cut. None when nothing visible is left.
    #[must_use]
    pub fn suggested_by(name: &str) -> Option<Self> {
        let shown = name.chars().take(1_000).map(|c| match c {
            '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        });
        let shown: String = shown.filter(|c| !c.is_control()).collect();
        let cut: String = shown.trim().graphemes(true).take(Self::MAX).collect();
        Self::parse(&cut).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fresh() -> Cuid {
        Cuid::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id")
    }

    #[test]
    fn handles_by_what_somebody_is_called() {
        for (name, handle) in [
            ("alice", Some("alice")),
            ("José.Ñandú", Some("jose_nandu")),
            ("  Ann-Marie O'Neil ", Some("ann_marie_o_neil")),
            ("ﬁsh", Some("fish")),
            ("a", None),
            ("алиса", None),
            ("", None),
            ("alice@example.org", None),
            ("___", None),
        ] {
            let suggested = Handle::suggested_by(name);
            assert_eq!(suggested.as_ref().map(Handle::as_str), handle, "{name:?}");
        }
    }

    #[test]
    fn a_taken_one_is_told_apart_within_the_limit() {
        let alice = Handle::parse("alice").expect("a handle");
        assert_eq!(alice.apart_by(fresh()).as_str(), "alice_tz4a98xx");
        let longest = Handle::parse(&"x".repeat(30)).expect("a handle");
        assert_eq!(longest.apart_by(fresh()).as_str().len(), 30);
        assert_eq!(Handle::anonymous(fresh()).as_str(), "user_tz4a98xx");
    }

    #[test]
    fn display_names_by_what_somebody_is_called() {
        let shown = |name: &str| DisplayName::suggested_by(name).map(DisplayName::into_string);
        assert_eq!(shown(" Ann\tMarie\0 "), Some("Ann Marie".to_owned()));
        assert_eq!(shown(&"é".repeat(60)), Some("é".repeat(50)));
        assert_eq!(shown("\u{200B}\n"), None);
    }

    proptest! {
        #[test]
        fn whatever_comes_out_is_valid(name in "\\PC{0,60}|[ -~]{0,60}") {
            if let Some(handle) = Handle::suggested_by(&name) {
                prop_assert_eq!(Handle::parse(handle.as_str()), Ok(handle.clone()));
                let apart = handle.apart_by(fresh());
                prop_assert_eq!(Handle::parse(apart.as_str()), Ok(apart.clone()));
            }
            if let Some(shown) = DisplayName::suggested_by(&name) {
                prop_assert_eq!(DisplayName::parse(shown.as_str()), Ok(shown.clone()));
            }
        }
    }
}
