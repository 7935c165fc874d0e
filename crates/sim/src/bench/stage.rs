//! Where the protocols put the flows that they make.

use super::truth::Truth;
use super::world::World;
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, Ending, Side};
use crate::packet::frame::{Address, Endpoints};
use crate::packet::tcp::{Manner, TcpFlow};
use crate::random::Random;
use std::collections::HashMap;

/// The first port that clients use for themselves (RFC 6335), and how many there are.
const PORT_FIRST: u16 = 49_152;
const PORTS: u16 = 16_384;

/// Something that sends packets.
pub(super) enum Flow {
    Tcp(Box<TcpFlow>),
    Datagrams(Datagrams),
}

/// A flow that begins so many nanoseconds after its maker was called.
pub(super) struct Start {
    pub(super) delay: u64,
    pub(super) flow: Flow,
}

/// Gives every flow of a client a port of its own.
#[derive(Default)]
pub(super) struct Ports {
    used: HashMap<Address, u16>,
}

impl Ports {
    fn next(&mut self, client: Address) -> u16 {
        let count = self.used.entry(client).or_default();
        *count = (*count + 1) % PORTS;
        PORT_FIRST + *count
    }
}

/// What the maker of a flow may use.
pub(super) struct Stage<'a> {
    pub(super) world: &'a World,
    pub(super) random: Random,
    pub(super) truth: &'a mut Truth,
    pub(super) ports: &'a mut Ports,
    pub(super) starts: &'a mut Vec<Start>,
    /// The number of this flow among those of its maker.
    pub(super) number: u64,
}

impl Stage<'_> {
    /// A connection from this client, from a port of its own.
    pub(super) fn tcp(&mut self, delay: u64, client: Address, server: (Address, u16), dialog: Dialog) {
        let client = (client, self.ports.next(client));
        self.tcp_between(delay, Endpoints::plain(client, server), dialog);
    }

    /// A connection between these ports.
    pub(super) fn tcp_between(&mut self, delay: u64, ends: Endpoints, dialog: Dialog) {
        self.truth.add("conn", 1);
        match dialog.ending {
            Ending::Unanswered(_) => self.truth.note("conn", "conn_state", "S0"),
            Ending::Refused => self.truth.note("conn", "conn_state", "REJ"),
            Ending::Close(_) => self.truth.note("conn", "conn_state", "SF"),
            Ending::Reset(_) => {}
        }
        for turn in &dialog.turns {
            self.truth.sum("conn", bytes_field(turn.from), turn.content.length());
        }
        let random = Random::new(self.random.next());
        let flow = Flow::Tcp(Box::new(TcpFlow::new(ends, dialog, random, Manner::OnTheWire)));
        self.starts.push(Start { delay, flow });
    }

    /// Datagrams between a port of the client's own and a server.
    pub(super) fn udp(&mut self, client: Address, server: (Address, u16)) -> Datagrams {
        Datagrams::new(Endpoints::plain((client, self.ports.next(client)), server), false)
    }

    /// A flow in which both sides speak.
    pub(super) fn datagrams(&mut self, datagrams: Datagrams) {
        self.truth.add("conn", 1);
        if !datagrams.is_icmp {
            self.truth.note("conn", "conn_state", "SF");
        }
        for (from, length) in datagrams.lengths() {
            self.truth.sum("conn", bytes_field(from), length);
        }
        self.starts.push(Start { delay: 0, flow: Flow::Datagrams(datagrams) });
    }
}

/// The field of `conn` that counts what this side says.
fn bytes_field(side: Side) -> &'static str {
    match side {
        Side::Client => "orig_bytes",
        Side::Server => "resp_bytes",
    }
}
