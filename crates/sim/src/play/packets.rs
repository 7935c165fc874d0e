//! Plays many activities at once, packet by packet in the order of time.

use super::plan::{Cue, Planner};
use super::scene::{Flow, Scene, Start};
use crate::activities::ACTIVITIES;
use crate::company::Company;
use crate::packet::frame::Frames;
use crate::random::{Random, number_of};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use thymus_wire::Timestamp;

/// A flow that is being played.
struct Live {
    flow: Flow,
    until: Timestamp,
    /// When its activity must be over.
    end: Timestamp,
    /// The identification of its last IP packet.
    identification: u16,
}

/// When a flow has its next packet. Flows of the same moment go by the order in which they were planned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    at: Timestamp,
    /// Day and place in the day's plan.
    cue: u64,
    /// Which of the activity's flows.
    flow: u32,
    place: u32,
}

/// The packets of a window, one after the other.
pub struct Packets<'a> {
    company: &'a Company,
    window: Range<Timestamp>,
    /// The day after the one whose plan is being played.
    next_day: u32,
    cues: std::iter::Enumerate<std::vec::IntoIter<Cue>>,
    next_cue: Option<(u64, Cue)>,
    flows: Vec<Option<Live>>,
    free: Vec<u32>,
    queue: BinaryHeap<Reverse<Turn>>,
    starts: Vec<Start>,
    frames: Frames,
    packets: u64,
    bytes: u64,
    overruns: u64,
}

/// How long any activity takes at most, in seconds.
fn longest() -> u64 {
    ACTIVITIES.iter().map(|activity| activity.seconds_max).max().unwrap_or(0)
}

impl<'a> Packets<'a> {
    pub(crate) fn new(company: &'a Company, window: Range<Timestamp>) -> Self {
        let earliest = Timestamp(window.start.0.saturating_sub(longest() as i64 * 1_000_000_000));
        let first = company.calendar.day_at(earliest).map_or(0, |day| day.number);
        let mut packets = Self {
            company,
            window,
            next_day: first,
            cues: Vec::new().into_iter().enumerate(),
            next_cue: None,
            flows: Vec::new(),
            free: Vec::new(),
            queue: BinaryHeap::new(),
            starts: Vec::new(),
            frames: Frames::new(),
            packets: 0,
            bytes: 0,
            overruns: 0,
        };
        packets.advance_cue();
        packets
    }

    /// The next packet: when it is seen, and its Ethernet frame, which stands until the next call.
    #[allow(clippy::should_implement_trait, reason = "the frame is lent, which no Iterator can do")]
    pub fn next(&mut self) -> Option<(Timestamp, &[u8])> {
        let at = self.step()?;
        self.packets += 1;
        self.bytes += self.frames.bytes().len() as u64;
        Some((at, self.frames.bytes()))
    }

    /// How many packets were given so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.packets
    }

    /// How many bytes they had.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many flows were cut off because they took longer than their activity may.
    #[must_use]
    pub fn overruns(&self) -> u64 {
        self.overruns
    }

    /// Makes the next frame that lies in the window.
    fn step(&mut self) -> Option<Timestamp> {
        loop {
            let next_packet = self.queue.peek().map(|Reverse(turn)| turn.at);
            if let Some((number, cue)) = self.next_cue
                && next_packet.is_none_or(|packet| cue.at <= packet)
            {
                if cue.at >= self.window.end {
                    return None;
                }
                self.advance_cue();
                self.begin(number, cue);
                continue;
            }
            let Reverse(turn) = self.queue.pop()?;
            if turn.at >= self.window.end {
                return None;
            }
            let wanted = turn.at >= self.window.start;
            if self.play(turn, wanted) && wanted {
                return Some(turn.at);
            }
        }
    }

    /// Takes the next cue, of the next day where this one has no more.
    fn advance_cue(&mut self) {
        loop {
            if let Some((index, cue)) = self.cues.next() {
                let number = u64::from(self.next_day) << 32 | index as u64;
                if self.may_reach_the_window(&cue) {
                    self.next_cue = Some((number, cue));
                    return;
                }
                continue;
            }
            let Some(day) = self.company.calendar.day(self.next_day) else { break };
            if day.midnight >= self.window.end {
                break;
            }
            self.next_day += 1;
            self.cues = Planner::of_day(self.company, day).into_iter().enumerate();
        }
        self.next_cue = None;
    }

    fn may_reach_the_window(&self, cue: &Cue) -> bool {
        let seconds = ACTIVITIES.get(usize::from(cue.activity)).map_or(0, |activity| activity.seconds_max);
        cue.at.0 + seconds as i64 * 1_000_000_000 > self.window.start.0
    }

    /// Makes the flows of an activity.
    fn begin(&mut self, number: u64, cue: Cue) {
        let Some(activity) = ACTIVITIES.get(usize::from(cue.activity)) else { return };
        let Some(day) = self.company.calendar.day_at(cue.at) else { return };
        let names = [number_of(activity.name), day.number.into(), cue.actor.0.into(), cue.number.into()];
        let mut scene = Scene {
            company: self.company,
            day,
            now: cue.at,
            actor: cue.actor,
            number: cue.number,
            random: Random::of(self.company.seed, &names),
            ports: cue.port.into(),
            starts: std::mem::take(&mut self.starts),
        };
        (activity.play)(&mut scene);
        let end = Timestamp(cue.at.0 + activity.seconds_max as i64 * 1_000_000_000);
        let mut starts = scene.starts;
        for (index, start) in starts.drain(..).enumerate() {
            let until = start.until.min(end);
            let identification = number as u16 ^ index as u16;
            let place = self.add(Live { flow: start.flow, until, end, identification });
            self.queue.push(Reverse(Turn { at: start.at, cue: number, flow: index as u32, place }));
        }
        self.starts = starts;
    }

    fn add(&mut self, live: Live) -> u32 {
        match self.free.pop() {
            Some(place) => {
                if let Some(slot) = self.flows.get_mut(place as usize) {
                    *slot = Some(live);
                }
                return place;
            }
            None => self.flows.push(Some(live)),
        }
        (self.flows.len() - 1) as u32
    }

    /// Makes the next frame of a flow. Returns whether there was one.
    fn play(&mut self, turn: Turn, wanted: bool) -> bool {
        let Some(slot) = self.flows.get_mut(turn.place as usize) else { return false };
        let Some(live) = slot.as_mut() else { return false };
        if turn.at >= live.until {
            self.overruns += u64::from(turn.at >= live.end);
            *slot = None;
            self.free.push(turn.place);
            return false;
        }
        self.frames.identification = live.identification;
        let wait = match &mut live.flow {
            Flow::Tcp(flow) => flow.play(&self.company.pools, &mut self.frames, wanted),
            Flow::Datagrams(flow) => flow.play(&mut self.frames, wanted),
            Flow::Frame(frame) => {
                self.frames.ready(frame);
                None
            }
        };
        live.identification = self.frames.identification;
        match wait {
            Some(wait) => {
                let at = Timestamp(turn.at.0 + wait as i64);
                self.queue.push(Reverse(Turn { at, ..turn }));
            }
            None => {
                *slot = None;
                self.free.push(turn.place);
            }
        }
        true
    }
}
