//! Reading a ring block by block; packets stay where the kernel put them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use thymus_wire::{LinkType, Reader, Timestamp};

use super::error::{LiveError, failed};
use super::system::{self, Mapping, Socket, Waited};
use super::{ALL_INTERFACES, LiveOptions, link_of_hardware};
use crate::format::Endian;
use crate::packet::Packet;

/// The unit in which the kernel hands packets over. Holds the largest packet (64 KiB, or 512 KiB with big TCP).
const BLOCK_BYTES: usize = 1024 * 1024;
const RING_BYTES_MAX: usize = 4 * 1024 * 1024 * 1024;
/// After how many milliseconds the kernel hands over a block that is not full.
const BLOCK_MILLISECONDS_MAX: u32 = 20;
/// How many milliseconds are waited at most before the stop flag is looked at.
const WAIT_MILLISECONDS: i32 = 100;
/// Only has to divide the block; the kernel packs packets of any length.
const FRAME_BYTES: usize = 2048;
/// How many rings may share an interface; the kernel allows 256 by default.
const RINGS_MAX: usize = 256;

/// The byte order of what the kernel writes.
const NATIVE: Endian = if cfg!(target_endian = "little") { Endian::Little } else { Endian::Big };

/// Where a packet's header has the link-layer address that came with it: after 48 bytes, aligned to 16.
const ADDRESS_OFFSET: usize = 48;
/// Bits of the VLAN tag that are the identifier.
const VLAN_MASK: u32 = 0x0fff;

/// A ring of packets from an interface.
pub struct Ring {
    socket: Socket,
    mapping: Mapping,
    interface: Interface,
    place: Place,
    packets: u64,
    statistics: RingStatistics,
}

/// What [`Ring::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live<'a> {
    /// A packet.
    Packet(Packet<'a>),
    /// No packet came for a tenth of a second: time to do what is due at the time `now`.
    Idle {
        /// The machine's clock.
        now: Timestamp,
    },
    /// The stop flag is set.
    Stopped,
}

/// What the kernel counted for a ring since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RingStatistics {
    /// Packets that came, dropped ones included.
    pub received: u64,
    /// Packets for which the ring had no room.
    pub dropped: u64,
    /// How often the ring was full.
    pub freezes: u64,
    /// Packets of interfaces whose link type is not known, left out; only with all interfaces.
    pub unsupported: u64,
}

struct Interface {
    name: String,
    /// The kernel's number; 0 stands for all interfaces.
    number: u32,
    /// Known where there is one interface; otherwise each packet tells.
    link: Option<LinkType>,
}

/// Where reading has come to.
#[derive(Default)]
struct Place {
    block: usize,
    /// Whether the block is being read, and has to be given back.
    is_inside: bool,
    packets_left: u32,
    offset: usize,
}

/// A packet as it lies in its block.
struct Found {
    timestamp: Timestamp,
    start: usize,
    captured: usize,
    on_wire: u32,
    vlan: Option<u16>,
    interface: u32,
    hardware: u16,
    kind: u8,
    next: usize,
}

impl Ring {
    /// Opens one ring that gets all packets.
    pub fn open(options: &LiveOptions) -> Result<Self, LiveError> {
        let ring = Self::prepare(options)?;
        ring.start(options)?;
        Ok(ring)
    }

    /// Opens `count` rings, from 1 to 256, among which the kernel shares the packets by flow. `group` tells groups
    /// on one machine apart: the process number will do.
    pub fn open_group(options: &LiveOptions, count: usize, group: u16) -> Result<Vec<Self>, LiveError> {
        let count = count.clamp(1, RINGS_MAX);
        if count == 1 {
            return Ok(vec![Self::open(options)?]);
        }
        let mut rings = Vec::with_capacity(count);
        for _ in 0..count {
            let ring = Self::open(options)?;
            ring.socket
                .set(libc::PACKET_FANOUT, fanout_word(options, group))
                .map_err(failed("share packets out"))?;
            rings.push(ring);
        }
        Ok(rings)
    }

