//! The real workspace against the table of dependency rules.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the sources must fail"
)]

use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand};
use thoughts_architecture::{Arrow, ArrowKind, Graph, RULES, violations};

/// The graph as the manifests write it. `--no-deps` asks no registry and needs no network.
fn workspace() -> Graph {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .expect("cargo metadata describes this workspace");

    let mut graph = Graph::default();
    for package in metadata.workspace_packages() {
        graph.members.push(package.name.to_string());
        for dependency in &package.dependencies {
            graph.arrows.push(Arrow {
                from: package.name.to_string(),
                to: dependency.name.clone(),
                kind: match dependency.kind {
                    DependencyKind::Development => ArrowKind::Test,
                    _ => ArrowKind::Shipped,
                },
            });
        }
    }
    graph
}

#[test]
fn every_arrow_is_drawn_in_the_table() {
    let graph = workspace();
    assert!(
        graph.arrows.len() > graph.members.len(),
        "the graph was not read: {graph:?}"
    );
    let found = violations(RULES, &graph);
    assert!(
        found.is_empty(),
        "the dependency rule is broken:\n{}",
        found.join("\n")
    );
}

#[test]
fn an_arrow_added_to_the_real_graph_is_found() {
    let mut graph = workspace();
    graph.arrows.push(Arrow {
        from: "thoughts-domain".to_owned(),
        to: "thoughts-postgres".to_owned(),
        kind: ArrowKind::Shipped,
    });
    assert_eq!(violations(RULES, &graph).len(), 1);
}
