//! What the two sides agree on (MS-NLMP section 2.2.2.5).

/// The NegotiateFlags of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(pub u32);

impl Flags {
    /// Text is UTF-16.
    pub const UNICODE: Self = Self(0x0000_0001);
    /// Messages of the session are signed.
    pub const SIGN: Self = Self(0x0000_0010);
    /// Messages of the session are encrypted.
    pub const SEAL: Self = Self(0x0000_0020);
    /// The client's challenge takes part in an NTLMv1 response.
    pub const EXTENDED_SESSION_SECURITY: Self = Self(0x0008_0000);
    /// The message tells the version of its sender's operating system.
    pub const VERSION: Self = Self(0x0200_0000);

    /// Whether all of these are set.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
