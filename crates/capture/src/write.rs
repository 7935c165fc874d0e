//! Writing captures: pcapng by choice, pcap for programs that know nothing newer. Both in nanoseconds.

use std::io::{self, Write};
use std::net::IpAddr;

use thymus_wire::LinkType;

use crate::PACKET_BYTES_MAX;
use crate::packet::{Packet, Secrets};
use crate::pcap::MAGIC_NANOSECONDS;
use crate::pcapng::{
    BYTE_ORDER_MAGIC, DECRYPTION_SECRETS, ENHANCED_PACKET, INTERFACE_DESCRIPTION, NAME_RESOLUTION,
    OPTION_END, OPTION_TIME_RESOLUTION, SECTION_HEADER,
};

const OPTION_COMMENT: u16 = 1;
const OPTION_APPLICATION: u16 = 4;
/// The exponent of ten: nanoseconds.
const NANOSECOND_RESOLUTION: u8 = 9;
/// The most interfaces one file may describe; what more there are cannot be written.
const INTERFACES_MAX: usize = 65_536;
/// What an 802.1Q tag begins with, and where an Ethernet frame has it.
const VLAN_ETHERTYPE: u16 = 0x8100;
const VLAN_TAG_OFFSET: usize = 12;
const VLAN_TAG_BYTES: u32 = 4;

/// Writes one pcapng section. Interfaces are described when their first packet comes.
pub struct PcapngWriter<W> {
    output: W,
    /// The interfaces described so far, in the order of their numbers in the file.
    interfaces: Vec<(u32, LinkType)>,
    /// The block being put together, reused.
    block: Vec<u8>,
}

impl<W: Write> PcapngWriter<W> {
    /// Begins a section that names the program that writes it and may carry a comment.
    pub fn new(output: W, application: &str, comment: Option<&str>) -> io::Result<Self> {
        let mut writer = Self { output, interfaces: Vec::new(), block: Vec::new() };
        writer.begin(SECTION_HEADER);
        writer.u32(BYTE_ORDER_MAGIC);
        writer.u16(1);
        writer.u16(0);
        // The length of the section is not known.
        writer.bytes(&u64::MAX.to_le_bytes());
        writer.option(OPTION_APPLICATION, application.as_bytes());
        if let Some(comment) = comment {
            writer.option(OPTION_COMMENT, comment.as_bytes());
        }
        writer.end_options();
        writer.finish_block()?;
        Ok(writer)
    }

    /// Writes a packet; a VLAN tag that the network card took out is put back into Ethernet frames.
    pub fn packet(&mut self, packet: &Packet, comment: Option<&str>) -> io::Result<()> {
        let interface = self.interface(packet.interface, packet.link)?;
        let frame = Frame::of(packet)?;
        self.begin(ENHANCED_PACKET);
        self.u32(interface);
        let nanoseconds = u64::try_from(packet.timestamp.0).unwrap_or_default();
        self.u32((nanoseconds >> 32) as u32);
        self.u32((nanoseconds & u64::from(u32::MAX)) as u32);
        self.u32(frame.captured);
        self.u32(frame.on_wire);
        frame.parts().into_iter().for_each(|part| self.bytes(part));
        self.pad();
        if let Some(comment) = comment {
            self.option(OPTION_COMMENT, comment.as_bytes());
            self.end_options();
        }
        self.finish_block()
    }

    /// Writes a host name, which programs show for the address.
    pub fn name(&mut self, address: IpAddr, name: &str) -> io::Result<()> {
        self.begin(NAME_RESOLUTION);
        let name: Vec<u8> = name.bytes().filter(|byte| *byte != 0).chain([0]).collect();
        match address {
            IpAddr::V4(address) => self.option(1, &[&address.octets(), name.as_slice()].concat()),
            IpAddr::V6(address) => self.option(2, &[&address.octets(), name.as_slice()].concat()),
        }
        self.end_options();
        self.finish_block()
    }

    /// Writes secrets; they should come before the packets they decrypt.
    pub fn secrets(&mut self, secrets: &Secrets) -> io::Result<()> {
        let length = u32::try_from(secrets.bytes.len()).map_err(|_| invalid("secrets of more than 4 GiB"))?;
        self.begin(DECRYPTION_SECRETS);
        self.u32(secrets.kind.0);
        self.u32(length);
        self.bytes(secrets.bytes);
        self.pad();
        self.finish_block()
    }

    /// Hands everything on to the output and gives it back.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }

    /// The number of an interface in the file, which is described now if it is new.
    fn interface(&mut self, interface: u32, link: LinkType) -> io::Result<u32> {
        let known = self.interfaces.iter().position(|known| *known == (interface, link));
        let number = known.unwrap_or(self.interfaces.len());
        if known.is_none() {
            self.describe(interface, link)?;
        }
        u32::try_from(number).map_err(|_| invalid("too many interfaces for one capture file"))
    }

