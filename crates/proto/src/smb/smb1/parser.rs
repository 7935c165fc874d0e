//! SMB1 messages (MS-CIFS 2.2.3): the header, the blocks of words and bytes, the texts in them.

use crate::smb::parser::text_to_zero;
use crate::smb::status::Status;
use std::sync::Arc;
use thymus_wire::{Reader, Result};

/// The length of a message's header, in bytes.
pub(super) const HEADER_LENGTH: usize = 32;

pub(super) mod command {
    pub(in crate::smb) const DELETE_DIRECTORY: u8 = 0x01;
    pub(in crate::smb) const OPEN: u8 = 0x02;
    pub(in crate::smb) const CREATE: u8 = 0x03;
    pub(in crate::smb) const CLOSE: u8 = 0x04;
    pub(in crate::smb) const DELETE: u8 = 0x06;
    pub(in crate::smb) const RENAME: u8 = 0x07;
    pub(in crate::smb) const QUERY_INFORMATION: u8 = 0x08;
    pub(in crate::smb) const READ: u8 = 0x0a;
    pub(in crate::smb) const WRITE: u8 = 0x0b;
    pub(in crate::smb) const CREATE_NEW: u8 = 0x0f;
    pub(in crate::smb) const CHECK_DIRECTORY: u8 = 0x10;
    pub(in crate::smb) const LOCK_AND_READ: u8 = 0x13;
    pub(in crate::smb) const WRITE_AND_UNLOCK: u8 = 0x14;
    pub(in crate::smb) const READ_RAW: u8 = 0x1a;
    pub(in crate::smb) const LOCKING_ANDX: u8 = 0x24;
    pub(in crate::smb) const TRANSACTION: u8 = 0x25;
    pub(in crate::smb) const TRANSACTION_SECONDARY: u8 = 0x26;
    pub(in crate::smb) const WRITE_AND_CLOSE: u8 = 0x2c;
    pub(in crate::smb) const OPEN_ANDX: u8 = 0x2d;
    pub(in crate::smb) const READ_ANDX: u8 = 0x2e;
    pub(in crate::smb) const WRITE_ANDX: u8 = 0x2f;
    pub(in crate::smb) const CLOSE_AND_TREE_DISC: u8 = 0x31;
    pub(in crate::smb) const TRANSACTION2: u8 = 0x32;
    pub(in crate::smb) const TRANSACTION2_SECONDARY: u8 = 0x33;
    pub(in crate::smb) const TREE_CONNECT: u8 = 0x70;
    pub(in crate::smb) const TREE_DISCONNECT: u8 = 0x71;
    pub(in crate::smb) const NEGOTIATE: u8 = 0x72;
    pub(in crate::smb) const SESSION_SETUP_ANDX: u8 = 0x73;
    pub(in crate::smb) const LOGOFF_ANDX: u8 = 0x74;
    pub(in crate::smb) const TREE_CONNECT_ANDX: u8 = 0x75;
    pub(in crate::smb) const SECURITY_PACKAGE_ANDX: u8 = 0x7e;
    pub(in crate::smb) const NT_TRANSACT: u8 = 0xa0;
    pub(in crate::smb) const NT_TRANSACT_SECONDARY: u8 = 0xa1;
    pub(in crate::smb) const NT_CREATE_ANDX: u8 = 0xa2;
    pub(in crate::smb) const NT_CANCEL: u8 = 0xa4;
    pub(in crate::smb) const NT_RENAME: u8 = 0xa5;
    /// No further command follows.
    pub(in crate::smb) const NONE: u8 = 0xff;
}

/// The header (MS-CIFS 2.2.3.1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) command: u8,
    pub(super) status: Status,
    pub(super) is_response: bool,
    pub(super) unicode: bool,
    pub(super) is_signed: bool,
    pub(super) tree: u16,
    pub(super) process: u16,
    pub(super) user: u16,
    pub(super) multiplex: u16,
}

