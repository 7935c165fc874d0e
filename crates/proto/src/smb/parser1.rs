//! SMB1 messages (MS-CIFS 2.2.3, 2.2.4; MS-SMB 2.2.4): bytes in, what they say out.

use super::activity::OpenFacts;
use super::parser::{text_to_zero, utf16};
use super::parser2::{create_action, file_times};
use super::record::FileTimes;
use super::status::Status;
use super::trees::Share;
use std::sync::Arc;
use thymus_record::Timestamp;
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
    bytes_at: usize,
    message: &'a [u8],
    unicode: bool,
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
    fn texts(&self, skip: usize) -> Texts<'a> {
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
    fn next_here(&mut self, unicode: bool) -> Arc<str> {
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

/// At most this many dialects of a negotiation are read.
const DIALECTS_MAX: usize = 64;

/// MS-CIFS 2.2.4.52.1: the dialects offered.
pub(super) fn negotiate_request(block: &Block<'_>) -> Vec<Box<str>> {
    let mut dialects = Vec::new();
    let mut rest = block.bytes;
    while let [2, text @ ..] = rest
        && dialects.len() < DIALECTS_MAX
    {
        let (dialect, taken) = text_to_zero(text, false);
        dialects.push(dialect.into_boxed_str());
        rest = text.get(taken..).unwrap_or_default();
    }
    dialects
}

/// MS-CIFS 2.2.4.52.2, MS-SMB 2.2.4.5.2.
#[derive(Debug, Default)]
pub(super) struct NegotiateResponse {
    pub(super) dialect_index: u16,
    pub(super) requires_signing: Option<bool>,
    pub(super) server_guid: Option<[u8; 16]>,
    pub(super) server_name: Option<Arc<str>>,
}

pub(super) fn negotiate_response(block: &Block<'_>) -> Result<NegotiateResponse> {
    let mut words = block.words();
    let mut response = NegotiateResponse { dialect_index: words.u16_le()?, ..NegotiateResponse::default() };
    if block.word_count() != 17 {
        return Ok(response);
    }
    response.requires_signing = Some(words.u8()? & 8 != 0);
    words.skip(16)?;
    let capabilities = words.u32_le()?;
    if capabilities & EXTENDED_SECURITY != 0 {
        response.server_guid = block.bytes.first_chunk().copied();
        return Ok(response);
    }
    words.skip(10)?;
    let challenge_length = words.u8()?;
    let mut texts = block.texts(challenge_length.into());
    let unicode = capabilities & 4 != 0;
    let _domain = texts.next_here(unicode);
    response.server_name = some(texts.next_here(unicode));
    Ok(response)
}

/// CAP_EXTENDED_SECURITY (MS-SMB 2.2.4.5.2.1).
const EXTENDED_SECURITY: u32 = 0x8000_0000;

/// MS-CIFS 2.2.4.53.1, MS-SMB 2.2.4.6.1.
#[derive(Debug, Default)]
pub(super) struct SessionSetup<'a> {
    /// A GSS token, in extended security.
    pub(super) token: &'a [u8],
    /// Account and domain, where they are named outside a token.
    pub(super) account: Option<(Arc<str>, Arc<str>)>,
    /// Neither account nor password was given.
    pub(super) anonymous: bool,
    pub(super) native_os: Option<Arc<str>>,
}

pub(super) fn session_setup_request<'a>(block: &Block<'a>) -> Result<SessionSetup<'a>> {
    let mut words = block.words();
    words.skip(14)?;
    let first_length = usize::from(words.u16_le()?);
    match block.word_count() {
        12 => {
            let token = block.bytes.get(..first_length).unwrap_or(block.bytes);
            let native_os = some(block.texts(token.len()).next());
            Ok(SessionSetup { token, native_os, ..SessionSetup::default() })
        }
        count => {
            let second_length = if count >= 13 { words.u16_le()?.into() } else { 0 };
            let mut texts = block.texts(first_length + second_length);
            let (account, domain) = (texts.next(), texts.next());
            let anonymous = account.is_empty() && first_length + second_length <= 1;
            let native_os = some(texts.next());
            Ok(SessionSetup { token: &[], account: Some((account, domain)), anonymous, native_os })
        }
    }
}

