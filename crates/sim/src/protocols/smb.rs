//! The messages of SMB 2 and 3 (MS-SMB2 2.2).

use crate::packet::bytes::{Put as _, utf16};
use crate::packet::content::Content;
use crate::random::Random;

pub(crate) const NEGOTIATE: u16 = 0;
pub(crate) const SESSION_SETUP: u16 = 1;
pub(crate) const LOGOFF: u16 = 2;
pub(crate) const TREE_CONNECT: u16 = 3;
pub(crate) const TREE_DISCONNECT: u16 = 4;
pub(crate) const CREATE: u16 = 5;
pub(crate) const CLOSE: u16 = 6;
pub(crate) const READ: u16 = 8;
pub(crate) const WRITE: u16 = 9;
pub(crate) const IOCTL: u16 = 11;
pub(crate) const QUERY_DIRECTORY: u16 = 14;
pub(crate) const QUERY_INFO: u16 = 16;
pub(crate) const SET_INFO: u16 = 17;

pub(crate) const SUCCESS: u32 = 0;
pub(crate) const MORE_PROCESSING_REQUIRED: u32 = 0xc000_0016;
pub(crate) const NO_MORE_FILES: u32 = 0x8000_0006;
pub(crate) const OBJECT_NAME_NOT_FOUND: u32 = 0xc000_0034;

const HEADER_BYTES: usize = 64;
const FSCTL_PIPE_TRANSCEIVE: u32 = 0x0011_c017;
/// 2026-02-27, as Windows counts.
pub(crate) const FILE_TIME: u64 = 134_166_000_000_000_000;
const FILE_HOUR: u64 = 36_000_000_000;

/// What the two sides have agreed on so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) message: u64,
    pub(crate) tree: u32,
    pub(crate) session: u64,
    /// How many credits of 64 KiB the message takes beyond the first (MS-SMB2 3.2.4.1.5).
    pub(crate) more_credits: u16,
}

/// The identifier of an open file.
pub(crate) type FileId = [u8; 16];

/// A message in its frame, with content that goes behind it.
fn framed(
    numbers: Numbers,
    command: u16,
    status: u32,
    is_response: bool,
    body: &[u8],
    rest: Content,
) -> Content {
    let length = (HEADER_BYTES + body.len()) as u32 + rest.length() as u32;
    let mut message = Vec::with_capacity(4 + HEADER_BYTES + body.len());
    message
        .u32_be(length & 0x00ff_ffff)
        .put(b"\xfeSMB")
        .u16_le(64)
        .u16_le(1 + numbers.more_credits)
        .u32_le(status);
    message.u16_le(command).u16_le(64).u32_le(is_response.into()).u32_le(0).u64_le(numbers.message);
    message.u32_le(0xfeff).u32_le(numbers.tree).u64_le(numbers.session).zeros(16).put(body);
    let mut content = Content::from(message);
    content.append(rest);
    content
}

pub(crate) fn request(numbers: Numbers, command: u16, body: &[u8]) -> Content {
    framed(numbers, command, SUCCESS, false, body, Content::default())
}

pub(crate) fn response(numbers: Numbers, command: u16, body: &[u8]) -> Content {
    framed(numbers, command, SUCCESS, true, body, Content::default())
}

/// An answer that says no, or not yet.
pub(crate) fn failure(numbers: Numbers, command: u16, status: u32) -> Content {
    framed(numbers, command, status, true, &[9, 0, 0, 0, 0, 0, 0, 0, 0], Content::default())
}

/// `guid` is the client's, which stays until it is started anew.
pub(crate) fn negotiate_request(random: &mut Random, guid: &[u8; 16]) -> Vec<u8> {
    let mut body = Vec::with_capacity(120);
    body.u16_le(36).u16_le(5).u16_le(1).u16_le(0).u32_le(0x7f).put(guid);
    body.u32_le(112).u16_le(2).u16_le(0);
    for dialect in [0x0202, 0x0210, 0x0300, 0x0302, 0x0311] {
        body.u16_le(dialect);
    }
    body.align(8);
    body.put(&contexts(random));
    body
}

/// What a server says of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Greeting<'a> {
    pub(crate) dialect: u16,
    /// The server's own.
    pub(crate) guid: [u8; 16],
    /// Its clock, as Windows counts.
    pub(crate) file_time: u64,
    /// What it offers for logins.
    pub(crate) token: &'a [u8],
}

pub(crate) fn negotiate_response(random: &mut Random, greeting: &Greeting<'_>) -> Vec<u8> {
    let Greeting { dialect, guid, file_time, token } = *greeting;
    let newest = dialect == 0x0311;
    let mut body = Vec::with_capacity(256);
    body.u16_le(65).u16_le(1).u16_le(dialect).u16_le(if newest { 2 } else { 0 }).put(&guid);
    body.u32_le(0x2f).u32_le(8 << 20).u32_le(8 << 20).u32_le(8 << 20).u64_le(file_time).u64_le(0);
    body.u16_le(128).u16_le(token.len() as u16);
    body.u32_le(if newest { (128 + token.len()).next_multiple_of(8) as u32 } else { 0 }).put(token);
    if newest {
        body.align(8);
        body.put(&contexts(random));
    }
    body
}

