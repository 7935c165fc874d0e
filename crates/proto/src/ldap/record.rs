//! The `ldap` and `ldap_search` records.

use crate::Head;
use thymus_record::Record;

/// An LDAP operation other than a search.
#[derive(Clone, Debug, Record)]
#[record(kind = "ldap", protocol = "LDAP")]
pub struct Ldap {
    /// When the request was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// The number that the client gave to the operation.
    pub message_id: i64,
    /// The protocol's version that the client asked for, in binds.
    pub version: Option<i64>,
    /// The operation: `bind simple`, `bind SASL`, `unbind`, `modify`, `add`, `delete`, `compare`, `abandon`, `extended`.
    pub opcode: Option<&'static str>,
    /// What became of it.
    pub result: Option<&'static str>,
    /// What the server had to say about that.
    pub diagnostic_message: Option<String>,
    /// The entry that it is about; for binds who logs in, for extended operations which one.
    pub object: Option<String>,
    /// What was to be done: the SASL mechanism, the changes. Passwords are written as `REDACTED`.
    pub argument: Option<String>,
}

/// A search in a directory.
#[derive(Clone, Debug, Record)]
#[record(kind = "ldap_search", protocol = "LDAP")]
pub struct LdapSearch {
    /// When the request was seen, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// The number that the client gave to the operation.
    pub message_id: i64,
    /// How deep the search goes: `base` the entry alone, `single` what is right below, `tree` all below.
    pub scope: Option<&'static str>,
    /// Where aliases are followed: `never`, `searching`, `finding`, `always`.
    pub deref_aliases: Option<&'static str>,
    /// The entry where the search begins.
    pub base_object: Option<String>,
    /// Entries that were found.
    #[record(unit = "entries")]
    pub result_count: u64,
    /// What became of it.
    pub result: Option<&'static str>,
    /// What the server had to say about that.
    pub diagnostic_message: Option<String>,
    /// What entries must be like.
    pub filter: Option<String>,
    /// The attributes that were asked for; none means all.
    pub attributes: Vec<String>,
}

impl Ldap {
    pub(super) fn new(head: Head, message_id: i64) -> Self {
        Self {
            head,
            message_id,
            version: None,
            opcode: None,
            result: None,
            diagnostic_message: None,
            object: None,
            argument: None,
        }
    }
}

impl LdapSearch {
    pub(super) fn new(head: Head, message_id: i64) -> Self {
        Self {
            head,
            message_id,
            scope: None,
            deref_aliases: None,
            base_object: None,
            result_count: 0,
            result: None,
            diagnostic_message: None,
            filter: None,
            attributes: Vec::new(),
        }
    }
}
