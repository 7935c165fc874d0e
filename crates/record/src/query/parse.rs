//! The grammar: operators, parentheses, fields and their values.
//!
//! Precedence from loose to tight: OR; AND, also where nothing stands between two words; NOT, `!`, `-`, `+`.

use super::scan::{Position, Scanner, Word, is_name_character};
use super::{
    Expression, Fault, Limit, MAX_BYTES, MAX_DEPTH, MAX_TERMS, Name, Node, Operand, Query, QueryError,
};
use super::{Span, Warning};
use std::sync::Arc;

/// Reads a query. No text, or only space, is true of every record.
///
/// # Errors
///
/// What is wrong, where, and what to write instead. Fields and values are looked at by [`super::Filter::bind`] only.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if text.len() > MAX_BYTES {
        let shown = text.chars().take(40).collect::<String>();
        let span = 0..shown.len();
        return Err(QueryError {
            fault: Fault::TooLong(text.len()),
            span,
            suggestion: None,
            text: shown.into(),
        });
    }
    let mut parser = Parser::new(text);
    let root = parser.whole()?;
    Ok(Query { text: Arc::from(text), root, warnings: parser.warnings })
}

struct Parser<'q> {
    scan: Scanner<'q>,
    depth: usize,
    terms: usize,
    /// The field whose group is being read.
    group: Option<Name>,
    warnings: Vec<Warning>,
}

/// An operator in front of what it is about.
enum Prefix {
    Not,
    Must,
}

impl<'q> Parser<'q> {
    fn new(text: &'q str) -> Self {
        Self { scan: Scanner { text, at: 0 }, depth: 0, terms: 0, group: None, warnings: Vec::new() }
    }

    fn whole(&mut self) -> Result<Node, QueryError> {
        self.scan.skip_space();
        if self.scan.rest().is_empty() {
            return Ok(Node::new(0..self.scan.text.len(), Expression::Everything));
        }
        let root = self.or()?;
        // Only a closing parenthesis stops it before the end.
        match self.scan.peek() {
            None => Ok(root),
            Some(_) => Err(self.scan.error(Fault::UnexpectedParenthesis, self.scan.at..self.scan.at + 1)),
        }
    }

