//! Sentences with fields in them: `{account} made {id.resp_h} run {command}[ as {run_as}]`.

/// The most pieces that a template may have.
const PIECES_MAX: usize = 64;

/// A sentence with places for values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Place(Placeholder),
    /// Left out if a place in it has no value.
    Optional(Vec<Piece>),
}

/// What stands in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// A field, a component, or `entity`.
    pub name: String,
    /// Several values are wanted: `{all name}`.
    pub all: bool,
    /// Where it stands in the template, in bytes.
    pub bytes: std::ops::Range<usize>,
}

/// What is wrong with a template, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateError {
    /// What is wrong.
    pub message: &'static str,
    /// Where, in bytes.
    pub bytes: std::ops::Range<usize>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Fails on brackets that do not pair up, and on empty places.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let mut parser = Parser { text, at: 0 };
        let pieces = parser.pieces(None)?;
        Ok(Self { pieces })
    }

    /// All places.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        places(&self.pieces).into_iter()
    }

    /// The sentence with values in its places; what has none is a question mark, or takes its brackets away.
    #[must_use]
    pub fn fill(&self, value: &mut dyn FnMut(&Placeholder) -> Option<String>) -> String {
        fill(&self.pieces, value).0
    }
}

fn places(pieces: &[Piece]) -> Vec<&Placeholder> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Place(place) => found.push(place),
            Piece::Optional(inner) => found.extend(places(inner)),
        }
    }
    found
}

/// The text, and whether every place had a value.
fn fill(pieces: &[Piece], value: &mut dyn FnMut(&Placeholder) -> Option<String>) -> (String, bool) {
    let mut out = String::new();
    let mut complete = true;
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Place(place) => match value(place) {
                Some(text) => out.push_str(&text),
                None => {
                    out.push('?');
                    complete = false;
                }
            },
            Piece::Optional(inner) => {
                let (text, complete) = fill(inner, value);
                if complete {
                    out.push_str(&text);
                }
            }
        }
    }
    (out, complete)
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// Reads up to the end, or up to the bracket that closes the one at `open`.
    fn pieces(&mut self, open: Option<usize>) -> Result<Vec<Piece>, TemplateError> {
        let mut pieces = Vec::new();
        while let Some(letter) = self.rest().chars().next() {
            let start = self.at;
            let doubled = self.rest().chars().nth(1) == Some(letter);
            match letter {
                '{' | '}' | '[' | ']' if doubled => {
                    self.at += 2;
                    push_letter(&mut pieces, letter);
                }
                '{' => pieces.push(Piece::Place(self.place()?)),
                '[' if open.is_none() => {
                    self.at += 1;
                    pieces.push(Piece::Optional(self.pieces(Some(start))?));
                }
                ']' if open.is_some() => {
                    self.at += 1;
                    return Ok(pieces);
                }
                '[' => return Err(error("a part in brackets stands inside another one", start)),
                '}' | ']' => return Err(error("this closes nothing; write it twice to mean itself", start)),
                _ => {
                    self.at += letter.len_utf8();
                    push_letter(&mut pieces, letter);
                }
            }
            if pieces.len() > PIECES_MAX {
                return Err(error("the template has too many places", start));
            }
        }
        match open {
            Some(start) => Err(error("this bracket is never closed", start)),
            None => Ok(pieces),
        }
    }

    fn place(&mut self) -> Result<Placeholder, TemplateError> {
        let start = self.at;
        let end = self.rest().find('}').ok_or_else(|| error("this brace is never closed", start))?;
        let inside = self.rest().get(1..end).unwrap_or_default();
        self.at += end + 1;
        let (all, name) = match inside.strip_prefix("all ") {
            Some(name) => (true, name.trim()),
            None => (false, inside.trim()),
        };
        if name.is_empty() || name.contains(['{', '[', ']', ' ']) {
            return Err(error("between braces there is the name of one field or component", start));
        }
        Ok(Placeholder { name: name.to_owned(), all, bytes: start..self.at })
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

fn push_letter(pieces: &mut Vec<Piece>, letter: char) {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push(letter),
        _ => pieces.push(Piece::Text(letter.to_string())),
    }
}

fn error(message: &'static str, at: usize) -> TemplateError {
    TemplateError { message, bytes: at..at + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        Template::read(template).unwrap().fill(&mut |place| match place.name.as_str() {
            "who" => Some("eve".to_owned()),
            "hosts" if place.all => Some("a, b".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn values_come_into_their_places() {
        assert_eq!(filled("{who} met {all hosts}."), "eve met a, b.");
        assert_eq!(filled("{who}[ as {nobody}][ at {all hosts}]"), "eve at a, b");
        assert_eq!(filled("{nobody} [[x]] {{y}}"), "? [x] {y}");
    }

    #[test]
    fn brackets_pair_up() {
        for (wrong, at) in
            [("{a", 0), ("x}", 1), ("[a", 0), ("a]", 1), ("[a[b]]", 2), ("{}", 0), ("{a b}", 0)]
        {
            assert_eq!(Template::read(wrong).unwrap_err().bytes.start, at, "{wrong}");
        }
    }
}
