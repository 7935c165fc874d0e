//! What the endpoint mapper tells: on which port which interface is served (C706 appendix O).

use super::{AllServed, RpcCall, Served, add};
use crate::dce_rpc::Uuid;
use crate::dce_rpc::ndr::{Ndr, Result};
use thymus_wire::Reader;

const ENDPOINT_MAPPER: Uuid = Uuid::of("e1af8308-5d1f-11c9-91a4-08002b14a0fa");
const EPT_LOOKUP: u16 = 2;
const EPT_MAP: u16 = 3;

/// At most this many towers of one answer are read.
const TOWERS_MAX: usize = 64;

/// At most this many floors of one tower are read; real ones have up to six.
const FLOORS_MAX: u16 = 16;

/// Protocol identifiers of tower floors (C706 appendix I).
const FLOOR_UUID: u8 = 0x0d;
const FLOOR_TCP: u8 = 0x07;

/// At most this many entries of one answer are read; clients ask for five hundred at a time.
const ENTRIES_MAX: usize = 2048;

pub(super) fn reads(interface: Uuid, opnum: u16) -> bool {
    interface == ENDPOINT_MAPPER && matches!(opnum, EPT_LOOKUP | EPT_MAP)
}

/// What an answer says is served; of one that is cut off, what could be read.
pub(super) fn served(call: &RpcCall<'_>) -> AllServed {
    let mut all = AllServed::new();
    let Some(results) = call.results() else { return all };
    let _ = match call.opnum {
        EPT_LOOKUP => read_lookup_answer(results, &mut all),
        _ => read_map_answer(results, &mut all),
    };
    all
}

/// Handle, count, then a conformant varying array of pointers to towers.
fn read_map_answer(mut ndr: Ndr<'_>, served: &mut AllServed) -> Result<()> {
    ndr.handle()?;
    ndr.u32()?;
    ndr.count()?;
    ndr.count()?;
    let count = ndr.count()?.min(TOWERS_MAX);
    let mut present = 0;
    for _ in 0..count {
        present += usize::from(ndr.pointer()?);
    }
    read_towers(&mut ndr, present, served)
}

/// Handle, count, then a conformant varying array of entries: object, pointer to a tower, annotation.
fn read_lookup_answer(mut ndr: Ndr<'_>, served: &mut AllServed) -> Result<()> {
    ndr.handle()?;
    ndr.u32()?;
    ndr.count()?;
    ndr.count()?;
    let count = ndr.count()?.min(ENTRIES_MAX);
    let mut present = 0;
    for _ in 0..count {
        ndr.align_pointer()?;
        ndr.take(16)?;
        present += usize::from(ndr.pointer()?);
        ndr.count()?;
        let annotation = ndr.count()?;
        ndr.take(annotation)?;
    }
    read_towers(&mut ndr, present, served)
}

/// Each with its size, its length, and its bytes.
fn read_towers(ndr: &mut Ndr<'_>, present: usize, served: &mut AllServed) -> Result<()> {
    for _ in 0..present {
        ndr.count()?;
        let length = ndr.u32()?;
        let tower = ndr.take(length as usize)?;
        if let Ok(Some(found)) = read_tower(tower) {
            add(served, found);
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
                let served = Served { interface, address: None, port };
                return Ok((port != 0 && interface.is_some()).then_some(served));
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
        let mut served = AllServed::new();
        read_map_answer(Ndr::new(&answer(), Syntax::Ndr32, true), &mut served).unwrap();
        let interface = Some(Uuid::of("86d35949-83c9-4044-b424-db363231fd0c"));
        assert_eq!(served.as_slice(), [Served { interface, address: None, port: 49155 }]);
    }

    #[test]
    fn cut_answers_yield_nothing() {
        let answer = answer();
        for length in 0..answer.len() {
            let mut served = AllServed::new();
            let cut = Ndr::new(&answer[..length], Syntax::Ndr32, true);
            assert!(read_map_answer(cut, &mut served).is_err());
            assert!(served.is_empty());
        }
    }

    /// Two interfaces on one port and one on another, as `ept_lookup` answers; annotations of different lengths.
    fn lookup_answer() -> Vec<u8> {
        let mut other = TOWER.to_vec();
        other[5] ^= 0xff;
        let mut elsewhere = TOWER.to_vec();
        let port = TOWER.len() - 11;
        elsewhere[port..port + 2].copy_from_slice(&[0xc1, 0x00]);
        let mut stub = vec![0; 20];
        for number in [3u32, 500, 0, 3] {
            stub.extend_from_slice(&number.to_le_bytes());
        }
        for (pointer, annotation) in [(1u32, &b"Task\0"[..]), (2, b"\0"), (3, b"Another\0")] {
            stub.resize(stub.len().next_multiple_of(4), 0);
            stub.extend_from_slice(&[0; 16]);
            for number in [pointer, 0, annotation.len() as u32] {
                stub.extend_from_slice(&number.to_le_bytes());
            }
            stub.extend_from_slice(annotation);
        }
        for tower in [TOWER, &other, &elsewhere] {
            stub.resize(stub.len().next_multiple_of(4), 0);
            for _ in 0..2 {
                stub.extend_from_slice(&(tower.len() as u32).to_le_bytes());
            }
            stub.extend_from_slice(tower);
        }
        stub
    }

    #[test]
    fn a_lookup_names_ports_and_what_is_alone_on_them() {
        let mut served = AllServed::new();
        read_lookup_answer(Ndr::new(&lookup_answer(), Syntax::Ndr32, true), &mut served).unwrap();
        let interface = Some(Uuid::of("86d35949-83c9-4044-b424-db363231fd0c"));
        assert_eq!(
            served.as_slice(),
            [
                Served { interface: None, address: None, port: 49_155 },
                Served { interface, address: None, port: 49_408 },
            ]
        );
    }

    #[test]
    fn cut_lookups_yield_what_came() {
        let answer = lookup_answer();
        for length in 0..answer.len() {
            let mut served = AllServed::new();
            let cut = Ndr::new(&answer[..length], Syntax::Ndr32, true);
            assert!(read_lookup_answer(cut, &mut served).is_err());
            assert!(served.len() <= 2);
        }
    }
}
