//! What a record of a kind must have so that a query can be true of it.

use thymus_record::query::{
    Condition, FieldTest, Glob, GlobPart, Place, TextTest, TokenTest, ValueTest, raw_tokens,
};
use thymus_record::{Registry, Type};

/// How many numbers a component may be found by.
const NUMBERS_MAX: i128 = 64;

/// How many things, of which one must be there, are worth looking for.
const LITERALS_MAX: usize = 256;

/// The fewest letters worth looking for in all texts.
const NEEDLE_LENGTH_MIN: usize = 3;

/// What must be there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Required {
    /// It can never be true.
    Never,
    /// One of these. Never empty.
    OneOf(Vec<Literal>),
    /// Nothing that could be looked for.
    Unknown,
}

/// Something that a record has.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    /// The text in this place has this token, in lower case.
    Word(Place, Box<str>),
    /// The number in this place is this one.
    Number(Place, i128),
    /// A text of the record has these letters, ASCII in lower case.
    Needle(Box<str>),
}

/// Looks at conditions from the point of view of a kind of record.
pub(super) struct Viewpoint<'r> {
    pub(super) registry: &'r Registry,
    pub(super) kind: usize,
}

impl Viewpoint<'_> {
    /// What a record of this kind must have.
    pub(super) fn required(&self, condition: &Condition) -> Required {
        match condition {
            Condition::Always => Required::Unknown,
            Condition::Never => Required::Never,
            Condition::Kind(kinds) if kinds.contains(&self.kind) => Required::Unknown,
            Condition::Kind(_) => Required::Never,
            Condition::Message(test) => self.in_message(test),
            Condition::Field(test) => self.in_field(test),
            Condition::And(parts) => self.all(parts),
            Condition::Or(parts) => self.any(parts),
            Condition::Not(inner) => match &**inner {
                Condition::Kind(kinds) if kinds.contains(&self.kind) => Required::Never,
                Condition::Always => Required::Never,
                _ => Required::Unknown,
            },
        }
    }

    /// Of several things that must be there the one that the fewest records have.
    fn all(&self, parts: &[Condition]) -> Required {
        let mut best = Required::Unknown;
        for part in parts {
            match self.required(part) {
                Required::Never => return Required::Never,
                found if rank(&found) > rank(&best) => best = found,
                _ => {}
            }
        }
        best
    }

    fn any(&self, parts: &[Condition]) -> Required {
        let mut literals = Vec::new();
        for part in parts {
            match self.required(part) {
                Required::Never => {}
                Required::Unknown => return Required::Unknown,
                Required::OneOf(more) => literals.extend(more),
            }
        }
        match literals.len() {
            0 => Required::Never,
            1..=LITERALS_MAX => Required::OneOf(literals),
            _ => Required::Unknown,
        }
    }

    fn in_field(&self, test: &FieldTest) -> Required {
        let is_here = |place: &Place| match place {
            Place::Field { kind, .. } => *kind == self.kind,
            Place::Fact(_) => true,
        };
        let mut literals = Vec::new();
        for (place, test) in test.places.iter().filter(|(place, _)| is_here(place)) {
            match self.in_place(*place, test) {
                Some(more) => literals.extend(more),
                None => return Required::Unknown,
            }
        }
        if literals.is_empty() { Required::Never } else { Required::OneOf(literals) }
    }

    fn in_place(&self, place: Place, test: &ValueTest) -> Option<Vec<Literal>> {
        let element = match self.type_of(place)? {
            Type::List(inner) => *inner,
            plain => plain,
        };
        match test {
            ValueTest::Integers(ranges) if matches!(element, Type::Count | Type::Int | Type::Port) => {
                let many: i128 = ranges
                    .as_slice()
                    .iter()
                    .map(|(low, high)| high.saturating_sub(*low).saturating_add(1))
                    .sum();
                let numbers = ranges.as_slice().iter().flat_map(|(low, high)| *low..=*high);
                (many <= NUMBERS_MAX).then(|| numbers.map(|number| Literal::Number(place, number)).collect())
            }
            ValueTest::Text(test) if element == Type::Text => {
                in_text(place, test).map(|literal| vec![literal])
            }
            _ => None,
        }
    }

    fn type_of(&self, place: Place) -> Option<Type> {
        match place {
            Place::Field { kind, field } => {
                self.registry.kinds().get(kind)?.fields.get(field).map(|field| field.kind)
            }
            Place::Fact(fact) => self.registry.facts().get(fact).map(|field| field.kind),
        }
    }

    fn in_message(&self, test: &TextTest) -> Required {
        let TextTest::Tokens(tokens) = test else { return Required::Unknown };
        let needles = tokens.iter().filter_map(|token| match token {
            TokenTest::Is(word) => needle(word),
            TokenTest::Shape(glob) => longest(glob).and_then(needle),
        });
        // Addresses and ports are in the message line too, but are no texts; so are the kind and the protocol.
        let like_an_address =
            |needle: &str| needle.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.');
        let of_kind = |needle: &str| {
            self.registry.kinds().get(self.kind).is_none_or(|schema| {
                let has = |text: &str| text.to_lowercase().contains(needle);
                has(schema.kind) || has(schema.protocol)
            })
        };
        let usable = needles.filter(|needle| !like_an_address(needle) && !of_kind(needle));
        match usable.max_by_key(|needle| needle.len()) {
            Some(needle) => Required::OneOf(vec![Literal::Needle(needle)]),
            None => Required::Unknown,
        }
    }
}

fn in_text(place: Place, test: &TextTest) -> Option<Literal> {
    let word = |word: &str| Literal::Word(place, word.into());
    match test {
        TextTest::Tokens(tokens) => {
            let words = tokens
                .iter()
                .filter_map(|token| if let TokenTest::Is(word) = token { Some(word) } else { None });
            words.max_by_key(|word| word.len()).map(|found| word(found))
        }
        TextTest::Shape(glob) => longest(glob).and_then(needle).map(Literal::Needle),
        TextTest::Exact(text) if text.is_ascii() => {
            raw_tokens(text).max_by_key(|token| token.len()).map(word)
        }
        TextTest::Exact(_) | TextTest::Regex(_) => None,
    }
}

fn longest(glob: &Glob) -> Option<&str> {
    let literals = glob
        .parts()
        .iter()
        .filter_map(|part| if let GlobPart::Literal(text) = part { Some(text) } else { None });
    literals.max_by_key(|text| text.len()).map(String::as_str)
}

fn needle(text: &str) -> Option<Box<str>> {
    (text.is_ascii() && text.len() >= NEEDLE_LENGTH_MIN).then(|| text.to_ascii_lowercase().into())
}

/// How few records are likely to have it.
fn rank(required: &Required) -> u32 {
    let Required::OneOf(literals) = required else { return 0 };
    let of_one = |literal: &Literal| match literal {
        Literal::Word(..) => 4,
        Literal::Needle(needle) if needle.len() > 3 => 4,
        Literal::Number(..) => 3,
        Literal::Needle(_) => 2,
    };
    let least = literals.iter().map(of_one).min().unwrap_or(0);
    if literals.len() > 16 { least.min(1) } else { least }
}
