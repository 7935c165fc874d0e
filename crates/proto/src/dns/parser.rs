//! The message format of RFC 1035 §4: header, names, questions, resource records.

use super::names;
use thymus_record::escape_bytes;
use thymus_wire::{Reader, Truncated};

/// The header's length.
pub(super) const HEADER_BYTES: usize = 12;

/// A name has at most 255 bytes (RFC 1035 §2.3.4); with escapes its text has more.
const NAME_BYTES_MAX: usize = 255;

/// A name jumps at most this often: each jump must add at least a label of a name that is no longer than 255 bytes.
const NAME_JUMPS_MAX: usize = 32;

/// The two top bits of a label's length that mark a pointer.
const POINTER: u8 = 0xc0;

pub(super) const OPCODE_UPDATE: u8 = 5;

/// Why a message could not be read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// Zeek's name for it.
    pub(super) rule: &'static str,
    /// Where in the message.
    pub(super) offset: usize,
}

impl From<Truncated> for Damage {
    fn from(truncated: Truncated) -> Self {
        Self { rule: "DNS_truncated_RR_rdlength_lt_len", offset: truncated.offset }
    }
}

/// The header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) id: u16,
    flags: u16,
    pub(super) questions: u16,
    pub(super) answers: u16,
    pub(super) authorities: u16,
    pub(super) additionals: u16,
}

impl Header {
    pub(super) fn parse(reader: &mut Reader<'_>) -> Result<Self, Truncated> {
        Ok(Self {
            id: reader.u16_be()?,
            flags: reader.u16_be()?,
            questions: reader.u16_be()?,
            answers: reader.u16_be()?,
            authorities: reader.u16_be()?,
            additionals: reader.u16_be()?,
        })
    }

    pub(super) fn is_response(self) -> bool {
        self.flags & 0x8000 != 0
    }

    pub(super) fn opcode(self) -> u8 {
        (self.flags >> 11) as u8 & 0x0f
    }

    pub(super) fn authoritative(self) -> bool {
        self.flags & 0x0400 != 0
    }

    pub(super) fn truncated(self) -> bool {
        self.flags & 0x0200 != 0
    }

    pub(super) fn recursion_desired(self) -> bool {
        self.flags & 0x0100 != 0
    }

    pub(super) fn recursion_available(self) -> bool {
        self.flags & 0x0080 != 0
    }

    pub(super) fn z(self) -> u8 {
        (self.flags >> 4) as u8 & 0x07
    }

    pub(super) fn code(self) -> u8 {
        self.flags as u8 & 0x0f
    }

    pub(super) fn records(self) -> u32 {
        u32::from(self.answers) + u32::from(self.authorities) + u32::from(self.additionals)
    }

    /// Whether the counts are those of a message that somebody means. Opcodes above 9 serve NetBIOS refreshes only.
    pub(super) fn is_plausible(self, questions_max: u16) -> bool {
        let entries = u32::from(self.questions) + self.records();
        self.opcode() <= 9 && self.questions <= questions_max && (1..=4096).contains(&entries)
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) name: String,
    pub(super) kind: u16,
    pub(super) class: u16,
}

impl Question {
    pub(super) fn parse(reader: &mut Reader<'_>) -> Result<Self, Damage> {
        Ok(Self { name: name(reader)?, kind: reader.u16_be()?, class: reader.u16_be()? })
    }
}

/// A resource record, its data left in place.
#[derive(Clone, Debug)]
pub(super) struct ResourceRecord<'a> {
    pub(super) name: String,
    pub(super) kind: u16,
    pub(super) class: u16,
    pub(super) ttl_seconds: u32,
    /// The whole message, standing at the record's data: names in it point back.
    pub(super) data: Reader<'a>,
    pub(super) data_length: usize,
}

impl<'a> ResourceRecord<'a> {
    pub(super) fn parse(reader: &mut Reader<'a>) -> Result<Self, Damage> {
        let name = name(reader)?;
        let (kind, class, ttl_seconds) = (reader.u16_be()?, reader.u16_be()?, reader.u32_be()?);
        let data_length = usize::from(reader.u16_be()?);
        let data = *reader;
        reader.skip(data_length)?;
        Ok(Self { name, kind, class, ttl_seconds, data, data_length })
    }

