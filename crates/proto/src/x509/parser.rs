//! Certificates (RFC 5280, 4.1), borrowed from their DER.

use super::der::{Element, Elements, Moment, address, tag, time};
use super::name::Name;
use super::oids::{algorithm_name, curve};
use std::borrow::Cow;
use std::net::IpAddr;
use thymus_record::text_from_wire;

/// As many alternative names are read.
pub(super) const ALTERNATIVE_NAMES_MAX: usize = 1024;

const EXTENSION_ALTERNATIVE_NAME: &[u8] = b"\x55\x1d\x11";
const EXTENSION_BASIC_CONSTRAINTS: &[u8] = b"\x55\x1d\x13";
const ID_EC_PUBLIC_KEY: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
const DSA_ENCRYPTION: &[u8] = b"\x2a\x86\x48\xce\x38\x04\x01";

/// What could be read of a certificate. Fields after the first damage are absent.
#[derive(Clone, Debug, Default)]
pub(super) struct Certificate<'a> {
    /// 1, 2 or 3.
    pub(super) version: u64,
    pub(super) serial: Option<&'a [u8]>,
    /// The algorithm of the signature, by its OID, as it stands beside the signature.
    pub(super) signature_algorithm: Option<&'a [u8]>,
    /// The same, as it stands among what is signed. The two must agree.
    pub(super) signed_algorithm: Option<&'a [u8]>,
    pub(super) issuer: Option<Name<'a>>,
    pub(super) not_before: Option<Moment>,
    pub(super) not_after: Option<Moment>,
    pub(super) subject: Option<Name<'a>>,
    pub(super) key: Option<PublicKey<'a>>,
    pub(super) alternative_names: Option<AlternativeNames>,
    pub(super) constraints: Option<Constraints>,
    /// It was read to its end.
    pub(super) whole: bool,
}

/// `SubjectPublicKeyInfo`.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicKey<'a> {
    algorithm: &'a [u8],
    parameters: Option<Element<'a>>,
    /// The key itself: the content of the bit string, without its count of unused bits.
    bits: &'a [u8],
}

/// `SubjectAltName` (RFC 5280, 4.2.1.6), sorted by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct AlternativeNames {
    pub(super) dns: Vec<String>,
    pub(super) uri: Vec<String>,
    pub(super) email: Vec<String>,
    pub(super) ip: Vec<IpAddr>,
    /// There were more than are read.
    pub(super) cut: bool,
}

/// `BasicConstraints` (RFC 5280, 4.2.1.9).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Constraints {
    pub(super) authority: bool,
    pub(super) path_length: Option<u64>,
}

impl<'a> Certificate<'a> {
    /// Reads what can be read.
    pub(super) fn parse(der: &'a [u8]) -> Self {
        let mut certificate = Self { version: 1, ..Self::default() };
        certificate.whole = certificate.read(der).is_some();
        certificate
    }

    fn read(&mut self, der: &'a [u8]) -> Option<()> {
        let mut outer = Elements::new(der).next_cut().filter(|outer| outer.tag == tag::SEQUENCE)?.inside();
        let mut signed = outer.next_cut().filter(|signed| signed.tag == tag::SEQUENCE)?.inside();
        self.read_signed(&mut signed)?;
        self.signature_algorithm =
            outer.tagged(tag::SEQUENCE)?.inside().tagged(tag::OID).map(|oid| oid.content);
        outer.tagged(tag::BIT_STRING).map(drop)
    }

    /// `TBSCertificate`.
    fn read_signed(&mut self, fields: &mut Elements<'a>) -> Option<()> {
        if let Some(version) = fields.tagged(0xa0) {
            self.version = integer(version.inside().tagged(tag::INTEGER)?.content)?.saturating_add(1);
        }
        self.serial = Some(fields.tagged(tag::INTEGER)?.content);
        self.signed_algorithm =
            fields.tagged(tag::SEQUENCE)?.inside().tagged(tag::OID).map(|oid| oid.content);
        self.issuer = Some(Name(fields.tagged(tag::SEQUENCE)?.content));
        let mut validity = fields.tagged(tag::SEQUENCE)?.inside();
        self.not_before = validity.next().and_then(time);
        self.not_after = validity.next().and_then(time);
        self.subject = Some(Name(fields.tagged(tag::SEQUENCE)?.content));
        self.key = PublicKey::read(fields.tagged(tag::SEQUENCE)?);
        for field in fields {
            if field.tag == 0xa3 {
                self.read_extensions(field.inside().tagged(tag::SEQUENCE)?);
            }
        }
        Some(())
    }

    fn read_extensions(&mut self, list: Element<'a>) {
        for extension in list.inside() {
            let mut fields = extension.inside();
            let Some(oid) = fields.tagged(tag::OID) else { continue };
            fields.tagged(tag::BOOLEAN);
            let Some(value) = fields.tagged(tag::OCTET_STRING) else { continue };
            match oid.content {
                EXTENSION_ALTERNATIVE_NAME => self.alternative_names = AlternativeNames::read(value.content),
                EXTENSION_BASIC_CONSTRAINTS => self.constraints = Constraints::read(value.content),
                _ => {}
            }
        }
    }

