//! WinRM: the command lines in WS-Management requests (MS-WSMV).

use super::record::Http;
use crate::Context;
use crate::mime::{decode_base64, text_of_document};
use crate::remote_exec::winrm_command;

/// The tag of a transaction of WS-Management.
const TAG: &str = "WINRM";

/// The tag of one whose content is sealed.
const TAG_SEALED: &str = "WINRM_SEALED";

/// At most this many commands are read from one request.
const COMMANDS_MAX: usize = 16;

/// What was seen of WS-Management in one connection.
#[derive(Debug, Default)]
pub(super) struct WinRm {
    sealed: bool,
}

impl WinRm {
    /// A request to WS-Management whose head was read. Sealed requests are told once a connection: a shell that idles
    /// sends hundreds.
    pub(super) fn head(&mut self, cx: &mut Context<'_>, record: &mut Http, content_type: Option<&[u8]>) {
        record.tags.push(TAG);
        let kind = content_type.and_then(|value| value.get(..19)).unwrap_or_default();
        if kind.eq_ignore_ascii_case(b"multipart/encrypted") {
            record.tags.push(TAG_SEALED);
            if !std::mem::replace(&mut self.sealed, true) {
                winrm_command(cx, None);
            }
        }
    }
}

/// The content of a request to WS-Management.
pub(super) fn request(cx: &mut Context<'_>, content: &[u8]) {
    let soap = text_of_document(content);
    for command in commands(&soap) {
        winrm_command(cx, Some(&command));
    }
}

/// The commands that a SOAP envelope asks to be run: `CommandLine` of the Windows shell, and the command texts inside
/// the fragments of a PowerShell pipeline.
pub(super) fn commands(soap: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in elements(soap, "CommandLine").take(COMMANDS_MAX) {
        let command = elements(line, "Command").next().map(unescape).unwrap_or_default();
        let mut whole = command.trim().trim_matches('"').to_owned();
        for argument in elements(line, "Arguments").take(COMMANDS_MAX) {
            let scripts = pipeline(argument);
            if scripts.is_empty() {
                whole = format!("{whole} {}", unescape(argument).trim());
            }
            found.extend(scripts);
        }
        if !whole.trim().is_empty() && found.is_empty() {
            found.push(whole.trim().to_owned());
        }
    }
    found
}

/// The command texts of a PowerShell pipeline (MS-PSRP §2.2.3.12): Base64 around fragments around CLIXML.
fn pipeline(argument: &str) -> Vec<String> {
    let text = argument.trim();
    if text.len() < 64 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r\n".contains(&byte))
    {
        return Vec::new();
    }
    let fragments = decode_base64(text.as_bytes());
    let fragments = String::from_utf8_lossy(&fragments);
    let names = fragments.split("N=\"Cmd\">").skip(1);
    names.filter_map(|rest| rest.split_once('<')).map(|(text, _)| unescape(text)).take(COMMANDS_MAX).collect()
}

/// The contents of the elements with this name, whatever their prefix.
fn elements<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let open = rest.find('<')?;
            let tag = rest.get(open + 1..)?;
            let end = tag.find('>')?;
            let (inside, after) = (tag.get(..end)?, tag.get(end + 1..)?);
            rest = after;
            let bare = inside.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
            let local = bare.rsplit(':').next().unwrap_or_default();
            if local != name || inside.starts_with('/') || inside.ends_with('/') {
                continue;
            }
            let close = format!("</{bare}>");
            let length = after.find(&close).unwrap_or(after.len());
            rest = after.get(length..)?;
            return after.get(..length);
        }
    })
}

/// Text with its XML references resolved.
fn unescape(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    plain.replace("_x000A_", "\n").replace("_x000D_", "\r")
}
