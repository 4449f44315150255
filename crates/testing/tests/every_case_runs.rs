//! A case that nobody calls holds nobody to anything.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use thoughts_testing::contract::walks;

#[test]
fn every_case_is_in_the_list_under_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    let parts = [
        "",
        "_accounts",
        "_discovery",
        "_engagement",
        "_feed",
        "_moderation",
        "_visibility",
    ];
    let list = parts
        .map(|part| fs::read_to_string(folder.join(format!("suite{part}.rs"))).expect("a list"))
        .concat();
    let mut cases = 0;
    for entry in fs::read_dir(&folder).expect("the suites") {
        let path = entry.expect("a file").path();
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let suite = path.file_stem().expect("a name").to_string_lossy();
        let listed = list
            .split_once(&format!(" {suite} {{\n"))
            .and_then(|(_, rest)| rest.split_once('}'))
            .map_or("", |(names, _)| names);
        let listed: Vec<_> = listed.split_whitespace().collect();
        for line in text.lines() {
            let name = line
                .strip_prefix("pub async fn ")
                .and_then(|rest| rest.strip_suffix("(scene: &Scene) {"));
            if let Some(name) = name {
                assert!(listed.contains(&name), "{suite}::{name} is not in the list");
                cases += 1;
            }
        }
    }
    assert!(cases > 100, "only {cases} cases were found");
}

/// What lies in a folder; nothing when it is none.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

/// Every method of a query port that gives pages, as `room::method`.
fn lists_of_the_ports() -> BTreeSet<String> {
    let rooms = Path::new(env!("CARGO_MANIFEST_DIR")).join("../use-cases/src");
    let mut lists = BTreeSet::new();
    for room in files_of(&rooms) {
        let name = room
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut files = vec![room.join("ports.rs")];
        files.extend(files_of(&room.join("ports")));
        for text in files
            .iter()
            .filter_map(|file: &PathBuf| fs::read_to_string(file).ok())
        {
            let methods = text.split("async fn ").skip(1);
            lists.extend(methods.filter_map(|method| {
                let (method, _) = method.split_once(';')?;
                let (method, signature) = method.split_once('(')?;
                let (_, answer) = signature.rsplit_once("->")?;
                let pages = answer.contains("Page<") || answer.contains("RankedPage");
                pages.then(|| format!("{name}::{method}"))
            }));
        }
    }
    lists
}

#[test]
fn every_list_of_a_port_is_walked() {
    let lists = lists_of_the_ports();
    assert!(lists.len() > 12, "the ports were not read: {lists:?}");
    let walked: BTreeSet<_> = walks::names().map(str::to_owned).collect();
    assert_eq!(walked, lists, "contract/walks/lists.rs and the ports");
}
