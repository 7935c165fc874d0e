//! The header of one part, and the encoding of its content.

use super::parameters::{filename, media_type, parameter};
use super::transfer::{Base64, QuotedPrintable};
use super::{FieldLines, MimeEvents, token, unfold};

/// The longest boundary that is obeyed: RFC 2046 allows 70 bytes, some programs write more.
pub(super) const BOUNDARY_BYTES_MAX: usize = 256;

/// What a part's header says of its content.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartHead {
    /// How many multiparts and messages stand around it.
    pub(crate) depth: usize,
    /// Which entity of the message it is, from 1, which is the message itself.
    pub(crate) ordinal: u32,
    /// `text/plain`, in lower case; empty where nothing is said.
    pub(crate) media_type: String,
    /// Its name.
    pub(crate) filename: Option<String>,
    pub(super) boundary: Option<Vec<u8>>,
    pub(super) encoding: Encoding,
}

/// How a part's content is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    #[default]
    Identity,
    Base64,
    QuotedPrintable,
}

/// Undoes a part's encoding.
pub(super) enum Decoder {
    Identity,
    Base64(Base64),
    QuotedPrintable(QuotedPrintable),
}

impl PartHead {
    /// Whether the content stands there as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.encoding == Encoding::Identity
    }
}

impl Decoder {
    /// The decoder that a part's content wants.
    pub(super) fn of(part: &PartHead) -> Self {
        match part.encoding {
            Encoding::Identity => Self::Identity,
            Encoding::Base64 => Self::Base64(Base64::default()),
            Encoding::QuotedPrintable => Self::QuotedPrintable(QuotedPrintable::default()),
        }
    }

    /// Decodes the next bytes onto the end of `out`. False where the bytes are the content as they stand.
    pub(super) fn data(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> bool {
        match self {
            Self::Identity => return false,
            Self::Base64(decoder) => decoder.data(bytes, out),
            Self::QuotedPrintable(decoder) => decoder.data(bytes, out),
        }
        true
    }

    /// What is still to come out, and how many bytes of all could not be decoded.
    pub(super) fn finish(self, out: &mut Vec<u8>) -> u64 {
        match self {
            Self::Identity => 0,
            Self::Base64(mut decoder) => {
                decoder.finish(out);
                decoder.invalid_bytes()
            }
            Self::QuotedPrintable(mut decoder) => {
                decoder.finish(out);
                0
            }
        }
    }
}

/// Reads the header of an entity, and tells of each field.
pub(super) fn read_header(header: &[u8], depth: usize, out: &mut impl MimeEvents) -> PartHead {
    let mut part = PartHead { depth, ..PartHead::default() };
    let (mut disposition, mut content_type) = (None, None);
    for field in FieldLines::new(header) {
        let value = unfold(field.value);
        out.field(depth, field.name, &value);
        if field.name.eq_ignore_ascii_case(b"content-type") {
            content_type = content_type.or(Some(value));
        } else if field.name.eq_ignore_ascii_case(b"content-disposition") {
            disposition = disposition.or(Some(value));
        } else if field.name.eq_ignore_ascii_case(b"content-transfer-encoding") {
            part.encoding = Encoding::named(token(&value));
        }
    }
    part.filename = filename(disposition.as_deref(), content_type.as_deref());
    if let Some(content_type) = content_type {
        let (kind, subtype) = media_type(&content_type);
        let joined = [kind, b"/", subtype].concat().to_ascii_lowercase();
        part.media_type = thymus_record::text_from_wire(&joined);
        part.boundary = kind.eq_ignore_ascii_case(b"multipart").then(|| boundary_of(&content_type)).flatten();
    }
    part
}

/// The boundary that a multipart's `Content-Type` names, if it is usable.
pub(super) fn boundary_of(content_type: &[u8]) -> Option<Vec<u8>> {
    let boundary = parameter(content_type, "boundary")?.into_bytes();
    (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len()).then_some(boundary)
}

impl Encoding {
    /// By its name in `Content-Transfer-Encoding`; what is not known is taken as it stands.
    fn named(name: &[u8]) -> Self {
        if name.eq_ignore_ascii_case(b"base64") {
            Self::Base64
        } else if name.eq_ignore_ascii_case(b"quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Identity
        }
    }
}
