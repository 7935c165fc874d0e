//! Where an activity puts its flows.

use crate::company::{Company, Day, Device, DeviceId, Site, Subnet, System};
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, MILLISECOND};
use crate::packet::frame::{Address, Card, Endpoints, Station};
use crate::packet::tcp::{Manner, TcpFlow};
use crate::random::Random;
use thymus_wire::Timestamp;

/// The first port that clients use for themselves (RFC 6335), and how many there are.
const PORT_FIRST: u16 = 49_152;
const PORTS: u64 = 16_384;
/// The card of the router in every network of the company.
pub(crate) const ROUTER: Card = [0x00, 0x1b, 0x17, 0x3a, 0x40, 0x10];

/// Something that sends packets.
pub(crate) enum Flow {
    Tcp(Box<TcpFlow>),
    Datagrams(Datagrams),
    /// One frame.
    Frame(Vec<u8>),
}

/// A flow that begins at this moment, unless it is cut off before.
pub(crate) struct Start {
    pub(crate) at: Timestamp,
    /// Whoever takes part is gone by then.
    pub(crate) until: Timestamp,
    pub(crate) flow: Flow,
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) address: Address,
    /// Within the company: the network and the card.
    inside: Option<(Subnet, Card)>,
    /// The time to live of packets, where they are sent if it is inside, else where they come in.
    hops: u8,
    /// It is there until then.
    until: Timestamp,
}

impl Place {
    /// Somewhere on the Internet.
    pub(crate) fn outside(address: Address, hops: u8) -> Self {
        Self { address, inside: None, hops, until: Timestamp(i64::MAX) }
    }

    /// A site.
    pub(crate) fn of_site(site: &Site) -> Self {
        Self::outside(site.address, site.hops_left)
    }

    pub(crate) fn subnet(&self) -> Option<Subnet> {
        self.inside.map(|(subnet, _)| subnet)
    }

    /// What this end looks like where the packets are seen: in the network of the client, or of the server where the
    /// client is outside.
    fn station(&self, seen_in: Option<Subnet>) -> Station {
        match self.inside {
            Some((subnet, card)) if Some(subnet) == seen_in => Station { card, hops_left: self.hops },
            Some(_) => Station { card: ROUTER, hops_left: self.hops.saturating_sub(1) },
            None => Station { card: ROUTER, hops_left: self.hops },
        }
    }
}

/// What an activity may use.
pub(crate) struct Scene<'a> {
    pub(crate) company: &'a Company,
    pub(crate) day: &'a Day,
    pub(crate) now: Timestamp,
    /// Who begins it.
    pub(crate) actor: DeviceId,
    /// Which one it is of those of its kind, actor and day.
    pub(crate) number: u32,
    pub(crate) random: Random,
    pub(crate) ports: u64,
    pub(crate) starts: Vec<Start>,
}

impl<'a> Scene<'a> {
    pub(crate) fn device(&self, id: DeviceId) -> Option<&'a Device> {
        self.company.device(id)
    }

    /// Where a device stands now; nothing while it is off.
    pub(crate) fn place(&self, id: DeviceId) -> Option<Place> {
        let device = self.company.device(id)?;
        let address = self.company.address(id, self.now)?;
        let until = self.company.stay(id, self.now).map_or(Timestamp(i64::MAX), |stay| stay.to);
        let subnet = Subnet::of(address)?;
        Some(Place { address, inside: Some((subnet, device.card)), hops: device.system.hops(), until })
    }

    /// Where the actor stands now.
    pub(crate) fn own_place(&self) -> Option<Place> {
        self.place(self.actor)
    }

    /// An address where nobody may be.
    pub(crate) fn place_of(&self, address: Address) -> Place {
        match Subnet::of(address) {
            Some(subnet) => Place {
                address,
                inside: Some((subnet, [0x02, 0, 0, 0, 0, address[3]])),
                hops: System::Linux.hops(),
                until: Timestamp(i64::MAX),
            },
            None => Place::outside(address, 50),
        }
    }

    /// A port of a client's own, which it has for nothing else on this day.
    pub(crate) fn port(&mut self, client: &Place) -> u16 {
        self.ports += 1;
        let base = u32::from_be_bytes(client.address).wrapping_mul(2_654_435_761) >> 16;
        let number = u64::from(base) + u64::from(self.day.number) * 5003 + self.ports;
        PORT_FIRST + (number % PORTS) as u16
    }

    pub(crate) fn endpoints(client: (&Place, u16), server: (&Place, u16)) -> Endpoints {
        let seen_in = client.0.subnet().or(server.0.subnet());
        Endpoints {
            client: (client.0.address, client.1),
            server: (server.0.address, server.1),
            client_station: client.0.station(seen_in),
            server_station: server.0.station(seen_in),
        }
    }

    /// A connection that begins so many nanoseconds from now.
    pub(crate) fn tcp(&mut self, delay: u64, client: &Place, server: &Place, port: u16, dialog: Dialog) {
        let own = self.port(client);
        let ends = Self::endpoints((client, own), (server, port));
        let random = Random::new(self.random.next());
        let flow = TcpFlow::new(ends, dialog, random, Manner::PutTogether);
        self.start(delay, client, server, Flow::Tcp(Box::new(flow)));
    }

    /// Datagrams from a port of the client's own.
    pub(crate) fn udp(&mut self, client: &Place, server: &Place, port: u16) -> Datagrams {
        let own = self.port(client);
        Datagrams::new(Self::endpoints((client, own), (server, port)), false)
    }

    /// Lets datagrams begin so many nanoseconds from now.
    pub(crate) fn datagrams(&mut self, delay: u64, client: &Place, server: &Place, datagrams: Datagrams) {
        self.start(delay, client, server, Flow::Datagrams(datagrams));
    }

    /// One frame, so many nanoseconds from now.
    pub(crate) fn frame(&mut self, delay: u64, from: &Place, frame: Vec<u8>) {
        self.start(delay, from, from, Flow::Frame(frame));
    }

    fn start(&mut self, delay: u64, client: &Place, server: &Place, flow: Flow) {
        let at = Timestamp(self.now.0 + delay as i64);
        self.starts.push(Start { at, until: client.until.min(server.until), flow });
    }

    /// A number that stays the same all day for what these numbers name.
    pub(crate) fn of_today(&self, names: &[u64]) -> Random {
        let day = Random::of(self.company.seed, names).next();
        Random::of(day, &[self.day.number.into()])
    }

    /// A number that always stays the same for what these numbers name.
    pub(crate) fn constant(&self, names: &[u64]) -> Random {
        Random::of(self.company.seed, names)
    }
}

/// The time from a packet to its answer inside the company, in nanoseconds.
pub(crate) fn near(random: &mut Random) -> u64 {
    random.spread(180_000, 3)
}

/// As [`near`], to a site on the Internet.
pub(crate) fn far(random: &mut Random, site: &Site) -> u64 {
    site.round_trip + random.below(3 * MILLISECOND)
}
