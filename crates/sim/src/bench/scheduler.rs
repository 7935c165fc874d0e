//! Plays many flows at once, packet by packet in the order of time.

use super::stage::{Flow, Ports, Stage, Start};
use super::truth::Truth;
use super::wire::Wire;
use super::world::World;
use crate::random::Random;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};

/// Makes the flows of one piece of traffic.
pub(super) type Maker = fn(&mut Stage<'_>);

/// When a maker is called.
#[derive(Clone, Copy)]
pub(super) struct Cue {
    /// In nanoseconds from the beginning of the capture.
    pub(super) at: u64,
    pub(super) maker: Maker,
    /// The number of this call among those of the maker.
    pub(super) number: u64,
}

/// The flows that are being played; the places of those that ended are used again.
#[derive(Default)]
struct Live {
    flows: Vec<Option<Flow>>,
    free: Vec<usize>,
}

impl Live {
    fn add(&mut self, flow: Flow) -> usize {
        match self.free.pop() {
            Some(place) => {
                if let Some(slot) = self.flows.get_mut(place) {
                    *slot = Some(flow);
                }
                return place;
            }
            None => self.flows.push(Some(flow)),
        }
        self.flows.len() - 1
    }

    fn remove(&mut self, place: usize) {
        self.flows.get_mut(place).into_iter().for_each(|slot| *slot = None);
        self.free.push(place);
    }
}

/// Plays all cues, which must be in the order of time. The same seed gives the same packets.
pub(super) fn play<W: Write>(seed: u64, cues: &[Cue], wire: &mut Wire<W>) -> io::Result<Truth> {
    let world = World::new(seed);
    let mut truth = Truth::default();
    let mut ports = Ports::default();
    let mut live = Live::default();
    let mut starts: Vec<Start> = Vec::new();
    let mut queue: BinaryHeap<Reverse<(u64, u64, usize)>> = BinaryHeap::new();
    let mut cues = cues.iter().enumerate().peekable();
    let mut order = 0;
    loop {
        let next_packet = queue.peek().map(|Reverse((at, ..))| *at);
        if let Some((number, cue)) =
            cues.next_if(|(_, cue)| next_packet.is_none_or(|packet| cue.at <= packet))
        {
            (cue.maker)(&mut Stage {
                world: &world,
                random: Random::part(seed, number as u64),
                truth: &mut truth,
                ports: &mut ports,
                starts: &mut starts,
                number: cue.number,
            });
            for start in starts.drain(..) {
                order += 1;
                queue.push(Reverse((cue.at + start.delay, order, live.add(start.flow))));
            }
            continue;
        }
        let Some(Reverse((now, _, place))) = queue.pop() else { break };
        let Some(flow) = live.flows.get_mut(place).and_then(Option::as_mut) else { continue };
        let wait = match flow {
            Flow::Tcp(flow) => flow.play(&world.pools, &mut wire.frames, true),
            Flow::Datagrams(flow) => flow.play(&mut wire.frames, true),
        };
        wire.send(now)?;
        match wait {
            Some(wait) => {
                order += 1;
                queue.push(Reverse((now + wait, order, place)));
            }
            None => live.remove(place),
        }
    }
    truth.packets = wire.packets;
    truth.bytes = wire.bytes;
    Ok(truth)
}
