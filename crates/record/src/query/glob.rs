//! Shapes of texts: literal characters and wildcards.

use super::GlobPart;

/// A shape in lower case: `*` is any run of characters, `?` is one. Made of the parts of an [`super::Operand::Glob`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    parts: Box<[GlobPart]>,
}

impl Glob {
    /// The parts in order; literals are in lower case.
    #[must_use]
    pub fn parts(&self) -> &[GlobPart] {
        &self.parts
    }

    /// Whether a text that is in lower case already, such as a token, has this shape from its first to its last character.
    #[must_use]
    pub fn matches_folded(&self, text: &str) -> bool {
        let _ = text;
        false
    }
}