/// Integrity by SHA-512, encryption by AES-128-GCM (MS-SMB2 2.2.3.1).
fn contexts(random: &mut Random) -> Vec<u8> {
    let mut contexts = Vec::new();
    contexts.u16_le(1).u16_le(38).u32_le(0).u16_le(1).u16_le(32).u16_le(1).put(&random.array::<32>());
    contexts.align(8);
    contexts.u16_le(2).u16_le(4).u32_le(0).u16_le(1).u16_le(2);
    contexts
}

pub(crate) fn session_setup_request(token: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(24 + token.len());
    body.u16_le(25)
        .u8(0)
        .u8(1)
        .u32_le(1)
        .u32_le(0)
        .u16_le(88)
        .u16_le(token.len() as u16)
        .u64_le(0)
        .put(token);
    body
}

pub(crate) fn session_setup_response(numbers: Numbers, status: u32, token: &[u8]) -> Content {
    let mut body = Vec::with_capacity(8 + token.len());
    body.u16_le(9).u16_le(0).u16_le(72).u16_le(token.len() as u16).put(token);
    framed(numbers, SESSION_SETUP, status, true, &body, Content::default())
}

pub(crate) fn tree_connect_request(path: &str) -> Vec<u8> {
    let path = utf16(path);
    let mut body = Vec::new();
    body.u16_le(9).u16_le(0).u16_le(72).u16_le(path.len() as u16).put(&path);
    body
}

/// What is behind a share (MS-SMB2 2.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    Disk = 1,
    Pipe = 2,
}

pub(crate) fn tree_connect_response(share: Share) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(16).u8(share as u8).u8(0).u32_le(0).u32_le(0).u32_le(0x001f_01ff);
    body
}

/// How a file is to be opened (MS-SMB2 2.2.13).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<'a> {
    /// Its path within the share, with `\`.
    pub(crate) name: &'a str,
    /// The rights that are asked for.
    pub(crate) access: u32,
    /// What is to happen where it exists, and where it does not: 1 open, 2 create, 3 open or create, 5 overwrite.
    pub(crate) disposition: u32,
    /// 0x40 no directory, 1 a directory, 0x1000 delete it when it is closed.
    pub(crate) options: u32,
}

impl<'a> Opening<'a> {
    /// A file that is read.
    pub(crate) fn to_read(name: &'a str) -> Self {
        Self { name, access: 0x0012_0089, disposition: 1, options: 0x40 }
    }

    /// A file that is written anew.
    pub(crate) fn to_write(name: &'a str) -> Self {
        Self { name, access: 0x0012_019f, disposition: 5, options: 0x40 }
    }
}

pub(crate) fn create_request(opening: &Opening<'_>) -> Vec<u8> {
    let name = utf16(opening.name);
    let mut body = Vec::new();
    body.u16_le(57).u8(0).u8(0).u32_le(2).u64_le(0).u64_le(0);
    body.u32_le(opening.access).u32_le(0x80).u32_le(7);
    body.u32_le(opening.disposition).u32_le(opening.options);
    body.u16_le(120).u16_le(name.len() as u16).u32_le(0).u32_le(0).put(&name);
    if name.is_empty() {
        // The buffer has at least one byte, also for the root of a share (MS-SMB2 2.2.13).
        body.u8(0);
    }
    body
}

/// A file that was opened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opened {
    pub(crate) id: FileId,
    pub(crate) size: u64,
    /// Those of MS-FSCC 2.6.
    pub(crate) attributes: u32,
    /// 1 opened, 2 created, 3 overwritten.
    pub(crate) action: u32,
    /// Created, accessed, written, changed, as Windows counts.
    pub(crate) times: [u64; 4],
}

/// The times of files that nobody asks about: all within hours.
pub(crate) const TIMES: [u64; 4] =
    [FILE_TIME, FILE_TIME + FILE_HOUR, FILE_TIME + 2 * FILE_HOUR, FILE_TIME + 3 * FILE_HOUR];

pub(crate) fn create_response(opened: &Opened) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(89).u8(0).u8(0).u32_le(opened.action);
    opened.times.iter().for_each(|time| {
        body.u64_le(*time);
    });
    body.u64_le(opened.size.next_multiple_of(4096)).u64_le(opened.size);
    body.u32_le(opened.attributes).u32_le(0).put(&opened.id).u32_le(0).u32_le(0);
    body
}

pub(crate) fn close_request(id: &FileId) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(24).u16_le(0).u32_le(0).put(id);
    body
}

pub(crate) fn close_response() -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(60).zeros(58);
    body
}

pub(crate) fn read_request(id: &FileId, offset: u64, length: u32) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(49)
        .u8(0x50)
        .u8(0)
        .u32_le(length)
        .u64_le(offset)
        .put(id)
        .u32_le(1)
        .u32_le(0)
        .u32_le(0)
        .u32_le(0);
    body.u8(0);
    body
}

