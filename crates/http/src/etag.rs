//! Entity tags (RFC 9110, 8.8.3): `"<version>-<digest of the bytes sent>"`.
//!
//! A reader's condition compares the whole tag, so that a new like is a new representation. A
//! writer's compares the version alone, so that a like never spoils an edit.

use xxhash_rust::xxh3::xxh3_64;

/// The tag of a representation.
pub(crate) fn etag(version: u32, body: &[u8]) -> String {
    format!("\"{version}-{:016x}\"", xxh3_64(body))
}

/// A list of tags, or `*`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum EtagList {
    /// Whatever is there.
    Any,
    /// These; what is between the quotes, without a `W/` that a proxy may have put before.
    These(Vec<String>),
}

/// The versions that a writer lets stand.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum AnyVersion {
    /// Whatever is there.
    Any,
    /// One of these.
    These(Vec<u32>),
}

/// A version that nothing has: versions count from 1.
const NO_VERSION: u32 = 0;

impl EtagList {
    /// Reads a condition; none when it is not one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        if rest == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                break;
            }
            let quoted = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?;
            let (tag, after) = quoted.split_once('"')?;
            let after = after.trim_start_matches([' ', '\t']);
            let legal = tag
                .chars()
                .all(|c| c == '!' || ('#'..='~').contains(&c) || c >= '\u{80}');
            if !legal || !(after.is_empty() || after.starts_with(',')) {
                return None;
            }
            tags.push(tag.to_owned());
            rest = after;
        }
        (!tags.is_empty()).then_some(Self::These(tags))
    }

    /// Whether the reader has the representation of this tag already (weak comparison).
    pub(crate) fn holds(&self, etag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(tags) => tags.iter().any(|tag| tag == etag.trim_matches('"')),
        }
    }

    /// The versions that the tags name. A tag that is not ours names one that nothing has.
    pub(crate) fn versions(&self) -> AnyVersion {
        let version = |tag: &String| {
            let number = tag
                .split_once('-')
                .map_or(tag.as_str(), |(number, _)| number);
            number.parse().unwrap_or(NO_VERSION)
        };
        match self {
            Self::Any => AnyVersion::Any,
            Self::These(tags) => {
                let mut versions: Vec<u32> = tags.iter().map(version).collect();
                versions.sort_unstable();
                versions.dedup();
                AnyVersion::These(versions)
            }
        }
    }
}

impl AnyVersion {
    /// What to expect, one after the other while the answer is that it is stale.
    pub(crate) fn candidates(condition: Option<Self>) -> Vec<Option<u32>> {
        match condition {
            None | Some(Self::Any) => vec![None],
            Some(Self::These(versions)) => versions.into_iter().map(Some).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn these(tags: &[&str]) -> EtagList {
        EtagList::These(tags.iter().map(|t| (*t).to_owned()).collect())
    }

    #[test]
    fn conditions_are_read() {
        assert_eq!(EtagList::parse("*"), Some(EtagList::Any));
        assert_eq!(EtagList::parse("\"1-a\""), Some(these(&["1-a"])));
        assert_eq!(
            EtagList::parse("W/\"1-a\", \"2-b\""),
            Some(these(&["1-a", "2-b"]))
        );
        assert_eq!(
            EtagList::parse("\"1-a\",,\"2-b\","),
            Some(these(&["1-a", "2-b"]))
        );
        assert_eq!(EtagList::parse("\"\""), Some(these(&[""])));
        for text in [
            "",
            ",",
            "1-a",
            "\"1-a",
            "\"a b\"",
            "\"a\"\"b\"",
            "w/\"a\"",
            "*, \"a\"",
        ] {
            assert_eq!(EtagList::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_reader_compares_all_and_a_writer_the_version() {
        let tag = etag(3, b"body");
        let list = EtagList::parse(&format!("W/{tag}")).expect("a list");
        assert!(list.holds(&tag));
        assert!(!list.holds(&etag(3, b"other")));
        assert_eq!(list.versions(), AnyVersion::These(vec![3]));
        let foreign = EtagList::parse("\"abc\"").expect("a list");
        assert_eq!(foreign.versions(), AnyVersion::These(vec![NO_VERSION]));
    }
}
