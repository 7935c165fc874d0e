//! What a query says, before anybody knows which fields there are.

use std::ops::Range;
use std::sync::Arc;

/// Where in the query's text something stands: byte offsets, both on character borders.
pub type Span = Range<usize>;

/// A query as it was written. Made by [`crate::query::parse`]; it prints as canonical text that parses to an equal query.
#[derive(Clone, Debug)]
pub struct Query {
    /// The text that was parsed.
    pub text: Arc<str>,
    /// What it says.
    pub root: Node,
    /// What is allowed but probably not meant.
    pub warnings: Vec<super::Warning>,
}

/// A part of a query and where it stands. Nodes are equal if they say the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub expression: Expression,
}

/// What a part of a query says.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `*`, or no text at all: true of every record.
    Everything,
    /// Something to find in the message line.
    Message(Operand),
    /// `field:…`. A group such as `field:(a OR b)` becomes `field:a OR field:b` while it is parsed.
    Field(Name, Operand),
    /// `_exists_:field` or `field:*`.
    Exists(Name),
    /// All of these, of which there are at least two, none of them an `And`.
    And(Vec<Node>),
    /// One of these, of which there are at least two, none of them an `Or`.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

/// The name of a field as it was written, aliases and all. Names are equal if their texts are.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Where it stands; in a group, where it stood before the parenthesis.
    pub span: Span,
}

/// What is to be found in a field or in the message line. Escapes are resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A word without wildcards: `smb`, `10.0.0.0/8`, `5m`. Never empty.
    Word(String),
    /// A word with `*` or `?`.
    Glob(Vec<GlobPart>),
    /// `"these words"`.
    Phrase(String),
    /// `="this text"`.
    Exact(String),
    /// `[low TO high}`, and comparisons: `>5` is a range without upper end. `None` is no end.
    Range(Option<Limit>, Option<Limit>),
    /// `/regex/`, without its slashes.
    Regex(String),
}

/// A part of a word with wildcards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlobPart {
    /// These characters. Never empty, never two of them side by side.
    Literal(String),
    /// `*`: any run of characters, also none. Never two of them side by side.
    AnyRun,
    /// `?`: one character.
    AnyOne,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The value, as text.
    pub text: String,
    /// Whether the value itself belongs to the range.
    pub inclusive: bool,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Node {
    /// A part that stands here.
    #[must_use]
    pub fn new(span: Span, expression: Expression) -> Self {
        Self { span, expression }
    }
}
