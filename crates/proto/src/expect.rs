//! Flows that other flows announce: FTP data, RPC end points.

use crate::Protocol;
use hashbrown::HashMap;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_flow::Endpoints;
use thymus_record::{Id, Interval, Timestamp};

/// At most this many announcements wait; the oldest goes first.
const EXPECTATIONS_MAX: usize = 8192;

/// How long an announcement waits for its flow.
const EXPECTATION_LIFE: Interval = Interval::from_seconds(300);

/// A flow that is to come.
#[derive(Clone)]
pub struct Expectation {
    /// Who will open it, where that is known.
    pub orig_h: Option<IpAddr>,
    /// To whom.
    pub resp_h: IpAddr,
    /// On which port.
    pub resp_p: u16,
    /// What it will speak: the flow is given to this protocol without a probe.
    pub protocol: &'static Protocol,
    /// The flow that announced it.
    pub announced_by: Id,
    /// Whatever the announcing analyzer wants its counterpart to know (a file name, an interface).
    pub note: Arc<str>,
    /// It holds for every flow until it expires, not only for the first (RPC end points).
    pub lasting: bool,
}

impl Expectation {
    fn says_the_same(&self, other: &Self) -> bool {
        self.lasting
            && other.lasting
            && self.orig_h == other.orig_h
            && std::ptr::eq(self.protocol, other.protocol)
            && self.note == other.note
    }
}

#[derive(Default)]
pub(crate) struct Expectations {
    waiting: HashMap<(IpAddr, u16), Vec<(Timestamp, Expectation)>, foldhash::fast::FixedState>,
    order: VecDeque<(IpAddr, u16)>,
}

impl Expectations {
    pub(crate) fn add(&mut self, now: Timestamp, expectation: Expectation) {
        let until = now + EXPECTATION_LIFE;
        let key = (expectation.resp_h, expectation.resp_p);
        // What is announced again, as to every client that asks a mapper, only lives longer.
        let mut known = self.waiting.get_mut(&key).into_iter().flatten();
        if let Some((known_until, _)) = known.find(|(_, known)| known.says_the_same(&expectation)) {
            *known_until = until;
            return;
        }
        if self.order.len() >= EXPECTATIONS_MAX
            && let Some(key) = self.order.pop_front()
        {
            self.forget_oldest(key);
        }
        self.waiting.entry(key).or_default().push((until, expectation));
        self.order.push_back(key);
    }

    /// The announcement that this flow fulfils; of several lasting ones the latest.
    pub(crate) fn take(&mut self, now: Timestamp, ends: &Endpoints) -> Option<Expectation> {
        if self.waiting.is_empty() {
            return None;
        }
        let list = self.waiting.get_mut(&(ends.resp_h, ends.resp_p))?;
        let fits = |(until, expectation): &(Timestamp, Expectation)| {
            *until >= now && expectation.orig_h.is_none_or(|orig_h| orig_h == ends.orig_h)
        };
        let first = list.iter().position(fits)?;
        let lasts = list.get(first).is_some_and(|(_, expectation)| expectation.lasting);
        let index = if lasts { list.iter().rposition(fits)? } else { first };
        let (_, expectation) = list.get(index)?.clone();
        if !expectation.lasting {
            list.remove(index);
        }
        Some(expectation)
    }

    fn forget_oldest(&mut self, key: (IpAddr, u16)) {
        if let Some(list) = self.waiting.get_mut(&key) {
            if !list.is_empty() {
                list.remove(0);
            }
            if list.is_empty() {
                self.waiting.remove(&key);
            }
        }
    }
}
