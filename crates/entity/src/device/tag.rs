//! Tags on devices: those that people put there and those that follow from what a device does.

use serde::{Deserialize, Serialize};
use thymus_record::{RecordId, Timestamp};

/// The most tags that people may put on one device.
pub const TAGS_MAX: usize = 32;

/// A tag's name has no more bytes than this.
pub const TAG_NAME_BYTES_MAX: usize = 64;

/// A tag on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, by which models ask for it: `source.tag:dc`. Lower case.
    pub name: String,
    /// Its colour on the screen, as `#rrggbb`.
    pub colour: String,
    /// What it means.
    pub description: String,
    /// When it goes by itself; never if absent.
    pub expires: Option<Timestamp>,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a tag came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody put it there.
    Person,
    /// It follows from what the device did.
    Seen {
        /// When that was first seen.
        first: Timestamp,
        /// When that was last seen.
        last: Timestamp,
        /// Records that show it: the first and the last of each kind of evidence.
        evidence: Vec<RecordId>,
    },
}

/// Why a tag is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// There is no such device.
    #[error("there is no device `{0}`; `thymus devices` lists them")]
    NoDevice(String),
    /// The name is empty, too long, or has blanks or control characters.
    #[error("`{0}` is no name of a tag; use up to 64 letters, digits and marks without blanks")]
    Name(String),
    /// The colour is not written as `#rrggbb`.
    #[error("`{0}` is no colour; write it as #rrggbb")]
    Colour(String),
    /// The device has too many already.
    #[error("the device has {TAGS_MAX} tags already; take one away first")]
    TooMany,
}

/// A tag that somebody put on a device, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) name: String,
    pub(crate) colour: String,
    pub(crate) description: String,
    pub(crate) expires: Option<i64>,
}

impl Given {
    /// The tag as it is kept, if it may be.
    pub(crate) fn check(tag: &Tag) -> Result<Self, TagError> {
        let sane = !tag.name.is_empty()
            && tag.name.len() <= TAG_NAME_BYTES_MAX
            && !tag.name.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        if !sane {
            return Err(TagError::Name(tag.name.clone()));
        }
        let digits = tag.colour.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(TagError::Colour(tag.colour.clone()));
        }
        Ok(Self {
            name: tag.name.to_lowercase(),
            colour: tag.colour.to_lowercase(),
            description: tag.description.clone(),
            expires: tag.expires.map(|time| time.0),
        })
    }

    pub(crate) fn holds_at(&self, now: i64) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }

    pub(crate) fn view(&self) -> Tag {
        Tag {
            name: self.name.clone(),
            colour: self.colour.clone(),
            description: self.description.clone(),
            expires: self.expires.map(Timestamp),
            origin: Origin::Person,
        }
    }
}
