//! The outside provider, when one is named.

use std::sync::Arc;

use thoughts_oidc::{OidcSettings, OidcTokens};
use thoughts_use_cases::accounts::{OutsideCallers, OutsideTokens, ProvisionUserUseCase};

use super::Foundation;
use crate::cli::OutsideOptions;
use crate::failure::Failure;

/// Verifies tokens of the provider that the options name. Whether it can be reached shows later:
/// a provider that is away keeps no replica from starting.
///
/// # Errors
/// [`Failure::Usage`] when only half of it is named, [`Failure::Refused`] when its certificates
/// cannot be judged.
pub fn outside_tokens(options: &OutsideOptions) -> Result<Option<Arc<dyn OutsideTokens>>, Failure> {
    let (issuer, audience) = match (&options.oidc_issuer, &options.oidc_audience) {
        (None, None) => return Ok(None),
        (Some(issuer), Some(audience)) => (issuer.clone(), audience.clone()),
        (Some(_), None) => {
            return Err(Failure::usage(
                "OIDC_AUDIENCE is missing: with OIDC_ISSUER it says what the provider's tokens must hold in aud",
            ));
        }
        (None, Some(_)) => {
            return Err(Failure::usage(
                "OIDC_ISSUER is missing: OIDC_AUDIENCE alone accepts no tokens",
            ));
        }
    };
    let settings = OidcSettings {
        issuer,
        audience,
        ca_file: options.oidc_ca_file.clone(),
        timeout: OidcSettings::TIMEOUT,
    };
    let tokens = OidcTokens::new(settings)
        .map_err(|error| Failure::refused(format!("OIDC_ISSUER cannot be trusted: {error}")))?;
    Ok(Some(Arc::new(tokens)))
}

/// Those who come with such tokens.
pub(super) fn callers(foundation: &Foundation) -> Option<Arc<OutsideCallers>> {
    let tokens = foundation.outside.clone()?;
    let storage = &foundation.storage;
    let provision = ProvisionUserUseCase {
        store: storage.store.clone(),
        accounts: storage.accounts.clone(),
        clock: foundation.clock.clone(),
        ids: foundation.ids.clone(),
    };
    Some(Arc::new(OutsideCallers::new(
        tokens,
        storage.accounts.clone(),
        Arc::new(provision),
        foundation.watch.clone(),
        foundation.clock.clone(),
    )))
}
