//! Reading the page.

use std::fs;
use std::path::Path;

use super::Schema;

/// How a personal column may be erased; the page explains each.
const WAYS: [&str; 4] = ["at once", "job", "time", "stays"];

/// A row of the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// What it tells about a user, or `nobody` and why.
    pub about: String,
    /// Where the export gives it.
    pub export: String,
    /// How it is erased.
    pub erased: String,
    only: Option<Schema>,
}

/// All rows.
///
/// # Panics
/// When the page cannot be read, or a row has another number of cells.
#[must_use]
pub fn entries() -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/personal-data.md");
    let text = fs::read_to_string(path).expect("docs/personal-data.md");
    let found = parse(&text);
    assert!(found.len() > 50, "the page was read wrongly");
    found
}

fn parse(text: &str) -> Vec<Entry> {
    let mut table = (String::new(), None);
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            table = named(heading);
        } else if line.starts_with("| `") {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [column, about, export, erased] = cells[..] else {
                panic!("a row of docs/personal-data.md has four cells: {line}");
            };
            let (column, only) = named(column);
            found.push(Entry {
                table: table.0.clone(),
                column: column.trim_matches('`').to_owned(),
                about: about.to_owned(),
                export: export.to_owned(),
                erased: erased.to_owned(),
                only: only.or(table.1),
            });
        }
    }
    found
}

/// A name, and the one storage that has it where it is not in both.
fn named(text: &str) -> (String, Option<Schema>) {
    for (suffix, schema) in [
        (" (PostgreSQL)", Schema::Postgres),
        (" (SQLite)", Schema::Sqlite),
    ] {
        if let Some(name) = text.strip_suffix(suffix) {
            return (name.to_owned(), Some(schema));
        }
    }
    (text.to_owned(), None)
}

impl Entry {
    /// `table.column`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}.{}", self.table, self.column)
    }

    /// Whether it tells something about a user.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        !self.about.starts_with("nobody")
    }

    /// The path in the exported document, where it is in it.
    #[must_use]
    pub fn export_path(&self) -> Option<&str> {
        let path = self.export.strip_prefix('`')?.split('`').next()?;
        (path != "withheld").then_some(path)
    }

    pub(super) fn is_of(&self, schema: Schema) -> bool {
        self.only.is_none_or(|only| only == schema)
    }

    /// What is wrong with the row.
    pub(super) fn fault(&self) -> Option<String> {
        let place = self.place();
        if !self.is_personal() {
            let reasoned = self.about.starts_with("nobody: ");
            return (!reasoned).then(|| format!("{place}: say why it is nobody's"));
        }
        if self.about.is_empty() {
            return Some(format!("{place}: say what it tells about a user"));
        }
        if !self.export.starts_with('`') && !self.export.starts_with("no: ") {
            return Some(format!(
                "{place}: say where it is exported, or `no: ` and why"
            ));
        }
        let way = self.erased.split('`').nth(1).unwrap_or_default();
        (!WAYS.contains(&way)).then(|| format!("{place}: is erased in one of the ways {WAYS:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
## users

| column | about | export | erased |
| --- | --- | --- | --- |
| `email` | his address | `account.email` | `at once` |
| `post_count` | nobody: a counter | | |
| `only` (SQLite) | nobody | | |

## outbox (PostgreSQL)

| `payload` | his words | no | never |
";

    #[test]
    fn rows_are_read_with_their_table_and_storage() {
        let entries = parse(PAGE);
        let places: Vec<_> = entries.iter().map(Entry::place).collect();
        let expected = [
            "users.email",
            "users.post_count",
            "users.only",
            "outbox.payload",
        ];
        assert_eq!(places, expected);
        let of = |schema| entries.iter().filter(|e| e.is_of(schema)).count();
        assert_eq!((of(Schema::Postgres), of(Schema::Sqlite)), (3, 3));
        let personal: Vec<_> = entries.iter().map(Entry::is_personal).collect();
        assert_eq!(personal, [true, false, false, true]);
        assert_eq!(entries[0].export_path(), Some("account.email"));
    }

    #[test]
    fn a_row_that_does_not_say_enough_is_at_fault() {
        let faults: Vec<_> = parse(PAGE).iter().map(Entry::fault).collect();
        assert_eq!((&faults[0], &faults[1]), (&None, &None));
        assert!(
            faults[2]
                .as_ref()
                .is_some_and(|fault| fault.contains("why"))
        );
        assert!(
            faults[3]
                .as_ref()
                .is_some_and(|fault| fault.contains("exported"))
        );
        let mut entry = parse(PAGE).remove(0);
        "`never`".clone_into(&mut entry.erased);
        assert!(entry.fault().is_some_and(|fault| fault.contains("ways")));
        entry.erased.clear();
        assert!(entry.fault().is_some(), "an empty cell says nothing");
    }
}
