//! Where a client calls from, as limits tell addresses apart.

use std::net::{IpAddr, Ipv6Addr};

/// An IPv4 address, or the first 64 bits of an IPv6 address: whoever has one of those has all
/// 2^64 of them (RFC 6177). Clients of a Unix socket are one.
pub(crate) fn place(client: Option<IpAddr>) -> String {
    match client.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            Ipv6Addr::from_bits(network).to_string()
        }
        None => "local".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    fn of(address: &str) -> String {
        place(Some(address.parse().expect("an address")))
    }

    #[test]
    fn an_ipv6_subscriber_is_one_however_many_addresses_he_has() {
        assert_eq!(
            of("2001:db8:1:2::1"),
            of("2001:db8:1:2:ffff:ffff:ffff:ffff")
        );
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(place(None), "local");
    }
}
