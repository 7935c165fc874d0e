//! The data of resource records as text, in the words of Zeek's `answers`.

use super::parser::{Damage, ResourceRecord, name};
use std::fmt::Write as _;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// An answer's text keeps at most this many bytes of each field of unbounded length.
const TEXT_BYTES_MAX: usize = 4096;

/// The text of a record's data; nothing for types that are no answer (OPT, TSIG).
pub(super) fn text(record: &ResourceRecord<'_>) -> Result<Option<String>, Damage> {
    let mut data = record.data;
    let mut own = Reader::new(record.bytes());
    let text = match record.kind {
        1 => std::net::Ipv4Addr::from(own.array::<4>()?).to_string(),
        28 => std::net::Ipv6Addr::from(own.array::<16>()?).to_string(),
        38 => a6(&mut own)?,
        2 | 5 | 12 | 39 => name(&mut data)?,
        6 => name(&mut data)?,
        15 => {
            data.skip(2)?;
            name(&mut data)?
        }
        33 => {
            data.skip(6)?;
            name(&mut data)?
        }
        13 => format!("HINFO {}", character_strings(&mut own, " ")?),
        16 => texts("TXT", &mut own)?,
        99 => texts("SPF", &mut own)?,
        29 => location(&mut own)?,
        35 => naptr(&mut data)?,
        43 => delegation("DS", &mut own)?,
        44 => fingerprint(&mut own)?,
        46 => signature(&mut data)?,
        47 => format!("NSEC {} {}", record.name, name(&mut data)?),
        48 => dnskey(&mut own)?,
        50 => "NSEC3".to_owned(),
        51 => "NSEC3PARAM".to_owned(),
        32 => netbios_addresses(&mut own),
        64 | 65 => service_binding(record.kind, &mut data)?,
        257 => authority_of_certificates(&mut own)?,
        65534 => "BIND9 signing signal".to_owned(),
        41 | 249 | 250 => return Ok(None),
        other => format!("<unknown type={other}>"),
    };
    Ok(Some(text))
}

fn a6(own: &mut Reader<'_>) -> Result<String, Damage> {
    own.skip(1)?;
    Ok(std::net::Ipv6Addr::from(own.array::<16>()?).to_string())
}

fn character_string<'a>(own: &mut Reader<'a>) -> Result<&'a [u8], Damage> {
    let length = own.u8()?;
    Ok(own.take(usize::from(length))?)
}

fn character_strings(own: &mut Reader<'_>, between: &str) -> Result<String, Damage> {
    let mut text = String::new();
    while !own.is_empty() {
        if !text.is_empty() {
            text.push_str(between);
        }
        text.push_str(&text_from_wire(character_string(own)?));
    }
    Ok(text)
}

/// `TXT 5 hello TXT 2 ho`: the length of each string before it.
fn texts(word: &str, own: &mut Reader<'_>) -> Result<String, Damage> {
    let mut text = String::new();
    while !own.is_empty() && text.len() < TEXT_BYTES_MAX {
        let string = character_string(own)?;
        if !text.is_empty() {
            text.push(' ');
        }
        let _ = write!(text, "{word} {} {}", string.len(), text_from_wire(string));
    }
    Ok(text)
}

fn location(own: &mut Reader<'_>) -> Result<String, Damage> {
    own.skip(1)?;
    Ok(format!("LOC:  {} {} {}", own.u8()?, own.u8()?, own.u8()?))
}

fn naptr(data: &mut Reader<'_>) -> Result<String, Damage> {
    let (order, preference) = (data.u16_be()?, data.u16_be()?);
    let (flags, service) = (text_from_wire(character_string(data)?), text_from_wire(character_string(data)?));
    let expression = text_from_wire(character_string(data)?);
    let replacement = name(data)?;
    Ok(format!("NAPTR {order} {preference} {flags} {service} {expression} {replacement}"))
}

fn delegation(word: &str, own: &mut Reader<'_>) -> Result<String, Damage> {
    own.skip(2)?;
    Ok(format!("{word} {} {}", own.u8()?, own.u8()?))
}

fn fingerprint(own: &mut Reader<'_>) -> Result<String, Damage> {
    own.skip(2)?;
    let mut text = "SSHFP: ".to_owned();
    hexadecimal(&mut text, own.take_rest());
    Ok(text)
}

fn hexadecimal(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
}

/// RFC 4034 §3: the type that is signed, and by whom.
fn signature(data: &mut Reader<'_>) -> Result<String, Damage> {
    let covered = data.u16_be()?;
    data.skip(16)?;
    Ok(format!("RRSIG {covered} {}", name(data)?))
}

fn dnskey(own: &mut Reader<'_>) -> Result<String, Damage> {
    own.skip(3)?;
    Ok(format!("DNSKEY {}", own.u8()?))
}

/// RFC 1002 §4.2.13: flags and address, repeated.
fn netbios_addresses(own: &mut Reader<'_>) -> String {
    let mut text = String::new();
    while own.skip(2).is_ok() {
        let Ok(octets) = own.array::<4>() else { break };
        if !text.is_empty() {
            text.push(' ');
        }
        let _ = write!(text, "{}", std::net::Ipv4Addr::from(octets));
    }
    text
}

/// RFC 9460: priority and target; the parameters are not answers of their own.
fn service_binding(kind: u16, data: &mut Reader<'_>) -> Result<String, Damage> {
    let word = if kind == 64 { "SVCB" } else { "HTTPS" };
    let priority = data.u16_be()?;
    let target = name(data)?;
    Ok(format!("{word} {priority} {}", if target.is_empty() { "." } else { &target }))
}

fn authority_of_certificates(own: &mut Reader<'_>) -> Result<String, Damage> {
    let flags = own.u8()?;
    let tag = text_from_wire(character_string(own)?);
    Ok(format!("CAA {flags} {tag} {}", text_from_wire(own.take_rest())))
}
