//! Numbers of LDAP and their names, as Zeek writes them (RFC 4511 section 4.1.9, RFC 3909, RFC 4528, RFC 4370).

use super::Operation;

/// The name of a result; `unknown` for others.
#[must_use]
pub fn result(code: i64) -> &'static str {
    match code {
        0 => "success",
        1 => "operations error",
        2 => "protocol error",
        3 => "time limit exceeded",
        4 => "size limit exceeded",
        5 => "compare false",
        6 => "compare true",
        7 => "auth method not supported",
        8 => "stronger auth required",
        9 => "partial results",
        10 => "referral",
        11 => "admin limit exceeded",
        12 => "unavailable critical extension",
        13 => "confidentiality required",
        14 => "SASL bind in progress",
        16 => "no such attribute",
        17 => "undefined attribute type",
        18 => "inappropriate matching",
        19 => "constraint violation",
        20 => "attribute or value exists",
        21 => "invalid attribute syntax",
        32 => "no such object",
        33 => "alias problem",
        34 => "invalid DN syntax",
        36 => "alias dereferencing problem",
        48 => "inappropriate authentication",
        49 => "invalid credentials",
        50 => "insufficient access rights",
        51 => "busy",
        52 => "unavailable",
        53 => "unwilling to perform",
        54 => "loop detect",
        60 => "sort control missing",
        61 => "offset range error",
        64 => "naming violation",
        65 => "object class violation",
        66 => "not allowed on non-leaf",
        67 => "not allowed on RDN",
        68 => "entry already exists",
        69 => "object class mods prohibited",
        70 => "results too large",
        71 => "affects multiple DSAs",
        76 => "control error",
        80 => "other",
        81 => "server down",
        82 => "local error",
        83 => "encoding error",
        84 => "decoding error",
        85 => "timeout",
        86 => "auth unknown",
        87 => "filter error",
        88 => "user canceled",
        89 => "param error",
        90 => "no memory",
        91 => "connect error",
        92 => "not supported",
        93 => "control not found",
        94 => "no results returned",
        95 => "more results to return",
        96 => "client loop",
        97 => "referral limit exceeded",
        100 => "invalid response",
        101 => "ambiguous response",
        112 => "TLS not supported",
        113 => "intermediate response",
        114 => "unknown type",
        115 => "LCUP invalid data",
        116 => "LCUP unsupported scheme",
        117 => "LCUP reload required",
        118 => "canceled",
        119 => "no such operation",
        120 => "too late",
        121 => "cannot cancel",
        122 => "assertion failed",
        123 => "authorization denied",
        _ => "unknown",
    }
}

/// The name of an operation: request and response have the same.
#[must_use]
pub fn operation(operation: Operation) -> &'static str {
    match operation {
        Operation::BindRequest | Operation::BindResponse => "bind",
        Operation::UnbindRequest => "unbind",
        Operation::SearchRequest
        | Operation::SearchResultEntry
        | Operation::SearchResultDone
        | Operation::SearchResultReference => "search",
        Operation::ModifyRequest
        | Operation::ModifyResponse
        | Operation::ModDnRequest
        | Operation::ModDnResponse => "modify",
        Operation::AddRequest | Operation::AddResponse => "add",
        Operation::DelRequest | Operation::DelResponse => "delete",
        Operation::CompareRequest | Operation::CompareResponse => "compare",
        Operation::AbandonRequest => "abandon",
        Operation::ExtendedRequest | Operation::ExtendedResponse => "extended",
        Operation::IntermediateResponse => "intermediate",
    }
}

/// The name of an extended operation; `unknown` for others.
#[must_use]
pub fn extended(oid: &str) -> &'static str {
    match oid {
        "1.3.6.1.4.1.1466.20037" => "StartTLS",
        "1.3.6.1.4.1.4203.1.11.3" => "whoami",
        "1.3.6.1.4.1.4203.1.11.1" => "password modify",
        "1.3.6.1.4.1.1466.20036" => "notice of disconnection",
        "1.3.6.1.1.8" => "cancel",
        "1.2.840.113556.1.4.1781" => "fast bind",
        _ => "unknown",
    }
}

/// The name of a search's scope.
#[must_use]
pub fn scope(number: i64) -> &'static str {
    match number {
        0 => "base",
        1 => "single",
        2 => "tree",
        _ => "unknown",
    }
}

/// The name of what a search does with aliases.
#[must_use]
pub fn deref_aliases(number: i64) -> &'static str {
    match number {
        0 => "never",
        1 => "searching",
        2 => "finding",
        3 => "always",
        _ => "unknown",
    }
}
