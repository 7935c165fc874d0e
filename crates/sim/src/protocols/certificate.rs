//! Certificates that look like those of web servers; their signatures are noise.

use crate::packet::der;
use crate::random::Random;
use std::rc::Rc;

const SHA256_WITH_RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0a];
const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
const SUBJECT_KEY: &[u8] = &[0x55, 0x1d, 0x0e];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
const SERVER_AUTHENTICATION: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
const KEY_BYTES: usize = 256;

/// An issuer of certificates, with its own certificate.
#[derive(Clone)]
pub(crate) struct Authority {
    organisation: &'static str,
    common_name: String,
    key: [u8; 20],
    pub(crate) certificate: Rc<[u8]>,
}

impl Authority {
    pub(crate) fn new(random: &mut Random, organisation: &'static str, number: usize) -> Self {
        let common_name = format!("{organisation} TLS CA {number}");
        let key = random.array();
        let issuer = name(organisation, &format!("{organisation} Root"));
        let subject = name(organisation, &common_name);
        let extensions =
            [extension(BASIC_CONSTRAINTS, true, &der::sequence(&[der::boolean(true), der::integer(0)]))];
        let certificate = certificate(random, issuer, subject, &extensions, &key, &random.clone().array());
        Self { organisation, common_name, key, certificate }
    }

    /// A certificate for a server of this name.
    pub(crate) fn issue(&self, random: &mut Random, host: &str, organisation: &str) -> Rc<[u8]> {
        let names = [tagged_name(host), tagged_name(&format!("www.{host}"))];
        let extensions = [
            extension(EXTENDED_KEY_USAGE, false, &der::sequence(&[der::object(SERVER_AUTHENTICATION)])),
            extension(BASIC_CONSTRAINTS, true, &der::sequence(&[])),
            extension(ALTERNATIVE_NAMES, false, &der::sequence(&names)),
        ];
        let issuer = name(self.organisation, &self.common_name);
        let subject = name(organisation, host);
        let key = random.array();
        certificate(random, issuer, subject, &extensions, &key, &self.key)
    }
}

fn certificate(
    random: &mut Random,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    extensions: &[Vec<u8>],
    key: &[u8; 20],
    issuer_key: &[u8; 20],
) -> Rc<[u8]> {
    let algorithm = der::sequence(&[der::object(SHA256_WITH_RSA), der::null()]);
    let mut all = vec![
        extension(KEY_USAGE, true, &der::tagged(0x03, &[5, 0xa0])),
        extension(SUBJECT_KEY, false, &der::octets(key)),
        extension(AUTHORITY_KEY, false, &der::sequence(&[der::tagged(0x80, issuer_key)])),
    ];
    all.extend_from_slice(extensions);
    let mut serial: [u8; 16] = random.array();
    serial[0] |= 0x40;
    let body = der::sequence(&[
        der::context(0, &der::integer(2)),
        der::big_integer(&serial),
        algorithm.clone(),
        issuer,
        der::sequence(&[der::utc_time("260101000000Z"), der::utc_time("261231235959Z")]),
        subject,
        public_key(random),
        der::context(3, &der::sequence(&all)),
    ]);
    der::sequence(&[body, algorithm, der::bits(&random.bytes(KEY_BYTES))]).into()
}

fn public_key(random: &mut Random) -> Vec<u8> {
    let mut modulus = random.bytes(KEY_BYTES);
    modulus.first_mut().into_iter().for_each(|byte| *byte |= 0x80);
    let numbers = der::sequence(&[der::big_integer(&modulus), der::integer(65_537)]);
    der::sequence(&[der::sequence(&[der::object(RSA), der::null()]), der::bits(&numbers)])
}

fn name(organisation: &str, common_name: &str) -> Vec<u8> {
    let part = |kind: &[u8], text: Vec<u8>| der::set(&[der::sequence(&[der::object(kind), text])]);
    der::sequence(&[
        part(COUNTRY, der::printable("NL")),
        part(ORGANISATION, der::utf8(organisation)),
        part(COMMON_NAME, der::utf8(common_name)),
    ])
}

fn tagged_name(host: &str) -> Vec<u8> {
    der::tagged(0x82, host.as_bytes())
}

fn extension(kind: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![der::object(kind)];
    parts.extend(critical.then(|| der::boolean(true)));
    parts.push(der::octets(value));
    der::sequence(&parts)
}

/// A list of so many certificates that are not to be trusted any more (RFC 5280 section 5.1).
pub(crate) fn revocations(random: &mut Random, count: u64) -> Vec<u8> {
    let algorithm = der::sequence(&[der::object(SHA256_WITH_RSA), der::null()]);
    let revoked: Vec<_> = (0..count.max(1))
        .map(|_| {
            let mut serial: [u8; 16] = random.array();
            serial[0] |= 0x40;
            der::sequence(&[der::big_integer(&serial), der::utc_time("260115093000Z")])
        })
        .collect();
    let body = der::sequence(&[
        der::integer(1),
        algorithm.clone(),
        name("Northwind Trust", "Northwind Trust TLS CA 1"),
        der::utc_time("260201000000Z"),
        der::utc_time("260801000000Z"),
        der::sequence(&revoked),
    ]);
    der::sequence(&[body, algorithm, der::bits(&random.bytes(KEY_BYTES))])
}
