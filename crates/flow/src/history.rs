//! The `history` letters of a flow, by the rules of Zeek's `conn.log`.

use crate::Side;
use smallvec::SmallVec;

/// Letters kept per flow. Four kinds of letter come again with every new sequence number, so an attacker could grow
/// the history without end.
pub(crate) const HISTORY_LETTERS_MAX: usize = 128;

/// What was seen once already; one bit for each kind and side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Once {
    Syn,
    Fin,
    Rst,
    FinRst,
    Data,
    Ack,
    MultiFlag,
    BadChecksum,
    LimitReached,
}

/// The letters of a flow and the set of kinds seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    letters: SmallVec<[u8; 24]>,
    seen: u32,
}

impl History {
    /// The letters so far.
    pub(crate) fn letters(&self) -> &SmallVec<[u8; 24]> {
        &self.letters
    }

    /// Appends `letter`, lower case for the responder.
    pub(crate) fn add(&mut self, side: Side, letter: u8) {
        self.push(match side {
            Side::Originator => letter,
            Side::Responder => letter.to_ascii_lowercase(),
        });
    }

    /// Appends the mark of a flow whose direction was turned round.
    pub(crate) fn flipped(&mut self) {
        self.push(b'^');
    }

    /// Appends the mark of a limit that was reached, once for the whole flow.
    pub(crate) fn limit_reached(&mut self) {
        self.once(Side::Originator, Once::LimitReached, b'X');
    }

    /// Appends `letter` the first time this side does `kind`; answers whether it was there before.
    pub(crate) fn once(&mut self, side: Side, kind: Once, letter: u8) -> bool {
        let bit = 1u32 << (kind as u32 + 16 * side.index() as u32);
        if self.seen & bit != 0 {
            return true;
        }
        self.seen |= bit;
        self.add(side, letter);
        false
    }

    /// Whether originator and responder sent anything of a kind: the pattern `S[^HAFGIQ]*R`, perhaps after `^`,
    /// of a connection attempt that its own originator took back.
    pub(crate) fn is_aborted_attempt(&self) -> bool {
        let letters = self.letters.strip_prefix(b"^").unwrap_or(&self.letters);
        let Some((b'S', rest)) = letters.split_first() else { return false };
        let first = rest.iter().find(|letter| b"HAFGIQR".contains(letter));
        first == Some(&b'R')
    }

    fn push(&mut self, letter: u8) {
        if self.letters.len() < HISTORY_LETTERS_MAX {
            self.letters.push(letter);
        }
    }
}

/// Counts what is noted at the 1st, 10th, 100th ... time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scaled(u32);

impl Scaled {
    /// Counts one more; true when this one is to be noted.
    pub(crate) fn hit(&mut self) -> bool {
        let before = self.0;
        self.0 = before.saturating_add(1);
        self.0 != before && 10u32.checked_pow(self.0.ilog10()) == Some(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(history: &History) -> String {
        String::from_utf8(history.letters().to_vec()).unwrap()
    }

    #[test]
    fn once_per_side() {
        let mut history = History::default();
        assert!(!history.once(Side::Originator, Once::Data, b'D'));
        assert!(history.once(Side::Originator, Once::Data, b'D'));
        assert!(!history.once(Side::Responder, Once::Data, b'D'));
        assert_eq!(text(&history), "Dd");
    }

    #[test]
    fn scaled_by_powers_of_ten() {
        let mut scaled = Scaled::default();
        let noted: Vec<u32> = (1..=2000).filter(|_| scaled.hit()).collect();
        assert_eq!(noted, [1, 10, 100, 1000]);
    }

    #[test]
    fn aborted_attempts() {
        for (letters, expected) in [
            ("SR", true),
            ("^SR", true),
            ("STR", true),
            ("SAR", false),
            ("SD", false),
            ("R", false),
            ("ShR", true),
        ] {
            let history = History { letters: letters.bytes().collect(), seen: 0 };
            assert_eq!(history.is_aborted_attempt(), expected, "{letters}");
        }
    }

    #[test]
    fn bounded() {
        let mut history = History::default();
        for _ in 0..10_000 {
            history.add(Side::Originator, b'S');
        }
        assert_eq!(history.letters().len(), HISTORY_LETTERS_MAX);
    }
}
