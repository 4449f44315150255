//! The options. Their help is also the configuration table of the README; what stands there as
//! `[default: ..]` is worked out when the program runs.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use std::net::SocketAddr;

use clap::Args;
use thoughts_identity::keys::{PublicKey, SigningKey};

use super::checked::{checked, secret, text};
use super::{LimitOptions, MailOptions, OutsideOptions, OverloadOptions};
use crate::config::{Database, LogFormat, Origins, PublicUrl, Retention, Switch, TrustedProxies};
use crate::logging;
use crate::runtime::cores;

/// How to serve.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of serve")]
pub struct ServeOptions {
    /// Where to listen.
    #[command(flatten)]
    pub listen: ListenOptions,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageOptions,
    /// What is signed with.
    #[command(flatten)]
    pub keys: KeyOptions,
    /// Whose tokens are accepted besides our own.
    #[command(flatten)]
    pub outside: OutsideOptions,
    /// How mails are sent.
    #[command(flatten)]
    pub mail: MailOptions,
    /// How often clients may ask.
    #[command(flatten)]
    pub limits: LimitOptions,
    /// How much is worked on at once.
    #[command(flatten)]
    pub overload: OverloadOptions,
    /// What is logged.
    #[command(flatten)]
    pub log: LogOptions,
}

/// The address of a server.
#[derive(Args, Clone, Debug)]
pub struct ReachOptions {
    /// Address or host name to listen on
    #[arg(
        long,
        env = "HOST",
        default_value = "127.0.0.1",
        hide_env_values = true
    )]
    pub host: String,
    /// Port to listen on; 0 takes a free one
    #[arg(long, env = "PORT", default_value = "3000", hide_env_values = true,
        value_parser = checked(port))]
    pub port: u16,
}

/// Where to listen, and for whom.
#[derive(Args, Clone, Debug)]
pub struct ListenOptions {
    /// Host and port.
    #[command(flatten)]
    pub reach: ReachOptions,
    /// URL at which clients reach the service; for links
    #[arg(long, env = "PUBLIC_URL", hide_env_values = true, value_name = "URL",
        value_parser = checked(text::<PublicUrl>))]
    pub public_url: Option<PublicUrl>,
    /// Origins that may call from a browser, exact, separated by commas
    #[arg(long, env = "CORS_ORIGINS", default_value = "", hide_default_value = true,
        hide_env_values = true, value_name = "ORIGINS", value_parser = checked(text::<Origins>))]
    pub cors_origins: Origins,
    /// Addresses or networks whose forwarding headers count, separated by commas
    #[arg(long, env = "TRUSTED_PROXIES", default_value = "", hide_default_value = true,
        hide_env_values = true, value_name = "NETWORKS",
        value_parser = checked(text::<TrustedProxies>))]
    pub trusted_proxies: TrustedProxies,
    /// A listener of its own for /metrics, such as 127.0.0.1:9100; the main one has none then
    #[arg(long, env = "METRICS_ADDR", hide_env_values = true, value_name = "ADDRESS",
        value_parser = checked(address))]
    pub metrics_addr: Option<SocketAddr>,
    /// How long to go on serving after SIGTERM with /readyz failing, in seconds
    #[arg(long, env = "DRAIN_SECONDS", default_value = "5", hide_env_values = true,
        value_name = "SECONDS", value_parser = checked(drain_seconds))]
    pub drain_seconds: u64,
    /// How long events are kept, such as 30d or 12h
    #[arg(long, env = "EVENTS_RETENTION", default_value = "30d", hide_env_values = true,
        value_name = "SPAN", value_parser = checked(text::<Retention>))]
    pub events_retention: Retention,
    /// Run the readers of the event log (notifications and so on) in here, on or off; with off,
    /// let `thoughts worker` run them
    #[arg(long, env = "READERS", default_value = "on", hide_env_values = true,
        value_name = "SWITCH", value_parser = checked(text::<Switch>))]
    pub readers: Switch,
}

