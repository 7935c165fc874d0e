//! Versions of QUIC: their names, their salts and how they number their packets.

use std::borrow::Cow;

/// Version 1 (RFC 9000).
const VERSION_1: u32 = 0x0000_0001;
/// Version 2 (RFC 9369).
const VERSION_2: u32 = 0x6b33_43cf;
/// Version 2 before it had its number.
const VERSION_2_DRAFT: u32 = 0x709a_50c4;

/// A salt from which the keys of Initial packets are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Salt {
    pub(super) bytes: [u8; 20],
    /// The labels of the keys are those of version 2.
    pub(super) second: bool,
}

impl Salt {
    const fn of_version_1(bytes: [u8; 20]) -> Self {
        Self { bytes, second: false }
    }

    const fn of_version_2(bytes: [u8; 20]) -> Self {
        Self { bytes, second: true }
    }
}

/// RFC 9001, 5.2.
const SALT_1: Salt = Salt::of_version_1([
    0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc,
    0xbb, 0x7f, 0x0a,
]);

/// RFC 9369, 3.3.1.
const SALT_2: Salt = Salt::of_version_2([
    0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9,
    0xbd, 0x2e, 0xd9,
]);

/// draft-ietf-quic-v2-00.
const SALT_2_DRAFT: Salt = Salt::of_version_2([
    0xa7, 0x07, 0xc2, 0x03, 0xa5, 0x9b, 0x47, 0x18, 0x4a, 0x1d, 0x62, 0xca, 0x57, 0x04, 0x06, 0xea, 0x7a,
    0xe3, 0xe5, 0xd3,
]);

/// draft-ietf-quic-tls-22.
const SALT_DRAFT_22: Salt = Salt::of_version_1([
    0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a,
    0x02, 0x64, 0x4a,
]);

/// draft-ietf-quic-tls-23 to 28.
const SALT_DRAFT_23: Salt = Salt::of_version_1([
    0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe,
    0xf9, 0xf5, 0x02,
]);

/// draft-ietf-quic-tls-29 to 32.
const SALT_DRAFT_29: Salt = Salt::of_version_1([
    0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43,
    0x90, 0xa8, 0x99,
]);

/// Google's Q050, whose frames are its own.
const SALT_Q050: Salt = Salt::of_version_1([
    0x50, 0x45, 0x74, 0xef, 0xd0, 0x66, 0xfe, 0x2f, 0x9d, 0x94, 0x5c, 0xfc, 0xdb, 0xd3, 0xa7, 0xf0, 0xd3,
    0xb5, 0x6b, 0x45,
]);

/// Google's T050.
const SALT_T050: Salt = Salt::of_version_1([
    0x7f, 0xf5, 0x79, 0xe5, 0xac, 0xd0, 0x72, 0x91, 0x55, 0x80, 0x30, 0x4c, 0x43, 0xa2, 0x36, 0x7c, 0x60,
    0x48, 0x83, 0x10,
]);

/// Google's T051.
const SALT_T051: Salt = Salt::of_version_1([
    0x7a, 0x4e, 0xde, 0xf4, 0xe7, 0xcc, 0xee, 0x5f, 0xa4, 0x50, 0x6c, 0x19, 0x12, 0x4f, 0xc8, 0xcc, 0xda,
    0x6e, 0x03, 0x3d,
]);

/// Google's Q050, as the four letters on the wire.
pub(super) const Q050: u32 = u32::from_be_bytes(*b"Q050");
const T050: u32 = u32::from_be_bytes(*b"T050");
const T051: u32 = u32::from_be_bytes(*b"T051");

/// The salts to try for a version, the likeliest first. Facebook's versions and those that force a negotiation follow
/// drafts that are nowhere published.
pub(super) fn salts(version: u32) -> &'static [Salt] {
    match version {
        VERSION_1 | 0xff00_0021..=0xff00_0022 => &[SALT_1],
        VERSION_2 => &[SALT_2],
        VERSION_2_DRAFT => &[SALT_2_DRAFT],
        0xff00_001d..=0xff00_0020 => &[SALT_DRAFT_29],
        0xff00_0017..=0xff00_001c => &[SALT_DRAFT_23],
        0xff00_0016 => &[SALT_DRAFT_22],
        Q050 => &[SALT_Q050],
        T050 => &[SALT_T050],
        T051 => &[SALT_T051],
        _ => &[SALT_DRAFT_29, SALT_DRAFT_23, SALT_1, SALT_DRAFT_22],
    }
}

/// Whether packets of this version are laid out as in RFC 9000 and can be opened.
pub(super) fn is_known(version: u32) -> bool {
    matches!(
        version,
        VERSION_1
            | VERSION_2
            | VERSION_2_DRAFT
            | 0xff00_0016..=0xff00_0022
            | 0xface_b001..=0xface_b01f
            | Q050
            | T050
            | T051
    )
}

/// Whether a version is reserved to force a negotiation (RFC 9000, 15): `0x?a?a?a?a`.
pub(super) fn is_reserved(version: u32) -> bool {
    version & 0x0f0f_0f0f == 0x0a0a_0a0a
}

/// Whether long packets are numbered as in version 2 (RFC 9369, 3.2).
pub(super) fn numbers_as_second(version: u32) -> bool {
    matches!(version, VERSION_2 | VERSION_2_DRAFT)
}

/// The name of a version: `1`, `quicv2`, `draft-29`, `mvfst (faceb002)`, `Q046`; `unknown-` and the number in
/// hexadecimal for others.
#[must_use]
pub fn version_name(version: u32) -> Cow<'static, str> {
    match version {
        VERSION_1 => "1".into(),
        VERSION_2 => "quicv2".into(),
        0xff00_0000..=0xff00_00ff => format!("draft-{}", version & 0xff).into(),
        0xface_b000..=0xface_b0ff => format!("mvfst ({version:x})").into(),
        _ => match version.to_be_bytes() {
            letters @ [b'Q' | b'T', b'0', b'0'..=b'9', b'0'..=b'9'] => {
                letters.map(char::from).iter().collect::<String>().into()
            }
            _ => format!("unknown-{version:x}").into(),
        },
    }
}