/// MS-CIFS 2.2.4.53.2, MS-SMB 2.2.4.6.2: whether as a guest, the token, the server's operating system.
pub(super) fn session_setup_response<'a>(block: &Block<'a>) -> Result<(bool, &'a [u8], Option<Arc<str>>)> {
    let mut words = block.words();
    words.skip(4)?;
    let guest = words.u16_le()? & 1 != 0;
    let token_length = if block.word_count() >= 4 { usize::from(words.u16_le()?) } else { 0 };
    let token = block.bytes.get(..token_length).unwrap_or(block.bytes);
    Ok((guest, token, some(block.texts(token.len()).next())))
}

/// MS-CIFS 2.2.4.55.1 and 2.2.4.50.1: path and service.
pub(super) fn tree_connect_request(block: &Block<'_>) -> Result<(Arc<str>, Arc<str>)> {
    if block.command == command::TREE_CONNECT {
        let mut texts = block.texts(0);
        let path = texts.next_formatted();
        let _password = texts.next_formatted();
        return Ok((path, texts.next_formatted()));
    }
    let mut words = block.words();
    words.skip(6)?;
    let password_length = words.u16_le()?;
    let mut texts = block.texts(password_length.into());
    Ok((texts.next(), texts.next_here(false)))
}

/// MS-CIFS 2.2.4.55.2: service and file system.
pub(super) fn tree_connect_response(block: &Block<'_>) -> (Arc<str>, Option<String>) {
    let mut texts = block.texts(0);
    let service = texts.next_here(false);
    (service, some(texts.next()).map(|name| name.to_string()))
}

/// MS-CIFS 2.2.4.64.1: the name and whether the file is to be deleted when it is closed.
pub(super) fn nt_create_request(block: &Block<'_>) -> Result<(Arc<str>, bool)> {
    let mut words = block.words();
    words.skip(5)?;
    let length = usize::from(words.u16_le()?);
    words.skip(32)?;
    let options = words.u32_le()?;
    let skip = usize::from(block.unicode && !block.bytes_at.is_multiple_of(2));
    let name = block.bytes.get(skip..).unwrap_or_default();
    let name = name.get(..length).unwrap_or(name);
    Ok((plain_text(name, block.unicode), options & super::parser2::DELETE_ON_CLOSE != 0))
}

/// Text that fills these bytes, but for a zero at the end.
pub(super) fn plain_text(bytes: &[u8], unicode: bool) -> Arc<str> {
    text_to_zero(bytes, unicode).0.into()
}

/// MS-CIFS 2.2.4.64.2.
pub(super) fn nt_create_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    words.skip(5)?;
    let id = words.u16_le()?;
    created(&mut words, id)
}

/// The answer of NT_TRANSACT_CREATE (MS-CIFS 2.2.7.1.2).
pub(super) fn nt_transact_create_response(parameters: &[u8]) -> Result<OpenFacts> {
    let mut reader = Reader::new(parameters);
    reader.skip(2)?;
    let id = reader.u16_le()?;
    let action = reader.u32_le()?;
    reader.skip(4)?;
    let facts = times_and_size(&mut reader, id)?;
    Ok(OpenFacts { create_action: create_action(action), ..facts })
}

fn created(reader: &mut Reader<'_>, id: u16) -> Result<OpenFacts> {
    let action = reader.u32_le()?;
    let facts = times_and_size(reader, id)?;
    Ok(OpenFacts { create_action: create_action(action), ..facts })
}