    /// Whether subject and issuer are the same.
    pub(super) fn is_self_signed(&self) -> bool {
        match (self.subject, self.issuer) {
            (Some(subject), Some(issuer)) => subject.0 == issuer.0,
            _ => false,
        }
    }
}

impl<'a> PublicKey<'a> {
    fn read(info: Element<'a>) -> Option<Self> {
        let mut fields = info.inside();
        let mut identifier = fields.tagged(tag::SEQUENCE)?.inside();
        let algorithm = identifier.tagged(tag::OID)?.content;
        let parameters = identifier.next();
        let bits = fields.tagged(tag::BIT_STRING).and_then(|bits| bits.content.get(1..)).unwrap_or_default();
        Some(Self { algorithm, parameters, bits })
    }

    /// The long name of the algorithm.
    pub(super) fn algorithm(self) -> Cow<'static, str> {
        algorithm_name(self.algorithm)
    }

    /// Zeek's kind of key: `rsa`, `dsa`, `ecdsa`, or the name of the algorithm.
    pub(super) fn kind(self) -> Cow<'static, str> {
        match self.algorithm {
            DSA_ENCRYPTION => "dsa".into(),
            ID_EC_PUBLIC_KEY => "ecdsa".into(),
            _ if self.is_rsa() => "rsa".into(),
            _ => self.algorithm(),
        }
    }

    /// An RSA key may stand under the name of an algorithm that signs with it.
    fn is_rsa(self) -> bool {
        const PKCS_1: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01";
        const PSS: u8 = 10;
        matches!(self.algorithm.split_last(), Some((&last, front)) if front == PKCS_1 && last != PSS)
    }

    /// Modulus and exponent of an RSA key (RFC 8017, A.1.1).
    fn rsa(self) -> Option<(&'a [u8], &'a [u8])> {
        let mut fields = Elements::new(self.bits).tagged(tag::SEQUENCE)?.inside();
        Some((fields.tagged(tag::INTEGER)?.content, fields.tagged(tag::INTEGER)?.content))
    }

    /// The curve's short name, and the bits of its order.
    pub(super) fn curve(self) -> Option<(&'static str, u32)> {
        if self.algorithm != ID_EC_PUBLIC_KEY {
            return None;
        }
        curve(self.parameters?.content_of(tag::OID)?)
    }

    /// How long the key is, in bits, as OpenSSL counts.
    pub(super) fn length_bits(self) -> Option<u64> {
        match self.algorithm {
            b"\x2b\x65\x6e" | b"\x2b\x65\x70" => Some(253),
            b"\x2b\x65\x6f" => Some(448),
            b"\x2b\x65\x71" => Some(456),
            ID_EC_PUBLIC_KEY => self.curve().map(|(_, bits)| u64::from(bits)),
            DSA_ENCRYPTION => Some(bit_length(self.parameters?.inside().tagged(tag::INTEGER)?.content)),
            _ => match self.rsa() {
                Some((modulus, _)) => Some(bit_length(modulus)),
                None => Some(self.bits.len() as u64 * 8),
            },
        }
    }

    /// The public exponent of an RSA key, in decimal; in hexadecimal beyond 128 bits.
    pub(super) fn exponent(self) -> Option<String> {
        let (_, exponent) = self.rsa().filter(|_| self.is_rsa())?;
        let digits = significant(exponent);
        let small = digits.len() <= 16;
        let number = digits.iter().take(16).fold(0u128, |number, &byte| number << 8 | u128::from(byte));
        Some(if small { number.to_string() } else { format!("0x{}", crate::tls::hex(digits)) })
    }
}

impl AlternativeNames {
    fn read(value: &[u8]) -> Option<Self> {
        let mut names = Self::default();
        let list = Elements::new(value).tagged(tag::SEQUENCE)?;
        for (index, name) in list.inside().enumerate() {
            if index == ALTERNATIVE_NAMES_MAX {
                names.cut = true;
                break;
            }
            match name.tag {
                0x81 => names.email.push(text_from_wire(name.content)),
                0x82 => names.dns.push(text_from_wire(name.content)),
                0x86 => names.uri.push(text_from_wire(name.content)),
                0x87 => names.ip.extend(address(name.content)),
                _ => {}
            }
        }
        Some(names)
    }
}

impl Constraints {
    fn read(value: &[u8]) -> Option<Self> {
        let mut fields = Elements::new(value).tagged(tag::SEQUENCE)?.inside();
        let authority =
            fields.tagged(tag::BOOLEAN).is_some_and(|flag| flag.content.iter().any(|&byte| byte != 0));
        let path_length = fields.tagged(tag::INTEGER).and_then(|number| integer(number.content));
        Some(Self { authority, path_length })
    }
}

/// A small number that is not negative.
fn integer(content: &[u8]) -> Option<u64> {
    let digits = significant(content);
    (digits.len() <= 8).then(|| digits.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// The bytes of a number from its first that is not zero.
pub(super) fn significant(content: &[u8]) -> &[u8] {
    let zeros = content.iter().take_while(|&&byte| byte == 0).count();
    content.get(zeros..).unwrap_or_default()
}

fn bit_length(content: &[u8]) -> u64 {
    let digits = significant(content);
    let unused = digits.first().map_or(0, |first| u64::from(first.leading_zeros()));
    (digits.len() as u64 * 8).saturating_sub(unused)
}
