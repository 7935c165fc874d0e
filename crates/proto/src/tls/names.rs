//! The names of versions, alerts and groups, as Zeek writes them.

use std::borrow::Cow;

/// Protocol versions as numbers on the wire.
pub(crate) mod version {
    pub(crate) const SSL_2: u16 = 0x0002;
    pub(crate) const SSL_3: u16 = 0x0300;
    pub(crate) const TLS_1_0: u16 = 0x0301;
    pub(crate) const TLS_1_1: u16 = 0x0302;
    pub(crate) const TLS_1_2: u16 = 0x0303;
    pub(crate) const TLS_1_3: u16 = 0x0304;
    pub(crate) const DTLS_1_0: u16 = 0xfeff;
    pub(crate) const DTLS_1_2: u16 = 0xfefd;
    pub(crate) const DTLS_1_3: u16 = 0xfefc;
}

/// A value reserved to keep peers tolerant of unknown values (RFC 8701): two equal bytes that end in `a`.
#[must_use]
pub(crate) fn is_grease(value: u16) -> bool {
    let [high, low] = value.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

/// The name of a version: `TLSv12`, `DTLSv10`, `TLSv13-draft23`, or `unknown-N` in decimal.
#[must_use]
pub fn version_name(number: u16) -> Cow<'static, str> {
    let name = match number {
        version::SSL_2 => "SSLv2",
        version::SSL_3 => "SSLv3",
        version::TLS_1_0 => "TLSv10",
        version::TLS_1_1 => "TLSv11",
        version::TLS_1_2 => "TLSv12",
        version::TLS_1_3 => "TLSv13",
        version::DTLS_1_0 => "DTLSv10",
        version::DTLS_1_2 => "DTLSv12",
        version::DTLS_1_3 => "DTLSv13",
        0x7f00..=0x7f7e => return format!("TLSv13-draft{}", number & 0x7f).into(),
        _ => return format!("unknown-{number}").into(),
    };
    name.into()
}

/// The name of an alert (RFC 8446, 6 and the IANA registry "TLS Alerts").
#[must_use]
pub fn alert_name(description: u8) -> Cow<'static, str> {
    let name = match description {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        21 => "decryption_failed",
        22 => "record_overflow",
        30 => "decompression_failure",
        40 => "handshake_failure",
        41 => "no_certificate",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        60 => "export_restriction",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        100 => "no_renegotiation",
        110 => "unsupported_extension",
        111 => "certificate_unobtainable",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        114 => "bad_certificate_hash_value",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        117 => "general_error",
        120 => "no_application_protocol",
        121 => "ech_required",
        _ => return format!("unknown-{description}").into(),
    };
    name.into()
}

/// The name of a group or curve (IANA registry "TLS Supported Groups").
#[must_use]
pub fn group_name(number: u16) -> Cow<'static, str> {
    if let Some(name) = number.checked_sub(1).and_then(|index| LOW_GROUPS.get(usize::from(index))) {
        return Cow::Borrowed(name);
    }
    let name = match number {
        256 => "ffdhe2048",
        257 => "ffdhe3072",
        258 => "ffdhe4096",
        259 => "ffdhe6144",
        260 => "ffdhe8192",
        512 => "MLKEM512",
        513 => "MLKEM768",
        514 => "MLKEM1024",
        4587 => "SecP256r1MLKEM768",
        4588 => "X25519MLKEM768",
        4589 => "SecP384r1MLKEM1024",
        4590 => "curveSM2MLKEM768",
        16696 => "CECPQ2",
        25497 => "X25519Kyber768Draft00",
        25498 => "SecP256r1Kyber768Draft00",
        0xff01 => "arbitrary_explicit_prime_curves",
        0xff02 => "arbitrary_explicit_char2_curves",
        grease if is_grease(grease) => return format!("grease_0x{grease:04X}").into(),
        _ => return format!("unknown-{number}").into(),
    };
    name.into()
}

/// Groups 1 to 41.
const LOW_GROUPS: [&str; 41] = [
    "sect163k1",
    "sect163r1",
    "sect163r2",
    "sect193r1",
    "sect193r2",
    "sect233k1",
    "sect233r1",
    "sect239k1",
    "sect283k1",
    "sect283r1",
    "sect409k1",
    "sect409r1",
    "sect571k1",
    "sect571r1",
    "secp160k1",
    "secp160r1",
    "secp160r2",
    "secp192k1",
    "secp192r1",
    "secp224k1",
    "secp224r1",
    "secp256k1",
    "secp256r1",
    "secp384r1",
    "secp521r1",
    "brainpoolP256r1",
    "brainpoolP384r1",
    "brainpoolP512r1",
    "x25519",
    "x448",
    "brainpoolP256r1tls13",
    "brainpoolP384r1tls13",
    "brainpoolP512r1tls13",
    "GC256A",
    "GC256B",
    "GC256C",
    "GC256D",
    "GC512A",
    "GC512B",
    "GC512C",
    "curveSM2",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_zeeks() {
        assert_eq!(version_name(0x0303), "TLSv12");
        assert_eq!(version_name(0x7f17), "TLSv13-draft23");
        assert_eq!(version_name(0x7e01), "unknown-32257");
        assert_eq!(group_name(23), "secp256r1");
        assert_eq!(group_name(29), "x25519");
        assert_eq!(group_name(41), "curveSM2");
        assert_eq!(group_name(0), "unknown-0");
        assert_eq!(group_name(0x1a1a), "grease_0x1A1A");
        assert_eq!(alert_name(40), "handshake_failure");
        assert_eq!(alert_name(200), "unknown-200");
    }

    #[test]
    fn grease_is_the_sixteen_reserved_values() {
        let found: Vec<u16> = (0..=u16::MAX).filter(|&value| is_grease(value)).collect();
        assert_eq!(found.len(), 16);
        assert_eq!((found[0], found[15]), (0x0a0a, 0xfafa));
    }
}
