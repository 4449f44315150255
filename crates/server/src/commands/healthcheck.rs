//! `thoughts healthcheck`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use super::output::line;
use crate::cli::ReachOptions;
use crate::failure::Failure;

/// Container runtimes give up after 30 s by themselves.
const TIMEOUT: Duration = Duration::from_secs(5);

pub(super) fn run(reach: &ReachOptions) -> Result<(), Failure> {
    let url = format!("http://{}:{}/readyz", host(&reach.host), reach.port);
    let answer = ureq::get(&url)
        .config()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .proxy(None)
        .build()
        .call();
    match answer {
        Ok(answer) if answer.status() == 200 => line("ready"),
        Ok(answer) => Err(Failure::refused(format!(
            "not ready: {url} answers {}",
            answer.status()
        ))),
        Err(error) => Err(Failure::refused(format!("no answer from {url}: {error}"))),
    }
}

/// A server that listens on every address is asked on the loopback.
fn host(listening_on: &str) -> String {
    match listening_on.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        Ok(IpAddr::V6(ip)) if ip.is_unspecified() => format!("[{}]", Ipv6Addr::LOCALHOST),
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        _ => listening_on.to_owned(),
    }
}
