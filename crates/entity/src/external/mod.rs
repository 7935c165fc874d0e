//! What is known of addresses on the Internet: their networks, countries and names.

mod memory;
mod table;

pub(crate) use memory::{Answers, Named, SavedAnswer};
pub use table::{Geography, GeographyError, Place};

/// The registrable domain of a host name: `example.co.uk` of `www.example.co.uk`, by the public suffix list.
#[must_use]
pub fn registrable_domain(name: &str) -> Option<&str> {
    let name = name.trim_end_matches('.');
    // Names without a dot and those whose last label nobody registers are found by no list.
    if !name.contains('.') {
        return None;
    }
    let domain = psl::domain(name.as_bytes())?;
    domain.suffix().is_known().then(|| std::str::from_utf8(domain.as_bytes()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::registrable_domain;

    /// Examples of the public suffix list's own test data.
    #[test]
    fn the_registrable_domain_is_what_somebody_registered() {
        for (name, domain) in [
            ("www.example.com", Some("example.com")),
            ("example.com", Some("example.com")),
            ("com", None),
            ("b.example.co.uk", Some("example.co.uk")),
            ("co.uk", None),
            ("a.b.c.kobe.jp", Some("b.c.kobe.jp")),
            ("www.city.kobe.jp", Some("city.kobe.jp")),
            ("fileserver", None),
            ("pc17.corp.local", None),
            ("www.example.com.", Some("example.com")),
        ] {
            assert_eq!(registrable_domain(name), domain, "{name}");
        }
    }
}
