//! Small steps between columns and the domain.

use thoughts_domain::Inconsistency;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::paging::TimeKey;

/// A counter, which no row may hold below zero.
pub(crate) fn count(what: &'static str, stored: i64) -> Result<u64, Inconsistency> {
    u64::try_from(stored).map_err(|_| Inconsistency::new(what, "is negative"))
}

/// A number of at most 32 bits: a version.
pub(crate) fn version(what: &'static str, stored: i64) -> Result<u32, Inconsistency> {
    u32::try_from(stored).map_err(|_| Inconsistency::new(what, "is no version"))
}

/// A time that may not have come.
pub(crate) fn moment(stored: Option<i64>) -> Option<Timestamp> {
    stored.map(Timestamp::from_micros)
}

/// Where a walk from the newest goes on: a moment and an id that sorts after every other.
pub(crate) fn newest_first(after: Option<&TimeKey>) -> (i64, &str) {
    after.map_or((i64::MAX, "~"), |key| (key.at.as_micros(), key.id.as_str()))
}

/// A JSON array of names that need no escaping: ids, handles and hashtags hold neither quotes nor
/// backslashes nor control characters. Names that do are left out: no row could match them.
pub(crate) fn json_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut json = String::from("[");
    for name in names {
        if name.contains(|c: char| matches!(c, '"' | '\\') || c.is_control()) {
            continue;
        }
        if json.len() > 1 {
            json.push(',');
        }
        json.push('"');
        json.push_str(name);
        json.push('"');
    }
    json.push(']');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_an_array_and_nothing_else() {
        assert_eq!(json_names([]), "[]");
        assert_eq!(json_names(["a", "東京", "b\",\"c"]), r#"["a","東京"]"#);
    }
}
