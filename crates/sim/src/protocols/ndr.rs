//! Arguments of calls in the classic layout of NDR (C706 chapter 14).

use crate::packet::bytes::{Put as _, utf16};

/// What the server gives for something open.
pub(crate) type Handle = [u8; 20];

/// The pointer that stands for any that points to something.
const POINTER: u32 = 0x0002_0000;

/// Puts arguments together, each aligned to its size.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stub(Vec<u8>);

impl Stub {
    pub(crate) fn u8(mut self, value: u8) -> Self {
        self.0.push(value);
        self
    }

    pub(crate) fn u16(mut self, value: u16) -> Self {
        self.0.align(2).u16_le(value);
        self
    }

    pub(crate) fn u32(mut self, value: u32) -> Self {
        self.0.align(4).u32_le(value);
        self
    }

    pub(crate) fn handle(mut self, handle: &Handle) -> Self {
        self.0.align(4).put(handle);
        self
    }

    /// A conformant varying string with its terminator.
    pub(crate) fn text(self, text: &str) -> Self {
        let units = text.encode_utf16().count() as u32 + 1;
        let mut stub = self.u32(units).u32(0).u32(units);
        stub.0.put(&utf16(text)).u16_le(0);
        stub
    }

    /// A pointer to a string, or to nothing.
    pub(crate) fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.u32(POINTER).text(text),
            None => self.u32(0),
        }
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }
}