    /// The next packet, which is there until the next call. Returns within a tenth of a second if none comes, and
    /// at once when `stop` is set.
    #[inline]
    pub fn next(&mut self, stop: &AtomicBool) -> Result<Live<'_>, LiveError> {
        let found = loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(Live::Stopped);
            }
            match self.find() {
                Some(found) if self.is_wanted(&found) => break found,
                Some(_) => {}
                None if self.wait()? => {}
                None => return Ok(Live::Idle { now: now() }),
            }
        };
        self.packets += 1;
        Ok(Live::Packet(self.lend(&found)))
    }

    /// The kernel's counters, added up since the ring was opened.
    pub fn statistics(&mut self) -> Result<RingStatistics, LiveError> {
        let new = self.socket.statistics().map_err(failed("read the counters of the ring"))?;
        self.statistics.received += u64::from(new.tp_packets);
        self.statistics.dropped += u64::from(new.tp_drops);
        self.statistics.freezes += u64::from(new.tp_freeze_q_cnt);
        Ok(self.statistics)
    }

    /// Makes socket and ring; nothing is received yet.
    fn prepare(options: &LiveOptions) -> Result<Self, LiveError> {
        let socket = Socket::open().map_err(failed("open a packet socket"))?;
        let interface = Interface::find(&socket, &options.interface)?;
        let blocks = options.ring_bytes.min(RING_BYTES_MAX).div_ceil(BLOCK_BYTES).max(1);
        let version = libc::tpacket_versions::TPACKET_V3 as libc::c_int;
        socket.set(libc::PACKET_VERSION, version).map_err(failed("choose version 3 of packet rings"))?;
        let request = libc::tpacket_req3 {
            tp_block_size: BLOCK_BYTES as u32,
            tp_block_nr: blocks as u32,
            tp_frame_size: FRAME_BYTES as u32,
            tp_frame_nr: (BLOCK_BYTES / FRAME_BYTES * blocks) as u32,
            tp_retire_blk_tov: BLOCK_MILLISECONDS_MAX,
            tp_sizeof_priv: 0,
            tp_feature_req_word: 0,
        };
        socket.set(libc::PACKET_RX_RING, request).map_err(failed("get memory for a packet ring"))?;
        let mapping = Mapping::of(&socket, BLOCK_BYTES, blocks).map_err(failed("map a packet ring"))?;
        let (place, statistics) = (Place::default(), RingStatistics::default());
        Ok(Self { socket, mapping, interface, place, packets: 0, statistics })
    }

    /// Lets packets in.
    fn start(&self, options: &LiveOptions) -> Result<(), LiveError> {
        let Interface { name, number, .. } = &self.interface;
        let number = libc::c_int::try_from(*number).unwrap_or_default();
        if number == 0 {
            return self.socket.bind(0).map_err(failed("listen on all interfaces"));
        }
        if options.hardware_timestamps {
            self.socket.note_hardware_time(name).map_err(failed("use the clock of the network card"))?;
        }
        self.socket.bind(number).map_err(failed("listen on the interface"))?;
        if options.promiscuous {
            let membership = libc::packet_mreq {
                mr_ifindex: number,
                mr_type: libc::PACKET_MR_PROMISC as u16,
                mr_alen: 0,
                mr_address: [0; 8],
            };
            self.socket
                .set(libc::PACKET_ADD_MEMBERSHIP, membership)
                .map_err(failed("listen to all packets"))?;
        }
        Ok(())
    }

    /// Moves to the next packet in the ring; nothing if the kernel has handed over no more.
    #[inline]
    fn find(&mut self) -> Option<Found> {
        loop {
            if !self.place.is_inside {
                self.enter()?;
            }
            if self.place.packets_left > 0 {
                let found =
                    self.mapping.block(self.place.block).and_then(|block| parse(block, self.place.offset));
                if let Some(found) = found {
                    self.place.packets_left -= 1;
                    self.place.offset = found.next;
                    return Some(found);
                }
            }
            self.leave();
        }
    }

    /// Begins the next block, if the kernel has handed it over.
    fn enter(&mut self) -> Option<()> {
        let block = self.mapping.block(self.place.block)?;
        let mut reader = Reader::new(block);
        reader.seek(12).ok()?;
        self.place.packets_left = NATIVE.u32(&mut reader).ok()?;
        self.place.offset = NATIVE.u32(&mut reader).ok()? as usize;
        self.place.is_inside = true;
        Some(())
    }

    /// Gives the block back whose last packet has been read.
    #[cold]
    fn leave(&mut self) {
        self.mapping.give_back(self.place.block);
        let next = self.place.block + 1;
        self.place = Place { block: if next < self.mapping.blocks() { next } else { 0 }, ..Place::default() };
    }

    /// The loopback interface shows each packet leaving and arriving; once is enough. Of all interfaces, those of
    /// unknown kind are left out.
    #[inline]
    fn is_wanted(&mut self, found: &Found) -> bool {
        if found.kind == libc::PACKET_OUTGOING && found.hardware == libc::ARPHRD_LOOPBACK {
            return false;
        }
        let is_supported = self.interface.link.is_some() || link_of_hardware(found.hardware).is_some();
        self.statistics.unsupported += u64::from(!is_supported);
        is_supported
    }

    #[inline]
    fn lend(&self, found: &Found) -> Packet<'_> {
        let block = self.mapping.block(self.place.block).unwrap_or_default();
        let link = self.interface.link.or_else(|| link_of_hardware(found.hardware)).unwrap_or_default();
        Packet {
            timestamp: found.timestamp,
            link,
            bytes: block.get(found.start..found.start.saturating_add(found.captured)).unwrap_or_default(),
            wire_length: found.on_wire,
            ordinal: self.packets,
            interface: found.interface,
            vlan: found.vlan,
        }
    }

    /// Waits for the kernel; false if nothing came in time.
    #[cold]
    fn wait(&mut self) -> Result<bool, LiveError> {
        match self.socket.wait(WAIT_MILLISECONDS).map_err(failed("wait for packets"))? {
            Waited::Ready => return Ok(true),
            Waited::TimedOut => {}
            Waited::Failed => self.judge_failure()?,
        }
        // An interface that was down when it was removed leaves without an error.
        if self.interface.is_there() { Ok(false) } else { Err(self.interface.gone()) }
    }

    /// An interface that is down may come up again; everything else ends the capture.
    fn judge_failure(&self) -> Result<(), LiveError> {
        match self.socket.pending_error().map_err(failed("learn what failed"))? {
            libc::ENETDOWN => Ok(()),
            0 => {
                // Asking has not cleared the condition, so the wait that it cut short is made up for.
                std::thread::sleep(std::time::Duration::from_millis(WAIT_MILLISECONDS.unsigned_abs().into()));
                Ok(())
            }
            error => Err(failed("capture")(std::io::Error::from_raw_os_error(error))),
        }
    }
}

