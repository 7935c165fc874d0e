//! What the endpoint mapper tells: on which port which interface is served (C706 appendix O).

use super::call::RpcCall;
use super::ndr::{Ndr, Result};
use super::{PROTOCOL, Uuid};
use crate::{Context, Expectation, Side};
use std::net::IpAddr;
use thymus_wire::Reader;

const ENDPOINT_MAPPER: Uuid = Uuid::of("e1af8308-5d1f-11c9-91a4-08002b14a0fa");
const EPT_MAP: u16 = 3;

/// At most this many towers of one answer are read.
const TOWERS_MAX: usize = 64;

/// At most this many floors of one tower are read; real ones have up to six.
const FLOORS_MAX: u16 = 16;

/// Protocol identifiers of tower floors (C706 appendix I).
const FLOOR_UUID: u8 = 0x0d;
const FLOOR_TCP: u8 = 0x07;

/// Whether the answers to this operation say where interfaces are served.
pub(super) fn reads(interface: Uuid, opnum: u16) -> bool {
    interface == ENDPOINT_MAPPER && opnum == EPT_MAP
}

/// Announces the flows that an answer makes likely.
pub(super) fn learn(cx: &mut Context<'_>, server: Option<Side>, call: &RpcCall<'_>) {
    let ends = &cx.flow.endpoints;
    let address = match server {
        Some(Side::Responder) => ends.resp_h,
        Some(Side::Originator) => ends.orig_h,
        None => return,
    };
    let Some(results) = call.results() else { return };
    let mut served = Vec::new();
    let _ = read_map_answer(results, &mut served);
    for Served { interface, port } in served {
        announce(cx, address, port, interface);
    }
}

/// Announces that an interface is served on a TCP port of this address.
pub(super) fn announce(cx: &mut Context<'_>, resp_h: IpAddr, resp_p: u16, interface: Uuid) {
    let announced_by = cx.uid();
    let note = interface.to_string().into();
    cx.expect(Expectation {
        orig_h: None,
        resp_h,
        resp_p,
        protocol: &PROTOCOL,
        announced_by,
        note,
        lasting: true,
    });
}

/// An interface and the TCP port it is served on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Served {
    interface: Uuid,
    port: u16,
}

/// Handle, count, then a conformant varying array of pointers to towers.
fn read_map_answer(mut ndr: Ndr<'_>, served: &mut Vec<Served>) -> Result<()> {
    ndr.handle()?;
    ndr.u32()?;
    ndr.count()?;
    ndr.count()?;
    let count = ndr.count()?.min(TOWERS_MAX);
    let mut present = 0;
    for _ in 0..count {
        present += usize::from(ndr.pointer()?);
    }
    for _ in 0..present {
        ndr.count()?;
        let length = ndr.u32()?;
        let tower = ndr.take(length as usize)?;
        if let Ok(found) = read_tower(tower) {
            served.extend(found);
        }
    }
    Ok(())
}

/// A tower: floors of a left side (which protocol or interface) and a right side (its address or version), lengths in
/// little-endian order whatever the call's.
fn read_tower(tower: &[u8]) -> Result<Option<Served>> {
    let mut reader = Reader::new(tower);
    let floors = reader.u16_le()?.min(FLOORS_MAX);
    let mut interface = None;
    for _ in 0..floors {
        let length = reader.u16_le()?;
        let mut left = reader.sub(length.into())?;
        let length = reader.u16_le()?;
        let mut right = reader.sub(length.into())?;
        match left.u8()? {
            FLOOR_UUID if interface.is_none() => interface = Some(Uuid::read(&mut left, true)?),
            FLOOR_TCP => {
                let port = right.u16_be()?;
                return Ok(interface.filter(|_| port != 0).map(|interface| Served { interface, port }));
            }
            _ => {}
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dce_rpc::ndr::Syntax;

    const TOWER: &[u8] = &[
        5, 0, // floors
        19, 0, 0x0d, 0x49, 0x59, 0xd3, 0x86, 0xc9, 0x83, 0x44, 0x40, 0xb4, 0x24, 0xdb, 0x36, 0x32, 0x31,
        0xfd, 0x0c, 1, 0, 2, 0, 0, 0, // ITaskSchedulerService 1.0
        19, 0, 0x0d, 0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10,
        0x48, 0x60, 2, 0, 2, 0, 0, 0, // NDR32
        1, 0, 0x0b, 2, 0, 0, 0, // connection-oriented
        1, 0, 0x07, 2, 0, 0xc0, 0x03, // TCP port 49155
        1, 0, 0x09, 4, 0, 10, 0, 0, 2, // IPv4 address
    ];

    fn answer() -> Vec<u8> {
        let mut stub = vec![0; 20];
        for number in [1u32, 4, 0, 1, 3, TOWER.len() as u32, TOWER.len() as u32] {
            stub.extend_from_slice(&number.to_le_bytes());
        }
        stub.extend_from_slice(TOWER);
        stub
    }

    #[test]
    fn a_tower_names_interface_and_port() {
        let mut served = Vec::new();
        read_map_answer(Ndr::new(&answer(), Syntax::Ndr32, true), &mut served).unwrap();
        let interface = Uuid::of("86d35949-83c9-4044-b424-db363231fd0c");
        assert_eq!(served, [Served { interface, port: 49155 }]);
    }

    #[test]
    fn cut_answers_yield_nothing() {
        let answer = answer();
        for length in 0..answer.len() {
            let mut served = Vec::new();
            let cut = Ndr::new(&answer[..length], Syntax::Ndr32, true);
            assert!(read_map_answer(cut, &mut served).is_err());
            assert!(served.is_empty());
        }
    }
}