    fn describe(&mut self, interface: u32, link: LinkType) -> io::Result<()> {
        let number = u16::try_from(link.0).map_err(|_| invalid("a link type that pcapng cannot carry"))?;
        if self.interfaces.len() >= INTERFACES_MAX {
            return Err(invalid("too many interfaces for one capture file"));
        }
        self.interfaces.push((interface, link));
        self.begin(INTERFACE_DESCRIPTION);
        self.u16(number);
        self.u16(0);
        self.u32(PACKET_BYTES_MAX);
        self.option(OPTION_TIME_RESOLUTION, &[NANOSECOND_RESOLUTION]);
        self.end_options();
        self.finish_block()
    }

    /// Begins a block; its length is filled in at the end.
    fn begin(&mut self, kind: u32) {
        self.block.clear();
        self.u32(kind);
        self.u32(0);
    }

    fn finish_block(&mut self) -> io::Result<()> {
        let length =
            u32::try_from(self.block.len() + 4).map_err(|_| invalid("a block of more than 4 GiB"))?;
        self.u32(length);
        if let Some(field) = self.block.get_mut(4..8) {
            field.copy_from_slice(&length.to_le_bytes());
        }
        self.output.write_all(&self.block)
    }

    /// An option, or a name record, which has the same shape. What is too long for its length field is cut.
    fn option(&mut self, code: u16, value: &[u8]) {
        let value = value.get(..usize::from(u16::MAX)).unwrap_or(value);
        self.u16(code);
        self.u16(u16::try_from(value.len()).unwrap_or(u16::MAX));
        self.bytes(value);
        self.pad();
    }

    fn end_options(&mut self) {
        self.u16(OPTION_END);
        self.u16(0);
    }

    fn u16(&mut self, value: u16) {
        self.bytes(&value.to_le_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.bytes(&value.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.block.extend_from_slice(bytes);
    }

    fn pad(&mut self) {
        self.block.resize(self.block.len().next_multiple_of(4), 0);
    }
}

/// Writes a classic pcap file, which has a single link type.
pub struct PcapWriter<W> {
    output: W,
    link: LinkType,
}

impl<W: Write> PcapWriter<W> {
    /// Begins a file for packets of one link type.
    pub fn new(mut output: W, link: LinkType) -> io::Result<Self> {
        output.write_all(&MAGIC_NANOSECONDS.to_le_bytes())?;
        output.write_all(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        output.write_all(&PACKET_BYTES_MAX.to_le_bytes())?;
        output.write_all(&link.0.to_le_bytes())?;
        Ok(Self { output, link })
    }

    /// Writes a packet; a VLAN tag that the network card took out is put back into Ethernet frames.
    pub fn packet(&mut self, packet: &Packet) -> io::Result<()> {
        if packet.link != self.link {
            return Err(invalid("a pcap file has one link type only; write pcapng"));
        }
        let seconds = u32::try_from(packet.timestamp.seconds())
            .map_err(|_| invalid("a pcap file has times from 1970 to 2106 only; write pcapng"))?;
        let nanoseconds = u32::try_from(packet.timestamp.subsecond_nanos()).unwrap_or_default();
        let frame = Frame::of(packet)?;
        for field in [seconds, nanoseconds, frame.captured, frame.on_wire] {
            self.output.write_all(&field.to_le_bytes())?;
        }
        frame.parts().into_iter().try_for_each(|part| self.output.write_all(part))
    }

    /// Hands everything on to the output and gives it back.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }
}

/// A packet's bytes as they are written: whole, or around a tag that is put back.
struct Frame<'a> {
    before: &'a [u8],
    tag: Option<[u8; 4]>,
    after: &'a [u8],
    captured: u32,
    on_wire: u32,
}

impl<'a> Frame<'a> {
    fn of(packet: &Packet<'a>) -> io::Result<Self> {
        let captured = u32::try_from(packet.bytes.len()).unwrap_or(u32::MAX);
        if captured > PACKET_BYTES_MAX {
            return Err(invalid("a packet longer than 256 KiB"));
        }
        let on_wire = packet.wire_length.max(captured);
        let whole = Self { before: packet.bytes, tag: None, after: &[], captured, on_wire };
        let fits = captured <= PACKET_BYTES_MAX - VLAN_TAG_BYTES;
        let split = packet.bytes.split_at_checked(VLAN_TAG_OFFSET).filter(|_| fits);
        let (Some(vlan), Some((before, after)), LinkType::ETHERNET) = (packet.vlan, split, packet.link)
        else {
            return Ok(whole);
        };
        let [e0, e1] = VLAN_ETHERTYPE.to_be_bytes();
        let [v0, v1] = vlan.to_be_bytes();
        let tag = Some([e0, e1, v0, v1]);
        let on_wire = on_wire.saturating_add(VLAN_TAG_BYTES);
        Ok(Self { before, tag, after, captured: captured + VLAN_TAG_BYTES, on_wire })
    }

    fn parts(&self) -> [&[u8]; 3] {
        [self.before, self.tag.as_ref().map_or(&[], |tag| tag.as_slice()), self.after]
    }
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}