    fn or(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.and()?];
        while let Some(operator) = self.operator("OR", "||") {
            nodes.push(self.operand_of(&operator, Self::and)?);
        }
        Ok(join(nodes, Expression::Or, |expression| match expression {
            Expression::Or(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    fn and(&mut self) -> Result<Node, QueryError> {
        let mut nodes = vec![self.unary()?];
        loop {
            if let Some(operator) = self.operator("AND", "&&") {
                nodes.push(self.operand_of(&operator, Self::unary)?);
            } else if self.another_begins() {
                nodes.push(self.unary()?);
            } else {
                break;
            }
        }
        Ok(join(nodes, Expression::And, |expression| match expression {
            Expression::And(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    /// What stands behind an operator, which must be there.
    fn operand_of(
        &mut self,
        operator: &Span,
        read: impl Fn(&mut Self) -> Result<Node, QueryError>,
    ) -> Result<Node, QueryError> {
        self.scan.skip_space();
        if matches!(self.scan.peek(), None | Some(')')) {
            return Err(self.dangling(operator.clone()));
        }
        read(self)
    }

    fn dangling(&self, operator: Span) -> QueryError {
        let name = self.scan.text.get(operator.clone()).unwrap_or_default().to_owned();
        let mut error = self.scan.error(Fault::MissingOperand(name.clone()), operator);
        error.suggestion = Some(format!("to find it as text put it in quotes: \"{name}\""));
        error
    }

    /// Takes a binary operator if it comes next.
    fn operator(&mut self, word: &str, symbol: &str) -> Option<Span> {
        self.scan.skip_space();
        let start = self.scan.at;
        (self.scan.keyword(word) || self.scan.take(symbol)).then_some(start..self.scan.at)
    }

    /// Whether something follows that is joined by an AND that is not written.
    fn another_begins(&mut self) -> bool {
        let before = self.scan.at;
        let or = self.operator("OR", "||").is_some();
        self.scan.at = before;
        self.scan.skip_space();
        !or && !matches!(self.scan.peek(), None | Some(')'))
    }

    fn unary(&mut self) -> Result<Node, QueryError> {
        self.scan.skip_space();
        let start = self.scan.at;
        match self.prefix() {
            None => self.atom(),
            Some(Prefix::Must) => self.deeper(start, Self::behind_sign),
            Some(Prefix::Not) => {
                let operator = start..self.scan.at;
                let inner = match self.scan.text.get(operator.clone()) {
                    Some("-") => self.deeper(start, Self::behind_sign)?,
                    _ => self.deeper(start, |parser| parser.operand_of(&operator, Self::unary))?,
                };
                Ok(Node::new(start..inner.span.end, Expression::Not(Box::new(inner))))
            }
        }
    }

    fn prefix(&mut self) -> Option<Prefix> {
        if self.scan.keyword("NOT") {
            return Some(Prefix::Not);
        }
        [("!", Prefix::Not), ("-", Prefix::Not), ("+", Prefix::Must)]
            .into_iter()
            .find(|(symbol, _)| self.scan.take(symbol))
            .map(|(_, prefix)| prefix)
    }

    /// What follows `-` or `+` must touch it, and be no sign itself: `--all` is an option of a program, not a search.
    fn behind_sign(&mut self) -> Result<Node, QueryError> {
        let sign = self.scan.at.saturating_sub(1)..self.scan.at;
        match self.scan.peek() {
            None => Err(self.dangling(sign)),
            Some(c) if c == ')' || c == '-' || c == '+' || c.is_whitespace() => Err(self.dangling(sign)),
            Some(_) => self.unary(),
        }
    }

    /// Reads what is nested one level deeper, within the limit.
    fn deeper(
        &mut self,
        start: usize,
        read: impl Fn(&mut Self) -> Result<Node, QueryError>,
    ) -> Result<Node, QueryError> {
        if self.depth == MAX_DEPTH {
            return Err(self.scan.error(Fault::TooDeep, start..self.scan.at));
        }
        self.depth += 1;
        let node = read(self)?;
        self.depth -= 1;
        Ok(node)
    }

    fn atom(&mut self) -> Result<Node, QueryError> {
        let start = self.scan.at;
        if self.scan.peek() == Some('(') {
            return self.parentheses(start);
        }
        if self.scan.peek() == Some(')') {
            return Err(self.scan.error(Fault::UnexpectedParenthesis, start..start + 1));
        }
        for (word, symbol) in [("AND", "&&"), ("OR", "||")] {
            if let Some(operator) = self.operator(word, symbol) {
                return Err(self.dangling(operator));
            }
        }
        self.terms += 1;
        if self.terms > MAX_TERMS {
            return Err(self.scan.error(Fault::TooManyTerms, start..start));
        }
        if let Some(name) = self.group.clone() {
            return self.value(name, start);
        }
        if let Some(span) = self.scan.address() {
            let text = self.scan.text.get(span.clone()).unwrap_or_default().to_owned();
            return Ok(Node::new(span, Expression::Message(Operand::Word(text))));
        }
        match self.scan.field_name() {
            Some(span) => self.field(span),
            None => self.bare(start),
        }
    }

    fn parentheses(&mut self, start: usize) -> Result<Node, QueryError> {
        let open = self.scan.at..self.scan.at + 1;
        self.scan.bump();
        self.scan.skip_space();
        if self.scan.peek() == Some(')') {
            return Err(self.scan.error(Fault::EmptyParentheses, start..self.scan.at + 1));
        }
        if self.scan.peek().is_none() {
            return Err(self.scan.error(Fault::UnclosedParenthesis, open));
        }
        let mut inner = self.deeper(start, Self::or)?;
        if !self.scan.take(")") {
            return Err(self.scan.error(Fault::UnclosedParenthesis, open));
        }
        inner.span = start..self.scan.at;
        Ok(inner)
    }

    /// What stands without a field's name.
    fn bare(&mut self, start: usize) -> Result<Node, QueryError> {
        if self.scan.rest().starts_with(['>', '<', '=']) || self.scan.range_begins() {
            return Err(self.scan.error(Fault::ComparisonWithoutField, start..start + 1));
        }
        if self.scan.take("*:*") {
            return Ok(Node::new(start..self.scan.at, Expression::Everything));
        }
        let expression = match self.text(Position::Bare)? {
            Operand::Glob(parts) if is_star(&parts) => Expression::Everything,
            operand => Expression::Message(operand),
        };
        Ok(Node::new(start..self.scan.at, expression))
    }

    fn field(&mut self, span: Span) -> Result<Node, QueryError> {
        let text = self.scan.text.get(span.clone()).unwrap_or_default();
        let start = span.start;
        let name = Name { text: Arc::from(text), span };
        if text == "_exists_" {
            return self.exists(start);
        }
        if self.scan.peek() == Some('(') {
            self.group = Some(name);
            let node = self.parentheses(start)?;
            self.group = None;
            return Ok(node);
        }
        self.value(name, start)
    }

    fn exists(&mut self, start: usize) -> Result<Node, QueryError> {
        let at = self.scan.at;
        let text = self.scan.rest();
        let length = text.find(|c| !is_name_character(c)).unwrap_or(text.len());
        self.scan.at += length;
        if length == 0 || !self.scan.at_end_of_word(Position::Value) {
            return Err(self.scan.error(Fault::ExistsWithoutField, start..self.scan.at));
        }
        let name = Name { text: Arc::from(text.get(..length).unwrap_or_default()), span: at..self.scan.at };
        Ok(Node::new(start..self.scan.at, Expression::Exists(name)))
    }

    /// What stands behind a field's name.
    fn value(&mut self, name: Name, start: usize) -> Result<Node, QueryError> {
        let operand = if self.scan.take("=") {
            Operand::Exact(self.literal(&name, Position::Value)?)
        } else if self.scan.rest().starts_with(['>', '<']) {
            self.comparison(&name)?
        } else if self.scan.range_begins() {
            self.range(&name)?
        } else if matches!(self.scan.peek(), None | Some(')')) || self.space_follows() {
            return Err(self.missing_value(&name));
        } else {
            self.text(Position::Value)?
        };
        let expression = match operand {
            Operand::Glob(parts) if is_star(&parts) => Expression::Exists(name),
            operand => Expression::Field(name, operand),
        };
        Ok(Node::new(start..self.scan.at, expression))
    }

    fn space_follows(&self) -> bool {
        self.scan.peek().is_some_and(char::is_whitespace)
    }

    fn missing_value(&self, name: &Name) -> QueryError {
        let mut error =
            self.scan.error(Fault::MissingValue(name.text.to_string()), name.span.start..self.scan.at);
        if self.space_follows() && !self.scan.rest().trim_start().is_empty() {
            error.suggestion = Some("take the space behind the colon away".to_owned());
        }
        error
    }

    /// A word, a text in quotes or a regular expression.
    fn text(&mut self, position: Position) -> Result<Operand, QueryError> {
        let start = self.scan.at;
        if self.scan.peek() == Some('"') {
            return self.scan.quoted().map(Operand::Phrase);
        }
        if let Some(pattern) = self.scan.regex() {
            return Ok(Operand::Regex(pattern));
        }
        let word = self.scan.word(position)?;
        if word.parts.is_empty() {
            return Err(self.scan.error(Fault::NothingToFind, start..start));
        }
        self.warn(&word);
        Ok(word.operand())
    }

    fn warn(&mut self, word: &Word) {
        let raw = self.scan.text.get(word.span.clone()).unwrap_or_default();
        let operators = ["AND", "OR", "NOT"];
        if let Some(operator) = operators.iter().find(|operator| operator.eq_ignore_ascii_case(raw)) {
            let message = format!("`{raw}` is looked for as a word; the operator is {operator}");
            self.warnings.push(Warning { message, span: word.span.clone() });
        }
        if let Some(span) = &word.escaped_wildcard {
            let message = r"`\*` and `\?` stand for the characters themselves; a backslash before a wildcard is written `\\`";
            self.warnings.push(Warning { message: message.to_owned(), span: span.clone() });
        }
        if raw.len() > 2 && raw.starts_with('/') && raw.ends_with('/') {
            let message = r"this is looked for as text; in a regular expression a slash is written `\/`";
            self.warnings.push(Warning { message: message.to_owned(), span: word.span.clone() });
        }
    }

    /// A value in which nothing has a meaning: a word or a text in quotes.
    fn literal(&mut self, name: &Name, position: Position) -> Result<String, QueryError> {
        if self.scan.peek() == Some('"') {
            return self.scan.quoted();
        }
        let word = self.scan.word(position)?;
        if word.parts.is_empty() {
            return Err(self.missing_value(name));
        }
        Ok(word.verbatim())
    }

    fn comparison(&mut self, name: &Name) -> Result<Operand, QueryError> {
        let greater = self.scan.bump() == Some('>');
        let inclusive = self.scan.take("=");
        self.scan.skip_space();
        let limit = Some(Limit { text: self.literal(name, Position::Value)?, inclusive });
        Ok(if greater { Operand::Range(limit, None) } else { Operand::Range(None, limit) })
    }

    /// `[low TO high}`.
    fn range(&mut self, name: &Name) -> Result<Operand, QueryError> {
        let start = self.scan.at;
        let low_inclusive = self.scan.bump() == Some('[');
        let low = self.range_end(name)?;
        self.scan.skip_space();
        if !self.scan.keyword("TO") {
            return Err(self.unfinished_range(start));
        }
        self.scan.skip_space();
        if self.scan.peek().is_none() {
            return Err(self.unfinished_range(start));
        }
        let high = self.range_end(name)?;
        self.scan.skip_space();
        let high_inclusive = match self.scan.bump() {
            Some(']') => true,
            Some('}') => false,
            _ => return Err(self.unfinished_range(start)),
        };
        let limit = |text: Option<String>, inclusive| text.map(|text| Limit { text, inclusive });
        Ok(Operand::Range(limit(low, low_inclusive), limit(high, high_inclusive)))
    }

    fn unfinished_range(&self, start: usize) -> QueryError {
        let mut error = self.scan.error(Fault::UnfinishedRange, start..self.scan.at.max(start + 1));
        error.suggestion = Some("ranges look like `[1 TO 5]`, `{1 TO 5}` or `[1 TO *]`".to_owned());
        error
    }

    fn range_end(&mut self, name: &Name) -> Result<Option<String>, QueryError> {
        self.scan.skip_space();
        let start = self.scan.at;
        if self.scan.take("*")
            && self.scan.rest().starts_with(|c: char| c.is_whitespace() || "]}".contains(c))
        {
            return Ok(None);
        }
        self.scan.at = start;
        self.literal(name, Position::RangeEnd).map(Some)
    }
}

fn is_star(parts: &[super::GlobPart]) -> bool {
    matches!(parts, [super::GlobPart::AnyRun])
}

/// One node of several, those of the same kind inside it taken apart.
fn join(
    mut nodes: Vec<Node>,
    make: impl Fn(Vec<Node>) -> Expression,
    take_apart: impl Fn(Expression) -> Result<Vec<Node>, Expression>,
) -> Node {
    if nodes.len() == 1
        && let Some(node) = nodes.pop()
    {
        return node;
    }
    let start = nodes.first().map_or(0, |node| node.span.start);
    let end = nodes.last().map_or(0, |node| node.span.end);
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match take_apart(node.expression) {
            Ok(inner) => flat.extend(inner),
            Err(expression) => flat.push(Node::new(node.span, expression)),
        }
    }
    Node::new(start..end, make(flat))
}
