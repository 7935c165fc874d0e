//! What a kind of record looks like.

/// The kind of a record: its name, its fields, and what they mean.
#[derive(Debug)]
pub struct Schema {
    /// The kind's name, as in Zeek where Zeek has it: `conn`, `smb_files`.
    pub kind: &'static str,
    /// The protocol or source in capitals: `SMB`.
    pub protocol: &'static str,
    /// What a record of this kind says.
    pub doc: &'static str,
    /// The fields, in order.
    pub fields: Vec<Field>,
}

/// One field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The flat name: `id.orig_h`.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Type,
    /// What a number counts or measures: `bytes`, `seconds`.
    pub unit: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

/// What values a field takes. Every field may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Bool,
    /// A whole number, not negative.
    Count,
    /// A whole number.
    Int,
    /// A number with a fraction.
    Double,
    /// A moment.
    Time,
    /// A length of time.
    Interval,
    /// An IP address.
    Address,
    /// A TCP, UDP or SCTP port.
    Port,
    /// Text.
    Text,
    /// A hardware address.
    Mac,
    /// A name that Thymus gave to a flow or file.
    Id,
    /// Several of these.
    List(&'static Type),
}

impl Schema {
    /// The number of the field with this name.
    #[must_use]
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}
