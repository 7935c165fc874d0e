//! Signs that take more than a magic number: archives that hold documents, executables, bitmaps, directories.

/// The first part of an archive is a document's list of contents or relations, and one of its parts stands in `folder`.
fn holds_document(bytes: &[u8], folder: &[u8]) -> bool {
    let names = [&b"[Content_Types].xml"[..], b"_rels/.rels", folder];
    let begins = entry_name(bytes).is_some_and(|name| names.iter().any(|begin| name.starts_with(begin)));
    begins && entries(bytes).any(|name| name.starts_with(folder))
}

/// A Word document of Office 2007 and later.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    holds_document(bytes, b"word/")
}

/// An Excel sheet likewise.
pub(super) fn is_xlsx(bytes: &[u8]) -> bool {
    holds_document(bytes, b"xl/")
}

/// A PowerPoint presentation likewise.
pub(super) fn is_pptx(bytes: &[u8]) -> bool {
    holds_document(bytes, b"ppt/")
}

/// A Java archive: its manifest stands within the first entries, or an entry has the extra field of the `jar` tool.
pub(super) fn is_jar(bytes: &[u8]) -> bool {
    let start = bytes.get(..256).unwrap_or(bytes);
    entries(start).any(|name| name.starts_with(b"META-INF/MANIFEST.MF")) || has_jar_mark(bytes)
}

/// The extra field of the first entry is 0xcafe (`PKZIP` application note, §4.5; `JarOutputStream`).
fn has_jar_mark(bytes: &[u8]) -> bool {
    let Some(length) = bytes.get(26..28).and_then(|length| length.first_chunk::<2>()) else { return false };
    let extra = 30 + usize::from(u16::from_le_bytes(*length));
    bytes.starts_with(b"PK\x03\x04") && bytes.get(extra..).is_some_and(|extra| extra.starts_with(b"\xfe\xca"))
}

/// The name of the archive entry that begins here, with what follows it.
fn entry_name(bytes: &[u8]) -> Option<&[u8]> {
    bytes.strip_prefix(b"PK\x03\x04")?.get(26..)
}

/// The names of an archive's entries, as far as they are in view.
fn entries(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = memchr::memmem::find_iter(bytes, b"PK\x03\x04");
    starts.filter_map(|start| bytes.get(start..).and_then(entry_name))
}

/// The kind of an ELF file: 1 relocatable, 2 executable, 3 shared, 4 core (`e_type`).
fn elf_type(bytes: &[u8]) -> Option<u16> {
    let kind = bytes.strip_prefix(b"\x7fELF")?.get(12..14)?.first_chunk()?;
    match bytes.get(5)? {
        1 => Some(u16::from_le_bytes(*kind)),
        2 => Some(u16::from_be_bytes(*kind)),
        _ => None,
    }
}

/// `ET_REL`.
pub(super) fn is_elf_object(bytes: &[u8]) -> bool {
    elf_type(bytes) == Some(1)
}

/// `ET_EXEC`.
pub(super) fn is_elf_executable(bytes: &[u8]) -> bool {
    elf_type(bytes) == Some(2)
}

/// `ET_DYN`: libraries, and executables that may be loaded anywhere.
pub(super) fn is_elf_shared(bytes: &[u8]) -> bool {
    elf_type(bytes) == Some(3)
}

/// `ET_CORE`.
pub(super) fn is_elf_core(bytes: &[u8]) -> bool {
    elf_type(bytes) == Some(4)
}

/// Mach-O for several processors: few of them, which tells it from a Java class.
pub(super) fn is_mach_o_universal(bytes: &[u8]) -> bool {
    matches!(bytes, [0xca, 0xfe, 0xba, 0xbe, _, _, 0, 1..=20, ..])
}

/// A Java class of a version since 1.1.
pub(super) fn is_java_class(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xca\xfe\xba\xbe")
}

/// A bitmap with a header of a length that Windows knows.
pub(super) fn is_bitmap(bytes: &[u8]) -> bool {
    matches!((bytes, bytes.get(14..16)), ([b'B', b'M', ..], Some([12 | 40 | 64 | 108 | 124 | 128, 0])))
}