fn times_and_size(reader: &mut Reader<'_>, id: u16) -> Result<OpenFacts> {
    let times = file_times(reader)?;
    reader.skip(12)?;
    let size = reader.u64_le()?;
    let resource = reader.u16_le()?;
    reader.skip(2)?;
    let directory = reader.u8()? != 0;
    Ok(OpenFacts {
        id: id.into(),
        size,
        times,
        directory,
        create_action: None,
        share: resource_share(resource),
    })
}

/// What was opened, by its resource type (MS-CIFS 2.2.1.2.2).
fn resource_share(resource: u16) -> Share {
    match resource {
        0 => Share::Disk,
        1 | 2 => Share::Pipe,
        3 => Share::Print,
        _ => Share::Unknown,
    }
}

/// The name that a core request gives (MS-CIFS 2.2.4.3.1, 2.2.4.4.1, 2.2.4.7.1).
pub(super) fn formatted_name(block: &Block<'_>) -> Arc<str> {
    block.texts(0).next_formatted()
}

/// Old and new name (MS-CIFS 2.2.4.8.1, 2.2.4.66.1).
pub(super) fn two_names(block: &Block<'_>) -> (Arc<str>, Arc<str>) {
    let mut texts = block.texts(0);
    let first = texts.next_formatted();
    (first, texts.next_formatted())
}

/// MS-CIFS 2.2.4.41.1: the name.
pub(super) fn open_andx_request(block: &Block<'_>) -> Arc<str> {
    block.texts(0).next()
}

/// MS-CIFS 2.2.4.41.2.
pub(super) fn open_andx_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    words.skip(4)?;
    opened(&mut words)
}

/// FID, attributes, time, size, access, resource, pipe state and action, as OPEN_ANDX and OPEN2 answer them.
pub(super) fn opened(reader: &mut Reader<'_>) -> Result<OpenFacts> {
    let id = reader.u16_le()?;
    let attributes = reader.u16_le()?;
    let times = unix_times(reader.u32_le()?);
    let size = reader.u32_le()?;
    reader.skip(2)?;
    let resource = reader.u16_le()?;
    reader.skip(2)?;
    let action = match reader.u16_le()? & 3 {
        1 => Some("opened"),
        2 => Some("created"),
        3 => Some("overwritten"),
        _ => None,
    };
    Ok(OpenFacts {
        id: id.into(),
        size: size.into(),
        times,
        directory: attributes & 0x10 != 0,
        create_action: action,
        share: resource_share(resource),
    })
}

/// MS-CIFS 2.2.4.3.2 and 2.2.4.4.2; the answer to a create holds the FID alone.
pub(super) fn core_open_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    let id = words.u16_le()?.into();
    if block.word_count() < 7 {
        return Ok(OpenFacts { id, create_action: Some("created"), ..OpenFacts::default() });
    }
    let attributes = words.u16_le()?;
    let times = unix_times(words.u32_le()?);
    let size = words.u32_le()?.into();
    let directory = attributes & 0x10 != 0;
    Ok(OpenFacts { id, size, times, directory, create_action: None, share: Share::Unknown })
}

/// The last write time in seconds since 1970, in the server's local time; 0 stands for none.
fn unix_times(seconds: u32) -> FileTimes {
    let time = (seconds != 0).then(|| Timestamp::from_parts(seconds.into(), 0));
    FileTimes { modified: time, ..FileTimes::default() }
}

/// A read or write.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) id: u16,
    pub(super) offset: u64,
    /// Where the content begins in the message, and its length; of requests to read nothing.
    pub(super) content: (usize, usize),
    /// Bytes in front of the content that tell the length of the whole write to the pipe.
    pub(super) drop: u32,
}

/// MS-CIFS 2.2.4.42.1: FID and offset.
pub(super) fn read_andx_request(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    words.skip(4)?;
    let id = words.u16_le()?;
    let low = words.u32_le()?;
    words.skip(10)?;
    let high = if block.word_count() >= 12 { words.u32_le()? } else { 0 };
    Ok(Transfer { id, offset: u64::from(high) << 32 | u64::from(low), content: (0, 0), drop: 0 })
}

