//! What two sides say to each other over a connection, before it is cut into packets.

use super::content::Content;
use std::collections::VecDeque;

/// A thousandth of a second, in nanoseconds.
pub(crate) const MILLISECOND: u64 = 1_000_000;
/// A second, in nanoseconds.
pub(crate) const SECOND: u64 = 1000 * MILLISECOND;

/// Which end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// What one side says before it waits.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) from: Side,
    /// How long after what came before, in nanoseconds.
    pub(crate) delay: u64,
    pub(crate) content: Content,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// This side closes first, then the other.
    Close(Side),
    /// This side resets it.
    Reset(Side),
    /// Nobody answers the SYN, which is sent so many times.
    Unanswered(u32),
    /// The SYN is answered with a reset.
    Refused,
}

/// A whole conversation.
#[derive(Clone, Debug)]
pub(crate) struct Dialog {
    pub(crate) turns: VecDeque<Turn>,
    pub(crate) ending: Ending,
    /// The time between two segments of the same side, in nanoseconds.
    pub(crate) pace: u64,
    /// The time from a SYN to its answer, in nanoseconds.
    pub(crate) round_trip: u64,
}

impl Dialog {
    pub(crate) fn new(round_trip: u64) -> Self {
        Self { turns: VecDeque::new(), ending: Ending::Close(Side::Client), pace: 15_000, round_trip }
    }

    pub(crate) fn say(&mut self, from: Side, delay: u64, content: impl Into<Content>) -> &mut Self {
        self.turns.push_back(Turn { from, delay, content: content.into() });
        self
    }

    pub(crate) fn client(&mut self, delay: u64, content: impl Into<Content>) -> &mut Self {
        self.say(Side::Client, delay, content)
    }

    /// The server's answer comes one round trip later.
    pub(crate) fn server(&mut self, content: impl Into<Content>) -> &mut Self {
        self.say(Side::Server, self.round_trip, content)
    }

    pub(crate) fn ends(&mut self, ending: Ending) -> &mut Self {
        self.ending = ending;
        self
    }

    /// How long the turns so far wait in all, in nanoseconds: when the next one comes at the earliest.
    pub(crate) fn elapsed(&self) -> u64 {
        self.turns.iter().map(|turn| turn.delay).sum()
    }
}