pub(super) fn header(message: &[u8]) -> Result<Header> {
    let mut reader = Reader::new(message);
    reader.skip(4)?;
    let command = reader.u8()?;
    let code = reader.u32_le()?;
    let flags = reader.u8()?;
    let flags2 = reader.u16_le()?;
    reader.skip(12)?;
    let tree = reader.u16_le()?;
    let process = reader.u16_le()?;
    let user = reader.u16_le()?;
    let multiplex = reader.u16_le()?;
    Ok(Header {
        command,
        status: if flags2 & 0x4000 != 0 { Status::nt(code) } else { Status::dos(code) },
        is_response: flags & 0x80 != 0,
        unicode: flags2 & 0x8000 != 0,
        is_signed: flags2 & 0x0004 != 0,
        tree,
        process,
        user,
        multiplex,
    })
}

/// One command of a message: its parameter words and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    pub(super) command: u8,
    pub(super) words: &'a [u8],
    pub(super) bytes: &'a [u8],
    /// Where `bytes` begins in the message.
    pub(super) bytes_at: usize,
    message: &'a [u8],
    pub(super) unicode: bool,
}

impl<'a> Block<'a> {
    /// The block at `offset` of a message. Bytes that do not reach as far as they say are taken as far as they go.
    pub(super) fn read(message: &'a [u8], command: u8, offset: usize, unicode: bool) -> Result<Self> {
        let mut reader = Reader::new(message);
        reader.seek(offset)?;
        let word_count = reader.u8()?;
        let words = reader.take(usize::from(word_count) * 2)?;
        let byte_count = reader.u16_le().unwrap_or(0);
        let bytes_at = reader.offset();
        let bytes = reader.take_up_to(byte_count.into());
        Ok(Self { command, words, bytes, bytes_at, message, unicode })
    }

    /// The command that is chained to this one, and where it stands.
    pub(super) fn chained(&self) -> Option<(u8, usize)> {
        if !has_chain(self.command) {
            return None;
        }
        match self.words {
            [command::NONE, ..] => None,
            [next, _, low, high, ..] => Some((*next, u16::from_le_bytes([*low, *high]).into())),
            _ => None,
        }
    }

    pub(super) fn words(&self) -> Reader<'a> {
        Reader::new(self.words)
    }

    /// How many parameter words there are.
    pub(super) fn word_count(&self) -> usize {
        self.words.len() / 2
    }

    /// A reader of texts in the bytes, from `skip` bytes on.
    pub(super) fn texts(&self, skip: usize) -> Texts<'a> {
        Texts { block: *self, at: skip }
    }

    /// Bytes of the message by offset and length.
    pub(super) fn part(&self, offset: usize, length: usize) -> &'a [u8] {
        let rest = self.message.get(offset..).unwrap_or_default();
        rest.get(..length).unwrap_or(rest)
    }
}

fn has_chain(command: u8) -> bool {
    matches!(
        command,
        command::LOCKING_ANDX
            | command::OPEN_ANDX
            | command::READ_ANDX
            | command::WRITE_ANDX
            | command::SESSION_SETUP_ANDX
            | command::LOGOFF_ANDX
            | command::TREE_CONNECT_ANDX
            | command::SECURITY_PACKAGE_ANDX
            | command::NT_CREATE_ANDX
    )
}

/// Texts one after the other in a block's bytes.
pub(super) struct Texts<'a> {
    block: Block<'a>,
    at: usize,
}

impl Texts<'_> {
    /// The next text. UTF-16 begins at an even place of the message.
    pub(super) fn next(&mut self) -> Arc<str> {
        if self.block.unicode && !(self.block.bytes_at + self.at).is_multiple_of(2) {
            self.at += 1;
        }
        self.next_here(self.block.unicode)
    }

    /// The next text, wherever it begins.
    pub(super) fn next_here(&mut self, unicode: bool) -> Arc<str> {
        let (text, taken) = text_to_zero(self.block.bytes.get(self.at..).unwrap_or_default(), unicode);
        self.at += taken;
        text.into()
    }

    /// The next text with the byte in front that tells its format (MS-CIFS 2.2.1.1.2).
    pub(super) fn next_formatted(&mut self) -> Arc<str> {
        self.at += 1;
        self.next()
    }
}

/// What a text is, or nothing where it is empty.
pub(super) fn some(text: Arc<str>) -> Option<Arc<str>> {
    (!text.is_empty()).then_some(text)
}

/// Text that fills these bytes, but for a zero at the end.
pub(super) fn plain_text(bytes: &[u8], unicode: bool) -> Arc<str> {
    text_to_zero(bytes, unicode).0.into()
}