/// MS-SMB 2.2.4.2.2: where the content begins in the message, and its length.
pub(super) fn read_andx_response(block: &Block<'_>) -> Result<(usize, usize)> {
    let mut words = block.words();
    words.skip(10)?;
    let low = words.u16_le()?;
    let offset = words.u16_le()?;
    let high = words.u16_le()?;
    Ok((offset.into(), usize::from(high) << 16 | usize::from(low)))
}

/// WriteMode: a raw write to a pipe, and the first of its message (MS-CIFS 2.2.4.43.1). Both together put two bytes with
/// the length of the whole in front of the content.
const RAW_START: u16 = 0x000c;

/// MS-CIFS 2.2.4.43.1.
pub(super) fn write_andx_request(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    words.skip(4)?;
    let id = words.u16_le()?;
    let low = words.u32_le()?;
    words.skip(4)?;
    let mode = words.u16_le()?;
    words.skip(2)?;
    let length_high = words.u16_le()?;
    let length = words.u16_le()?;
    let content_offset = words.u16_le()?;
    let high = if block.word_count() >= 14 { words.u32_le()? } else { 0 };
    Ok(Transfer {
        id,
        offset: u64::from(high) << 32 | u64::from(low),
        content: (content_offset.into(), usize::from(length_high) << 16 | usize::from(length)),
        drop: if mode & RAW_START == RAW_START { 2 } else { 0 },
    })
}

/// The core reads and writes (MS-CIFS 2.2.4.11.1, 2.2.4.12.1, 2.2.4.20.1, 2.2.4.21.1, 2.2.4.40.1, 2.2.4.22.1).
pub(super) fn core_transfer(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    let id = words.u16_le()?;
    if block.command != command::READ_RAW {
        words.skip(2)?;
    }
    let offset = words.u32_le()?.into();
    let skip = if block.command == command::WRITE_AND_CLOSE { 1 } else { 3 };
    let content = (block.bytes_at + skip, block.bytes.len().saturating_sub(skip));
    Ok(Transfer { id, offset, content, drop: 0 })
}

/// MS-CIFS 2.2.4.11.2: the content, after its format and length.
pub(super) fn core_read_response<'a>(block: &Block<'a>) -> &'a [u8] {
    block.bytes.get(3..).unwrap_or_default()
}

/// One message of a transaction: the parts of its parameters and data that it holds.
#[derive(Debug, Default)]
pub(super) struct TransactionPart<'a> {
    pub(super) total_parameters: usize,
    pub(super) total_data: usize,
    pub(super) parameters_at: usize,
    pub(super) parameters: &'a [u8],
    pub(super) data_at: usize,
    pub(super) data: &'a [u8],
    /// The function of NT_TRANSACT, else the first setup word.
    pub(super) function: u16,
    /// The second setup word.
    pub(super) setup_second: u16,
    /// The name of what is called, of SMB_COM_TRANSACTION.
    pub(super) name: Option<Arc<str>>,
}

impl TransactionPart<'_> {
    pub(super) fn is_whole(&self) -> bool {
        self.parameters.len() >= self.total_parameters && self.data.len() >= self.total_data
    }

    /// No more data follows this part.
    pub(super) fn ends_data(&self) -> bool {
        self.data_at.saturating_add(self.data.len()) >= self.total_data
    }
}

