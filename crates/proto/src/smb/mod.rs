//! SMB, versions 1 to 3.1.1 (MS-CIFS, MS-SMB, MS-SMB2), over TCP and over the NetBIOS session service (RFC 1002).
//!
//! What is read: logins, shares, what is opened, read, written, renamed and deleted, the content of files, and the RPC
//! that is spoken over pipes. The state of a flow is a [`conversation::Conversation`], in which both versions leave what
//! they find; a flow may begin in the middle and lose any part.

mod activity;
mod calls;
mod channels;
mod cmd;
mod commands;
mod content;
mod conversation;
mod dialog;
mod information;
mod listing;
mod login;
mod opens;
mod parser;
mod pipes;
mod recent;
mod record;
mod sessions;
mod smb1;
mod smb2;
mod state;
mod status;
mod stream;
#[cfg(test)]
mod tests;
mod trees;

pub(crate) use channels::Channels;
pub use record::{
    FileTimes, ReferencedFile, SmbAccessFailure, SmbCommand, SmbFile, SmbListing, SmbMapping, SmbSession,
};

use crate::{Carrier, Probe, Protocol, Verdict};
use thymus_record::Declared;

/// SMB.
pub static PROTOCOL: Protocol = Protocol {
    name: "smb",
    carriers: &[Carrier::Stream],
    ports: &[445, 139],
    probe,
    open: Some(|| Box::<state::Smb>::default()),
    records: &[
        SmbMapping::declaration,
        SmbFile::declaration,
        SmbCommand::declaration,
        SmbSession::declaration,
        SmbAccessFailure::declaration,
        SmbListing::declaration,
    ],
};

/// A frame with an SMB message, or the request for a NetBIOS session. Frames have lengths, so in mid-stream one is
/// looked for further on.
fn probe(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    if stream::frame_is_likely(bytes) || is_session_request(bytes) {
        return Verdict::Certain;
    }
    let on_port = probe.uses_port(445) || probe.uses_port(139);
    if probe.midstream && (on_port || bytes.len() >= stream::FRAME_START) {
        return match stream::find_frame(bytes) {
            Some(_) => Verdict::Certain,
            None if on_port => Verdict::Unsure,
            None => Verdict::NotMine,
        };
    }
    if could_begin_frame(bytes) { Verdict::Unsure } else { Verdict::NotMine }
}

/// Whether these few bytes may go on as a frame.
fn could_begin_frame(bytes: &[u8]) -> bool {
    let starts = |bytes: &[u8], with: &[u8]| bytes.iter().zip(with).all(|(byte, wanted)| byte == wanted);
    match bytes {
        [] => true,
        [0, ..] if bytes.len() < stream::FRAME_START => {
            let magic = bytes.get(4..).unwrap_or_default();
            magic.first().is_none_or(|first| *first >= 0xfc)
                && starts(magic.get(1..).unwrap_or_default(), b"SMB")
        }
        [0x82..=0x85, 0, 0, ..] => bytes.len() <= 10,
        [0x81, ..] => bytes.len() < 72 && starts(bytes, &[0x81, 0, 0, 0x44, 0x20]),
        _ => false,
    }
}

/// A session request (RFC 1002 4.3.2): two names of 32 letters from A to P.
fn is_session_request(bytes: &[u8]) -> bool {
    let letters = |bytes: &[u8]| bytes.iter().all(|byte| (b'A'..=b'P').contains(byte));
    matches!(bytes, [0x81, 0, 0, 0x44, 0x20, ..])
        && bytes.get(5..37).is_some_and(letters)
        && bytes.get(37..39) == Some(&[0, 0x20])
}
