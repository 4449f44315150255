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

/// What tests of a crate that is filled with, or run over, real ports may use.
const TEST_HELPERS: &[&str] = &[
    "thoughts-event-json",
    "thoughts-identity",
    "thoughts-testing",
];

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
    adapter("thoughts-postgres", STORAGE),
    adapter("thoughts-sqlite", STORAGE),
    adapter("thoughts-identity", IDENTITY),
    adapter("thoughts-mail", MAIL),
    adapter("thoughts-oidc", OIDC),
    adapter("thoughts-event-json", &["serde", "serde_json", "thiserror"]),
    adapter("thoughts-rate-limits", &["async-trait", "governor"]),
    adapter(
        "thoughts-redis",
        &["async-trait", "redis", "thiserror", "tokio", "tracing"],
    ),
    adapter("thoughts-world", &["rand", "rand_*"]),
    adapter("thoughts-http", HTTP),
    Rule {
        package: "thoughts-server",
        internal: &[
            "thoughts-domain",
            "thoughts-event-json",
            "thoughts-http",
            "thoughts-identity",
            "thoughts-mail",
            "thoughts-oidc",
            "thoughts-postgres",
            "thoughts-rate-limits",
            "thoughts-redis",
            "thoughts-sqlite",
            "thoughts-use-cases",
            "thoughts-world",
        ],
        test_internal: &["thoughts-testing"],
        external: External::Any,
        test_external: External::Any,
    },
    // Nothing may ship with `thoughts-testing`: it stands in no `internal` column.
    adapter(
        "thoughts-testing",
        &[
            "async-trait",
            "base64",
            "chrono",
            "ed25519-dalek",
            "jsonwebtoken",
            "mail-parser",
            "p256",
            "proptest",
            "rsa",
            "serde_json",
            "tokio",
        ],
    ),
    Rule {
        package: "thoughts-architecture",
        internal: &[],
        test_internal: &[],
        external: External::Only(&[]),
        test_external: External::Only(&["cargo_metadata"]),
    },
];

/// A crate around the use cases: it knows them, the domain, and its own technology.
const fn adapter(package: &'static str, technology: &'static [&'static str]) -> Rule {
    Rule {
        package,
        internal: INNER,
        test_internal: TEST_HELPERS,
        external: External::Only(technology),
        test_external: External::Any,
    }
}

const STORAGE: &[&str] = &[
    "async-trait",
    "chrono",
    "deadpool",
    "futures-util",
    "serde_json",
    "sha2",
    "sqlx",
    "thiserror",
    "tokio",
    "tracing",
];

const IDENTITY: &[&str] = &[
    "argon2",
    "async-trait",
    "base64",
    "chacha20poly1305",
    "chrono",
    "cuid2",
    "ed25519-dalek",
    "hkdf",
    "hmac",
    "jsonwebtoken",
    "quick_cache",
    "rand",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "tokio",
    "totp-rs",
    "tracing",
];

const MAIL: &[&str] = &[
    "askama",
    "async-trait",
    "lettre",
    "thiserror",
    "tokio",
    "tracing",
    "url",
];

const OIDC: &[&str] = &[
    "async-trait",
    "base64",
    "jsonwebtoken",
    "quick_cache",
    "rustls",
    "rustls-native-certs",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
    "tokio",
    "tracing",
    "ureq",
    "url",
];

const HTTP: &[&str] = &[
    "async-trait",
    "base64",
    "bytes",
    "chrono",
    "futures-util",
    "metrics",
    "poem*",
    "serde",
    "serde_*",
    "sha2",
    "thiserror",
    "tokio",
    "tracing",
    "xxhash-rust",
];
