//! Numbers of Remote Desktop and their names, as Zeek writes them (MS-RDPBCGR sections 2.2.1.1 to 2.2.1.4).

use std::borrow::Cow;

/// The version of a client by its build.
#[must_use]
pub fn client_build(number: u32) -> Cow<'static, str> {
    named(
        number,
        "client_build",
        match number {
            419 => "RDP 4.0",
            2195 | 2221 => "RDP 5.0",
            2600 => "RDP 5.1",
            3790 => "RDP 5.2",
            6000 => "RDP 6.0",
            6001 => "RDP 6.1",
            6002 => "RDP 6.2",
            7600 => "RDP 7.0",
            7601 => "RDP 7.1",
            9200 => "RDP 8.0",
            9600 => "RDP 8.1",
            25189 | 25282 => "RDP 8.0 (Mac)",
            _ => "",
        },
    )
}

/// What protects the session.
#[must_use]
pub fn security_protocol(number: u32) -> Cow<'static, str> {
    named(
        number,
        "security_protocol",
        match number {
            0 => "RDP",
            1 => "SSL",
            2 => "HYBRID",
            4 => "RDSTLS",
            8 => "HYBRID_EX",
            16 => "AAD",
            _ => "",
        },
    )
}

/// Why a negotiation failed.
#[must_use]
pub fn failure(number: u32) -> Cow<'static, str> {
    named(
        number,
        "failure_code",
        match number {
            1 => "SSL_REQUIRED_BY_SERVER",
            2 => "SSL_NOT_ALLOWED_BY_SERVER",
            3 => "SSL_CERT_NOT_ON_SERVER",
            4 => "INCONSISTENT_FLAGS",
            5 => "HYBRID_REQUIRED_BY_SERVER",
            6 => "SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER",
            _ => "",
        },
    )
}

/// What became of the conference that carries the session (T.124 section 8.7).
#[must_use]
pub fn result(number: u32) -> Cow<'static, str> {
    named(
        number,
        "result",
        match number {
            0 => "Success",
            1 => "User rejected",
            2 => "Resources not available",
            3 => "Rejected for symmetry breaking",
            4 => "Locked conference",
            _ => "",
        },
    )
}

/// The kind of a server's certificate.
#[must_use]
pub fn certificate_kind(number: u32) -> Cow<'static, str> {
    named(
        number,
        "cert_type",
        match number {
            1 => "RSA",
            2 => "X.509",
            _ => "",
        },
    )
}

/// The strength of the session's own encryption.
#[must_use]
pub fn encryption_method(number: u32) -> Cow<'static, str> {
    named(
        number,
        "encryption_method",
        match number {
            0 => "None",
            1 => "40bit",
            2 => "128bit",
            8 => "56bit",
            16 => "FIPS",
            _ => "",
        },
    )
}

/// What of the session is encrypted.
#[must_use]
pub fn encryption_level(number: u32) -> Cow<'static, str> {
    named(
        number,
        "encryption_level",
        match number {
            0 => "None",
            1 => "Low",
            2 => "Client compatible",
            3 => "High",
            4 => "FIPS",
            _ => "",
        },
    )
}

/// The depth of colour.
#[must_use]
pub fn high_color_depth(number: u16) -> Cow<'static, str> {
    named(
        u32::from(number),
        "high_color_depth",
        match number {
            4 => "4bit",
            8 => "8bit",
            15 => "15bit",
            16 => "16bit",
            24 => "24bit",
            _ => "",
        },
    )
}

fn named(number: u32, what: &str, name: &'static str) -> Cow<'static, str> {
    if name.is_empty() { Cow::Owned(format!("{what}-{number}")) } else { Cow::Borrowed(name) }
}
