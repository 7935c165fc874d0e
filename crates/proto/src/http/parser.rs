//! The heads of HTTP/1 messages (RFC 9112): where they end, and their start lines, read where they lie.

use memchr::memchr;

/// The end of a head that begins at the front of `bytes`: the offset after its empty line. `scanned` bytes were
/// searched before in vain.
pub(super) fn end_of_head(bytes: &[u8], scanned: usize) -> Option<usize> {
    let mut at = scanned;
    while let Some(index) = memchr(b'\n', bytes.get(at..)?) {
        let next = at + index + 1;
        match bytes.get(next..)? {
            [b'\n', ..] => return Some(next + 1),
            [b'\r', b'\n', ..] => return Some(next + 2),
            _ => at = next,
        }
    }
    None
}

/// How many line ends stand at the front.
pub(super) fn leading_line_ends(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| byte == b'\r' || byte == b'\n').count()
}

/// The first line without its end, and where the next one begins; absent while its end has not come.
pub(super) fn first_line(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let end = memchr(b'\n', bytes)?;
    let line = bytes.get(..end)?;
    Some((line.strip_suffix(b"\r").unwrap_or(line), end + 1))
}

/// An HTTP version, as digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) major: u8,
    pub(super) minor: u8,
}

impl Version {
    /// HTTP/0.9: requests without a version.
    pub(super) const V0_9: Self = Self { major: 0, minor: 9 };

    fn read(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9', ..] => {
                Some(Self { major: major - b'0', minor: minor - b'0' })
            }
            _ => None,
        }
    }

    /// As Zeek writes it: `1.1`.
    pub(super) fn text(self) -> std::borrow::Cow<'static, str> {
        match (self.major, self.minor) {
            (1, 1) => "1.1".into(),
            (1, 0) => "1.0".into(),
            (0, 9) => "0.9".into(),
            (major, minor) => format!("{major}.{minor}").into(),
        }
    }
}

/// The first line of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RequestLine<'a> {
    pub(super) method: &'a [u8],
    /// As written, not decoded.
    pub(super) uri: &'a [u8],
    /// [`Version::V0_9`] where none is given; 0.0 where it cannot be read.
    pub(super) version: Version,
    /// Something stands after the version.
    pub(super) crud: bool,
}

/// Why a line is no request line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadRequest {
    /// Zeek's `bad_HTTP_request`.
    Malformed,
    /// The same, of what could only be HTTP/0.9.
    TooShort,
    /// Zeek's `bad_HTTP_request_with_version`: no method, but an HTTP version at the end.
    WithVersion,
}

impl BadRequest {
    /// Zeek's name of it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Malformed | Self::TooShort => "bad_HTTP_request",
            Self::WithVersion => "bad_HTTP_request_with_version",
        }
    }
}

/// Bytes that may stand in a method (RFC 9110 `token`).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte)
}

/// Bytes that may stand in a URI (RFC 3986), the percent sign included.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

/// Reads a request line the way Zeek does: the URI ends where white space and `HTTP/` follow, so that URIs with
/// spaces come out whole.
pub(super) fn request_line(line: &[u8]) -> Result<RequestLine<'_>, BadRequest> {
    let method_end = line.iter().position(|&byte| !is_token_byte(byte)).unwrap_or(line.len());
    if method_end == 0 {
        let tail = line.len().checked_sub(9).and_then(|start| line.get(start..start + 6));
        let versioned = tail.is_some_and(|tail| tail.eq_ignore_ascii_case(b" HTTP/"));
        return Err(if versioned { BadRequest::WithVersion } else { BadRequest::Malformed });
    }
    let (method, rest) = line.split_at_checked(method_end).ok_or(BadRequest::Malformed)?;
    let target = rest.trim_ascii_start();
    if target.len() == rest.len() {
        return Err(BadRequest::Malformed);
    }
    let request = target_and_version(method, target);
    if request.version == Version::V0_9 && (method.len() < 3 || request.uri.is_empty()) {
        return Err(BadRequest::TooShort);
    }
    Ok(request)
}

fn target_and_version<'a>(method: &'a [u8], target: &'a [u8]) -> RequestLine<'a> {
    let plain = target.iter().position(|&byte| !is_uri_byte(byte)).unwrap_or(target.len());
    let from = if plain == target.len() && target.starts_with(b"HTTP/") { 0 } else { plain };
    let Some((uri_end, version_start)) = find_version(target, from) else {
        return RequestLine { method, uri: target.trim_ascii_end(), version: Version::V0_9, crud: false };
    };
    let uri = target.get(..uri_end).unwrap_or_default();
    let after = target.get(version_start + 5..).unwrap_or_default();
    let crud = after.get(3..).is_some_and(|rest| !rest.trim_ascii().is_empty());
    RequestLine { method, uri, version: Version::read(after).unwrap_or_default(), crud }
}

/// Where the URI ends and where `HTTP/` begins.
fn find_version(target: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < target.len() {
        let rest = target.get(at..)?;
        let start = at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if target.get(start..)?.starts_with(b"HTTP/") {
            return Some((at, start));
        }
        at = start + 1;
    }
    None
}

/// The first line of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StatusLine<'a> {
    pub(super) version: Version,
    /// 0 where it is no number.
    pub(super) code: u16,
    /// Absent where nothing follows the code.
    pub(super) reason: Option<&'a [u8]>,
}

/// Reads a status line; absent where it is none.
pub(super) fn status_line(line: &[u8]) -> Option<StatusLine<'_>> {
    let rest = line.strip_prefix(b"HTTP/")?;
    let version = Version::read(rest).unwrap_or_default();
    let space = rest.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
    let rest = rest.get(space..)?.trim_ascii_start();
    let (code, rest) = rest.split_at_checked(3)?;
    let code = code
        .iter()
        .try_fold(0u16, |code, digit| digit.is_ascii_digit().then(|| code * 10 + u16::from(digit - b'0')));
    let space = rest.iter().position(|byte| matches!(byte, b' ' | b'\t'));
    let reason = space.and_then(|space| rest.get(space..)).map(<[u8]>::trim_ascii_start);
    Some(StatusLine { version, code: code.unwrap_or(0), reason })
}
