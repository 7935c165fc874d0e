//! Ports in the string bindings of DCOM (MS-DCOM 2.2.19.3): where an object that was activated, or one that is resolved, is
//! reached.

use super::{AllServed, RpcCall, Served, add};
use crate::dce_rpc::Uuid;
use std::net::IpAddr;

const REMOTE_ACTIVATOR: Uuid = Uuid::of("000001a0-0000-0000-c000-000000000046");
const ACTIVATION: Uuid = Uuid::of("4d9f4ab8-7d1c-11cf-861e-0020af6e7c57");
const RESOLVER: Uuid = Uuid::of("99fcfec4-5260-101b-bbcb-00aa0021347a");

/// RemoteGetClassObject and RemoteCreateInstance (MS-DCOM 3.1.2.5.2.3).
const ACTIVATIONS: [u16; 2] = [3, 4];
/// RemoteActivation.
const REMOTE_ACTIVATION: u16 = 0;
/// ResolveOxid and ResolveOxid2.
const RESOLUTIONS: [u16; 2] = [0, 4];

/// The protocol sequence of TCP in a string binding (MS-DCOM 2.2.20), in little-endian order as Windows writes it.
const TCP_TOWER: [u8; 2] = [7, 0];

/// The port of activation and resolution themselves, which bindings name too.
const MAPPER_PORT: u16 = 135;

/// A host's name and a port are no longer than this, in characters.
const BINDING_CHARACTERS_MAX: usize = 280;

pub(super) fn reads(interface: Uuid, opnum: u16) -> bool {
    match interface {
        REMOTE_ACTIVATOR => ACTIVATIONS.contains(&opnum),
        ACTIVATION => opnum == REMOTE_ACTIVATION,
        RESOLVER => RESOLUTIONS.contains(&opnum),
        _ => false,
    }
}

/// The ports that an answer names. Bindings are looked for wherever they stand: in activations they are nested in serialised
/// properties, whose layout says nothing more of them.
pub(super) fn served(call: &RpcCall<'_>) -> AllServed {
    let mut all = AllServed::new();
    let mut rest = call.response.unwrap_or_default();
    while let Some(at) = memchr::memmem::find(rest, &TCP_TOWER) {
        rest = rest.get(at + TCP_TOWER.len()..).unwrap_or_default();
        if let Some((address, port)) = binding(rest)
            && port != MAPPER_PORT
        {
            add(&mut all, Served { interface: None, address, port });
        }
    }
    all
}

/// `host[port]` in UTF-16 with a zero after it; the host where it is an address.
fn binding(bytes: &[u8]) -> Option<(Option<IpAddr>, u16)> {
    let (units, _) = bytes.as_chunks::<2>();
    let mut text = String::new();
    for unit in units.iter().take(BINDING_CHARACTERS_MAX) {
        match u16::from_le_bytes(*unit) {
            0 => {
                let (host, port) = text.strip_suffix(']')?.rsplit_once('[')?;
                let port = port.parse().ok().filter(|port| *port != 0)?;
                return (!host.is_empty()).then(|| (host.parse().ok(), port));
            }
            unit => text.push(u8::try_from(unit).ok().filter(u8::is_ascii_graphic)?.into()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    /// String bindings as MS-DCOM 2.2.19.1 has them, behind other bytes: a name and an address with a port, one of the resolver,
    /// one without a port, one of UDP.
    fn answer() -> Vec<u8> {
        let mut bytes = b"MEOW\x04\x00\x00\x00\x07\x00\x07".to_vec();
        for (tower, text) in
            [(7, "DC1[49667]"), (7, "10.0.0.9[49667]"), (7, "DC1[135]"), (7, "DC1"), (8, "DC1[5000]")]
        {
            bytes.extend([tower, 0]);
            bytes.extend(utf16(text));
            bytes.extend([0, 0]);
        }
        bytes.extend([0, 0, 9, 0, 0xff, 0xff, 0, 0]);
        bytes
    }

    fn served_in(response: &[u8]) -> AllServed {
        served(&RpcCall { response: Some(response), ..RpcCall::bare(REMOTE_ACTIVATOR, 4) })
    }

    #[test]
    fn ports_are_found_among_properties() {
        let served = |address: Option<&str>| Served {
            interface: None,
            address: address.map(|address| address.parse().unwrap()),
            port: 49_667,
        };
        assert_eq!(served_in(&answer()).as_slice(), [served(None), served(Some("10.0.0.9"))]);
    }

    #[test]
    fn what_is_no_binding_is_none() {
        for text in
            ["[5000]", "host[]", "host[0]", "host[70000]", "host]5000[", "h\u{1}st[5000]", "host[5000]x"]
        {
            let bytes = [&TCP_TOWER[..], &utf16(text), &[0, 0]].concat();
            assert!(served_in(&bytes).is_empty(), "{text:?}");
        }
        let answer = answer();
        for length in 0..30 {
            assert!(served_in(&answer[..length]).is_empty());
        }
    }

    #[test]
    fn many_ports_are_bounded() {
        let bytes: Vec<u8> = (1000..3000)
            .flat_map(|port| [&TCP_TOWER[..], &utf16(&format!("h[{port}]")), &[0, 0]].concat())
            .collect();
        assert_eq!(served_in(&bytes).len(), super::super::PORTS_MAX);
    }
}
