//! What the documents point at is there.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the documents must fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Beginnings of paths that documents name in backticks.
const FOLDERS: [&str; 6] = [
    "crates/", "scripts/", "assets/", "docs/", "nginx/", ".config/",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/architecture lies two folders below the root")
        .to_owned()
}

fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md"), root().join("ARCHITECTURE.md")];
    for entry in fs::read_dir(root().join("docs/decisions")).expect("the decisions") {
        found.push(entry.expect("an entry").path());
    }
    found
}

/// Targets of Markdown links and images that lead to a file here.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains("://"))
}

/// Paths in backticks, a command's arguments left out.
fn quoted_paths(text: &str) -> impl Iterator<Item = &str> {
    text.split('`')
        .filter_map(|part| part.split_whitespace().next())
        .filter(|part| FOLDERS.iter().any(|folder| part.starts_with(folder)))
        .filter(|part| !part.contains(['*', '<', '{']))
}

#[test]
fn links_and_paths_lead_somewhere() {
    let root = root();
    let mut dead = Vec::new();
    let mut seen = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("text");
        let here = document.parent().expect("a folder");
        let targets = links(&text).map(|target| here.join(target));
        for target in targets.chain(quoted_paths(&text).map(|path| root.join(path))) {
            seen += 1;
            if !target.exists() {
                dead.push(format!("{} -> {}", document.display(), target.display()));
            }
        }
    }
    assert!(seen > 20, "the documents were not read");
    assert!(dead.is_empty(), "these lead nowhere:\n{}", dead.join("\n"));
}
