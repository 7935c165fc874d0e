//! Command and reply lines (RFC 5321 §4.1, §4.2, RFC 3030).

/// What a client asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Hello,
    Mail,
    Recipient,
    Data,
    Bdat,
    StartTls,
    Auth,
    Reset,
    Other,
}

/// A command line in its two halves.
pub(super) fn command(line: &[u8]) -> (Verb, &[u8]) {
    let line = line.trim_ascii();
    let end = line.iter().position(|byte| matches!(byte, b' ' | b'\t')).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(end).unwrap_or((line, &[]));
    let arg = rest.trim_ascii();
    let verb = match word.to_ascii_uppercase().as_slice() {
        b"HELO" | b"EHLO" => Verb::Hello,
        b"MAIL" => Verb::Mail,
        b"RCPT" => Verb::Recipient,
        b"DATA" => Verb::Data,
        b"BDAT" => Verb::Bdat,
        b"STARTTLS" | b"X-ANONYMOUSTLS" => Verb::StartTls,
        b"AUTH" => Verb::Auth,
        b"RSET" => Verb::Reset,
        _ => Verb::Other,
    };
    (verb, arg)
}

/// What follows a keyword and a colon, as in `FROM:<a@b>`; white space between is forgiven.
pub(super) fn after_keyword<'a>(arg: &'a [u8], keyword: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = arg.split_at_checked(keyword.len())?;
    let rest = rest.trim_ascii_start();
    head.eq_ignore_ascii_case(keyword).then(|| rest.strip_prefix(b":")).flatten()
}

/// A chunk that BDAT announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) length: u64,
    pub(super) last: bool,
}

/// Why a BDAT command says nothing: Zeek's name of the anomaly, and its detail.
pub(super) type BadChunk = (&'static str, String);

/// Reads the argument of BDAT.
pub(super) fn chunk(arg: &[u8]) -> Result<Chunk, BadChunk> {
    let invalid = |detail: &str| ("smtp_invalid_bdat_command", detail.to_owned());
    let text = std::str::from_utf8(arg).unwrap_or_default().trim();
    let (digits, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if digits.is_empty() {
        return Err(invalid("BDAT argument bad length"));
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid("BDAT not followed by a valid chunk-size"));
    }
    let length: u64 = digits.parse().map_err(|_| invalid("BDAT argument bad length"))?;
    let last = rest.trim().eq_ignore_ascii_case("LAST");
    if !last && !rest.trim().is_empty() {
        return Err(invalid("BDAT chunk-size followed by junk"));
    }
    if i64::try_from(length).is_err() {
        return Err(("smtp_huge_bdat_chunk", digits.to_owned()));
    }
    Ok(Chunk { length, last })
}

/// One line of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReplyLine<'a> {
    pub(super) code: u16,
    pub(super) text: &'a [u8],
    /// More lines of this reply follow.
    pub(super) more: bool,
}

/// Reads a line of a reply.
pub(super) fn reply(line: &[u8]) -> Option<ReplyLine<'_>> {
    let (digits, rest) = line.split_at_checked(3)?;
    let code = digits
        .iter()
        .try_fold(0u16, |code, digit| digit.is_ascii_digit().then(|| code * 10 + u16::from(digit - b'0')))?;
    match rest.split_first() {
        None => Some(ReplyLine { code, text: &[], more: false }),
        Some((b'-', text)) => Some(ReplyLine { code, text, more: true }),
        Some((b' ' | b'\t', text)) => Some(ReplyLine { code, text, more: false }),
        Some(_) => None,
    }
}
