//! MIME entities in a stream: parts are found, their headers read and their content decoded as the bytes come.

use super::parameters::{filename, media_type, parameter};
use super::transfer::{Base64, QuotedPrintable};
use super::{FieldLines, token, unfold};

/// Multiparts and messages inside each other beyond this depth are taken as plain content.
const DEPTH_MAX: usize = 12;

/// More of a part's header than this is passed over.
const HEADER_BYTES_MAX: usize = 64 * 1024;

/// The longest boundary that is obeyed: RFC 2046 allows 70 bytes, some programs write more.
const BOUNDARY_BYTES_MAX: usize = 256;

/// A line that may be a boundary is kept up to this length while its end has not come.
const BOUNDARY_LINE_BYTES_MAX: usize = 2 * BOUNDARY_BYTES_MAX;

/// What a reader of MIME tells of what it finds.
pub(crate) trait MimeEvents {
    /// A header field of an entity; the entity at depth 0 is the message itself. The value is unfolded.
    fn field(&mut self, depth: usize, name: &[u8], value: &[u8]);
    /// The header of a leaf is complete: content follows.
    fn begin(&mut self, part: &PartHead);
    /// The leaf's content, decoded.
    fn data(&mut self, bytes: &[u8]);
    /// `length` bytes of the leaf's content are missing.
    fn gap(&mut self, length: u64);
    /// The leaf is over.
    fn end(&mut self);
    /// A rule was broken or a limit reached.
    fn weird(&mut self, name: &'static str);
}

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
    boundary: Option<Vec<u8>>,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Encoding {
    #[default]
    Identity,
    Base64,
    QuotedPrintable,
}

enum Decoder {
    Identity,
    Base64(Base64),
    QuotedPrintable(QuotedPrintable),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Header lines of an entity.
    Header,
    /// Content of a leaf.
    Content,
    /// Before a multipart's first boundary or after its last.
    Between,
}

/// Reads one entity and all within it.
pub(crate) struct MimeReader {
    boundaries: Vec<Vec<u8>>,
    /// Messages inside messages, which have no boundary of their own.
    messages: usize,
    entities: u32,
    place: Place,
    header: Vec<u8>,
    decoder: Decoder,
    decoded: Vec<u8>,
    /// The beginning of a line whose end has not come.
    partial: Vec<u8>,
    /// The end of the last line of content: part of the content unless a boundary follows.
    held: Vec<u8>,
    at_line_start: bool,
}

impl MimeReader {
    /// A whole message, its header first.
    pub(crate) fn message() -> Self {
        Self::new(Vec::new(), Place::Header)
    }

    /// The content of a multipart whose header was read elsewhere. Absent where the boundary is unusable.
    pub(crate) fn multipart(content_type: &[u8]) -> Option<Self> {
        let boundary = boundary_of(content_type)?;
        Some(Self::new(vec![boundary], Place::Between))
    }

    fn new(boundaries: Vec<Vec<u8>>, place: Place) -> Self {
        Self {
            boundaries,
            messages: 0,
            entities: 0,
            place,
            header: Vec::new(),
            decoder: Decoder::Identity,
            decoded: Vec::new(),
            partial: Vec::new(),
            held: Vec::new(),
            at_line_start: true,
        }
    }

    fn depth(&self) -> usize {
        self.boundaries.len() + self.messages
    }

    /// The next bytes.
    pub(crate) fn data(&mut self, mut bytes: &[u8], out: &mut impl MimeEvents) {
        if !self.partial.is_empty() {
            bytes = self.complete_partial(bytes, out);
        }
        while !bytes.is_empty() {
            let used = match self.place {
                Place::Header => self.header_line(bytes, out),
                Place::Content | Place::Between => self.content(bytes, out),
            };
            bytes = bytes.get(used..).unwrap_or_default();
        }
    }

    /// Bytes are missing before what comes next.
    pub(crate) fn gap(&mut self, length: u64, out: &mut impl MimeEvents) {
        self.flush_partial(out);
        self.at_line_start = false;
        match self.place {
            Place::Content => out.gap(length),
            Place::Header => self.end_of_header(out),
            Place::Between => {}
        }
    }

    /// The entity is over.
    pub(crate) fn finish(&mut self, out: &mut impl MimeEvents) {
        self.flush_partial(out);
        if self.place == Place::Header && !self.header.is_empty() {
            self.end_of_header(out);
        }
        let held = std::mem::take(&mut self.held);
        self.content_bytes(&held, out);
        self.end_of_content(out);
    }

