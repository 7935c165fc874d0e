//! TCP segments of one connection in any order, with any overlap, any flags and any acknowledgement.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thymus_proto::{Engine, Settings, Timestamp};
use thymus_record::Record;
use thymus_wire::{LinkType, Reader};

/// An IPv4 packet with a TCP segment of so many bytes, all of them the low byte of their place in the stream, so that most
/// overlaps agree.
fn segment(
    from_client: bool,
    flags: u8,
    sequence: u32,
    acknowledgment: u32,
    length: u16,
    twist: u8,
) -> Vec<u8> {
    let ends = if from_client { [1u8, 2] } else { [2, 1] };
    let ports = if from_client { [40_000u16, 7777] } else { [7777, 40_000] };
    let mut packet = vec![0x45, 0];
    packet.extend((40 + length).to_be_bytes());
    packet.extend([0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, ends[0], 10, 0, 0, ends[1]]);
    packet.extend(ports.iter().flat_map(|port| port.to_be_bytes()));
    packet.extend(sequence.to_be_bytes());
    packet.extend(acknowledgment.to_be_bytes());
    packet.extend([0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
    packet.extend((0..length).map(|place| (sequence as u8).wrapping_add(place as u8) ^ twist));
    packet
}

fuzz_target!(|input: &[u8]| {
    let mut engine =
        Engine::new(Settings::default(), Box::new(|record: &dyn Record| record.write_json(&mut Vec::new())));
    let mut reader = Reader::new(input);
    let Ok(base) = reader.u32_be() else { return };
    for ordinal in 0u32.. {
        let Ok([flags, side, sequence, acknowledgment, length, twist]) = reader.array::<6>() else { break };
        let at = |offset: u8| base.wrapping_add(u32::from(offset) * 7);
        let twist = if twist < 250 { 0 } else { twist };
        let bytes =
            segment(side & 1 == 0, flags, at(sequence), at(acknowledgment), u16::from(length) * 3, twist);
        let now = Timestamp::from_parts(1_700_000_000, i64::from(ordinal) * 1_000_000 * i64::from(side));
        engine.packet(now, u64::from(ordinal), LinkType::RAW, &bytes, bytes.len() as u32, None);
    }
    engine.finish();
});
