//! The part of a workspace's dependency graph that the rule speaks about.

/// Why one package names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowKind {
    /// `[dependencies]` or `[build-dependencies]`: it is in what we ship.
    Shipped,
    /// `[dev-dependencies]`: it is in tests only.
    Test,
}

/// One package of the workspace names another package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The package whose `Cargo.toml` holds the line.
    pub from: String,
    /// The package that it names, by its real name.
    pub to: String,
    /// In which section the line stands.
    pub kind: ArrowKind,
}

/// The packages of a workspace and all arrows that leave them.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Names of the workspace's own packages.
    pub members: Vec<String>,
    /// Arrows to members and to packages from outside alike.
    pub arrows: Vec<Arrow>,
}
