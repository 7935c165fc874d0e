//! Arbitrary frames of the protocols that stand on the link: ARP, neighbour discovery, LLDP, CDP.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| thymus_proto::fuzzing::link(input));
