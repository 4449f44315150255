//! HTTPS and HTTP/2 with a throwaway certificate, beside plain HTTP.

use std::io::Write;
use std::process::Command;

use super::harness::{Answer, Edge, Setup, connect, ok};

/// Makes a certificate in the folder of the setup and turns TLS on.
pub fn certificate(setup: Setup) -> Setup {
    let (key, cert) = (
        setup.folder.path().join("key.pem"),
        setup.folder.path().join("cert.pem"),
    );
    let output = Command::new("openssl")
        .args(["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=edge"])
        .args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .output()
        .expect("openssl; scripts/test installs it");
    assert!(output.status.success(), "{output:?}");
    setup
        .var("TLS_KEY", key.to_str().expect("UTF-8"))
        .var("TLS_CERT", cert.to_str().expect("UTF-8"))
}

fn curl(edge: &Edge, version: &str, write_out: &str) -> String {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--insecure", "--noproxy", "*"])
        .args(["--max-time", "30", version, "--write-out", write_out])
        .arg(format!("https://{}/v1/posts", edge.tls_address))
        .output()
        .expect("curl; scripts/test installs it");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn http_2_over_tls() {
    let edge = certificate(Setup::new(ok)).start();
    let told = curl(&edge, "--http2", "\n%{http_version} %{response_code}");
    assert!(told.ends_with("\n2 200"), "{told}");
    assert_eq!(edge.seen()[0].header("x-forwarded-proto"), Some("https"));
}

#[test]
fn http_1_over_tls_and_plain_http_beside_it() {
    let edge = certificate(Setup::new(ok)).start();
    let told = curl(&edge, "--http1.1", "\n%{http_version} %{response_code}");
    assert!(told.ends_with("\n1.1 200"), "{told}");
    assert_eq!(edge.get("/v1/posts").status, 200);
    assert_eq!(edge.seen()[1].header("x-forwarded-proto"), Some("http"));
}

#[test]
fn plain_http_on_the_port_of_tls_is_told_so() {
    let edge = certificate(Setup::new(ok)).start();
    let mut stream = connect(edge.tls_address);
    stream
        .write_all(b"GET /v1/posts HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n\r\n")
        .expect("sent");
    let answer = Answer::read(stream).expect("an answer");
    answer.problem("bad_request");
    assert!(edge.seen().is_empty());
}
