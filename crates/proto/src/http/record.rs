//! The `http` and `websocket` records.

use crate::Head;
use std::borrow::Cow;
use thymus_record::{Id, Record};

/// A request and its reply. Where only one of them was seen, the fields of the other are absent.
#[derive(Debug, Record)]
#[record(kind = "http", protocol = "HTTP")]
pub struct Http {
    /// When the request was made, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// Which transaction of the connection it is, from 1.
    pub trans_depth: u32,
    /// The method: `GET`, `POST`, …
    pub method: Option<String>,
    /// The `Host` field, as sent.
    pub host: Option<String>,
    /// The request target, percent-decoded.
    pub uri: Option<String>,
    /// The `Referer` field.
    pub referrer: Option<String>,
    /// The version of the reply.
    pub version: Option<Cow<'static, str>>,
    /// The `User-Agent` field.
    pub user_agent: Option<String>,
    /// The `Origin` field.
    pub origin: Option<String>,
    /// Size of the request's body, decompressed.
    #[record(unit = "bytes")]
    pub request_body_len: u64,
    /// Size of the reply's body, decompressed.
    #[record(unit = "bytes")]
    pub response_body_len: u64,
    /// The reply's status; 0 where it cannot be read.
    pub status_code: Option<u16>,
    /// The reply's reason phrase; `<empty>` for none.
    pub status_msg: Option<String>,
    /// The last interim (1xx) status.
    pub info_code: Option<u16>,
    /// Its reason phrase.
    pub info_msg: Option<String>,
    /// What was noticed of it.
    pub tags: Vec<&'static str>,
    /// Who, by Basic authentication.
    pub username: Option<String>,
    /// The password of Basic authentication, where passwords are to be kept.
    pub password: Option<String>,
    /// The fields that a proxy added, as `NAME -> value`.
    pub proxied: Vec<String>,
    /// The files of the request.
    pub orig_fuids: Vec<Id>,
    /// Their names.
    pub orig_filenames: Vec<String>,
    /// Their kinds, by content.
    pub orig_mime_types: Vec<&'static str>,
    /// The files of the reply.
    pub resp_fuids: Vec<Id>,
    /// Their names.
    pub resp_filenames: Vec<String>,
    /// Their kinds, by content.
    pub resp_mime_types: Vec<&'static str>,
}

impl Http {
    /// A transaction of which nothing is known yet.
    pub(super) fn new(head: Head, trans_depth: u32) -> Self {
        Self {
            head,
            trans_depth,
            method: None,
            host: None,
            uri: None,
            referrer: None,
            version: None,
            user_agent: None,
            origin: None,
            request_body_len: 0,
            response_body_len: 0,
            status_code: None,
            status_msg: None,
            info_code: None,
            info_msg: None,
            tags: Vec::new(),
            username: None,
            password: None,
            proxied: Vec::new(),
            orig_fuids: Vec::new(),
            orig_filenames: Vec::new(),
            orig_mime_types: Vec::new(),
            resp_fuids: Vec::new(),
            resp_filenames: Vec::new(),
            resp_mime_types: Vec::new(),
        }
    }
}

/// A WebSocket connection (RFC 6455) and what its handshake agreed on.
#[derive(Debug, Record)]
#[record(kind = "websocket", protocol = "WEBSOCKET")]
pub struct WebSocket {
    /// When the handshake was answered, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The `Host` field of the handshake.
    pub host: Option<String>,
    /// The request target, percent-decoded.
    pub uri: Option<String>,
    /// The `User-Agent` field.
    pub user_agent: Option<String>,
    /// The subprotocol that the server chose.
    pub subprotocol: Option<String>,
    /// The subprotocols that the client offered.
    pub client_protocols: Vec<String>,
    /// The extensions that the server chose.
    pub server_extensions: Vec<String>,
    /// The extensions that the client offered.
    pub client_extensions: Vec<String>,
}

impl WebSocket {
    /// A handshake of which nothing is known yet.
    pub(super) fn new(head: Head) -> Self {
        Self {
            head,
            host: None,
            uri: None,
            user_agent: None,
            subprotocol: None,
            client_protocols: Vec::new(),
            server_extensions: Vec::new(),
            client_extensions: Vec::new(),
        }
    }
}
