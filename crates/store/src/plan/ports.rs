//! Which ports a word finds: message lines have ports in them, and columns have them as numbers.

use std::collections::HashMap;
use thymus_record::query::{Condition, Glob, GlobPart, TextTest, TokenTest};

/// For each shape that a filter asks message lines for, the ports that are written so. Worked out once for all parts.
#[derive(Default)]
pub(crate) struct Ports {
    /// By the address of the shape, which a search does not move.
    of_shape: HashMap<usize, Vec<(u64, u64)>>,
}

impl Ports {
    pub(crate) fn new(condition: &Condition) -> Self {
        let mut ports = Self::default();
        ports.gather(condition);
        ports
    }

    fn gather(&mut self, condition: &Condition) {
        match condition {
            Condition::Message(test) => {
                if let TextTest::Tokens(tokens) = &**test {
                    for token in tokens {
                        if let TokenTest::Shape(glob) = token {
                            self.of_shape.insert(address(glob), of_shape(glob));
                        }
                    }
                }
            }
            Condition::And(all) | Condition::Or(all) => all.iter().for_each(|inner| self.gather(inner)),
            Condition::Not(inner) => self.gather(inner),
            Condition::Always | Condition::Never | Condition::Kind(_) | Condition::Field(_) => {}
        }
    }

    /// The ports that a token test finds, as ranges.
    pub(super) fn of(&self, test: &TokenTest) -> Vec<(u64, u64)> {
        match test {
            TokenTest::Is(token) => match token.parse::<u16>() {
                Ok(port) if port.to_string() == **token => vec![(port.into(), port.into())],
                _ => Vec::new(),
            },
            TokenTest::Shape(glob) => {
                let known = self.of_shape.get(&address(glob)).cloned();
                known.unwrap_or_else(|| of_shape(glob))
            }
        }
    }
}

fn address(glob: &Glob) -> usize {
    std::ptr::from_ref(glob).addr()
}

fn of_shape(glob: &Glob) -> Vec<(u64, u64)> {
    let digits = |part: &GlobPart| match part {
        GlobPart::Literal(text) => text.bytes().all(|byte| byte.is_ascii_digit()),
        GlobPart::AnyRun | GlobPart::AnyOne => true,
    };
    if !glob.parts().iter().all(digits) {
        return Vec::new();
    }
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    let mut text = String::new();
    for port in 0..=u64::from(u16::MAX) {
        text.clear();
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{port}"));
        if glob.matches_folded(&text) {
            match ranges.last_mut() {
                Some((_, to)) if *to + 1 == port => *to = port,
                _ => ranges.push((port, port)),
            }
        }
    }
    ranges
}
