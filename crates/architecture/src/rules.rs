//! The table: who may name whom.

/// Which packages from outside the workspace a crate may name.
#[derive(Clone, Copy, Debug)]
pub enum External {
    /// Any: the crate is at the edge, where nothing depends on it.
    Any,
    /// Exactly these; a name that ends in `*` stands for every name with that beginning.
    Only(&'static [&'static str]),
}

/// What one crate of the workspace may depend on.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The crate's package name.
    pub package: &'static str,
    /// Crates of the workspace that it may ship with.
    pub internal: &'static [&'static str],
    /// Further crates of the workspace that its tests may use.
    pub test_internal: &'static [&'static str],
    /// Packages from outside that it may ship with.
    pub external: External,
    /// Further packages from outside that its tests may use.
    pub test_external: External,
}

const INNER: &[&str] = &["thoughts-domain", "thoughts-use-cases"];

/// One row per crate, from the innermost outwards.
pub const RULES: &[Rule] = &[
    Rule {
        package: "thoughts-domain",
        internal: &[],
        test_internal: &[],
        external: External::Only(&["chrono", "thiserror", "unicode-*"]),
        test_external: External::Only(&["proptest"]),
    },
    Rule {
        package: "thoughts-use-cases",
        internal: &["thoughts-domain"],
        test_internal: &["thoughts-testing"],
        external: External::Only(&["async-trait", "mockall", "thiserror", "tracing"]),
        test_external: External::Only(&["proptest", "tokio"]),
    },
    Rule {
        package: "thoughts-postgres",
        internal: INNER,
        test_internal: &[
            "thoughts-event-json",
            "thoughts-identity",
            "thoughts-testing",
        ],
        external: External::Only(STORAGE),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-sqlite",
        internal: INNER,
        test_internal: &[
            "thoughts-event-json",
            "thoughts-identity",
            "thoughts-testing",
        ],
        external: External::Only(STORAGE),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-identity",
        internal: INNER,
        test_internal: &["thoughts-testing"],
        external: External::Only(&[
            "argon2",
            "async-trait",
            "base64",
            "chrono",
            "cuid2",
            "hkdf",
            "hmac",
            "jsonwebtoken",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "tokio",
            "tracing",
            "zeroize",
        ]),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-event-json",
        internal: INNER,
        test_internal: &["thoughts-testing"],
        external: External::Only(&["serde", "serde_json", "thiserror"]),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-http",
        internal: INNER,
        test_internal: &[
            "thoughts-event-json",
            "thoughts-identity",
            "thoughts-testing",
        ],
        external: External::Only(&[
            "async-trait",
            "base64",
            "bytes",
            "chrono",
            "futures-util",
            "hmac",
            "metrics",
            "poem*",
            "serde",
            "serde_*",
            "sha2",
            "thiserror",
            "tokio",
            "tracing",
            "xxhash-rust",
        ]),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-server",
        internal: &[
            "thoughts-domain",
            "thoughts-event-json",
            "thoughts-http",
            "thoughts-identity",
            "thoughts-postgres",
            "thoughts-sqlite",
            "thoughts-use-cases",
        ],
        test_internal: &["thoughts-testing"],
        external: External::Any,
        test_external: External::Any,
    },
    // Nothing may ship with `thoughts-testing`: it stands in no `internal` column.
    Rule {
        package: "thoughts-testing",
        internal: INNER,
        test_internal: &["thoughts-event-json", "thoughts-identity"],
        external: External::Only(&["async-trait", "chrono", "proptest", "serde_json", "tokio"]),
        test_external: External::Any,
    },
    Rule {
        package: "thoughts-architecture",
        internal: &[],
        test_internal: &[],
        external: External::Only(&[]),
        test_external: External::Only(&["cargo_metadata"]),
    },
];

const STORAGE: &[&str] = &[
    "async-trait",
    "chrono",
    "futures-util",
    "sqlx",
    "thiserror",
    "tokio",
    "tracing",
];
