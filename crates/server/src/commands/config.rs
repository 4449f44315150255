//! `thoughts config`

use super::output::line;
use crate::cli::ServeOptions;
use crate::config::LogFormat;
use crate::failure::Failure;

pub(super) fn run(options: &ServeOptions) -> Result<(), Failure> {
    let ServeOptions {
        listen,
        storage,
        keys,
        outside,
        mail,
        limits,
        overload,
        log,
    } = options;
    let mut variables = vec![
        ("HOST", listen.reach.host.clone()),
        ("PORT", listen.reach.port.to_string()),
        ("PUBLIC_URL", shown(listen.public_url.as_ref())),
        ("CORS_ORIGINS", listen.cors_origins.to_string()),
        ("TRUSTED_PROXIES", listen.trusted_proxies.to_string()),
        ("METRICS_ADDR", shown(listen.metrics_addr.as_ref())),
        ("DRAIN_SECONDS", listen.drain_seconds.to_string()),
        ("EVENTS_RETENTION", listen.events_retention.to_string()),
        ("READERS", listen.readers.to_string()),
        ("DATABASE_URL", storage.database_url.to_string()),
        (
            "DATABASE_MAX_CONNECTIONS",
            storage.connections().to_string(),
        ),
    ];
    let signing_key = match (&keys.auth_signing_key, storage.database_url.key_file()) {
        (Some(key), _) => format!("*** (key id {})", key.public().id()),
        (None, Some(file)) => format!("(kept in {})", file.display()),
        (None, None) => "(missing)".to_owned(),
    };
    variables.push(("AUTH_SIGNING_KEY", signing_key));
    let previous: Vec<_> = keys
        .auth_previous_keys
        .0
        .iter()
        .map(thoughts_identity::keys::PublicKey::to_base64url)
        .collect();
    variables.push(("AUTH_PREVIOUS_KEYS", previous.join(",")));
    let previous = &keys.auth_previous_signing_keys.0;
    let previous = previous
        .iter()
        .map(|key| format!("*** (key id {})", key.public().id()));
    variables.push((
        "AUTH_PREVIOUS_SIGNING_KEYS",
        previous.collect::<Vec<_>>().join(","),
    ));
    variables.push(("OIDC_ISSUER", shown(outside.oidc_issuer.as_ref())));
    variables.push(("OIDC_AUDIENCE", shown(outside.oidc_audience.as_ref())));
    let ca_file = outside.oidc_ca_file.as_ref().map(|file| file.display());
    variables.push(("OIDC_CA_FILE", shown(ca_file.as_ref())));
    variables.push(("RATE_LIMIT", limits.rate_limit.to_string()));
    variables.push(("RATE_LIMIT_BUDGETS", limits.rate_limit_budgets.to_string()));
    variables.push(("REDIS_URL", shown(limits.redis_url.as_ref())));
    let admission = overload.admission(storage.connections());
    variables.push(("MAX_IN_FLIGHT", admission.max_in_flight.to_string()));
    variables.push(("MAX_QUEUED", admission.max_queued.to_string()));
    variables.push(("REQUEST_SECONDS", overload.request_seconds.to_string()));
    variables.push(("SMTP_URL", shown(mail.smtp_url.as_ref())));
    variables.push(("MAIL_FROM", shown(mail.mail_from.as_ref())));
    variables.push(("LOG", log.log.clone()));
    let format = log.log_format.map(|format: LogFormat| format.to_string());
    variables.push(("LOG_FORMAT", format.unwrap_or("(by terminal)".to_owned())));

    for (name, value) in variables {
        line(format_args!("{name}={value}"))?;
    }
    Ok(())
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
