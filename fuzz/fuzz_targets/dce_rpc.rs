//! Arbitrary flows of `dce_rpc`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| thymus_proto::fuzzing::flow(
    &thymus_proto::dce_rpc::PROTOCOL,
    input
));
