//! Holds a schema against `docs/personal-data.md`, where every column is classified.

mod page;

use std::collections::BTreeSet;

pub use page::{Entry, entries};

/// Which storage's schema is held against the page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Schema {
    /// That of `PostgreSQL`.
    Postgres,
    /// That of `SQLite`.
    Sqlite,
}

/// What to do about a column that the page does not know.
const HOW_TO: &str = "Add a row to docs/personal-data.md for each, below a heading with the \
table's name: what it tells about a user (or `nobody:` and why), where GET /v1/me/export gives it \
to him, and how deleting his account erases it. Then make that true: the export needs its \
section, the deletion its step, and the test that looks for what is left behind must have filled \
the column.";

/// Fails unless the page classifies exactly these columns, given as table and column.
///
/// # Panics
/// When a column is missing on either side, or a personal one does not say where it is exported
/// and how it is erased.
pub fn assert_classified(schema: Schema, columns: &[(String, String)]) {
    let entries: Vec<Entry> = entries()
        .into_iter()
        .filter(|entry| entry.is_of(schema))
        .collect();
    let known: BTreeSet<_> = entries.iter().map(Entry::place).collect();
    assert_eq!(known.len(), entries.len(), "a column has two rows");
    let there: BTreeSet<_> = columns
        .iter()
        .map(|(table, column)| format!("{table}.{column}"))
        .collect();
    let unclassified: Vec<_> = there.difference(&known).collect();
    assert!(
        unclassified.is_empty(),
        "whose data is in {unclassified:?}? {HOW_TO}"
    );
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(
        gone.is_empty(),
        "docs/personal-data.md has rows for {gone:?}, which are not in the schema"
    );
    let wrong: Vec<_> = entries.iter().filter_map(Entry::fault).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
