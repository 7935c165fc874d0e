//! ONC RPC (RFC 5531): NFS, mount and the port mapper, told apart by their program numbers.

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use thymus_wire::{Reader, Truncated};

const CARRIERS: &[Carrier] = &[Carrier::Stream, Carrier::Datagram];

/// The network file system, program 100003: recognised and named.
pub static NFS: Protocol =
    Protocol::recognised("nfs", CARRIERS, &[2049], |probe| Verdict::certain_if(calls(probe, 100_003)));

/// The mount protocol, program 100005: recognised and named.
pub static MOUNT: Protocol =
    Protocol::recognised("mount", CARRIERS, &[], |probe| Verdict::certain_if(calls(probe, 100_005)));

/// The port mapper, program 100000: recognised and named.
pub static PORTMAPPER: Protocol =
    Protocol::recognised("portmapper", CARRIERS, &[111], |probe| Verdict::certain_if(calls(probe, 100_000)));

/// Whether the bytes begin a call of this program. Over a stream a record mark stands before it.
fn calls(probe: &Probe<'_>, program: u32) -> bool {
    let message = match probe.carrier {
        Carrier::Stream => probe.bytes.get(4..).unwrap_or_default(),
        _ => probe.bytes,
    };
    called_program(message).is_ok_and(|called| called == Some(program))
}

/// The transaction's number, a call, version 2 of RPC, the program and a version of it that may be.
fn called_program(bytes: &[u8]) -> Result<Option<u32>, Truncated> {
    let mut reader = Reader::new(bytes);
    reader.skip(4)?;
    let (kind, rpc_version) = (reader.u32_be()?, reader.u32_be()?);
    let (program, version) = (reader.u32_be()?, reader.u32_be()?);
    Ok((kind == 0 && rpc_version == 2 && (1..=4).contains(&version)).then_some(program))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    fn call(program: u32, version: u32) -> Vec<u8> {
        [7, 0, 2, program, version, 0, 0, 0, 0, 0].iter().flat_map(|word: &u32| word.to_be_bytes()).collect()
    }

    #[test]
    fn programs_are_told_apart() {
        for (program, service) in
            [(100_003, "nfs"), (100_005, "mount"), (100_000, "portmapper"), (100_099, "")]
        {
            let mut flow = TestFlow::udp(700);
            flow.orig(&call(program, 3)).close();
            assert_eq!(flow.services(), service);
        }
    }

    #[test]
    fn a_stream_has_a_record_mark() {
        let mut flow = TestFlow::tcp(2049);
        flow.orig(&[&[0x80, 0, 0, 40], call(100_003, 4).as_slice()].concat()).close();
        assert_eq!(flow.services(), "nfs");
    }
}
