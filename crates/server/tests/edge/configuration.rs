//! Nginx accepts what `nginx/render` makes.

use std::process::Command;

use super::harness::{RENDER, Setup, free_address, nginx, ok};
use super::tls::certificate;

#[track_caller]
fn accepted(setup: &Setup) -> String {
    let file = setup.render(free_address(), free_address());
    let output = nginx(&file)
        .arg("-t")
        .output()
        .expect("nginx; scripts/test installs it");
    assert!(output.status.success(), "{output:?}");
    let complaints = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(!complaints.contains("[warn]"), "{complaints}");
    std::fs::read_to_string(file).expect("the file")
}

#[test]
fn without_tls() {
    let text = accepted(&Setup::new(ok));
    assert!(!text.contains(" ssl"), "nothing about TLS is left");
}

#[test]
fn with_tls() {
    let setup = Setup::new(ok);
    let setup = certificate(setup);
    assert!(accepted(&setup).contains("ssl http2;"));
}

#[test]
fn with_every_variable() {
    let setup = Setup::new(ok)
        .var("EDGE_TRUSTED", "10.0.0.0/8, 192.0.2.1 2001:db8::/32")
        .var("RATE_LIMIT", "off")
        .var("RATE_PER_SECOND", "7")
        .var("RATE_BURST", "8")
        .var("PUBLIC_URL", "https://thoughts.example/a&b|c")
        .var("CORS_ORIGINS", "https://app.example,http://[::1]:3000")
        .var("MAX_BODY", "9k");
    let text = accepted(&setup);
    for network in ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"] {
        assert!(text.contains(&format!("set_real_ip_from {network};")));
    }
    assert!(text.contains("https://thoughts.example/a&b|c/docs/problems#"));
}

#[test]
fn nothing_is_left_to_fill_in() {
    let text = accepted(&Setup::new(ok));
    let settings = text.lines().filter(|line| !line.trim().starts_with('#'));
    for line in settings {
        assert!(!line.contains("${"), "{line}");
    }
}

#[test]
fn an_origin_that_could_mean_more_than_a_text_is_refused() {
    for origins in [
        "https://a\"; } evil",
        "https://a;",
        "https://a{b}",
        "https://$host",
    ] {
        let refused = Command::new(RENDER)
            .env("STATE_DIR", tempfile::tempdir().expect("a folder").path())
            .env("CORS_ORIGINS", origins)
            .output()
            .expect("nginx/render runs");
        assert_eq!(refused.status.code(), Some(2), "{origins}: {refused:?}");
    }
}

#[test]
fn half_of_tls_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(RENDER)
        .env("STATE_DIR", folder.path())
        .env("TLS_CERT", "cert.pem")
        .env_remove("TLS_KEY")
        .output()
        .expect("nginx/render runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(told, "render: TLS_CERT and TLS_KEY go together\n");
}
