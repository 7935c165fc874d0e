//! Logins with Kerberos in SPNEGO (RFC 4178, RFC 4121).

use super::kerberos::{AES256, sealed, show};
use super::ntlm::{NTLMSSP, first_token, offer as offer_of};
use crate::packet::der;
use crate::random::Random;

/// Kerberos (RFC 4121), and what Windows 2000 called it by mistake (MS-SPNG 3.1.5.2).
const KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
const KERBEROS_OF_WINDOWS: &[u8] = &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02];
const MECHANISMS: &[&[u8]] = &[KERBEROS_OF_WINDOWS, KERBEROS, NTLMSSP];

/// What a member of a domain offers.
pub(crate) fn offer() -> Vec<u8> {
    offer_of(MECHANISMS)
}

/// The client shows its ticket.
pub(crate) fn shown_ticket(random: &mut Random, ticket: &[u8]) -> Vec<u8> {
    let request = show(random, ticket);
    first_token(MECHANISMS, &token(&[1, 0], &request))
}

/// The server accepts it, and proves itself (AP-REP, RFC 4120 section 5.5.2).
pub(crate) fn accepted_ticket(random: &mut Random) -> Vec<u8> {
    let reply = der::application(
        15,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(15)),
            der::context(2, &sealed(random, AES256, 88)),
        ]),
    );
    let parts = [
        der::context(0, &der::enumerated(0)),
        der::context(1, &der::object(KERBEROS_OF_WINDOWS)),
        der::context(2, &der::octets(&token(&[2, 0], &reply))),
    ];
    der::context(1, &der::sequence(&parts))
}

/// A token of Kerberos within GSS-API (RFC 4121 section 4.1).
fn token(kind: &[u8; 2], message: &[u8]) -> Vec<u8> {
    der::application(0, &[der::object(KERBEROS), kind.to_vec(), message.to_vec()].concat())
}
