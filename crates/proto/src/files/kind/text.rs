//! Signs of text: markup, scripts, JSON, mail, plain text.

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A document's first tag, past byte order mark, blanks, comments and `<?xml …?>`; empty where something else comes.
pub(super) fn first_tag(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'?', b'x', b'm', b'l', b' ' | b'\t', ..] => b"?>",
            [b'<', ..] => return rest,
            _ => return &[],
        };
        let after = memchr::memmem::find(rest, end).map_or(rest.len(), |at| at + end.len());
        rest = rest.get(after..).unwrap_or_default();
    }
}

/// Whether text begins like `pattern`, in letters of either case; a space stands for one or more blanks.
pub(super) fn begins(text: &[u8], pattern: &[u8]) -> bool {
    let mut rest = text;
    for &expected in pattern {
        let Some((first, after)) = rest.split_first() else { return false };
        rest = after;
        if expected == b' ' {
            if !first.is_ascii_whitespace() {
                return false;
            }
            rest = rest.trim_ascii_start();
        } else if !first.eq_ignore_ascii_case(&expected) {
            return false;
        }
    }
    true
}

/// The name of a script's interpreter and what follows it: `#!/usr/bin/env python3` gives `python3`. Empty for others.
pub(super) fn interpreter(bytes: &[u8]) -> &[u8] {
    let Some(path) = bytes.strip_prefix(b"#!") else { return &[] };
    let directory = path.get(..19).unwrap_or(path);
    let Some(bin) = memchr::memmem::find(directory, b"bin/") else { return &[] };
    let name = path.get(bin + 4..).unwrap_or_default();
    match name.strip_prefix(b"env") {
        Some(after) if after.first().is_some_and(u8::is_ascii_whitespace) => after.trim_ascii_start(),
        _ => name,
    }
}

/// Ten characters that are printed, or space.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        [0, 0, 0xfe, 0xff, rest @ ..] | [0xff, 0xfe, 0, 0, rest @ ..] => rest,
        [0xfe, 0xff, rest @ ..] | [0xff, 0xfe, rest @ ..] => rest,
        _ => bytes,
    };
    text.first_chunk::<10>()
        .is_some_and(|start| start.iter().all(|&byte| matches!(byte, b'\t'..=b'\r' | b' '..=b'~')))
}

/// JSON: an object or a list whose first member is what JSON may have there, or one that is empty and all there is.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let text = trim(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes));
    match text.split_first() {
        Some((b'{', rest)) => is_member(trim(rest)) || is_end(trim(rest), b'}'),
        Some((b'[', rest)) => is_element(trim(rest)) || is_end(trim(rest), b']'),
        _ => false,
    }
}

fn is_end(text: &[u8], bracket: u8) -> bool {
    text.split_first().is_some_and(|(first, rest)| *first == bracket && trim(rest).is_empty())
}

/// `"name": value`, where the name may stand without its quotes.
fn is_member(text: &[u8]) -> bool {
    let after_name = match text.split_first() {
        Some((b'"', rest)) => after_text(rest),
        Some((first, rest)) if first.is_ascii_alphabetic() => {
            Some(after(rest, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\\')))
        }
        _ => None,
    };
    let Some((b':', value)) = after_name.map(trim).and_then(<[u8]>::split_first) else { return false };
    let value = trim(value);
    matches!(value.first(), Some(b'"' | b'[' | b'{' | b'0'..=b'9'))
        || value.starts_with(b"true")
        || value.starts_with(b"false")
}

/// Another list or object, or a simple value with a comma after it.
fn is_element(text: &[u8]) -> bool {
    let after_value = match text.split_first() {
        Some((b'{' | b'[', _)) => return true,
        Some((b'"', rest)) => after_text(rest),
        Some((b'0'..=b'9', rest)) => Some(after(rest, |byte| byte.is_ascii_digit() || byte == b'.')),
        _ => text.strip_prefix(b"true").or_else(|| text.strip_prefix(b"false")),
    };
    after_value.map(trim).is_some_and(|rest| rest.first() == Some(&b','))
}

/// What follows a text of at least one character and its closing quote.
fn after_text(text: &[u8]) -> Option<&[u8]> {
    match memchr::memchr(b'"', text) {
        None | Some(0) => None,
        Some(end) => text.get(end + 1..),
    }
}

fn after(text: &[u8], belongs: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|&byte| !belongs(byte)).unwrap_or(text.len());
    text.get(end..).unwrap_or_default()
}

fn trim(text: &[u8]) -> &[u8] {
    after(text, |byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A feed in Atom: RSS that names it, or a feed of its namespace.
pub(super) fn is_atom(bytes: &[u8]) -> bool {
    let tag = first_tag(bytes);
    let inside = tag.split(|&byte| byte == b'>').next().unwrap_or_default();
    let names = |needle: &[u8]| memchr::memmem::find(inside, needle).is_some();
    (begins(tag, b"<rss") && names(b"xmlns:atom"))
        || (begins(tag, b"<feed") && names(b"http://www.w3.org/2005/Atom"))
}

/// A batch file: `@echo off`.
pub(super) fn is_batch(bytes: &[u8]) -> bool {
    let Some(command) = bytes.strip_prefix(b"@") else { return false };
    let command = after(command, |byte| byte == b' ');
    begins(command, b"echo off")
}

/// Three lines in a row as a unified diff has them.
pub(super) fn is_diff(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let mut next_has =
        |needle: &[u8]| lines.next().is_some_and(|line| memchr::memmem::find(line, needle).is_some());
    next_has(b"--- ") && next_has(b"+++ ") && next_has(b"@@")
}

/// A request of troff: a dot, two letters, a blank.
pub(super) fn is_troff(bytes: &[u8]) -> bool {
    matches!(bytes, [b'.', a, b, b' ' | b'\t', ..] if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric())
}

/// JavaScript that is all in one function, or that begins in a `<script>`.
pub(super) fn is_javascript(bytes: &[u8]) -> bool {
    if let Some(body) = bytes.strip_prefix(b"(function()") {
        return body.trim_ascii_start().first() == Some(&b'{');
    }
    let text = trim(bytes);
    let in_script =
        |rest: &[u8]| [&b"var "[..], b"function "].iter().any(|word| trim(rest).starts_with(word));
    let named = |attribute: &[u8]| {
        let value = attribute.strip_prefix(b"=").unwrap_or_default();
        let value = value.strip_prefix(b"'").or_else(|| value.strip_prefix(b"\"")).unwrap_or(value);
        begins(value, b"text/javascript") || begins(value, b"javascript")
    };
    text.starts_with(b"for (;;);")
        || [&b"document.write("[..], b"document.writeln("].iter().any(|call| text.starts_with(call))
        || text.strip_prefix(b"<script>").is_some_and(in_script)
        || (begins(text, b"<script type=") && text.get(12..).is_some_and(named))
        || (begins(text, b"<script language=") && text.get(16..).is_some_and(named))
}

/// A signed message as a whole.
pub(super) fn is_signed_message(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MIME-Version:")
        && memchr::memmem::find(bytes, b"protocol=\"application/pkcs7-signature\"").is_some()
}

/// A document that declares itself XML, past byte order mark, blanks and comments.
pub(super) fn is_xml(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii_start();
    while rest.starts_with(b"<!--") {
        let after = memchr::memmem::find(rest, b"-->").map_or(rest.len(), |at| at + 3);
        rest = rest.get(after..).unwrap_or_default().trim_ascii_start();
    }
    rest.starts_with(b"<?xml ")
}
