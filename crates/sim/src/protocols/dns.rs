//! DNS messages (RFC 1035).

use crate::packet::bytes::Put as _;

/// The port of name servers.
pub(crate) const PORT: u16 = 53;
pub(crate) const A: u16 = 1;
pub(crate) const CNAME: u16 = 5;
pub(crate) const SOA: u16 = 6;
pub(crate) const PTR: u16 = 12;
pub(crate) const AAAA: u16 = 28;
pub(crate) const SRV: u16 = 33;
pub(crate) const HTTPS: u16 = 65;
pub(crate) const NO_SUCH_NAME: u16 = 3;
/// The name of the question, wherever it is meant again (RFC 1035 section 4.1.4).
pub(crate) const SAME_NAME: u16 = 0xc00c;

/// A message with its question; so many answers and authorities follow.
pub(crate) fn message(
    id: u16,
    flags: u16,
    answers: u16,
    authorities: u16,
    name: &str,
    question: u16,
) -> Vec<u8> {
    let mut message = Vec::with_capacity(128);
    message.u16_be(id).u16_be(flags).u16_be(1).u16_be(answers).u16_be(authorities).u16_be(0);
    put_name(&mut message, name);
    message.u16_be(question).u16_be(1);
    message
}

/// A question to a resolver.
pub(crate) fn query(id: u16, name: &str, question: u16) -> Vec<u8> {
    message(id, 0x0100, 0, 0, name, question)
}

/// The answer that nobody has this name, with the SOA record of the zone, which says how long that is to be remembered
/// (RFC 2308).
pub(crate) fn no_such_name(id: u16, name: &str, question: u16, server: &str, contact: &str) -> Vec<u8> {
    nothing(id, 0x8180 | NO_SUCH_NAME, name, question, server, contact)
}

/// The answer that the name has no record of this kind.
pub(crate) fn no_such_record(id: u16, name: &str, question: u16, server: &str, contact: &str) -> Vec<u8> {
    nothing(id, 0x8180, name, question, server, contact)
}

fn nothing(id: u16, flags: u16, name: &str, question: u16, server: &str, contact: &str) -> Vec<u8> {
    let mut message = message(id, flags, 0, 1, name, question);
    let mut authority = encoded(server);
    put_name(&mut authority, contact);
    authority.u32_be(2_026_030_201).u32_be(7200).u32_be(900).u32_be(1_209_600).u32_be(300);
    record(&mut message, SAME_NAME, SOA, 300, &authority);
    message
}

/// Appends a record; `owner` is a pointer to a name.
pub(crate) fn record(message: &mut Vec<u8>, owner: u16, kind: u16, lifetime: u32, data: &[u8]) {
    message.u16_be(owner).u16_be(kind).u16_be(1).u32_be(lifetime).sized_u16_be(data);
}

/// Appends a name.
pub(crate) fn put_name(out: &mut Vec<u8>, name: &str) {
    for label in name.split('.') {
        out.u8(label.len() as u8).put(label.as_bytes());
    }
    out.u8(0);
}

/// A name by itself.
pub(crate) fn encoded(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len() + 2);
    put_name(&mut out, name);
    out
}
