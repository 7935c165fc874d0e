//! Arbitrary packets through the whole engine.
#![no_main]

use libfuzzer_sys::fuzz_target;
use thymus_proto::{Engine, Settings, Timestamp};
use thymus_record::Record;
use thymus_wire::{LinkType, Reader};

fuzz_target!(|input: &[u8]| {
    let mut engine =
        Engine::new(Settings::default(), Box::new(|record: &dyn Record| record.write_json(&mut Vec::new())));
    let mut reader = Reader::new(input);
    let link = LinkType(reader.u8().map_or(1, u32::from));
    for ordinal in 0.. {
        let Ok(length) = reader.u16_be() else { break };
        let bytes = reader.take_up_to(usize::from(length & 0x7ff));
        let now = Timestamp::from_parts(1_700_000_000, i64::from(length) * 1_000_000 + ordinal * 1000);
        engine.packet(now, ordinal as u64, link, bytes, bytes.len() as u32, None);
    }
    engine.finish();
});