    /// The data's own bytes.
    pub(super) fn bytes(&self) -> &'a [u8] {
        let mut data = self.data;
        data.take_up_to(self.data_length)
    }
}

/// Reads a name, following pointers; lower-case text without the final dot, other bytes escaped. The root is empty.
pub(super) fn name(reader: &mut Reader<'_>) -> Result<String, Damage> {
    let mut text = String::new();
    let mut length = 0;
    let mut jumps = 0;
    let mut at = *reader;
    loop {
        let offset = at.offset();
        let label_length = at.u8()?;
        if label_length & POINTER == POINTER {
            let target = usize::from(label_length & !POINTER) << 8 | usize::from(at.u8()?);
            if jumps == 0 {
                reader.seek(at.offset())?;
            }
            jumps += 1;
            if jumps > NAME_JUMPS_MAX {
                return Err(Damage { rule: "DNS_label_forward_compress_offset", offset });
            }
            at.seek(target)?;
            continue;
        }
        if label_length & POINTER != 0 {
            return Err(Damage { rule: "DNS_label_len_gt_pkt", offset });
        }
        if label_length == 0 {
            break;
        }
        length += usize::from(label_length) + 1;
        if length > NAME_BYTES_MAX {
            return Err(Damage { rule: "DNS_NAME_too_long", offset });
        }
        push_label(&mut text, at.take(usize::from(label_length))?);
    }
    if jumps == 0 {
        reader.seek(at.offset())?;
    }
    Ok(text)
}

fn push_label(text: &mut String, label: &[u8]) {
    if !text.is_empty() {
        text.push('.');
    }
    if label.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
        text.extend(label.iter().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        text.push_str(&escape_bytes(&label.to_ascii_lowercase()));
    }
}

/// Decodes a NetBIOS name (RFC 1001 §14.1): two letters a byte, padded with blanks, the last byte telling of what.
pub(super) fn netbios_name(encoded: &str) -> Option<String> {
    let first = encoded.split('.').next()?;
    let nibble = |byte: u8| byte.to_ascii_lowercase().checked_sub(b'a').filter(|value| *value < 16);
    if first.len() != 32 {
        return None;
    }
    let bytes: Option<Vec<u8>> = first
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(nibble(*high)? << 4 | nibble(*low)?),
            _ => None,
        })
        .collect();
    let bytes = bytes?;
    let plain = bytes.get(..15)?;
    let end = plain.iter().rposition(|byte| *byte != b' ' && *byte != 0).map_or(0, |last| last + 1);
    Some(escape_bytes(plain.get(..end)?))
}

/// Whether the first question, or the first record of a message without one, is what a resolver would send.
pub(super) fn first_entry_is_sane(message: &[u8], header: &Header) -> bool {
    let mut reader = Reader::new(message);
    if reader.skip(HEADER_BYTES).is_err() {
        return false;
    }
    let (kind, class) = if header.questions > 0 {
        match Question::parse(&mut reader) {
            Ok(question) => (question.kind, question.class),
            Err(_) => return false,
        }
    } else {
        match ResourceRecord::parse(&mut reader) {
            Ok(record) => (record.kind, record.class),
            Err(_) => return false,
        }
    };
    names::type_if_known(kind).is_some() && matches!(class & 0x7fff, 1 | 3 | 4 | 254 | 255)
}

/// Whether a piece of a stream begins with a length and a message that a resolver or server would send.
pub(super) fn begins_framed_message(bytes: &[u8]) -> bool {
    let Some((length, message)) = bytes.split_first_chunk() else { return false };
    let length = usize::from(u16::from_be_bytes(*length));
    let Some(message) = message.get(..length.min(message.len())) else { return false };
    Header::parse(&mut Reader::new(message)).is_ok_and(|header| first_entry_is_sane(message, &header))
}
