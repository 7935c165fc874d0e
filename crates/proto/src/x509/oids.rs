//! Object identifiers that certificates bear, as the bytes of their DER, with OpenSSL's names, which are Zeek's too.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The short name of an attribute of a distinguished name: `CN`, `emailAddress`; `None` for one that is not known.
pub(super) fn attribute_name(oid: &[u8]) -> Option<&'static str> {
    find(ATTRIBUTES, oid).copied()
}

/// The long name of an algorithm: `sha256WithRSAEncryption`; the dotted number of one that is not known.
pub(super) fn algorithm_name(oid: &[u8]) -> Cow<'static, str> {
    find(ALGORITHMS, oid).map_or_else(|| dotted(oid).into(), |&name| name.into())
}

/// The short name of a curve and the bits of its order.
pub(super) fn curve(oid: &[u8]) -> Option<(&'static str, u32)> {
    find(CURVES, oid).copied()
}

fn find<'t, T>(table: &'t [(&[u8], T)], oid: &[u8]) -> Option<&'t T> {
    let index = table.binary_search_by_key(&oid, |&(known, _)| known).ok()?;
    table.get(index).map(|(_, value)| value)
}

/// The dotted form: `1.2.840.113549`. Arcs past 64 bits are cut to their low bits.
pub(super) fn dotted(oid: &[u8]) -> String {
    let mut text = String::new();
    let mut arc = 0u64;
    for &byte in oid {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        if text.is_empty() {
            let first = (arc / 40).min(2);
            let _ = write!(text, "{first}.{}", arc - first * 40);
        } else {
            let _ = write!(text, ".{arc}");
        }
        arc = 0;
    }
    text
}

/// X.520, PKCS #9, RFC 4519, RFC 4524 and the EV guidelines. Sorted by the bytes, as are the tables that follow.
static ATTRIBUTES: &[(&[u8], &str)] = &[
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", "UID"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x03", "mail"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x04", "info"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x05", "favouriteDrink"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x06", "roomNumber"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x07", "photo"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x08", "userClass"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x09", "host"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x0a", "manager"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x0b", "documentIdentifier"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x14", "homeTelephoneNumber"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x15", "secretary"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", "DC"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x25", "associatedDomain"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x26", "associatedName"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x28", "personalTitle"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x29", "mobileTelephoneNumber"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x2b", "friendlyCountryName"),
    (b"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x2c", "uid"),
    (b"\x2a\x85\x03\x03\x81\x03\x01\x01", "INN"),
    (b"\x2a\x85\x03\x64\x01", "OGRN"),
    (b"\x2a\x85\x03\x64\x03", "SNILS"),
    (b"\x2a\x85\x03\x64\x05", "OGRNIP"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", "emailAddress"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02", "unstructuredName"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x07", "challengePassword"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x08", "unstructuredAddress"),
    (b"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x01", "jurisdictionL"),
    (b"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02", "jurisdictionST"),
    (b"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03", "jurisdictionC"),
    (b"\x55\x04\x03", "CN"),
    (b"\x55\x04\x04", "SN"),
    (b"\x55\x04\x05", "serialNumber"),
    (b"\x55\x04\x06", "C"),
    (b"\x55\x04\x07", "L"),
    (b"\x55\x04\x08", "ST"),
    (b"\x55\x04\x09", "street"),
    (b"\x55\x04\x0a", "O"),
    (b"\x55\x04\x0b", "OU"),
    (b"\x55\x04\x0c", "title"),
    (b"\x55\x04\x0d", "description"),
    (b"\x55\x04\x0e", "searchGuide"),
    (b"\x55\x04\x0f", "businessCategory"),
    (b"\x55\x04\x10", "postalAddress"),
    (b"\x55\x04\x11", "postalCode"),
    (b"\x55\x04\x12", "postOfficeBox"),
    (b"\x55\x04\x13", "physicalDeliveryOfficeName"),
    (b"\x55\x04\x14", "telephoneNumber"),
    (b"\x55\x04\x15", "telexNumber"),
    (b"\x55\x04\x17", "facsimileTelephoneNumber"),
    (b"\x55\x04\x18", "x121Address"),
    (b"\x55\x04\x19", "internationaliSDNNumber"),
    (b"\x55\x04\x1a", "registeredAddress"),
    (b"\x55\x04\x1b", "destinationIndicator"),
    (b"\x55\x04\x1c", "preferredDeliveryMethod"),
    (b"\x55\x04\x1d", "presentationAddress"),
    (b"\x55\x04\x1e", "supportedApplicationContext"),
    (b"\x55\x04\x1f", "member"),
    (b"\x55\x04\x20", "owner"),
    (b"\x55\x04\x21", "roleOccupant"),
    (b"\x55\x04\x22", "seeAlso"),
    (b"\x55\x04\x29", "name"),
    (b"\x55\x04\x2a", "GN"),
    (b"\x55\x04\x2b", "initials"),
    (b"\x55\x04\x2c", "generationQualifier"),
    (b"\x55\x04\x2d", "x500UniqueIdentifier"),
    (b"\x55\x04\x2e", "dnQualifier"),
    (b"\x55\x04\x2f", "enhancedSearchGuide"),
    (b"\x55\x04\x33", "houseIdentifier"),
    (b"\x55\x04\x36", "dmdName"),
    (b"\x55\x04\x41", "pseudonym"),
    (b"\x55\x04\x48", "role"),
    (b"\x55\x04\x61", "organizationIdentifier"),
    (b"\x55\x04\x62", "c3"),
    (b"\x55\x04\x63", "n3"),
    (b"\x55\x04\x64", "dnsName"),
];

