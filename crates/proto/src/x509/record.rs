//! The `x509` record.

use super::Role;
use super::oids::algorithm_name;
use super::parser::{AlternativeNames, Certificate, significant};
use crate::Head;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::net::IpAddr;
use thymus_record::{Record, Timestamp};

/// The longest serial number that is written, in bytes: RFC 5280 allows 20.
const SERIAL_BYTES_MAX: usize = 128;

/// A certificate that one side showed.
#[derive(Debug, Record)]
#[record(kind = "x509", protocol = "X509")]
pub struct X509 {
    /// When it was seen, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// SHA-256 of its DER, by which `ssl` names it.
    pub fingerprint: String,
    /// The version of its format: 1 to 3.
    #[record(name = "certificate.version")]
    pub version: u64,
    /// Its serial number in hexadecimal.
    #[record(name = "certificate.serial")]
    pub serial: Option<String>,
    /// To whom it was issued.
    #[record(name = "certificate.subject")]
    pub subject: Option<String>,
    /// Who issued it.
    #[record(name = "certificate.issuer")]
    pub issuer: Option<String>,
    /// From when it holds.
    #[record(name = "certificate.not_valid_before")]
    pub not_valid_before: Option<Timestamp>,
    /// Until when it holds.
    #[record(name = "certificate.not_valid_after")]
    pub not_valid_after: Option<Timestamp>,
    /// What its key is for.
    #[record(name = "certificate.key_alg")]
    pub key_alg: Option<Cow<'static, str>>,
    /// How it was signed.
    #[record(name = "certificate.sig_alg")]
    pub sig_alg: Option<Cow<'static, str>>,
    /// How it says among what is signed that it was signed; unlike `sig_alg` only where somebody tampers.
    #[record(name = "certificate.tbs_sig_alg")]
    pub tbs_sig_alg: Option<Cow<'static, str>>,
    /// The kind of its key: `rsa`, `dsa`, `ecdsa`, or the name of another.
    #[record(name = "certificate.key_type")]
    pub key_type: Option<Cow<'static, str>>,
    /// How long its key is.
    #[record(name = "certificate.key_length", unit = "bits")]
    pub key_length: Option<u64>,
    /// The exponent of an RSA key.
    #[record(name = "certificate.exponent")]
    pub exponent: Option<String>,
    /// The curve of an ECDSA key.
    #[record(name = "certificate.curve")]
    pub curve: Option<&'static str>,
    /// The host names it holds for.
    #[record(name = "san.dns")]
    pub san_dns: Vec<String>,
    /// The URIs it holds for.
    #[record(name = "san.uri")]
    pub san_uri: Vec<String>,
    /// The e-mail addresses it holds for.
    #[record(name = "san.email")]
    pub san_email: Vec<String>,
    /// The addresses it holds for.
    #[record(name = "san.ip")]
    pub san_ip: Vec<IpAddr>,
    /// It may issue others.
    #[record(name = "basic_constraints.ca")]
    pub is_authority: Option<bool>,
    /// How many authorities may stand between it and a host.
    #[record(name = "basic_constraints.path_len")]
    pub path_len: Option<u64>,
    /// It is the first of its chain: the host's own.
    pub host_cert: bool,
    /// The client showed it.
    pub client_cert: bool,
    /// Its subject is its issuer.
    pub self_signed: bool,
    /// It held when it was seen.
    pub valid_at_seen: Option<bool>,
}

impl X509 {
    pub(super) fn new(
        head: Head,
        fingerprint: String,
        certificate: &Certificate<'_>,
        names: AlternativeNames,
        role: Role,
    ) -> Self {
        let key = certificate.key;
        Self {
            head,
            fingerprint,
            version: certificate.version,
            serial: certificate.serial.map(serial_text),
            subject: certificate.subject.map(|name| name.text()),
            issuer: certificate.issuer.map(|name| name.text()),
            not_valid_before: certificate.not_before.map(|moment| moment.timestamp()),
            not_valid_after: certificate.not_after.map(|moment| moment.timestamp()),
            key_alg: key.map(|key| key.algorithm()),
            sig_alg: certificate.signature_algorithm.map(algorithm_name),
            tbs_sig_alg: certificate.signed_algorithm.map(algorithm_name),
            key_type: key.map(|key| key.kind()),
            key_length: key.and_then(|key| key.length_bits()),
            exponent: key.and_then(|key| key.exponent()),
            curve: key.and_then(|key| key.curve()).map(|(name, _)| name),
            san_dns: names.dns,
            san_uri: names.uri,
            san_email: names.email,
            san_ip: names.ip,
            is_authority: certificate.constraints.map(|constraints| constraints.authority),
            path_len: certificate.constraints.and_then(|constraints| constraints.path_length),
            host_cert: role.host,
            client_cert: role.client,
            self_signed: certificate.is_self_signed(),
            valid_at_seen: validity(certificate, head.ts),
        }
    }
}

fn validity(certificate: &Certificate<'_>, now: Timestamp) -> Option<bool> {
    let (from, until) = (certificate.not_before?.0, certificate.not_after?.0);
    Some((from..=until).contains(&now.seconds()))
}

/// Upper-case hexadecimal with a sign, as OpenSSL writes it.
fn serial_text(content: &[u8]) -> String {
    let negative = content.first().is_some_and(|first| first & 0x80 != 0);
    let mut text = String::with_capacity(42);
    if negative {
        text.push('-');
        for byte in negated(content).iter().take(SERIAL_BYTES_MAX) {
            let _ = write!(text, "{byte:02X}");
        }
        return text;
    }
    for byte in significant(content).iter().take(SERIAL_BYTES_MAX) {
        let _ = write!(text, "{byte:02X}");
    }
    if text.is_empty() {
        text.push_str("00");
    }
    text
}

/// The magnitude of a negative number in two's complement.
fn negated(content: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = content.iter().map(|byte| !byte).collect();
    for byte in bytes.iter_mut().rev() {
        let (sum, overflowed) = byte.overflowing_add(1);
        *byte = sum;
        if !overflowed {
            break;
        }
    }
    significant(&bytes).to_vec()
}
