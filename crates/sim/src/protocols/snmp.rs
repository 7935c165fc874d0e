//! SNMP version 2c (RFC 3416): one variable asked for and told.

use crate::packet::der;

pub(crate) const PORT: u16 = 161;
/// `sysUpTime.0` and `prtMarkerSuppliesLevel.1.1`.
const VARIABLES: [&[u8]; 2] = [&[0x2b, 6, 1, 2, 1, 1, 3, 0], &[0x2b, 6, 1, 2, 1, 43, 11, 1, 1, 9, 1, 1]];

/// The values of two variables are asked for.
pub(crate) fn question(number: u32) -> Vec<u8> {
    message(0xa0, number, &VARIABLES.map(|name| der::sequence(&[der::object(name), der::null()])))
}

/// Their values.
pub(crate) fn answer(number: u32, uptime: u32, level: u32) -> Vec<u8> {
    let [first, second] = VARIABLES;
    // TimeTicks are an application type (RFC 2578 section 7.1.8).
    let ticks = der::integer(uptime).get(1..).map(|rest| [&[0x43], rest].concat()).unwrap_or_default();
    let told = [
        der::sequence(&[der::object(first), ticks]),
        der::sequence(&[der::object(second), der::integer(level)]),
    ];
    message(0xa2, number, &told)
}

fn message(kind: u8, number: u32, variables: &[Vec<u8>]) -> Vec<u8> {
    let body = [der::integer(number), der::integer(0), der::integer(0), der::sequence(variables)].concat();
    der::sequence(&[der::integer(1), der::octets(b"public"), der::tagged(kind, &body)])
}
