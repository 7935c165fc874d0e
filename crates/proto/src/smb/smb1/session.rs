//! Negotiation, logins and shares of SMB1.

use super::Message;
use super::parser::{Block, command, some};
use super::parser_session as parser;
use crate::smb::calls::{Call, Intent};
use crate::smb::conversation::{ConnectFacts, Conversation};
use crate::smb::login::{LoginFacts, LoginRequest};
use crate::smb::parser::guid_text;
use crate::smb::status::Status;
use crate::smb::stream::Taken;
use crate::smb::trees::{Share, Tree};
use crate::{Account, Context};
use std::borrow::Cow;
use thymus_wire::Result;

pub(super) fn login_asked(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
) -> Result<()> {
    let setup = parser::session_setup_request(block)?;
    let account = setup.account.filter(|(user, _)| !user.is_empty()).map(|(user, domain)| Account {
        user: user.to_string(),
        domain: domain.to_string(),
        mechanism: "NTLM",
        inferred: None,
    });
    let request = LoginRequest {
        key: message.key(),
        session: message.header.user.into(),
        token: setup.token,
        binding: false,
        client_os: setup.native_os,
        account,
        anonymous: setup.anonymous,
    };
    all.login_asked(cx, request);
    Ok(())
}

pub(super) fn login_answered(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    seen: bool,
    status: Status,
) -> Result<Option<Taken>> {
    let mut facts = LoginFacts { signed: message.header.is_signed, ..LoginFacts::default() };
    let mut token: &[u8] = &[];
    if status.is_success() || status.wants_more() {
        let answer = parser::session_setup_response(block)?;
        facts.guest = answer.guest;
        token = answer.token;
        all.agreed.server_os = answer.native_os.or(all.agreed.server_os.take());
    }
    let key = seen.then_some(call.key);
    all.login_answered(cx, key, message.header.user.into(), token, status, &facts);
    Ok(None)
}

pub(super) fn connected(
    cx: &mut Context<'_>,
    all: &mut Conversation,
    message: &Message<'_>,
    block: &Block<'_>,
    call: &Call,
    status: Status,
) {
    let (path, asked_service) = match &call.intent {
        Intent::Connect { path, service } => (Some(path.clone()), service.clone()),
        _ => (None, None),
    };
    let (service, native_file_system) = match block.command {
        command::TREE_CONNECT => (asked_service, None),
        _ => {
            let (service, file_system) = parser::tree_connect_response(block);
            (some(service).or(asked_service), file_system)
        }
    };
    let mut key = message.tree();
    if block.command == command::TREE_CONNECT {
        let mut words = block.words();
        key.tree = words.skip(2).and_then(|()| words.u16_le()).unwrap_or_default().into();
    }
    let share = service.as_deref().map(Share::of_service).unwrap_or_default();
    let facts = ConnectFacts { native_file_system, ..ConnectFacts::default() };
    let tree = Tree { path, service, share, inferred: None };
    all.connected(cx, call.at, key, tree, facts, Some(status));
}

pub(super) fn note_agreed(all: &mut Conversation, block: &Block<'_>, intent: &Intent) -> Result<()> {
    let answer = parser::negotiate_response(block)?;
    let agreed = &mut all.agreed;
    agreed.server_requires_signing = answer.requires_signing;
    agreed.server_guid = answer.server_guid.as_ref().and_then(guid_text);
    agreed.server_name = answer.server_name.or(agreed.server_name.take());
    if let Intent::Negotiate(offered) = intent {
        let chosen = offered.get(usize::from(answer.dialect_index));
        agreed.dialect = chosen.map(|name| Cow::Owned(name.to_string()));
    }
    Ok(())
}
