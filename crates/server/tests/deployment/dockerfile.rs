//! `Dockerfile`, as a list of instructions.

use std::collections::BTreeMap;

use crate::support::path_in_repository;

/// Instructions with what stands behind them.
pub struct Dockerfile(Vec<(String, String)>);

impl Dockerfile {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(path_in_repository("Dockerfile")).expect("the file");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let text = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
        let instructions = text.lines().filter_map(|line| {
            let (instruction, rest) = line.split_once(' ')?;
            let rest: Vec<_> = rest.split_whitespace().collect();
            Some((instruction.to_owned(), rest.join(" ")))
        });
        Self(instructions.collect())
    }

    /// The images that stages begin with.
    pub fn bases(&self) -> Vec<&str> {
        let stages = self
            .0
            .iter()
            .filter(|(instruction, _)| instruction == "FROM");
        stages.map(|(_, base)| base.as_str()).collect()
    }

    /// What stands behind an instruction of the last stage, which has it once.
    pub fn one(&self, instruction: &str) -> &str {
        let last = self
            .0
            .iter()
            .rposition(|(name, _)| name == "FROM")
            .expect("a stage");
        let found: Vec<_> = self.0[last..]
            .iter()
            .filter(|(name, _)| name == instruction)
            .collect();
        assert_eq!(found.len(), 1, "{instruction}: {found:?}");
        &found[0].1
    }

    /// An instruction in its exec form, a JSON list.
    pub fn words(&self, instruction: &str) -> Vec<String> {
        serde_json::from_str(self.one(instruction)).expect("the exec form")
    }

    /// What the image sets.
    pub fn environment(&self) -> BTreeMap<String, String> {
        let pairs = self
            .one("ENV")
            .split(' ')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}
