//! Whether a name in a certificate holds for a host (RFC 6125, 6.4.3, in Zeek's reading).

/// Whether `pattern`, a name in a certificate, holds for `host`.
///
/// A star stands for the end of one leftmost label and only under two further labels: `*.example.com` and
/// `w*.example.com`, but not `*.com`, `*w.example.com` or `w.*.com`.
pub(super) fn matches(pattern: &str, host: &str) -> bool {
    if pattern.eq_ignore_ascii_case(host) {
        return true;
    }
    let Some((label, domain)) = pattern.split_once('.') else { return false };
    let Some(prefix) = label.strip_suffix('*') else { return false };
    if prefix.contains('*') || domain.contains('*') || !domain.contains('.') {
        return false;
    }
    let Some((host_label, host_domain)) = host.split_once('.') else { return false };
    let begins = host_label.get(..prefix.len()).is_some_and(|front| front.eq_ignore_ascii_case(prefix));
    begins && !host_label.is_empty() && host_domain.eq_ignore_ascii_case(domain)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_one_label_under_two_others() {
        assert!(matches("example.com", "EXAMPLE.com"));
        assert!(matches("*.example.com", "www.example.com"));
        assert!(matches("w*.example.com", "www.example.com"));
        assert!(!matches("*.example.com", "a.b.example.com"));
        assert!(!matches("*.example.com", "example.com"));
        assert!(!matches("*.com", "example.com"));
        assert!(!matches("*w.example.com", "www.example.com"));
        assert!(!matches("www.*.com", "www.example.com"));
        assert!(!matches("x*.example.com", "www.example.com"));
    }
}
