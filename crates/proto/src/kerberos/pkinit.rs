//! Logins with a certificate (RFC 4556): whose certificate it is.

use crate::Context;
use crate::asn1::{self, Elements};
use crate::x509::{self, Role};

/// Sends the record of the first certificate in a PA-PK-AS-REQ or PA-PK-AS-REP on its way, and gives its subject.
pub(super) fn observe(cx: &mut Context<'_>, data: &[u8], client: bool) -> Option<String> {
    let certificate = first_certificate(data)?;
    x509::observe(cx, certificate, Role { host: true, client }).record.subject
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
