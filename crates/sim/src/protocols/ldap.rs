//! LDAP messages (RFC 4511).

use crate::packet::bytes::Put as _;
use crate::packet::der;
use crate::random::Random;

/// The port of directories.
pub(crate) const PORT: u16 = 389;

/// A message around an operation.
pub(crate) fn message(id: u32, operation: &[u8]) -> Vec<u8> {
    der::sequence(&[der::integer(id), operation.to_vec()])
}

/// Success, with no name and no text.
pub(crate) fn result() -> Vec<u8> {
    result_of(0)
}

/// This result code, with no name and no text.
fn result_of(code: u8) -> Vec<u8> {
    [der::enumerated(code), der::octets(b""), der::octets(b"")].concat()
}

/// A login with name and password.
pub(crate) fn bind(id: u32, name: &str) -> Vec<u8> {
    let parts = [der::integer(3), der::octets(name.as_bytes()), der::tagged(0x80, b"hunter2!")];
    message(id, &der::application(0, &parts.concat()))
}

/// A login with a token of SPNEGO (RFC 4511 section 4.2).
pub(crate) fn token_bind(id: u32, token: &[u8]) -> Vec<u8> {
    let credentials = [der::octets(b"GSS-SPNEGO"), der::octets(token)].concat();
    let parts = [der::integer(3), der::octets(b""), der::tagged(0xa3, &credentials)];
    message(id, &der::application(0, &parts.concat()))
}

/// The answer to a login with a token that succeeds.
pub(crate) fn token_bound(id: u32, token: &[u8]) -> Vec<u8> {
    message(id, &der::application(1, &[result(), der::tagged(0x87, token)].concat()))
}

/// A signed message in the wrapping of Kerberos, which stays readable (RFC 4121 section 4.2.6.2).
pub(crate) fn signed(random: &mut Random, from_server: bool, number: u64, inside: &[u8]) -> Vec<u8> {
    let mut wrapped = Vec::with_capacity(inside.len() + 32);
    // The checksum of twelve bytes stands before the message, as Windows turns it round.
    let flags = if from_server { 5 } else { 4 };
    wrapped.u32_be(inside.len() as u32 + 28).put(&[5, 4, flags, 0xff, 0, 12, 0, 12]);
    wrapped.put(&number.to_be_bytes()).put(&random.array::<12>()).put(inside);
    wrapped
}

/// The answer to any login that succeeds.
pub(crate) fn bound(id: u32) -> Vec<u8> {
    message(id, &der::application(1, &result()))
}

/// The end of the results of a search.
pub(crate) fn done(id: u32) -> Vec<u8> {
    message(id, &der::application(5, &result()))
}

/// Goodbye.
pub(crate) fn unbind(id: u32) -> Vec<u8> {
    message(id, &[0x42, 0x00])
}

/// `name` equals `value`.
pub(crate) fn equals(name: &str, value: &str) -> Vec<u8> {
    der::tagged(0xa3, &[der::octets(name.as_bytes()), der::octets(value.as_bytes())].concat())
}

/// All of these.
pub(crate) fn all_of(filters: &[Vec<u8>]) -> Vec<u8> {
    der::tagged(0xa0, &filters.concat())
}

/// A search. `scope` is 0 for the object itself, 1 for those right below, 2 for the whole tree.
#[derive(Clone, Debug)]
pub(crate) struct Search<'a> {
    pub(crate) base: &'a str,
    pub(crate) scope: u8,
    /// At most so many entries; 0 for all.
    pub(crate) limit: u32,
    pub(crate) filter: Vec<u8>,
    pub(crate) attributes: &'a [&'a str],
}

impl Search<'_> {
    pub(crate) fn request(&self, id: u32) -> Vec<u8> {
        let attributes: Vec<_> = self.attributes.iter().map(|name| der::octets(name.as_bytes())).collect();
        let parts = [
            der::octets(self.base.as_bytes()),
            der::enumerated(self.scope),
            der::enumerated(0),
            der::integer(self.limit),
            der::integer(120),
            der::boolean(false),
            self.filter.clone(),
            der::sequence(&attributes),
        ];
        message(id, &der::application(3, &parts.concat()))
    }
}

/// An attribute with its values, each already encoded.
pub(crate) fn attribute(name: &str, values: &[Vec<u8>]) -> Vec<u8> {
    der::sequence(&[der::octets(name.as_bytes()), der::set(values)])
}

/// An entry that a search found.
pub(crate) fn entry(id: u32, name: &str, attributes: &[Vec<u8>]) -> Vec<u8> {
    let name = der::octets(name.as_bytes());
    message(id, &der::application(4, &[name, der::sequence(attributes)].concat()))
}

/// `S-1-5-21-…`: an account of a domain (MS-DTYP 2.4.2.2).
pub(crate) fn security_identifier(relative: u32) -> Vec<u8> {
    let mut identifier = vec![1, 5, 0, 0, 0, 0, 0, 5];
    identifier.u32_le(21).u32_le(1_004_336_348).u32_le(1_177_238_915).u32_le(682_003_330);
    identifier.u32_le(relative);
    identifier
}
