//! The checks of the fuzzers, held to their corpora: what was once found stays found.

use std::fs;

use crate::support::path_in_repository;

#[path = "../../fuzz/src/checks.rs"]
mod checks;

type Check = fn(&[u8]);

#[test]
fn every_corpus_passes_its_checks() {
    let targets: [(&str, Check); 4] = [
        ("cursor", checks::cursor),
        ("text", checks::text),
        ("token", checks::token),
        ("url", checks::url),
    ];
    for (name, check) in targets {
        let folder = path_in_repository("crates/fuzz/corpora").join(name);
        let mut count = 0;
        for entry in fs::read_dir(&folder).expect("a corpus") {
            let file = entry.expect("an entry").path();
            let data = fs::read(&file).expect("a file");
            println!("{}", file.display());
            check(&data);
            count += 1;
        }
        assert!(count >= 5, "{name} has {count} files");
    }
}