/// RFC 3279, RFC 4055, RFC 5758, RFC 8410, RFC 9881, GOST and SM2.
static ALGORITHMS: &[(&[u8], &str)] = &[
    (b"\x2a\x81\x1c\xcf\x55\x01\x83\x75", "SM2-with-SM3"),
    (b"\x2a\x81\x1c\xcf\x55\x01\x83\x78", "RSA-SM3"),
    (b"\x2a\x85\x03\x02\x02\x03", "GOST R 34.11-94 with GOST R 34.10-2001"),
    (b"\x2a\x85\x03\x02\x02\x04", "GOST R 34.11-94 with GOST R 34.10-94"),
    (b"\x2a\x85\x03\x02\x02\x13", "GOST R 34.10-2001"),
    (b"\x2a\x85\x03\x02\x02\x14", "GOST R 34.10-94"),
    (b"\x2a\x85\x03\x07\x01\x01\x01\x01", "GOST R 34.10-2012 with 256 bit modulus"),
    (b"\x2a\x85\x03\x07\x01\x01\x01\x02", "GOST R 34.10-2012 with 512 bit modulus"),
    (b"\x2a\x85\x03\x07\x01\x01\x03\x02", "GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)"),
    (b"\x2a\x85\x03\x07\x01\x01\x03\x03", "GOST R 34.10-2012 with GOST R 34.11-2012 (512 bit)"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", "rsaEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x02", "md2WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x03", "md4WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", "md5WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", "sha1WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x06", "rsaOAEPEncryptionSET"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x07", "rsaesOaep"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08", "mgf1"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", "rsassaPss"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", "sha256WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", "sha384WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", "sha512WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0e", "sha224WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0f", "sha512-224WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x10", "sha512-256WithRSAEncryption"),
    (b"\x2a\x86\x48\x86\xf7\x0d\x01\x03\x01", "dhKeyAgreement"),
    (b"\x2a\x86\x48\xce\x38\x04\x01", "dsaEncryption"),
    (b"\x2a\x86\x48\xce\x38\x04\x03", "dsaWithSHA1"),
    (b"\x2a\x86\x48\xce\x3d\x02\x01", "id-ecPublicKey"),
    (b"\x2a\x86\x48\xce\x3d\x04\x01", "ecdsa-with-SHA1"),
    (b"\x2a\x86\x48\xce\x3d\x04\x02", "ecdsa-with-Recommended"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03", "ecdsa-with-Specified"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x01", "ecdsa-with-SHA224"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", "ecdsa-with-SHA256"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", "ecdsa-with-SHA384"),
    (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", "ecdsa-with-SHA512"),
    (b"\x2a\x86\x48\xce\x3e\x02\x01", "X9.42 DH"),
    (b"\x2b\x0e\x03\x02\x02", "md4WithRSA"),
    (b"\x2b\x0e\x03\x02\x03", "md5WithRSA"),
    (b"\x2b\x0e\x03\x02\x0c", "dsaEncryption-old"),
    (b"\x2b\x0e\x03\x02\x0d", "dsaWithSHA"),
    (b"\x2b\x0e\x03\x02\x0f", "shaWithRSAEncryption"),
    (b"\x2b\x0e\x03\x02\x1b", "dsaWithSHA1-old"),
    (b"\x2b\x0e\x03\x02\x1d", "sha1WithRSA"),
    (b"\x2b\x24\x03\x03\x01\x02", "ripemd160WithRSA"),
    (b"\x2b\x65\x6e", "X25519"),
    (b"\x2b\x65\x6f", "X448"),
    (b"\x2b\x65\x70", "ED25519"),
    (b"\x2b\x65\x71", "ED448"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x01", "dsa_with_SHA224"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x02", "dsa_with_SHA256"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x03", "dsa_with_SHA384"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x04", "dsa_with_SHA512"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x09", "ecdsa_with_SHA3-224"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0a", "ecdsa_with_SHA3-256"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0b", "ecdsa_with_SHA3-384"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0c", "ecdsa_with_SHA3-512"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0d", "RSA-SHA3-224"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0e", "RSA-SHA3-256"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x0f", "RSA-SHA3-384"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x10", "RSA-SHA3-512"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x11", "ML-DSA-44"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x12", "ML-DSA-65"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x13", "ML-DSA-87"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x14", "SLH-DSA-SHA2-128s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x15", "SLH-DSA-SHA2-128f"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x16", "SLH-DSA-SHA2-192s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x17", "SLH-DSA-SHA2-192f"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x18", "SLH-DSA-SHA2-256s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x19", "SLH-DSA-SHA2-256f"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1a", "SLH-DSA-SHAKE-128s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1b", "SLH-DSA-SHAKE-128f"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1c", "SLH-DSA-SHAKE-192s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1d", "SLH-DSA-SHAKE-192f"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1e", "SLH-DSA-SHAKE-256s"),
    (b"\x60\x86\x48\x01\x65\x03\x04\x03\x1f", "SLH-DSA-SHAKE-256f"),
];

/// RFC 5480, SEC 2, RFC 5639 and SM2, with the bits of each curve's order.
static CURVES: &[(&[u8], (&str, u32))] = &[
    (b"\x2a\x81\x1c\xcf\x55\x01\x82\x2d", ("SM2", 256)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x01", ("prime192v1", 192)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x02", ("prime192v2", 192)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x03", ("prime192v3", 192)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x04", ("prime239v1", 239)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x05", ("prime239v2", 239)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x06", ("prime239v3", 239)),
    (b"\x2a\x86\x48\xce\x3d\x03\x01\x07", ("prime256v1", 256)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x01", ("brainpoolP160r1", 160)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x02", ("brainpoolP160t1", 160)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x03", ("brainpoolP192r1", 192)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x04", ("brainpoolP192t1", 192)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x05", ("brainpoolP224r1", 224)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x06", ("brainpoolP224t1", 224)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x07", ("brainpoolP256r1", 256)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x08", ("brainpoolP256t1", 256)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x09", ("brainpoolP320r1", 320)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x0a", ("brainpoolP320t1", 320)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x0b", ("brainpoolP384r1", 384)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x0c", ("brainpoolP384t1", 384)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x0d", ("brainpoolP512r1", 512)),
    (b"\x2b\x24\x03\x03\x02\x08\x01\x01\x0e", ("brainpoolP512t1", 512)),
    (b"\x2b\x81\x04\x00\x01", ("sect163k1", 163)),
    (b"\x2b\x81\x04\x00\x02", ("sect163r1", 162)),
    (b"\x2b\x81\x04\x00\x03", ("sect239k1", 238)),
    (b"\x2b\x81\x04\x00\x04", ("sect113r1", 113)),
    (b"\x2b\x81\x04\x00\x05", ("sect113r2", 113)),
    (b"\x2b\x81\x04\x00\x06", ("secp112r1", 112)),
    (b"\x2b\x81\x04\x00\x07", ("secp112r2", 110)),
    (b"\x2b\x81\x04\x00\x08", ("secp160r1", 161)),
    (b"\x2b\x81\x04\x00\x09", ("secp160k1", 161)),
    (b"\x2b\x81\x04\x00\x0a", ("secp256k1", 256)),
    (b"\x2b\x81\x04\x00\x0f", ("sect163r2", 163)),
    (b"\x2b\x81\x04\x00\x10", ("sect283k1", 281)),
    (b"\x2b\x81\x04\x00\x11", ("sect283r1", 282)),
    (b"\x2b\x81\x04\x00\x16", ("sect131r1", 131)),
    (b"\x2b\x81\x04\x00\x17", ("sect131r2", 131)),
    (b"\x2b\x81\x04\x00\x18", ("sect193r1", 193)),
    (b"\x2b\x81\x04\x00\x19", ("sect193r2", 193)),
    (b"\x2b\x81\x04\x00\x1a", ("sect233k1", 232)),
    (b"\x2b\x81\x04\x00\x1b", ("sect233r1", 233)),
    (b"\x2b\x81\x04\x00\x1c", ("secp128r1", 128)),
    (b"\x2b\x81\x04\x00\x1d", ("secp128r2", 126)),
    (b"\x2b\x81\x04\x00\x1e", ("secp160r2", 161)),
    (b"\x2b\x81\x04\x00\x1f", ("secp192k1", 192)),
    (b"\x2b\x81\x04\x00\x20", ("secp224k1", 225)),
    (b"\x2b\x81\x04\x00\x21", ("secp224r1", 224)),
    (b"\x2b\x81\x04\x00\x22", ("secp384r1", 384)),
    (b"\x2b\x81\x04\x00\x23", ("secp521r1", 521)),
    (b"\x2b\x81\x04\x00\x24", ("sect409k1", 407)),
    (b"\x2b\x81\x04\x00\x25", ("sect409r1", 409)),
    (b"\x2b\x81\x04\x00\x26", ("sect571k1", 570)),
    (b"\x2b\x81\x04\x00\x27", ("sect571r1", 570)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_for_the_search() {
        assert!(ATTRIBUTES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(ALGORITHMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(CURVES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn numbers_have_names() {
        assert_eq!(attribute_name(b"\x55\x04\x03"), Some("CN"));
        assert_eq!(algorithm_name(b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), "sha256WithRSAEncryption");
        assert_eq!(curve(b"\x2a\x86\x48\xce\x3d\x03\x01\x07"), Some(("prime256v1", 256)));
        assert_eq!(algorithm_name(b"\x2a\x86\x48\x86\xf7\x0d\x7f"), "1.2.840.113549.127");
        assert_eq!(dotted(b"\x88\x37\x03"), "2.999.3");
        assert_eq!(dotted(b""), "");
    }
}
