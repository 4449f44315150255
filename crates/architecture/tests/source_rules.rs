//! Rules about the source files themselves that no lint of the compiler covers.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the sources must fail"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// A file that is longer than this holds more than one idea.
const LONGEST: usize = 400;

/// Where SQL that is not a literal may be built. Each entry needs a comment at the place itself
/// that says why the text cannot carry anything from outside.
const SQL_BUILDERS: &[&str] = &[];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("crates/architecture lies two folders below the root")
        .to_owned()
}

/// Every file below `folder` that `wanted` picks, build output and hidden folders left out.
fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder that can be listed") {
        let path = entry.expect("an entry that can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            found.extend(files(&path, wanted));
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found
}

fn rust_files() -> Vec<(String, String)> {
    let root = root();
    let found: Vec<_> = files(&root.join("crates"), &|path| {
        path.extension().is_some_and(|extension| extension == "rs")
    })
    .into_iter()
    .map(|path| {
        let name = path.strip_prefix(&root).expect("a path below the root");
        (
            name.display().to_string(),
            fs::read_to_string(&path).expect("text"),
        )
    })
    .collect();
    assert!(
        found.len() > 10,
        "the sources were not found below {}",
        root.display()
    );
    found
}

/// The lines of files below a `src` folder that hold `needle`, except in the files of `excused`.
fn places(needle: &str, excused: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for (name, text) in rust_files() {
        if name.contains("/src/") && !excused.contains(&name.as_str()) {
            let hits = text
                .lines()
                .enumerate()
                .filter(|(_, line)| line.contains(needle));
            places.extend(hits.map(|(at, line)| format!("{name}:{}: {}", at + 1, line.trim())));
        }
    }
    places
}

#[test]
fn files_stay_small() {
    let long: Vec<_> = rust_files()
        .into_iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(name, lines)| name.contains("/src/") && *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "split these, one idea per file: {long:?}");
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    // Put together here, so that this file does not find itself.
    for needle in ["#[", "#!["].map(|opening| format!("{opening}allow(")) {
        let found = places(&needle, &[]);
        assert!(
            found.is_empty(),
            "write #[expect(.., reason = \"..\")]:\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn sql_is_literal() {
    let found = places("AssertSqlSafe", SQL_BUILDERS);
    assert!(
        found.is_empty(),
        "SQL that is not a literal:\n{}",
        found.join("\n")
    );
    for file in SQL_BUILDERS {
        let text = fs::read_to_string(root().join(file)).unwrap_or_default();
        assert!(
            text.contains("AssertSqlSafe"),
            "{file} no longer needs its excuse"
        );
    }
}

#[test]
fn every_crate_inherits_the_lints() {
    let manifests = files(&root().join("crates"), &|path| path.ends_with("Cargo.toml"));
    assert!(manifests.len() >= 10, "the manifests were not found");
    for manifest in manifests {
        let text = fs::read_to_string(&manifest).expect("text");
        let inherits = text
            .split_once("[lints]")
            .is_some_and(|(_, rest)| rest.trim_start().starts_with("workspace = true"));
        assert!(
            inherits,
            "{} does not inherit the lints",
            manifest.display()
        );
    }
}
