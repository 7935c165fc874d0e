//! The Community ID: a name of a flow on which tools of different makers agree.

use crate::icmp::counterpart;
use crate::{Endpoints, Transport};
use ring::digest;
use std::net::IpAddr;

/// The Community ID of a flow, version 1 with seed 0 (specification of Corelight, `community-id-spec`): `1:` and the
/// base64 of a SHA-1 over both ends in order. Ends of ICMP flows are the types of request and reply, or type and code.
#[must_use]
pub fn community_id(endpoints: &Endpoints, transport: Transport) -> String {
    let Endpoints { orig_h, orig_p, resp_h, resp_p } = *endpoints;
    let (source, destination) = ((orig_h, orig_p), (resp_h, resp_p));
    let ordered = is_one_way(endpoints, transport)
        || (octets(source.0), source.1) <= (octets(destination.0), destination.1);
    let (first, second) = if ordered { (source, destination) } else { (destination, source) };
    let mut context = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
    context.update(&0u16.to_be_bytes());
    context.update(&octets(first.0));
    context.update(&octets(second.0));
    context.update(&[protocol_number(transport, orig_h), 0]);
    if !matches!(transport, Transport::Other(_)) {
        context.update(&first.1.to_be_bytes());
        context.update(&second.1.to_be_bytes());
    }
    format!("1:{}", base64(context.finish().as_ref()))
}

fn octets(address: IpAddr) -> smallvec::SmallVec<[u8; 16]> {
    match address {
        IpAddr::V4(address) => address.octets().as_slice().into(),
        IpAddr::V6(address) => address.octets().as_slice().into(),
    }
}

/// Messages without an answer are not put in order, as type and code cannot change places.
fn is_one_way(endpoints: &Endpoints, transport: Transport) -> bool {
    let Ok(kind) = u8::try_from(endpoints.orig_p) else { return false };
    transport == Transport::Icmp && !counterpart(endpoints.orig_h.is_ipv6(), kind, 0).1
}

fn protocol_number(transport: Transport, address: IpAddr) -> u8 {
    match transport {
        Transport::Tcp => 6,
        Transport::Udp => 17,
        Transport::Icmp if address.is_ipv6() => 58,
        Transport::Icmp => 1,
        Transport::Sctp => 132,
        Transport::Other(number) => number,
    }
}

/// RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, at| word << 8 | u32::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let index = (word >> (18 - 6 * at)) as usize & 63;
            let letter = ALPHABET.get(index).copied().unwrap_or(b'=');
            text.push(char::from(if at > group.len() { b'=' } else { letter }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(
        transport: Transport,
        source: &str,
        source_port: u16,
        destination: &str,
        destination_port: u16,
    ) -> String {
        let endpoints = Endpoints {
            orig_h: source.parse().unwrap(),
            orig_p: source_port,
            resp_h: destination.parse().unwrap(),
            resp_p: destination_port,
        };
        community_id(&endpoints, transport)
    }

    /// Vectors of the specification's baseline.
    #[test]
    fn published_vectors() {
        let tcp = "1:LQU9qZlK+B5F3KDmev6m5PMibrg=";
        assert_eq!(id(Transport::Tcp, "128.232.110.120", 34855, "66.35.250.204", 80), tcp);
        assert_eq!(id(Transport::Tcp, "66.35.250.204", 80, "128.232.110.120", 34855), tcp);
        let udp = "1:d/FP5EW3wiY1vCndhwleRRKHowQ=";
        assert_eq!(id(Transport::Udp, "192.168.1.52", 54585, "8.8.8.8", 53), udp);
        assert_eq!(id(Transport::Udp, "8.8.8.8", 53, "192.168.1.52", 54585), udp);
        let echo = "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=";
        assert_eq!(id(Transport::Icmp, "192.168.0.89", 8, "192.168.0.1", 0), echo);
        assert_eq!(id(Transport::Icmp, "192.168.0.1", 0, "192.168.0.89", 8), echo);
        let sctp = "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=";
        assert_eq!(id(Transport::Sctp, "192.168.170.8", 7, "192.168.170.56", 80), sctp);
    }

    #[test]
    fn base64_padding() {
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foo"), "Zm9v");
    }
}
