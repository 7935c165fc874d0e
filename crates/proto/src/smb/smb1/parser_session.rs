//! SMB1 messages about negotiation, logins and shares (MS-CIFS 2.2.4.50 to 2.2.4.55, MS-SMB 2.2.4.5 to 2.2.4.7).

use super::parser::{Block, command, some};
use crate::smb::parser::text_to_zero;
use std::sync::Arc;
use thymus_wire::Result;

/// At most this many dialects of a negotiation are read.
const DIALECTS_MAX: usize = 64;

/// MS-CIFS 2.2.4.52.1: the dialects offered.
pub(super) fn negotiate_request(block: &Block<'_>) -> Vec<Box<str>> {
    let mut dialects = Vec::new();
    let mut rest = block.bytes;
    while let [2, text @ ..] = rest
        && dialects.len() < DIALECTS_MAX
    {
        let (dialect, taken) = text_to_zero(text, false);
        dialects.push(dialect.into_boxed_str());
        rest = text.get(taken..).unwrap_or_default();
    }
    dialects
}

/// MS-CIFS 2.2.4.52.2, MS-SMB 2.2.4.5.2.
#[derive(Debug, Default)]
pub(super) struct NegotiateResponse {
    pub(super) dialect_index: u16,
    pub(super) requires_signing: Option<bool>,
    pub(super) server_guid: Option<[u8; 16]>,
    pub(super) server_name: Option<Arc<str>>,
}

pub(super) fn negotiate_response(block: &Block<'_>) -> Result<NegotiateResponse> {
    let mut words = block.words();
    let mut response = NegotiateResponse { dialect_index: words.u16_le()?, ..NegotiateResponse::default() };
    if block.word_count() != 17 {
        return Ok(response);
    }
    response.requires_signing = Some(words.u8()? & 8 != 0);
    words.skip(16)?;
    let capabilities = words.u32_le()?;
    if capabilities & EXTENDED_SECURITY != 0 {
        response.server_guid = block.bytes.first_chunk().copied();
        return Ok(response);
    }
    words.skip(10)?;
    let challenge_length = words.u8()?;
    let mut texts = block.texts(challenge_length.into());
    let unicode = capabilities & 4 != 0;
    let _domain = texts.next_here(unicode);
    response.server_name = some(texts.next_here(unicode));
    Ok(response)
}

/// CAP_EXTENDED_SECURITY (MS-SMB 2.2.4.5.2.1).
const EXTENDED_SECURITY: u32 = 0x8000_0000;

/// MS-CIFS 2.2.4.53.1, MS-SMB 2.2.4.6.1.
#[derive(Debug, Default)]
pub(super) struct SessionSetup<'a> {
    /// A GSS token, in extended security.
    pub(super) token: &'a [u8],
    /// Account and domain, where they are named outside a token.
    pub(super) account: Option<(Arc<str>, Arc<str>)>,
    /// Neither account nor password was given.
    pub(super) anonymous: bool,
    pub(super) native_os: Option<Arc<str>>,
}

pub(super) fn session_setup_request<'a>(block: &Block<'a>) -> Result<SessionSetup<'a>> {
    let mut words = block.words();
    words.skip(14)?;
    let first_length = usize::from(words.u16_le()?);
    match block.word_count() {
        12 => {
            let token = block.bytes.get(..first_length).unwrap_or(block.bytes);
            let native_os = some(block.texts(token.len()).next());
            Ok(SessionSetup { token, native_os, ..SessionSetup::default() })
        }
        count => {
            let second_length = if count >= 13 { words.u16_le()?.into() } else { 0 };
            let mut texts = block.texts(first_length + second_length);
            let (account, domain) = (texts.next(), texts.next());
            let anonymous = account.is_empty() && first_length + second_length <= 1;
            let native_os = some(texts.next());
            Ok(SessionSetup { token: &[], account: Some((account, domain)), anonymous, native_os })
        }
    }
}

/// MS-CIFS 2.2.4.53.2, MS-SMB 2.2.4.6.2.
#[derive(Debug, Default)]
pub(super) struct SessionAnswer<'a> {
    pub(super) guest: bool,
    pub(super) token: &'a [u8],
    pub(super) native_os: Option<Arc<str>>,
}

pub(super) fn session_setup_response<'a>(block: &Block<'a>) -> Result<SessionAnswer<'a>> {
    let mut words = block.words();
    words.skip(4)?;
    let guest = words.u16_le()? & 1 != 0;
    let token_length = if block.word_count() >= 4 { usize::from(words.u16_le()?) } else { 0 };
    let token = block.bytes.get(..token_length).unwrap_or(block.bytes);
    Ok(SessionAnswer { guest, token, native_os: some(block.texts(token.len()).next()) })
}

/// MS-CIFS 2.2.4.55.1 and 2.2.4.50.1: path and service.
pub(super) fn tree_connect_request(block: &Block<'_>) -> Result<(Arc<str>, Arc<str>)> {
    if block.command == command::TREE_CONNECT {
        let mut texts = block.texts(0);
        let path = texts.next_formatted();
        let _password = texts.next_formatted();
        return Ok((path, texts.next_formatted()));
    }
    let mut words = block.words();
    words.skip(6)?;
    let password_length = words.u16_le()?;
    let mut texts = block.texts(password_length.into());
    Ok((texts.next(), texts.next_here(false)))
}

/// MS-CIFS 2.2.4.55.2: service and file system.
pub(super) fn tree_connect_response(block: &Block<'_>) -> (Arc<str>, Option<String>) {
    let mut texts = block.texts(0);
    let service = texts.next_here(false);
    (service, some(texts.next()).map(|name| name.to_string()))
}