/// Where the data lies.
#[derive(Args, Clone, Debug)]
pub struct StorageOptions {
    /// sqlite://path, or postgres://user@host/database (also over a Unix socket)
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/thoughts.db",
        hide_env_values = true, value_name = "URL", value_parser = secret(text::<Database>))]
    pub database_url: Database,
    /// Size of the pool [default: 4 per core]
    #[arg(long, env = "DATABASE_MAX_CONNECTIONS", hide_env_values = true, value_name = "COUNT",
        value_parser = checked(connections))]
    pub database_max_connections: Option<u32>,
}

impl StorageOptions {
    /// How many connections the pool may hold: what the storages themselves take when they are not
    /// told.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.database_max_connections
            .map_or(cores() * 4, |count| count as usize)
    }
}

/// What is signed with.
#[derive(Args, Clone, Debug)]
pub struct KeyOptions {
    /// Ed25519 private key, PEM or base64; all replicas share it [default: made and kept beside
    /// the SQLite file; required on PostgreSQL]
    #[arg(long, env = "AUTH_SIGNING_KEY", hide_env_values = true, value_name = "KEY",
        value_parser = secret(signing_key))]
    pub auth_signing_key: Option<SigningKey>,
    /// Public keys that still verify during a rotation, separated by commas
    #[arg(long, env = "AUTH_PREVIOUS_KEYS", default_value = "", hide_default_value = true,
        hide_env_values = true, value_name = "KEYS", value_parser = secret(previous_keys))]
    pub auth_previous_keys: PreviousKeys,
    /// Private keys, separated by commas, that count beside the signing key while keys change: tokens,
    /// cursors and stored secrets that were made under them stay good
    #[arg(long, env = "AUTH_PREVIOUS_SIGNING_KEYS", default_value = "", hide_default_value = true,
        hide_env_values = true, value_name = "KEYS", value_parser = secret(previous_signing_keys))]
    pub auth_previous_signing_keys: PreviousSigningKeys,
}

/// Private keys that still count.
#[derive(Clone, Debug, Default)]
pub struct PreviousSigningKeys(pub Vec<SigningKey>);

/// Public keys that still verify.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PreviousKeys(pub Vec<PublicKey>);

/// What is logged, and how.
#[derive(Args, Clone, Debug)]
pub struct LogOptions {
    /// What is logged: a tracing filter, such as info or thoughts_http=debug,info
    #[arg(long, env = "LOG", default_value = "info", hide_env_values = true,
        value_name = "FILTER", value_parser = checked(filter))]
    pub log: String,
    /// How it is logged: pretty or json [default: by terminal]
    #[arg(long, env = "LOG_FORMAT", hide_env_values = true, value_name = "FORMAT",
        value_parser = checked(text::<LogFormat>))]
    pub log_format: Option<LogFormat>,
}

fn port(value: &str) -> Result<u16, String> {
    value
        .parse()
        .map_err(|_| "is not a port from 0 to 65535".to_owned())
}

pub(super) fn address(value: &str) -> Result<SocketAddr, String> {
    value
        .parse()
        .map_err(|_| "is not an address with a port such as 127.0.0.1:9100".to_owned())
}

fn drain_seconds(value: &str) -> Result<u64, String> {
    match value.parse() {
        Ok(seconds @ 0..=3_600) => Ok(seconds),
        _ => Err("is not a number of seconds from 0 to 3600".to_owned()),
    }
}

fn connections(value: &str) -> Result<u32, String> {
    match value.parse() {
        Ok(count @ 1..=10_000) => Ok(count),
        _ => Err("is not a number from 1 to 10000".to_owned()),
    }
}

fn signing_key(value: &str) -> Result<SigningKey, String> {
    SigningKey::parse(value).map_err(|error| error.to_string())
}

fn previous_keys(value: &str) -> Result<PreviousKeys, String> {
    let keys = PublicKey::parse_list(value).map_err(|error| error.to_string());
    keys.map(PreviousKeys)
}

fn previous_signing_keys(value: &str) -> Result<PreviousSigningKeys, String> {
    let keys = SigningKey::parse_list(value).map_err(|error| error.to_string());
    keys.map(PreviousSigningKeys)
}

fn filter(value: &str) -> Result<String, String> {
    logging::filter(value).map(|_| value.to_owned())
}
