//! Arbitrary flows of `ssdp`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| thymus_proto::fuzzing::flow(&thymus_proto::ssdp::PROTOCOL, input));
