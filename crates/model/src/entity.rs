//! For whom records are counted.

/// For whom records are counted, or what they must have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entity {
    /// The device that acts.
    SourceDevice,
    /// The device that is acted on.
    DestinationDevice,
    /// Both devices.
    Pair,
    /// The account.
    Account,
    /// The address that acts.
    SourceAddress,
    /// The address that is acted on.
    DestinationAddress,
    /// One for all.
    Organisation,
    /// The values of these fields.
    Fields(Vec<String>),
    /// The other end, seen from the entity. Only in `share`.
    Peer,
}

/// A part of a key: the first of these fields that a record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// The names of the fields, as the records have them.
    pub fields: Vec<Box<str>>,
}

/// The names that entities have in models.
pub(crate) const NAMES: &[(&str, Entity)] = &[
    ("source device", Entity::SourceDevice),
    ("destination device", Entity::DestinationDevice),
    ("pair", Entity::Pair),
    ("account", Entity::Account),
    ("source address", Entity::SourceAddress),
    ("destination address", Entity::DestinationAddress),
    ("organisation", Entity::Organisation),
    ("peer", Entity::Peer),
];

const SOURCE_DEVICE: &[&str] = &["source.device", "id.orig_h"];
const DESTINATION_DEVICE: &[&str] = &["destination.device", "id.resp_h"];
const ACCOUNT: &[&str] = &["user.account", "account", "username"];

impl Entity {
    /// The entity of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, entity)| entity.clone())
    }

    /// What it is called: `source device`, or the names of the fields.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Fields(fields) => fields.join(", "),
            named => {
                let known = NAMES.iter().find(|(_, entity)| entity == named);
                known.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
            }
        }
    }

    /// The parts of its key.
    #[must_use]
    pub fn key(&self) -> Vec<KeyPart> {
        match self {
            Self::SourceDevice => vec![KeyPart::of(SOURCE_DEVICE)],
            Self::DestinationDevice => vec![KeyPart::of(DESTINATION_DEVICE)],
            Self::Pair => vec![KeyPart::of(SOURCE_DEVICE), KeyPart::of(DESTINATION_DEVICE)],
            Self::Account => vec![KeyPart::of(ACCOUNT)],
            Self::SourceAddress => vec![KeyPart::of(&["id.orig_h"])],
            Self::DestinationAddress => vec![KeyPart::of(&["id.resp_h"])],
            Self::Organisation | Self::Peer => Vec::new(),
            Self::Fields(fields) => fields.iter().map(|field| KeyPart::of(&[field])).collect(),
        }
    }

    /// The other end, where there is one.
    #[must_use]
    pub fn peer(&self) -> Option<Self> {
        match self {
            Self::SourceDevice | Self::SourceAddress => Some(Self::DestinationDevice),
            Self::DestinationDevice | Self::DestinationAddress => Some(Self::SourceDevice),
            _ => None,
        }
    }
}

impl KeyPart {
    fn of(fields: &[&str]) -> Self {
        Self { fields: fields.iter().map(|field| Box::from(*field)).collect() }
    }
}
