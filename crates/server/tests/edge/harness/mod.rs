//! Nginx, scripted replicas behind it, and a client that says exactly what it is told.

mod answer;
mod client;
pub mod frames;
mod nginx;
mod replicas;
mod setup;

pub use answer::{Answer, GUARDS};
pub use client::{connect, read_head};
pub use nginx::Edge;
pub use replicas::{Replicas, Reply, Request};
pub use setup::{RENDER, Setup, free_address, nginx};

/// An answer of a replica, with a body and its length.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    Reply::Answer(format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{}\r\n{body}",
        body.len(),
        header_lines(headers)
    ))
}

fn header_lines(headers: &[(&str, &str)]) -> String {
    let lines = headers
        .iter()
        .map(|(name, value)| [name, ": ", value, "\r\n"].concat());
    lines.collect()
}

/// A plain success that tells which replica gave it.
pub fn ok(request: &Request) -> Reply {
    answer("200 OK", &[("Content-Type", "text/plain")], request.replica)
}