pub(crate) fn read_response(numbers: Numbers, data: Content) -> Content {
    let mut body = Vec::new();
    body.u16_le(17).u8(80).u8(0).u32_le(data.length() as u32).u32_le(0).u32_le(0);
    framed(numbers, READ, SUCCESS, true, &body, data)
}

pub(crate) fn write_request(numbers: Numbers, id: &FileId, offset: u64, data: Content) -> Content {
    let mut body = Vec::new();
    body.u16_le(49).u16_le(112).u32_le(data.length() as u32).u64_le(offset).put(id);
    body.u32_le(0).u32_le(0).u16_le(0).u16_le(0).u32_le(0);
    framed(numbers, WRITE, SUCCESS, false, &body, data)
}

pub(crate) fn write_response(length: u32) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(17).u16_le(0).u32_le(length).u32_le(0).u16_le(0).u16_le(0);
    body
}

/// A message to a pipe whose answer comes with the answer to this (MS-FSCC 2.3.48).
pub(crate) fn transceive_request(id: &FileId, message: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(57).u16_le(0).u32_le(FSCTL_PIPE_TRANSCEIVE).put(id);
    body.u32_le(120).u32_le(message.len() as u32).u32_le(0).u32_le(0).u32_le(0).u32_le(65_536);
    body.u32_le(1).u32_le(0).put(message);
    body
}

pub(crate) fn transceive_response(id: &FileId, message: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(49).u16_le(0).u32_le(FSCTL_PIPE_TRANSCEIVE).put(id);
    body.u32_le(112).u32_le(0).u32_le(112).u32_le(message.len() as u32).u32_le(0).u32_le(0).put(message);
    body
}

/// As [`transceive_response`], whole and without a copy.
pub(crate) fn transceive_answer(numbers: Numbers, id: &FileId, message: Content) -> Content {
    let mut body = Vec::new();
    body.u16_le(49).u16_le(0).u32_le(FSCTL_PIPE_TRANSCEIVE).put(id);
    body.u32_le(112).u32_le(0).u32_le(112).u32_le(message.length() as u32).u32_le(0).u32_le(0);
    framed(numbers, IOCTL, SUCCESS, true, &body, message)
}

pub(crate) fn query_directory_request(id: &FileId) -> Vec<u8> {
    let pattern = utf16("*");
    let mut body = Vec::new();
    body.u16_le(33).u8(37).u8(0).u32_le(0).put(id).u16_le(96).u16_le(pattern.len() as u16).u32_le(65_536);
    body.put(&pattern);
    body
}

/// Entries of FileIdBothDirectoryInformation (MS-FSCC 2.4.20).
pub(crate) fn query_directory_response(
    random: &mut Random,
    entries: u64,
    mut name: impl FnMut(&mut Random) -> String,
) -> Vec<u8> {
    let mut list = Vec::new();
    for number in 0..entries {
        let name = utf16(&name(random));
        let whole = (104 + name.len()).next_multiple_of(8);
        list.u32_le(if number + 1 == entries { 0 } else { whole as u32 }).u32_le(0);
        (0..4).for_each(|hours| {
            list.u64_le(FILE_TIME + hours);
        });
        list.u64_le(random.spread(4096, 6)).u64_le(1 << 16).u32_le(0x20).u32_le(name.len() as u32).u32_le(0);
        list.u8(0).u8(0).zeros(24).u16_le(0).u64_le(random.next()).put(&name).align(8);
    }
    let mut body = Vec::new();
    body.u16_le(9).u16_le(72).u32_le(list.len() as u32).put(&list);
    body
}

pub(crate) fn query_info_request(id: &FileId) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(41).u8(1).u8(22).u32_le(4096).u16_le(0).u16_le(0).u32_le(0).u32_le(0).u32_le(0).put(id);
    body.u8(0);
    body
}

pub(crate) fn query_info_response(information: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(9).u16_le(72).u32_le(information.len() as u32).put(information);
    body
}

/// The file gets another name within its share (MS-FSCC 2.4.42.2).
pub(crate) fn rename_request(id: &FileId, to: &str) -> Vec<u8> {
    let name = utf16(to);
    let mut information = Vec::new();
    information.u8(0).zeros(7).u64_le(0).u32_le(name.len() as u32).put(&name);
    set_info_request(id, 10, &information)
}

/// The file is deleted when it is closed (MS-FSCC 2.4.11).
pub(crate) fn delete_request(id: &FileId) -> Vec<u8> {
    set_info_request(id, 13, &[1])
}

fn set_info_request(id: &FileId, class: u8, information: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    body.u16_le(33).u8(1).u8(class).u32_le(information.len() as u32).u16_le(96).u16_le(0).u32_le(0);
    body.put(id).put(information);
    body
}

pub(crate) fn set_info_response() -> Vec<u8> {
    vec![2, 0]
}
