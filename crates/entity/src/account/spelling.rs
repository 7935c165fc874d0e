//! Accounts in their spellings: `DOM\user`, `user@dom.example.com`, `user`, `name/REALM`, SIDs.

use std::sync::Arc;

/// No account or domain is longer than this.
const PART_BYTES_MAX: usize = 256;

/// An account as somebody wrote it, with what does not count taken away: the domain in capitals, the user in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Spelling {
    /// The domain as it was written, `NetBIOS` or DNS; empty where none was.
    pub(crate) domain: String,
    /// The user.
    pub(crate) user: String,
}

/// Names under which nobody logs in.
const NOBODY: &[&str] = &["", "-", "null", "anonymous logon", "anonymous", "<unknown>"];

/// SIDs that are the same everywhere ([MS-DTYP] section 2.4.2.4).
const WELL_KNOWN: &[(&str, &str, &str)] = &[
    ("S-1-5-18", "NT AUTHORITY", "system"),
    ("S-1-5-19", "NT AUTHORITY", "local service"),
    ("S-1-5-20", "NT AUTHORITY", "network service"),
];

impl Spelling {
    /// An account of a domain.
    pub(crate) fn new(domain: &str, user: &str) -> Option<Self> {
        let user = user.trim().to_lowercase();
        let domain = domain.trim();
        // `.\user` is a user of the machine itself, of which nothing more is known here.
        let domain = if domain.eq_ignore_ascii_case("null") || domain == "." { "" } else { domain };
        let sane = user.len() <= PART_BYTES_MAX
            && domain.len() <= PART_BYTES_MAX
            && !user.contains('\\')
            && !user.chars().chain(domain.chars()).any(char::is_control);
        if !sane || NOBODY.contains(&user.as_str()) {
            return None;
        }
        Some(Self { domain: domain.to_uppercase(), user })
    }

    /// Reads any of the spellings.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((_, domain, user)) = WELL_KNOWN.iter().find(|(sid, _, _)| sid.eq_ignore_ascii_case(text))
        {
            return Self::new(domain, user);
        }
        if let Some((domain, user)) = text.split_once('\\') {
            // What stands behind a backslash may still be `user@domain`.
            return if domain.is_empty() { Self::parse(user) } else { Self::new(domain, user) };
        }
        match text.rsplit_once('@') {
            Some((user, domain)) if !user.is_empty() && !domain.is_empty() => Self::new(domain, user),
            _ => Self::new("", text),
        }
    }

    /// Reads `name/REALM`, as Kerberos records have it. Names of services (`host/pc17.example.com/REALM`) are no accounts.
    pub(crate) fn of_principal(text: &str) -> Option<Self> {
        let (name, realm) = text.rsplit_once('/')?;
        if name.contains('/') {
            return None;
        }
        // An enterprise name brings its own domain: `user\@dom.example.com`.
        match name.replace("\\@", "@").rsplit_once('@') {
            Some((user, domain)) => Self::new(domain, user),
            None => Self::new(realm, name),
        }
    }

    /// Reads the distinguished name of a simple bind: `uid=alice,ou=people,dc=corp,dc=example`.
    pub(crate) fn of_bind(text: &str) -> Option<Self> {
        if !text.contains('=') {
            return Self::parse(text);
        }
        let mut user = None;
        let mut domain = Vec::new();
        for part in text.split(',') {
            let (kind, value) = part.split_once('=')?;
            match kind.trim().to_ascii_lowercase().as_str() {
                "uid" | "cn" | "samaccountname" if user.is_none() => user = Some(value.trim()),
                "dc" => domain.push(value.trim()),
                _ => {}
            }
        }
        Self::new(&domain.join("."), user?)
    }

    /// Whether it is a machine's own account.
    pub(crate) fn machine(&self) -> Option<&str> {
        self.user.strip_suffix('$').filter(|name| !name.is_empty())
    }

    /// The key under which it is kept: the domain as written, a backslash, the user.
    pub(crate) fn key(&self) -> Arc<str> {
        format!("{}\\{}", self.domain, self.user).into()
    }

    /// Reads a key back.
    pub(crate) fn of_key(key: &str) -> (&str, &str) {
        key.split_once('\\').unwrap_or(("", key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(spelling: Option<Spelling>) -> Option<(String, String)> {
        spelling.map(|spelling| (spelling.domain, spelling.user))
    }

    fn is(domain: &str, user: &str) -> Option<(String, String)> {
        Some((domain.to_owned(), user.to_owned()))
    }

    #[test]
    fn all_spellings_are_read() {
        assert_eq!(pair(Spelling::parse(r"corp\Alice")), is("CORP", "alice"));
        assert_eq!(pair(Spelling::parse("Alice@corp.example.com")), is("CORP.EXAMPLE.COM", "alice"));
        assert_eq!(pair(Spelling::parse("alice")), is("", "alice"));
        assert_eq!(pair(Spelling::parse(r"\alice")), is("", "alice"));
        assert_eq!(pair(Spelling::parse(r".\alice")), is("", "alice"));
        assert_eq!(pair(Spelling::parse(r"NULL\NULL")), None);
        assert_eq!(pair(Spelling::parse("ANONYMOUS LOGON")), None);
        assert_eq!(pair(Spelling::parse("")), None);
        assert_eq!(pair(Spelling::parse("S-1-5-18")), is("NT AUTHORITY", "system"));
        assert_eq!(pair(Spelling::parse("S-1-5-21-1-2-3-500")), is("", "s-1-5-21-1-2-3-500"));
        assert_eq!(pair(Spelling::parse(&"a".repeat(300))), None);
    }

    #[test]
    fn principals_are_read_and_services_are_none() {
        assert_eq!(
            pair(Spelling::of_principal("Administrator/PICKLESWORTH.LOCAL")),
            is("PICKLESWORTH.LOCAL", "administrator")
        );
        assert_eq!(
            pair(Spelling::of_principal("CHIP_DOUGLAS-PC$/picklesworth.local")),
            is("PICKLESWORTH.LOCAL", "chip_douglas-pc$")
        );
        assert_eq!(
            pair(Spelling::of_principal(r"alice\@corp.example.com/CORP")),
            is("CORP.EXAMPLE.COM", "alice")
        );
        assert_eq!(pair(Spelling::of_principal("/PICKLESWORTH.LOCAL")), None);
        assert_eq!(pair(Spelling::of_principal("host/pc17.example.com/EXAMPLE.COM")), None);
        assert_eq!(Spelling::of_principal("PC17$/CORP.EXAMPLE.COM").unwrap().machine(), Some("pc17"));
    }

    #[test]
    fn distinguished_names_are_read() {
        assert_eq!(
            pair(Spelling::of_bind("uid=Alice,ou=people,dc=corp,dc=example")),
            is("CORP.EXAMPLE", "alice")
        );
        assert_eq!(pair(Spelling::of_bind("cn=admin,dc=example,dc=org")), is("EXAMPLE.ORG", "admin"));
        assert_eq!(pair(Spelling::of_bind(r"CORP\svc-ldap")), is("CORP", "svc-ldap"));
        assert_eq!(pair(Spelling::of_bind("ou=people,dc=corp")), None);
        assert_eq!(pair(Spelling::of_bind("")), None);
    }
}
