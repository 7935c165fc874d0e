//! The header fields and methods that mean something here.

/// A header field that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    AcceptLanguage,
    Authenticate,
    Authorization,
    Connection,
    ContentDisposition,
    ContentEncoding,
    ContentLength,
    ContentRange,
    ContentType,
    Cookie,
    Host,
    Origin,
    /// One of those that proxies add; with its name in capitals.
    Proxy(&'static str),
    Referer,
    TransferEncoding,
    Upgrade,
    UserAgent,
    WebSocketAccept,
    WebSocketExtensions,
    WebSocketKey,
    WebSocketProtocol,
}

/// Which field this is, if it is one that is read. Case does not matter.
#[rustfmt::skip]
pub(super) fn known(name: &[u8]) -> Option<Name> {
    let candidates: &[(&str, Name)] = match name.len() {
        3 => &[("via", Name::Proxy("VIA"))],
        4 => &[("host", Name::Host)],
        6 => &[("cookie", Name::Cookie), ("origin", Name::Origin)],
        7 => &[("referer", Name::Referer), ("upgrade", Name::Upgrade)],
        9 => &[("forwarded", Name::Proxy("FORWARDED")), ("client-ip", Name::Proxy("CLIENT-IP"))],
        10 => &[("user-agent", Name::UserAgent), ("connection", Name::Connection)],
        12 => &[("content-type", Name::ContentType)],
        13 => &[("authorization", Name::Authorization), ("content-range", Name::ContentRange)],
        14 => &[("content-length", Name::ContentLength)],
        15 => &[("accept-language", Name::AcceptLanguage), ("x-forwarded-for", Name::Proxy("X-FORWARDED-FOR"))],
        16 => &[
            ("content-encoding", Name::ContentEncoding), ("www-authenticate", Name::Authenticate),
            ("x-forwarded-from", Name::Proxy("X-FORWARDED-FROM")), ("xroxy-connection", Name::Proxy("XROXY-CONNECTION")),
            ("proxy-connection", Name::Proxy("PROXY-CONNECTION")),
        ],
        17 => &[("transfer-encoding", Name::TransferEncoding), ("sec-websocket-key", Name::WebSocketKey)],
        18 => &[("proxy-authenticate", Name::Authenticate)],
        19 => &[("content-disposition", Name::ContentDisposition), ("proxy-authorization", Name::Authorization)],
        20 => &[("sec-websocket-accept", Name::WebSocketAccept)],
        22 => &[("sec-websocket-protocol", Name::WebSocketProtocol)],
        24 => &[("sec-websocket-extensions", Name::WebSocketExtensions)],
        _ => &[],
    };
    candidates.iter().find(|(text, _)| name.eq_ignore_ascii_case(text.as_bytes())).map(|&(_, known)| known)
}

/// Methods that raise no eyebrow: Zeek's list and those of RFC 5789, RFC 3253, RFC 5323, UPnP and Microsoft's RPC over HTTP.
#[rustfmt::skip]
static METHODS: &[&str] = &[
    "GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "CONNECT", "PATCH", "TRACE",
    "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "POLL", "REPORT", "SUBSCRIBE", "UNSUBSCRIBE",
    "BMOVE", "SEARCH", "NOTIFY", "M-SEARCH", "BCOPY", "BDELETE", "BPROPFIND", "BPROPPATCH", "CHECKOUT", "CHECKIN",
    "MERGE", "MKACTIVITY", "MKWORKSPACE", "UNCHECKOUT", "VERSION-CONTROL", "UPDATE", "LABEL", "ACL", "BIND", "REBIND",
    "UNBIND", "MKCALENDAR", "MKREDIRECTREF", "UPDATEREDIRECTREF", "ORDERPATCH", "LINK", "UNLINK", "PURGE", "SOURCE",
    "CCM_POST", "RPC_IN_DATA", "RPC_OUT_DATA", "RPC_CONNECT", "RDG_IN_DATA", "RDG_OUT_DATA", "X-MS-ENUMATTS", "QUERY",
];

/// Whether this is a method in use.
pub(super) fn is_known_method(method: &[u8]) -> bool {
    METHODS.iter().any(|known| known.as_bytes() == method)
}

/// Whether some method in use begins with these bytes.
pub(super) fn begins_method(bytes: &[u8]) -> bool {
    METHODS.iter().any(|known| known.as_bytes().starts_with(bytes))
}
