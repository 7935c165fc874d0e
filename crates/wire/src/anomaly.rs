//! What was wrong with a header, by name and place.

use crate::Truncated;
use std::fmt;

/// A broken rule of a header, or a limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireAnomaly {
    /// Zeek's name of the weird where it has one (`truncated_IP`, `bad_TCP_header_len` ...).
    pub name: &'static str,
    /// Where, in bytes from the start of what the function was given.
    pub offset: usize,
    /// How many bytes were needed there; 0 where length was not the trouble.
    pub needed: usize,
}

/// What a header decoder returns.
pub type Decoded<T> = std::result::Result<T, WireAnomaly>;

impl WireAnomaly {
    /// An anomaly at `offset` that is not a lack of bytes.
    #[cold]
    pub(crate) fn new(name: &'static str, offset: usize) -> Self {
        Self { name, offset, needed: 0 }
    }

    /// An anomaly at `offset` where `needed` bytes were not there.
    #[cold]
    pub(crate) fn short(name: &'static str, offset: usize, needed: usize) -> Self {
        Self { name, offset, needed }
    }
}

impl fmt::Display for WireAnomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.name, self.offset)?;
        match self.needed {
            0 => Ok(()),
            needed => write!(f, " ({needed} bytes needed)"),
        }
    }
}

impl std::error::Error for WireAnomaly {}

/// Gives a failed read the name of the anomaly it amounts to.
pub(crate) trait Named<T> {
    /// Turns [`Truncated`] into a [`WireAnomaly`] called `name`.
    fn named(self, name: &'static str) -> Decoded<T>;
}

impl<T> Named<T> for crate::Result<T> {
    #[inline]
    fn named(self, name: &'static str) -> Decoded<T> {
        self.map_err(|Truncated { offset, needed, .. }| WireAnomaly::short(name, offset, needed))
    }
}