    /// What was kept as a possible boundary or header line is taken for what it is.
    fn flush_partial(&mut self, out: &mut impl MimeEvents) {
        let partial = std::mem::take(&mut self.partial);
        match self.place {
            _ if partial.is_empty() => {}
            Place::Header => self.header_bytes(&partial, out),
            _ if self.boundary(&partial).is_some() => {
                self.line(&partial, out);
            }
            _ => {
                self.release_held(out);
                self.content_bytes(&partial, out);
            }
        }
    }

    /// Completes the line whose beginning was kept; says what is left of `bytes`.
    fn complete_partial<'b>(&mut self, bytes: &'b [u8], out: &mut impl MimeEvents) -> &'b [u8] {
        let end = memchr::memchr(b'\n', bytes).map(|end| end + 1);
        let (head, rest) = bytes.split_at_checked(end.unwrap_or(bytes.len())).unwrap_or((bytes, &[]));
        let limit = match self.place {
            Place::Header => HEADER_BYTES_MAX,
            _ => BOUNDARY_LINE_BYTES_MAX,
        };
        if end.is_none() && self.partial.len() + head.len() <= limit && self.may_be_boundary(head) {
            self.partial.extend_from_slice(head);
            return rest;
        }
        let mut line = std::mem::take(&mut self.partial);
        line.extend_from_slice(head);
        match (self.place, end) {
            (Place::Header, Some(_)) => {
                self.header_line(&line, out);
            }
            (Place::Header, None) => self.header_bytes(&line, out),
            _ => self.line(&line, out),
        }
        rest
    }

    /// Whether the kept line can still become a boundary with these bytes after it.
    fn may_be_boundary(&self, more: &[u8]) -> bool {
        let start = self.partial.iter().chain(more).take(2);
        self.place == Place::Header || start.zip(b"--").all(|(byte, dash)| byte == dash)
    }

    /// Reads content up to the first boundary line, or all there is.
    fn content(&mut self, bytes: &[u8], out: &mut impl MimeEvents) -> usize {
        if self.boundaries.is_empty() {
            self.content_bytes(bytes, out);
            return bytes.len();
        }
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let end = memchr::memchr(b'\n', rest);
            if self.at_line_start && (rest.starts_with(b"--") || rest == b"-") {
                let Some(end) = end else { return self.keep_partial(bytes, at, out) };
                let line = rest.get(..=end).unwrap_or_default();
                if self.boundary(line).is_some() {
                    self.run(bytes.get(..at).unwrap_or_default(), out);
                    self.line(line, out);
                    return at + end + 1;
                }
            }
            self.at_line_start = end.is_some();
            at = end.map_or(bytes.len(), |end| at + end + 1);
        }
        self.run(bytes, out);
        bytes.len()
    }

    /// Keeps the beginning of a line that may be a boundary.
    fn keep_partial(&mut self, bytes: &[u8], at: usize, out: &mut impl MimeEvents) -> usize {
        let (run, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
        self.run(run, out);
        if rest.len() > BOUNDARY_LINE_BYTES_MAX {
            self.release_held(out);
            self.content_bytes(rest, out);
            self.at_line_start = false;
        } else {
            self.partial.extend_from_slice(rest);
        }
        bytes.len()
    }

    /// Lines without a boundary among them. The last line's end is held back.
    fn run(&mut self, bytes: &[u8], out: &mut impl MimeEvents) {
        if bytes.is_empty() {
            return;
        }
        let joins = self.held == b"\r" && bytes.first() == Some(&b'\n');
        let bytes = if joins { bytes.get(1..).unwrap_or_default() } else { bytes };
        if joins {
            self.held.push(b'\n');
            if bytes.is_empty() {
                return;
            }
        }
        self.release_held(out);
        let kept = match bytes {
            [.., b'\r', b'\n'] => 2,
            [.., b'\n' | b'\r'] => 1,
            _ => 0,
        };
        let (content, end) = bytes.split_at_checked(bytes.len() - kept).unwrap_or((bytes, &[]));
        self.content_bytes(content, out);
        self.held.extend_from_slice(end);
    }

    fn release_held(&mut self, out: &mut impl MimeEvents) {
        if !self.held.is_empty() {
            let held = std::mem::take(&mut self.held);
            self.content_bytes(&held, out);
            self.held = held;
            self.held.clear();
        }
    }

    /// One whole line of content or of what stands between parts: a boundary or not.
    fn line(&mut self, line: &[u8], out: &mut impl MimeEvents) {
        self.at_line_start = line.ends_with(b"\n");
        let Some((level, last)) = self.boundary(line) else { return self.run(line, out) };
        self.at_line_start = true;
        self.held.clear();
        self.end_of_content(out);
        self.boundaries.truncate(level + usize::from(!last));
        self.place = if last { Place::Between } else { Place::Header };
        self.header.clear();
    }

    /// Which boundary a line is, counted from the outside, and whether it is the last of its multipart.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let line = line.strip_prefix(b"--")?.trim_ascii_end();
        let mut levels = self.boundaries.iter().enumerate().rev();
        levels.find_map(|(level, boundary)| match line.strip_prefix(boundary.as_slice())? {
            [] => Some((level, false)),
            [b'-', b'-', ..] => Some((level, true)),
            _ => None,
        })
    }

    fn content_bytes(&mut self, bytes: &[u8], out: &mut impl MimeEvents) {
        if self.place != Place::Content || bytes.is_empty() {
            return;
        }
        self.decoded.clear();
        match &mut self.decoder {
            Decoder::Identity => return out.data(bytes),
            Decoder::Base64(decoder) => decoder.data(bytes, &mut self.decoded),
            Decoder::QuotedPrintable(decoder) => decoder.data(bytes, &mut self.decoded),
        }
        if !self.decoded.is_empty() {
            out.data(&self.decoded);
        }
    }

    /// Ends the leaf at hand, if there is one.
    fn end_of_content(&mut self, out: &mut impl MimeEvents) {
        if self.place != Place::Content {
            return;
        }
        self.decoded.clear();
        match std::mem::replace(&mut self.decoder, Decoder::Identity) {
            Decoder::Identity => {}
            Decoder::Base64(mut decoder) => {
                decoder.finish(&mut self.decoded);
                if decoder.invalid_bytes() > 0 {
                    out.weird("mime_illegal_base64");
                }
            }
            Decoder::QuotedPrintable(mut decoder) => decoder.finish(&mut self.decoded),
        }
        if !self.decoded.is_empty() {
            out.data(&self.decoded);
        }
        self.place = Place::Between;
        out.end();
    }

    /// One line of a header; says how many bytes were used.
    fn header_line(&mut self, bytes: &[u8], out: &mut impl MimeEvents) -> usize {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            self.partial.extend_from_slice(bytes);
            return bytes.len();
        };
        let line = bytes.get(..=end).unwrap_or_default();
        if line.trim_ascii_end().is_empty() {
            self.end_of_header(out);
        } else if line.starts_with(b"--") && self.boundary(line).is_some() {
            self.end_of_header(out);
            self.line(line, out);
        } else {
            self.header_bytes(line, out);
        }
        end + 1
    }

    fn header_bytes(&mut self, line: &[u8], out: &mut impl MimeEvents) {
        if self.header.len() + line.len() <= HEADER_BYTES_MAX {
            self.header.extend_from_slice(line);
        } else if self.header.last() != Some(&0) {
            self.header.push(0);
            out.weird("mime_header_too_long");
        }
    }

    /// Reads the header that was kept: what follows is a multipart, a message or a leaf.
    fn end_of_header(&mut self, out: &mut impl MimeEvents) {
        let header = std::mem::take(&mut self.header);
        self.entities = self.entities.saturating_add(1);
        let mut part = read_header(&header, self.depth(), out);
        part.ordinal = self.entities;
        self.header = header;
        self.header.clear();
        self.at_line_start = true;
        let nested = self.depth() < DEPTH_MAX;
        if !nested && (part.boundary.is_some() || part.media_type == "message/rfc822") {
            out.weird("mime_nesting_too_deep");
        }
        match part.boundary {
            Some(boundary) if nested => {
                self.boundaries.push(boundary);
                self.place = Place::Between;
            }
            _ if nested && part.media_type == "message/rfc822" && part.encoding == Encoding::Identity => {
                self.messages += 1;
            }
            _ => self.begin_content(&part, out),
        }
    }

    fn begin_content(&mut self, part: &PartHead, out: &mut impl MimeEvents) {
        self.place = Place::Content;
        self.decoder = match part.encoding {
            Encoding::Identity => Decoder::Identity,
            Encoding::Base64 => Decoder::Base64(Base64::default()),
            Encoding::QuotedPrintable => Decoder::QuotedPrintable(QuotedPrintable::default()),
        };
        out.begin(part);
    }
}

fn read_header(header: &[u8], depth: usize, out: &mut impl MimeEvents) -> PartHead {
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

fn boundary_of(content_type: &[u8]) -> Option<Vec<u8>> {
    let boundary = parameter(content_type, "boundary")?.into_bytes();
    (1..=BOUNDARY_BYTES_MAX).contains(&boundary.len()).then_some(boundary)
}

impl Encoding {
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
