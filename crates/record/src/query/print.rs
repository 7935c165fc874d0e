//! A query as canonical text, which parses to an equal query.

use super::scan::{Position, is_escapable};
use super::{Expression, GlobPart, Limit, Node, Operand, Query};
use std::fmt::{self, Write as _};

/// How tightly an operator binds what it joins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Atom,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.root, f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.expression {
            Expression::Everything => f.write_char('*'),
            Expression::Message(operand) => write_operand(f, operand, Position::Bare),
            Expression::Field(name, operand) => {
                write!(f, "{}:", name.text)?;
                // `a::1` would be an address; a backslash before its colons makes it the field `a`.
                let hexadecimal = name.text.bytes().all(|byte| byte.is_ascii_hexdigit());
                write_operand(f, operand, if hexadecimal { Position::Bare } else { Position::Value })
            }
            Expression::Exists(name) => write!(f, "_exists_:{}", name.text),
            Expression::And(nodes) => write_joined(f, nodes, " AND ", Binding::And),
            Expression::Or(nodes) => write_joined(f, nodes, " OR ", Binding::Or),
            Expression::Not(node) => {
                f.write_str("NOT ")?;
                write_inside(f, node, Binding::Not)
            }
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str, binding: Binding) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write_inside(f, node, binding)?;
    }
    Ok(())
}

/// A part of something that binds its parts so tightly: in parentheses where it must be.
fn write_inside(f: &mut fmt::Formatter<'_>, node: &Node, outside: Binding) -> fmt::Result {
    let inside = match node.expression {
        Expression::Or(_) => Binding::Or,
        Expression::And(_) => Binding::And,
        Expression::Not(_) => Binding::Not,
        _ => Binding::Atom,
    };
    if inside < outside { write!(f, "({node})") } else { write!(f, "{node}") }
}

fn write_operand(f: &mut fmt::Formatter<'_>, operand: &Operand, position: Position) -> fmt::Result {
    match operand {
        Operand::Word(text) => write_word(f, text, true, position),
        Operand::Glob(parts) => write_glob(f, parts, position),
        Operand::Phrase(text) => write_quoted(f, text),
        Operand::Exact(text) => {
            f.write_char('=')?;
            write_quoted(f, text)
        }
        Operand::Range(low, high) => write_range(f, low.as_ref(), high.as_ref()),
        Operand::Regex(pattern) => write!(f, "/{pattern}/"),
    }
}

fn write_glob(f: &mut fmt::Formatter<'_>, parts: &[GlobPart], position: Position) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        match part {
            GlobPart::AnyRun => f.write_char('*')?,
            GlobPart::AnyOne => f.write_char('?')?,
            GlobPart::Literal(text) => write_word(f, text, index == 0, position)?,
        }
    }
    Ok(())
}

/// Literal characters of a word, with a backslash before those that would have a meaning.
fn write_word(f: &mut fmt::Formatter<'_>, text: &str, at_start: bool, position: Position) -> fmt::Result {
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let first = at_start && before.is_none();
        let doubled = characters.peek() == Some(&c) || before == Some(c);
        let harmless = (c == ':' && position != Position::Bare) || ("&|".contains(c) && !doubled);
        if is_escapable(c, first, position) && !harmless {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
        before = Some(c);
    }
    Ok(())
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if c == '"' || c == '\\' {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

fn write_range(f: &mut fmt::Formatter<'_>, low: Option<&Limit>, high: Option<&Limit>) -> fmt::Result {
    let comparison = |limit: &Limit| if limit.inclusive { "=" } else { "" };
    match (low, high) {
        (Some(low), None) => {
            write!(f, ">{}", comparison(low))?;
            write_limit(f, &low.text)
        }
        (None, Some(high)) => {
            write!(f, "<{}", comparison(high))?;
            write_limit(f, &high.text)
        }
        (None, None) => f.write_str("[* TO *]"),
        (Some(low), Some(high)) => {
            f.write_char(if low.inclusive { '[' } else { '{' })?;
            write_limit(f, &low.text)?;
            f.write_str(" TO ")?;
            write_limit(f, &high.text)?;
            f.write_char(if high.inclusive { ']' } else { '}' })
        }
    }
}

/// A value that is compared with: quoted unless it is plainly a word.
fn write_limit(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let plain = |c: char| c.is_alphanumeric() || "._-:+/".contains(c);
    if !text.is_empty() && text.chars().all(plain) { f.write_str(text) } else { write_quoted(f, text) }
}
