//! The options of an outside provider.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use std::path::PathBuf;

use clap::Args;
use thoughts_oidc::Issuer;

use super::checked::{checked, text};

/// Whose tokens are accepted besides our own.
#[derive(Args, Clone, Debug)]
pub struct OutsideOptions {
    /// OpenID provider whose access tokens are accepted besides our own, written exactly as in
    /// their iss; needs OIDC_AUDIENCE
    #[arg(long, env = "OIDC_ISSUER", hide_env_values = true, value_name = "URL",
        value_parser = checked(text::<Issuer>))]
    pub oidc_issuer: Option<Issuer>,
    /// What the provider's tokens must hold in aud
    #[arg(long, env = "OIDC_AUDIENCE", hide_env_values = true, value_name = "NAME",
        value_parser = checked(audience))]
    pub oidc_audience: Option<String>,
    /// PEM file with certificates that the provider's may be signed by, besides the system's
    #[arg(
        long,
        env = "OIDC_CA_FILE",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub oidc_ca_file: Option<PathBuf>,
}

fn audience(value: &str) -> Result<String, String> {
    if value.trim() != value || value.is_empty() || value.chars().any(char::is_control) {
        return Err("is not a name such as thoughts-api".to_owned());
    }
    Ok(value.to_owned())
}
