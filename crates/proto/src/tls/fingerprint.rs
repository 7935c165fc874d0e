//! JA3, JA3S and JA4: names for the software behind a hello, made of what it offers and in which order.
//!
//! JA3 and JA3S are Salesforce's (2017), JA4 for TLS clients is FoxIO's (2023, BSD 3-clause).

use super::hello::{ClientHello, ServerHello, extension};
use super::names::{is_grease, version};
use crate::md5::Md5;
use std::fmt::Write as _;

/// What carries a client hello: the first letter of its JA4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TLS over TCP.
    Stream,
    /// DTLS.
    Datagram,
    /// QUIC.
    Quic,
}

/// The JA3 of a client hello: MD5 of `version,ciphers,extensions,groups,point formats` in decimal.
#[must_use]
pub fn ja3(hello: &ClientHello<'_>) -> String {
    let mut text = String::with_capacity(256);
    let _ = write!(text, "{},", hello.version);
    push_decimals(&mut text, hello.ciphers.iter());
    text.push(',');
    push_decimals(&mut text, hello.extensions.iter().map(|(kind, _)| kind));
    text.push(',');
    push_decimals(&mut text, hello.extensions.supported_groups().iter());
    text.push(',');
    push_decimals(&mut text, hello.extensions.point_formats().iter().map(|&format| u16::from(format)));
    hex(&Md5::of(text.as_bytes()))
}

/// The JA3S of a server hello: MD5 of `version,cipher,extensions` in decimal.
#[must_use]
pub fn ja3s(hello: &ServerHello<'_>) -> String {
    let mut text = String::with_capacity(64);
    let _ = write!(text, "{},{},", hello.version, hello.cipher);
    push_decimals(&mut text, hello.extensions.iter().map(|(kind, _)| kind));
    hex(&Md5::of(text.as_bytes()))
}

/// The JA4 of a client hello: `t13d1516h2_8daaf6152771_e5627efa2ab1`.
#[must_use]
pub fn ja4(hello: &ClientHello<'_>, transport: Transport) -> String {
    let ciphers = sorted(hello.ciphers.iter());
    let extensions = sorted(hello.extensions.iter().map(|(kind, _)| kind));
    let mut text = String::with_capacity(40);
    text.push(match transport {
        Transport::Stream => 't',
        Transport::Datagram => 'd',
        Transport::Quic => 'q',
    });
    text.push_str(version_code(hello.highest_version()));
    text.push(if extensions.contains(&extension::SERVER_NAME) { 'd' } else { 'i' });
    let _ = write!(text, "{:02}{:02}", ciphers.len().min(99), extensions.len().min(99));
    text.extend(protocol_code(hello.extensions.application_protocols().next().unwrap_or_default()));
    text.push('_');
    text.push_str(&cipher_hash(&ciphers));
    text.push('_');
    text.push_str(&extension_hash(hello, &extensions));
    text
}

fn sorted(numbers: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut numbers: Vec<u16> = numbers.filter(|&number| !is_grease(number)).collect();
    numbers.sort_unstable();
    numbers
}

fn version_code(number: u16) -> &'static str {
    match number {
        version::TLS_1_3 => "13",
        version::TLS_1_2 => "12",
        version::TLS_1_1 => "11",
        version::TLS_1_0 => "10",
        version::SSL_3 => "s3",
        version::SSL_2 => "s2",
        version::DTLS_1_0 => "d1",
        version::DTLS_1_2 => "d2",
        version::DTLS_1_3 => "d3",
        _ => "00",
    }
}

/// First and last character of the first application protocol; of its hexadecimal form where either is no letter or
/// digit; `00` where there is none.
fn protocol_code(name: &[u8]) -> [char; 2] {
    let (Some(&first), Some(&last)) = (name.first(), name.last()) else { return ['0', '0'] };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(first), char::from(last)];
    }
    [hex_digit(first >> 4), hex_digit(last & 0x0f)]
}

fn cipher_hash(ciphers: &[u16]) -> String {
    if ciphers.is_empty() {
        return "0".repeat(12);
    }
    short_hash(&hexadecimals(ciphers.iter().copied()))
}

/// Sorted extensions but for those that differ from site to site, then signature algorithms as they come.
fn extension_hash(hello: &ClientHello<'_>, extensions: &[u16]) -> String {
    let of_site = [extension::SERVER_NAME, extension::ALPN];
    let mut text = hexadecimals(extensions.iter().copied().filter(|kind| !of_site.contains(kind)));
    if text.is_empty() {
        return "0".repeat(12);
    }
    let signatures =
        hexadecimals(hello.extensions.signature_algorithms().iter().filter(|&number| !is_grease(number)));
    if !signatures.is_empty() {
        text.push('_');
        text.push_str(&signatures);
    }
    short_hash(&text)
}

fn hexadecimals(numbers: impl Iterator<Item = u16>) -> String {
    let mut text = String::with_capacity(128);
    for (index, number) in numbers.enumerate() {
        if index > 0 {
            text.push(',');
        }
        for shift in [12, 8, 4, 0] {
            text.push(hex_digit((number >> shift) as u8 & 0x0f));
        }
    }
    text
}

fn push_decimals(text: &mut String, numbers: impl Iterator<Item = u16>) {
    for (index, number) in numbers.filter(|&number| !is_grease(number)).enumerate() {
        if index > 0 {
            text.push('-');
        }
        let _ = write!(text, "{number}");
    }
}

/// The first six bytes of the SHA-256.
fn short_hash(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    hex(digest.as_ref().get(..6).unwrap_or_default())
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(hex_digit(byte >> 4));
        text.push(hex_digit(byte & 0x0f));
    }
    text
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble & 0x0f), 16).unwrap_or('0')
}
