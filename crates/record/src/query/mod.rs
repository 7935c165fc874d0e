//! The query language: one expression for the search box, a model's condition, an exception and a saved view.
//!
//! [`parse`] makes a tree of text; [`Filter::bind`] looks up its names and reads its values by the fields' types, which gives a
//! typed [`Condition`] and an answer for every record. The condition is public: a store makes a plan of it. What the
//! language means is this page, and nothing else; `docs/search.md` tells it to users.
//!
//! # What can be said
//!
//! | expression | is true of a record … |
//! |---|---|
//! | `SMB` | whose message line has this token, in letters of either case |
//! | `DOM\user`, `a/b` | of a word of several tokens: that has them one after the other |
//! | `*.JOB`, `at?.job` | whose message line has a token of this shape; `*` is any run of characters, `?` is one |
//! | `"cmd /c whoami"` | whose message line has these tokens one after the other; wildcards mean nothing in quotes |
//! | `10.0.0.0/8`, `fe80::1`, `00:1b:21:0a:0b:0c` | of whose addresses, in any field, one is this or lies in the network |
//! | `/regex/` | whose message line has the regular expression in it |
//! | `a AND b`, `a OR b`, `NOT a`, `( … )` | as it says; `&&`, `\|\|`, `!`, `-a`, `+a` too; words side by side are joined by AND. NOT binds tighter than AND, AND tighter than OR |
//! | `*`, `*:*`, no text at all | always |
//! | `service:smb` | whose field has this value, or whose text has these tokens one after the other |
//! | `name:"cmd /c"` | the same, of a value with space in it |
//! | `name:*.job` | whose field as a whole, or one of its tokens, has this shape |
//! | `name:="a b.txt"` | whose field is this text as a whole, in letters of either case |
//! | `orig_bytes:>=10`, `duration:<5m`, `size:>1GiB` | whose number, length of time, size, time or address compares so |
//! | `size:[1 TO 5}` | whose number lies in the range; square brackets include the end, curly ones do not, `*` is no end |
//! | `ts:2026-11-21`, `ts:>=2026-11-21T20:15Z` | whose time lies in what was written: a date is a day, a minute a minute; UTC unless it says otherwise |
//! | `id.orig_h:10.0.0.0/8` | whose address lies in the network |
//! | `id.orig_h:10.0.*`, `uid:C7X6*` | whose address or id as a whole has this shape when it is printed |
//! | `field:(a OR b)` | whose field matches one of these; any operators, no other field |
//! | `field:/regex/` | whose text matches; found anywhere in it unless `^` and `$` tie it to the ends; linear in the text's length, in letters of either case |
//! | `_exists_:field`, `field:*` | that has the field |
//! | `kind:smb_files` | of this kind |
//! | `message:…` | whose message line …, as without a field's name |
//!
//! A token is a longest run of letters, digits and `. _ $ @ -`, in lower case, without dots at its end. Lower case is by
//! character, see [`fold`]. The message line is [`crate::Record::message`]: the kind, the protocol, and every text,
//! address and port; control characters are spaces in it. Facts are fields that can be asked for, and not in the line.
//!
//! A field may be in many kinds and have another type in each: what was written is read for each type, and where it cannot
//! be a value of the type, the field of that kind does not match. If no kind can have such a value the query is refused. A
//! text that has no token (`uri:/`) is compared as a whole. A field that is a list matches if one of its values does. A
//! field that is absent matches nothing, so that `NOT field:x` is true of a record without it.
//!
//! # How things are written
//!
//! A word ends at space or `)`. A backslash takes its meaning from the next character if it has one there (`\*`, `\?`, `\:`,
//! `\"`, `\(`, a space, `-` at the start …) and stands for itself otherwise, so that `\\srv\share` needs no care, and `c$\*` is
//! a star: a backslash before a wildcard is `\\`. In quotes `\"` and `\\` are escapes and nothing else. A value that begins
//! with a slash is a regular expression if the next slash ends the value, else a path.
//!
//! Numbers: `10k`, `1.5GiB`, `10kB`, `0x1f`. Lengths of time: `250ms`, `1h30m`, or seconds. Times: ISO 8601 as far as it is
//! written, or seconds since 1970. Names of fields: those of the records, the aliases of [`crate::Registry::aliases`], and either
//! behind `@fields.`.

mod ast;
mod bind;
mod complete;
mod condition;
mod error;
mod filter;
mod glob;
mod line;
mod moment;
mod parse;
mod plan;
mod print;
mod quantity;
mod regex;
mod required;
mod scan;
mod source;
mod suggest;
#[cfg(test)]
mod tests;
mod text_test;
mod token;
mod types;
mod value_test;

pub use ast::{Expression, GlobPart, Limit, Name, Node, Operand, Query, Span};
pub use complete::{Completion, CompletionKind, MAX_COMPLETIONS, complete};
pub use condition::{Condition, FieldTest, Place};
pub use error::{Fault, QueryError, Warning};
pub use filter::Filter;
pub use glob::Glob;
pub use parse::parse;
pub use regex::{REGEX_MEMORY_BYTES, Regex};
pub use source::{Scratch, Source, Subject};
pub use text_test::{TextTest, TokenTest};
pub use token::{RawTokens, fold, is_token_character, raw_tokens, tokens};
pub use value_test::{AddressRanges, Ranges, ValueTest};

/// The longest query, in bytes.
pub const MAX_BYTES: usize = 256 << 10;

/// The most words and values that a query may have.
pub const MAX_TERMS: usize = 8192;

/// The most parentheses, NOTs and signs inside each other.
pub const MAX_DEPTH: usize = 64;

/// The longest word with wildcards, in bytes.
pub const MAX_GLOB_BYTES: usize = 1024;

/// The longest regular expression, in bytes.
pub const MAX_REGEX_BYTES: usize = 4096;