impl Interface {
    /// Looks an interface up and finds out what its packets begin with.
    fn find(socket: &Socket, name: &str) -> Result<Self, LiveError> {
        if name == ALL_INTERFACES {
            return Ok(Self { name: name.to_owned(), number: 0, link: None });
        }
        let no_such = || LiveError::NoSuchInterface { name: name.to_owned() };
        let number = system::interface_number(name).ok_or_else(no_such)?;
        let hardware = socket.hardware_of(name).map_err(failed("learn the kind of the interface"))?;
        let unsupported = || LiveError::UnsupportedInterface { name: name.to_owned(), hardware };
        let link = link_of_hardware(hardware).ok_or_else(unsupported)?;
        Ok(Self { name: name.to_owned(), number, link: Some(link) })
    }

    /// Whether this very interface is there; another of the same name has another number.
    fn is_there(&self) -> bool {
        self.number == 0 || system::interface_number(&self.name) == Some(self.number)
    }

    fn gone(&self) -> LiveError {
        LiveError::InterfaceGone { name: self.name.clone() }
    }
}

/// The group in the lower half, how to share out in the upper.
fn fanout_word(options: &LiveOptions, group: u16) -> u32 {
    let mut kind = libc::PACKET_FANOUT_HASH;
    if options.fanout.rollover {
        kind |= libc::PACKET_FANOUT_FLAG_ROLLOVER;
    }
    if options.fanout.defragment {
        kind |= libc::PACKET_FANOUT_FLAG_DEFRAG;
    }
    u32::from(group) | kind << 16
}

/// Reads the header of the packet at `offset` of a block (`tpacket3_hdr`, then `sockaddr_ll`).
#[inline]
fn parse(block: &[u8], offset: usize) -> Option<Found> {
    let mut reader = Reader::new(block.get(offset..)?);
    let mut u32 = || NATIVE.u32(&mut reader).ok();
    let next = u32()? as usize;
    let seconds = i64::from(u32()?);
    let nanoseconds = i64::from(u32()?);
    let captured = u32()?;
    let on_wire = u32()?;
    let status = u32()?;
    let mac = NATIVE.u16(&mut reader).ok()?;
    reader.skip(6).ok()?;
    let tag = NATIVE.u32(&mut reader).ok()?;
    reader.seek(ADDRESS_OFFSET + 4).ok()?;
    let interface = NATIVE.u32(&mut reader).ok()?;
    let hardware = NATIVE.u16(&mut reader).ok()?;
    let kind = reader.u8().ok()?;
    Some(Found {
        timestamp: Timestamp::from_parts(seconds, nanoseconds),
        start: offset + usize::from(mac),
        captured: captured as usize,
        on_wire: on_wire.max(captured),
        vlan: (status & libc::TP_STATUS_VLAN_VALID != 0).then_some((tag & VLAN_MASK) as u16),
        interface,
        hardware,
        kind,
        next: offset.saturating_add(next),
    })
}

#[allow(clippy::disallowed_methods, reason = "live capture is where event time comes from")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}
