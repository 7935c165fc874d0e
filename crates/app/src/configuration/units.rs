//! Sizes and ages in a configuration, written as on the command line.

use serde::{Deserialize, Deserializer, de};
use std::time::Duration;
use thymus_wire::Interval;

/// A number of bytes: `10GiB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(pub(crate) u64);

/// A length of time: `60d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age(pub(crate) Interval);

impl Age {
    pub(super) fn days(days: i64) -> Self {
        Self::seconds(days * 86_400)
    }

    pub(super) fn seconds(seconds: i64) -> Self {
        Self(Interval::from_seconds(seconds))
    }

    /// The same for those who wait.
    pub(crate) fn duration(self) -> Duration {
        Duration::from_nanos(self.0.0.unsigned_abs())
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        crate::units::bytes(&text).map(Self).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Age {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        crate::units::interval(&text).map(Self).map_err(de::Error::custom)
    }
}
