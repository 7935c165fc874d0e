//! Certificates (RFC 5280): `x509` records.
//!
//! Whoever carries certificates shows each to [`observe`], which reads it and sends its record on its way. Zeek leaves
//! out a certificate that it has logged within a day. Here every sighting is a record, which names its flow, so that
//! the same capture gives the same records however many workers share it.

mod der;
mod host;
mod name;
mod oids;
mod parser;
mod record;
#[cfg(test)]
mod tests;

pub use record::X509;

use crate::Context;
use parser::Certificate;

/// Where a certificate was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The first of its chain: that of the host itself.
    pub host: bool,
    /// The client showed it.
    pub client: bool,
}

/// A certificate that was seen.
pub struct Seen {
    /// Its record, which is on its way.
    pub record: X509,
    common_name: Option<String>,
    /// It has alternative names, and its subject counts no more.
    has_alternative_names: bool,
}

impl Seen {
    /// Whether it holds for this host (RFC 2818, 3.1): by its alternative names, or by its common name where it has none.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        if self.has_alternative_names {
            return self.record.san_dns.iter().any(|name| host::matches(name, host));
        }
        self.common_name.as_deref().is_some_and(|name| host::matches(name, host))
    }
}

/// Reads a certificate in DER and sends its record on its way. Damage gives what could be read, and a `weird`.
pub fn observe(cx: &mut Context<'_>, der: &[u8], role: Role) -> Seen {
    let mut certificate = Certificate::parse(der);
    if !certificate.whole {
        cx.weird("X509", "x509_malformed_certificate", der.len() as u64);
    }
    let names = certificate.alternative_names.take();
    let has_alternative_names = names.is_some();
    let names = names.unwrap_or_default();
    if names.cut {
        cx.weird("X509", "x509_alternative_name_limit_reached", parser::ALTERNATIVE_NAMES_MAX as u64);
    }
    let digest = ring::digest::digest(&ring::digest::SHA256, der);
    let fingerprint = crate::tls::hex(digest.as_ref());
    let record = X509::new(cx.head(), fingerprint, &certificate, names, role);
    cx.emit(&record);
    Seen {
        record,
        common_name: certificate.subject.and_then(|name| name.common_name()),
        has_alternative_names,
    }
}
