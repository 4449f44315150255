//! The Nginx configuration, held to its promises: the real Nginx runs on what `nginx/render`
//! makes of `nginx/nginx.conf`, before two replicas that each test scripts itself.

pub mod harness;

mod access_log;
mod addresses;
mod browsers;
mod cache;
mod compression;
mod configuration;
mod health;
mod hidden;
mod http2;
mod limits;
mod live;
mod problems;
mod request_ids;
mod retries;
mod slow_clients;
mod surface;
mod tls;
mod upstream;