/// MS-CIFS 2.2.4.33.1, 2.2.4.46.1 and 2.2.4.62.1.
pub(super) fn transaction_request<'a>(block: &Block<'a>) -> Result<TransactionPart<'a>> {
    let mut words = block.words();
    if block.command == command::NT_TRANSACT {
        words.skip(3)?;
        return wide_transaction(block, words);
    }
    let (total_parameters, total_data) = (words.u16_le()?.into(), words.u16_le()?.into());
    words.skip(14)?;
    let parameters = block_part(block, &mut words)?;
    let data = block_part(block, &mut words)?;
    words.skip(2)?;
    let function = words.u16_le().unwrap_or_default();
    let setup_second = words.u16_le().unwrap_or_default();
    let name = (block.command == command::TRANSACTION).then(|| block.texts(0).next());
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters,
        data,
        function,
        setup_second,
        name,
        ..TransactionPart::default()
    })
}

fn wide_transaction<'a>(block: &Block<'a>, mut words: Reader<'a>) -> Result<TransactionPart<'a>> {
    let (total_parameters, total_data) = (words.u32_le()? as usize, words.u32_le()? as usize);
    words.skip(8)?;
    let parameters = wide_part(block, &mut words)?;
    let data = wide_part(block, &mut words)?;
    words.skip(1)?;
    let function = words.u16_le()?;
    let setup_second = words.skip(4).and_then(|()| words.u16_le()).unwrap_or_default();
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters,
        data,
        function,
        setup_second,
        ..TransactionPart::default()
    })
}

fn block_part<'a>(block: &Block<'a>, words: &mut Reader<'a>) -> Result<&'a [u8]> {
    let (length, offset) = (words.u16_le()?, words.u16_le()?);
    Ok(block.part(offset.into(), length.into()))
}

fn wide_part<'a>(block: &Block<'a>, words: &mut Reader<'a>) -> Result<&'a [u8]> {
    let (length, offset) = (words.u32_le()?, words.u32_le()?);
    Ok(block.part(offset as usize, length as usize))
}

/// A further part of a request (MS-CIFS 2.2.4.34.1, 2.2.4.47.1, 2.2.4.63.1), or the answer or a part of it
/// (2.2.4.33.2, 2.2.4.46.2, 2.2.4.62.2).
pub(super) fn transaction_part<'a>(block: &Block<'a>, is_response: bool) -> Result<TransactionPart<'a>> {
    let mut words = block.words();
    let wide = matches!(block.command, command::NT_TRANSACT | command::NT_TRANSACT_SECONDARY);
    if wide {
        words.skip(3)?;
    }
    let mut number =
        || -> Result<usize> { Ok(if wide { words.u32_le()? as usize } else { words.u16_le()?.into() }) };
    let (total_parameters, total_data) = (number()?, number()?);
    if is_response && !wide {
        number()?;
    }
    let (parameters_length, parameters_offset, parameters_at) = (number()?, number()?, number()?);
    let (data_length, data_offset, data_at) = (number()?, number()?, number()?);
    Ok(TransactionPart {
        total_parameters,
        total_data,
        parameters_at,
        parameters: block.part(parameters_offset, parameters_length),
        data_at,
        data: block.part(data_offset, data_length),
        ..TransactionPart::default()
    })
}

/// The name in the parameters of a TRANSACTION2 request, after `skip` bytes.
pub(super) fn parameter_name(parameters: &[u8], skip: usize, unicode: bool) -> Option<Arc<str>> {
    some(plain_text(parameters.get(skip..)?, unicode))
}

/// The name that NT_TRANSACT_CREATE asks for (MS-CIFS 2.2.7.1.1) and whether it is to be deleted when closed.
pub(super) fn nt_transact_create(parameters: &[u8], unicode: bool) -> Result<(Arc<str>, bool)> {
    let mut reader = Reader::new(parameters);
    reader.skip(32)?;
    let options = reader.u32_le()?;
    reader.skip(8)?;
    let length = reader.u32_le()?;
    reader.skip(5)?;
    if unicode {
        reader.align(2)?;
    }
    let name = reader.take_up_to(length as usize);
    let name = if unicode { utf16(name).into() } else { plain_text(name, false) };
    Ok((name, options & super::parser2::DELETE_ON_CLOSE != 0))
}
