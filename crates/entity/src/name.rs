//! Host names in their spellings.

use std::net::IpAddr;
use std::sync::Arc;

/// A name longer than this is none (RFC 1035 section 2.3.4).
const NAME_BYTES_MAX: usize = 253;

/// Names that tell nothing of who bears them.
const NOBODY: &[&str] = &[
    "localhost",
    "unknown",
    "none",
    "null",
    "workstation",
    "workgroup",
    "mshome",
    "*smbserver",
    "wpad",
    "isatap",
];

/// The name in lower case, without a dot at the end; nothing where it is no host's name.
///
/// Underscores are let through, since Windows allows them. Addresses are no names.
#[must_use]
pub(crate) fn clean(text: &str) -> Option<Arc<str>> {
    let text = text.trim().trim_end_matches('.').trim_start_matches('\\');
    let sane = !text.is_empty()
        && text.len() <= NAME_BYTES_MAX
        && text.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'*') || byte >= 0x80
        })
        && !text.starts_with(['-', '.', '*'])
        && !text.contains("..")
        && text.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    if !sane || text.parse::<IpAddr>().is_ok() {
        return None;
    }
    let lower = text.to_lowercase();
    if NOBODY.contains(&lower.as_str()) { None } else { Some(lower.into()) }
}

/// The name's first label.
#[must_use]
pub(crate) fn label(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Whether the two names may be the same host's: the same first label, and the same domain if both have one.
#[must_use]
pub(crate) fn is_same_host(one: &str, other: &str) -> bool {
    if one.len() == other.len() || (one.contains('.') && other.contains('.')) {
        return one == other;
    }
    label(one) == label(other)
}

/// The host in the text of a `Host` field or the like: what stands before the port.
#[must_use]
pub(crate) fn without_port(text: &str) -> &str {
    if text.starts_with('[') {
        return text.split(']').next().unwrap_or(text).trim_start_matches('[');
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => text,
    }
}

/// The server in a path like `\\server\share`.
#[must_use]
pub(crate) fn of_share(path: &str) -> Option<&str> {
    path.strip_prefix(r"\\")?.split('\\').next().filter(|server| !server.is_empty())
}

/// The common name in a certificate's subject, if it names a host.
#[must_use]
pub(crate) fn of_subject(subject: &str) -> Option<Arc<str>> {
    let mut parts = subject.split(',').filter_map(|part| part.trim().strip_prefix("CN="));
    let name = parts.next()?;
    // A self-signed certificate may be anybody's; one with a domain is at least meant for a host.
    if name.contains('.') { clean(name) } else { None }
}

/// A name in the first-level encoding of `NetBIOS` (RFC 1001 section 14.1), of which the last byte tells the service; as
/// text if it names a machine.
#[must_use]
pub(crate) fn of_netbios(encoded: &str) -> Option<String> {
    let letters: Vec<u8> = encoded
        .bytes()
        .map(|byte| byte.to_ascii_lowercase().checked_sub(b'a').filter(|half| *half < 16))
        .collect::<Option<_>>()?;
    if letters.len() != 32 {
        return None;
    }
    let bytes: Vec<u8> =
        letters.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect();
    let (service, name) = bytes.split_last()?;
    // 0x00 the workstation, 0x03 the messenger, 0x20 the server service; the others are domains and browsers.
    let machine = matches!(service, 0x00 | 0x20);
    let name = name.iter().map(|&byte| char::from(byte)).collect::<String>();
    let name = name.trim_end_matches([' ', '\0']);
    (machine && !name.is_empty()).then(|| name.to_owned())
}

/// The address in the name of a reverse lookup: `46.1.168.192.in-addr.arpa`.
#[must_use]
pub(crate) fn reverse_address(name: &str) -> Option<IpAddr> {
    if let Some(labels) = name.strip_suffix(".in-addr.arpa") {
        let bytes: Vec<u8> = labels.rsplit('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        return <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from);
    }
    let labels = name.strip_suffix(".ip6.arpa")?;
    let digits: Vec<u8> = labels
        .rsplit('.')
        .map(|digit| u8::from_str_radix(digit, 16).ok().filter(|value| *value < 16 && digit.len() == 1))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect();
    if digits.len() != 32 { None } else { <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_and_addresses_are_none() {
        assert_eq!(clean("CHIP_DOUGLAS-PC").as_deref(), Some("chip_douglas-pc"));
        assert_eq!(clean("joe-8a81c76c9df.").as_deref(), Some("joe-8a81c76c9df"));
        assert_eq!(clean(r"\\SERVER").as_deref(), Some("server"));
        for text in
            ["", ".", "192.168.1.1", "::1", "12345", "a b", "*.example.com", "localhost", "a..b", "-x", "%s"]
        {
            assert_eq!(clean(text), None, "{text}");
        }
        assert_eq!(clean(&"a".repeat(254)), None);
    }

    #[test]
    fn a_short_name_may_be_the_beginning_of_a_long_one() {
        assert!(is_same_host("pc17", "pc17.corp.example.com"));
        assert!(is_same_host("pc17.corp.example.com", "pc17"));
        assert!(!is_same_host("pc17.corp.example.com", "pc17.lab.example.com"));
        assert!(!is_same_host("pc17", "pc18.corp.example.com"));
        assert!(!is_same_host("pc17", "pc18"));
    }

    #[test]
    fn ports_shares_and_subjects_are_taken_off() {
        assert_eq!(without_port("intranet:8080"), "intranet");
        assert_eq!(without_port("[fd00::1]:8080"), "fd00::1");
        assert_eq!(without_port("fd00::1"), "fd00::1");
        assert_eq!(of_share(r"\\FS01.corp.example.com\daten$"), Some("FS01.corp.example.com"));
        assert_eq!(of_share("IPC$"), None);
        assert_eq!(of_subject("CN=web.corp.example.com,O=Corp").as_deref(), Some("web.corp.example.com"));
        assert_eq!(of_subject("O=SplunkUser,CN=SplunkServerDefaultCert"), None);
    }

    /// The encoding of `SNICKLEFRITZ   ` with the suffixes 00 and 20, as seen on the wire.
    #[test]
    fn netbios_names_are_decoded() {
        assert_eq!(of_netbios("fdeoejedelemefegfcejfefkcacacaaa").as_deref(), Some("SNICKLEFRITZ"));
        assert_eq!(of_netbios("FDEOEJEDELEMEFEGFCEJFEFKCACACACA").as_deref(), Some("SNICKLEFRITZ"));
        assert_eq!(of_netbios("fdeoejedelemefegfcejfefkcacacabm"), None, "1c are the domain controllers");
        assert_eq!(of_netbios("snicklefritz"), None);
    }

    #[test]
    fn reverse_names_tell_their_address() {
        assert_eq!(reverse_address("46.1.168.192.in-addr.arpa"), "192.168.1.46".parse().ok());
        let six = "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
        assert_eq!(reverse_address(six), "2001:db8::567:89ab".parse().ok());
        for name in
            ["1.168.192.in-addr.arpa", "300.1.168.192.in-addr.arpa", "example.com", "8.b.d.0.ip6.arpa"]
        {
            assert_eq!(reverse_address(name), None, "{name}");
        }
    }
}