/// A tar archive without the mark of POSIX: its numbers are octal digits.
pub(super) fn is_old_tar(bytes: &[u8]) -> bool {
    let Some((name, numbers)) = bytes.split_at_checked(100) else { return false };
    let octal = |range: std::ops::Range<usize>| {
        let field = numbers.get(range).unwrap_or_default();
        let (last, digits) = field.split_last().unwrap_or((&1, &[]));
        *last == 0 && !digits.is_empty() && digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b' ')
    };
    let readable = name.iter().all(|byte| *byte == 0 || (b' '..=b'~').contains(byte));
    readable && octal(0..8) && octal(8..16) && octal(16..24) && octal(24..36) && octal(36..48)
}

/// A raw MPEG audio frame header.
pub(super) fn is_mpeg_audio(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xe2 | 0xe3 | 0xf2 | 0xf3 | 0xf6 | 0xf7 | 0xfa | 0xfb | 0xfc | 0xfd, ..])
}

/// An OCSP request (RFC 6960 §4.1.1): SHA-1 as the hash of the certificate's name.
pub(super) fn is_ocsp_request(bytes: &[u8]) -> bool {
    let start = bytes.get(..26).unwrap_or(bytes);
    memchr::memmem::find(start, b"\x06\x05\x2b\x0e\x03\x02\x1a").is_some_and(|at| (11..=19).contains(&at))
}

/// An OCSP response (RFC 6960 §4.2.1): the basic response type.
pub(super) fn is_ocsp_response(bytes: &[u8]) -> bool {
    let start = bytes.get(..29).unwrap_or(bytes);
    let basic = b"\x06\x09\x2b\x06\x01\x05\x05\x07\x30\x01\x01";
    memchr::memmem::find(start, basic).is_some_and(|at| (11..=19).contains(&at))
}

/// Python's compiled code: a number for its version, and the line end that a text transfer would break.
pub(super) fn is_python_code(bytes: &[u8]) -> bool {
    matches!(bytes, [0x02..=0xff, 0x0b..=0x0e | 0xf2 | 0xf3, b'\r', b'\n', ..])
}

/// A pcapng section header.
pub(super) fn is_pcapng(bytes: &[u8]) -> bool {
    let magic = bytes.get(8..12).unwrap_or_default();
    bytes.starts_with(b"\n\r\r\n") && (magic == b"\x1a\x2b\x3c\x4d" || magic == b"\x4d\x3c\x2b\x1a")
}

/// An archive of LHA or its kin.
pub(super) fn is_lha(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [_, _, b'-', b'l', b'h' | b'z', _, b'-', ..] | [_, _, b'-', b'p', b'm' | b'c', _, b'-', ..]
    )
}

/// An archive of ARC: a packing method and its mark.
pub(super) fn is_arc(bytes: &[u8]) -> bool {
    matches!(bytes, [0..=0x7f, 0..=0x7f, 0x02..=0x0a | 0x14 | 0x48, 0x1a, ..])
}

/// A disk image of macOS: the compressed streams that it begins with.
pub(super) fn is_dmg(bytes: &[u8]) -> bool {
    let starts = [
        &b"\x78\x01\x73\x0d\x62\x62\x60"[..],
        b"\x78\xda\x63\x60\x18\x05",
        b"\x78\x01\x63\x60\x18\x05",
        b"\x78\xda\x73\x0d",
    ];
    starts.iter().any(|start| bytes.starts_with(start))
        || matches!(bytes, [0x78, 0x01 | 0xda, 0xed, 0xd0..=0xd9, ..])
}

/// A Matroska or WebM document of this type.
fn is_ebml(bytes: &[u8], document_type: &[u8]) -> bool {
    bytes.starts_with(b"\x1a\x45\xdf\xa3")
        && memchr::memmem::find_iter(bytes, b"B\x82").any(|at| super::stands_at(bytes, at + 3, document_type))
}

/// Matroska.
pub(super) fn is_matroska(bytes: &[u8]) -> bool {
    is_ebml(bytes, b"matroska")
}

/// WebM.
pub(super) fn is_webm(bytes: &[u8]) -> bool {
    is_ebml(bytes, b"webm")
}

/// MPEG transport packets: 188 bytes each, all of which begin alike.
pub(super) fn is_transport_stream(bytes: &[u8]) -> bool {
    [0, 188, 376, 564].iter().all(|&offset| bytes.get(offset) == Some(&0x47))
}
