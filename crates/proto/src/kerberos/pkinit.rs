//! Logins with a certificate (RFC 4556): whose certificate it is.

use crate::asn1::{self, Elements};
use x509_parser::prelude::{FromDer, X509Certificate};

/// The subject of the first certificate in a PA-PK-AS-REQ or PA-PK-AS-REP.
pub(super) fn certificate_subject(data: &[u8]) -> Option<String> {
    let certificate = first_certificate(data)?;
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let subject = certificate.subject().to_string();
    let mut parts: Vec<&str> = subject.split(", ").collect();
    parts.reverse();
    Some(parts.join(","))
}

/// The first certificate of the signed data (RFC 5652 section 5.1) that the message holds: in a request
/// `SEQUENCE { [0] signed data }`, in a reply `[0] SEQUENCE { [0] signed data }`.
fn first_certificate(data: &[u8]) -> Option<&[u8]> {
    let outer = Elements::new(data).next()?;
    let mut fields = match outer.tag {
        asn1::SEQUENCE => outer.inside(),
        _ => outer.inside().enter(asn1::SEQUENCE)?,
    };
    let signed = fields.find(|field| field.tag & 0x9f == asn1::context_primitive(0))?;
    let mut content_info = signed.inside().enter(asn1::SEQUENCE)?;
    content_info.optional(asn1::OBJECT_IDENTIFIER)?;
    let signed_data = content_info.enter(asn1::context(0))?.enter(asn1::SEQUENCE)?;
    let certificates = signed_data.into_iter().find(|field| field.tag == asn1::context(0))?;
    Some(certificates.content)
}
