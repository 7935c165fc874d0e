//! The query language: one expression for the search box, a model's condition, an exception and a saved view.
//!
//! # What can be said
//!
//! | expression | is true of a record … |
//! |---|---|
//! | `SMB` | whose message line has this token, in letters of either case |
//! | `*.JOB`, `at?.job` | whose message line has a token of this shape; `*` is any run of characters, `?` is one |
//! | `"cmd /c whoami"` | whose message line has these tokens one after the other |
//! | `a AND b`, `a OR b`, `NOT a`, `( … )` | as it says; `&&`, `\|\|`, `!`, `-a` too; words side by side are joined by AND |
//! | `service:smb` | whose field has this value, or whose text has these tokens one after the other |
//! | `name:*.job` | whose field as a whole, or one of its tokens, has this shape |
//! | `name:="a b.txt"` | whose field is this text as a whole, in letters of either case |
//! | `orig_bytes:>=10`, `duration:<5m`, `size:>1GiB` | whose number, length of time, size or time compares so |
//! | `size:[1 TO 5}` | whose number lies in the range; square brackets include the end, curly ones do not, `*` is no end |
//! | `id.orig_h:10.0.0.0/8` | whose address lies in the network |
//! | `field:(a OR b)` | whose field matches one of these |
//! | `field:/regex/` | whose text matches; linear in the text's length, in letters of either case |
//! | `_exists_:field`, `field:*` | that has the field |
//! | `kind:smb_files` | of this kind |
//!
//! A token is a longest run of letters, digits and `. _ $ @ -`, in lower case, without dots at its end. A field that is a list matches if one
//! of its values does. A field that is absent matches nothing, so that `NOT field:x` is true of a record without it.

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

/// The most parentheses and NOTs inside each other.
pub const MAX_DEPTH: usize = 64;

/// The longest word with wildcards, in bytes.
pub const MAX_GLOB_BYTES: usize = 1024;

/// The longest regular expression, in bytes.
pub const MAX_REGEX_BYTES: usize = 4096;
