//! What values of each type look like, for messages and completion.

use crate::Type;

/// A way to write a value and what it means.
pub(super) type Example = (&'static str, &'static str);

/// The type without lists around it: a list passes if one of its values does.
pub(super) fn element(kind: Type) -> Type {
    match kind {
        Type::List(inner) => element(*inner),
        kind => kind,
    }
}

/// A value of this type, with its article.
pub(super) fn described(kind: Type) -> &'static str {
    match element(kind) {
        Type::Bool => "true or false",
        Type::Count | Type::List(_) => "a count",
        Type::Int => "an integer",
        Type::Double => "a number",
        Type::Time => "a moment",
        Type::Interval => "a length of time",
        Type::Address => "an address",
        Type::Port => "a port",
        Type::Text => "text",
        Type::Mac => "a hardware address",
        Type::Id => "an id",
    }
}

/// Whether values of this type have an order that a query can ask about.
pub(super) fn is_ordered(kind: Type) -> bool {
    !matches!(element(kind), Type::Bool | Type::Text | Type::Mac | Type::Id)
}

/// How values of this type can be asked for.
pub(super) fn examples(kind: Type) -> &'static [Example] {
    match element(kind) {
        Type::Bool => &[("true", "is so"), ("false", "is not so")],
        Type::Count | Type::Int | Type::List(_) => &[
            (">=10", "at least"),
            ("<1GiB", "less than; kB, MB, KiB, MiB …"),
            ("[1 TO 5]", "both ends included"),
        ],
        Type::Double => &[(">0.5", "more than"), ("[0 TO 1}", "with 0, without 1")],
        Type::Time => &[
            ("2026-11-21", "on this day (UTC)"),
            (">=2026-11-21T20:15:00Z", "from this moment on; seconds since 1970 too"),
            ("[2026-11-20 TO 2026-11-21]", "on one of these days"),
        ],
        Type::Interval => {
            &[(">5m", "longer than; ns us ms s m h d w"), ("<1h30m", "shorter than"), ("<0.5", "in seconds")]
        }
        Type::Address => &[
            ("10.0.0.5", "this address"),
            ("10.0.0.0/8", "in this network"),
            ("10.0.*", "printed so"),
            ("fe80::1", "this address"),
        ],
        Type::Port => &[
            ("445", "this port"),
            ("(80 OR 443)", "one of these"),
            ("[1024 TO 65535]", "both ends included"),
        ],
        Type::Text => &[
            ("word", "has this word"),
            ("*.job", "it or one of its words has this shape"),
            ("\"two words\"", "has these words one after the other"),
            ("=\"the whole text\"", "is this as a whole"),
            ("/regex/", "the regular expression is found in it"),
        ],
        Type::Mac => &[("00:1b:21:0a:0b:0c", "this hardware address"), ("00:1b:21:*", "of this maker")],
        Type::Id => &[("C7X6J0Uqu58S", "this one; capitals matter")],
    }
}

/// What to write instead of a value that is none.
pub(super) fn advice(kind: Type, value: &str) -> String {
    match element(kind) {
        Type::Bool => "write `true` or `false`".to_owned(),
        Type::Count | Type::Int | Type::List(_) => "write a number such as `5`, `10k` or `1.5GiB`".to_owned(),
        Type::Double => "write a number such as `0.5`".to_owned(),
        Type::Time if value.starts_with("now") => {
            "a query cannot speak of the present; write the moment, or give the search a time span".to_owned()
        }
        Type::Time => "write it as `2026-11-21T20:15:00Z`, `2026-11-21` or in seconds since 1970".to_owned(),
        Type::Interval => "write it as `5m`, `1h30m`, `250ms`, or in seconds".to_owned(),
        Type::Address => "write it as `10.0.0.5`, `10.0.0.0/8`, `10.0.*` or `fe80::1`".to_owned(),
        Type::Port => "ports are numbers from 0 to 65535".to_owned(),
        Type::Text => "put it in quotes".to_owned(),
        Type::Mac => "write it as `00:1b:21:0a:0b:0c`, or the beginning with `*` behind it".to_owned(),
        Type::Id => "an id has twelve letters and digits; for a part of one put `*` around it".to_owned(),
    }
}
