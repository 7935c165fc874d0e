//! What a tunnel carries.

use crate::ethertype;

/// The packet within a tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inner<'a> {
    /// An IP packet, for [`crate::ip`].
    Ip(&'a [u8]),
    /// An Ethernet frame, for [`crate::frame`].
    Ethernet(&'a [u8]),
    /// Anything else; may be empty, as in keep-alives.
    Other {
        /// The EtherType, or 0 where the tunnel does not say what it carries.
        ethertype: u16,
        /// The bytes carried.
        payload: &'a [u8],
    },
}

impl<'a> Inner<'a> {
    /// What an EtherType says `payload` is.
    pub(crate) fn from_ethertype(ethertype: u16, payload: &'a [u8]) -> Self {
        match ethertype {
            ethertype::IPV4 | ethertype::IPV6 => Self::Ip(payload),
            ethertype::ETHERNET => Self::Ethernet(payload),
            ethertype => Self::Other { ethertype, payload },
        }
    }

    /// The bytes carried, whatever they are.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        match *self {
            Self::Ip(payload) | Self::Ethernet(payload) | Self::Other { payload, .. } => payload,
        }
    }
}
