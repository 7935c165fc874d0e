//! Arbitrary pieces of a file.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| thymus_proto::fuzzing::file(input));
