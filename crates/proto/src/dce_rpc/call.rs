//! A call from its request to the end of its response.

use super::Uuid;
use super::ndr::{Ndr, Syntax};
use super::presentation::Presentation;
use std::sync::Arc;
use thymus_record::Timestamp;

/// At most this many bytes of the arguments of one call are kept, each way; only calls whose arguments are read.
pub(super) const STUB_BYTES_MAX: usize = 256 * 1024;

/// A call that waits for its response.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) id: u32,
    pub(super) ts: Timestamp,
    pub(super) presentation: Arc<Presentation>,
    pub(super) opnum: u16,
    /// The service and level of its security.
    pub(super) security: Option<(u8, u8)>,
    pub(super) little_endian: bool,
    /// Arguments and results, for calls that are read.
    pub(super) stubs: Option<Box<Stubs>>,
}

/// What is kept of a call's arguments and results.
#[derive(Debug, Default)]
pub(super) struct Stubs {
    pub(super) request: Vec<u8>,
    pub(super) response: Vec<u8>,
    /// The limit cut something off.
    pub(super) cut: bool,
}

impl Stubs {
    /// Keeps more, within the limit; says how much.
    pub(super) fn push(&mut self, of_request: bool, bytes: &[u8]) -> usize {
        let stub = if of_request { &mut self.request } else { &mut self.response };
        let room = STUB_BYTES_MAX.saturating_sub(stub.len());
        let kept = bytes.get(..room).unwrap_or(bytes);
        stub.extend_from_slice(kept);
        self.cut |= kept.len() < bytes.len();
        kept.len()
    }

    pub(super) fn len(&self) -> usize {
        self.request.len() + self.response.len()
    }
}

/// A finished call whose arguments are worth reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RpcCall<'a> {
    /// When the request was seen.
    pub(crate) ts: Timestamp,
    pub(crate) interface: Uuid,
    pub(crate) endpoint: &'a str,
    pub(crate) opnum: u16,
    pub(crate) operation: &'a str,
    pub(crate) pipe: Option<&'a str>,
    /// How arguments lie; assumed to be NDR32 where it was not seen.
    pub(crate) syntax: Syntax,
    pub(crate) little_endian: bool,
    /// The arguments are encrypted: both stubs are empty.
    pub(crate) sealed: bool,
    pub(crate) request: &'a [u8],
    /// Absent when no response, or a fault, was seen.
    pub(crate) response: Option<&'a [u8]>,
    /// Why the server did not carry it out.
    pub(crate) fault: Option<u32>,
    /// What the interface was inferred from.
    pub(crate) inferred: Option<&'static str>,
}

impl<'a> RpcCall<'a> {
    /// A call of which nothing is known but what was called.
    pub(crate) fn bare(interface: Uuid, opnum: u16) -> Self {
        Self {
            ts: Timestamp::default(),
            interface,
            endpoint: "",
            opnum,
            operation: "",
            pipe: None,
            syntax: Syntax::Ndr32,
            little_endian: true,
            sealed: false,
            request: &[],
            response: None,
            fault: None,
            inferred: None,
        }
    }

    pub(crate) fn arguments(&self) -> Ndr<'a> {
        Ndr::new(self.request, self.syntax, self.little_endian)
    }

    pub(crate) fn results(&self) -> Option<Ndr<'a>> {
        self.response.map(|response| Ndr::new(response, self.syntax, self.little_endian))
    }

    /// The status with which nearly every operation's results end.
    pub(crate) fn status(&self) -> Option<u32> {
        let last = *self.response?.last_chunk()?;
        Some(if self.little_endian { u32::from_le_bytes(last) } else { u32::from_be_bytes(last) })
    }
}
