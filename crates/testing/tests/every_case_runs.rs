//! A case that nobody calls holds nobody to anything.

use std::fs;
use std::path::Path;

#[test]
fn every_case_is_in_the_list_under_its_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    let parts = ["", "_accounts", "_discovery", "_engagement"];
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
