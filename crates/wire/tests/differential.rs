//! What this crate reads of generated and damaged packets is what `etherparse` reads of them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

use etherparse::{
    IpFragOffset, IpHeaders, IpNumber, Ipv4Extensions, Ipv4Header, Ipv6Extensions, Ipv6FragmentHeader,
    Ipv6Header, Ipv6RawExtHeader, LaxNetSlice, LaxSlicedPacket, LenSource, PacketBuilder, TcpHeader,
    TcpOptionElement, TransportSlice, VlanId,
};
use std::net::IpAddr;
use thymus_wire::{Frame, Ip, LinkType, Network, TcpOption, TcpOptions, frame, ip};

const ROUNDS: usize = 4000;
const MUTATIONS: usize = 12;

/// A generator of Marsaglia's xorshift family: the same packets in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap_or(0) % limit
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next().to_le_bytes()[3]).collect()
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next().to_le_bytes()[3])
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.array())
    }
}

fn ipv4(random: &mut Random) -> IpHeaders {
    let mut header =
        Ipv4Header::new(0, 64, IpNumber::UDP, random.array(), random.array()).expect("short payload");
    header.time_to_live = random.array::<1>()[0];
    header.dont_fragment = random.chance(2);
    header.identification = random.u16();
    let options = 4 * random.below(11);
    if options > 0 && random.chance(3) {
        header.options = random.bytes(options).as_slice().try_into().expect("a multiple of four below 44");
    }
    if random.chance(8) {
        header.more_fragments = random.chance(2);
        header.fragment_offset = IpFragOffset::try_new(random.u16() & 0x1fff).expect("thirteen bits");
    }
    IpHeaders::Ipv4(header, Ipv4Extensions::default())
}

fn ipv6(random: &mut Random) -> IpHeaders {
    let header = Ipv6Header {
        source: random.array(),
        destination: random.array(),
        hop_limit: random.array::<1>()[0],
        traffic_class: random.array::<1>()[0],
        ..Ipv6Header::default()
    };
    let mut extensions = Ipv6Extensions::default();
    let options = |random: &mut Random| {
        let length = 6 + 8 * random.below(4);
        // One padding option fills the header.
        let mut payload = vec![1, u8::try_from(length - 2).expect("below 32")];
        payload.resize(length, 0);
        random
            .chance(3)
            .then(|| Ipv6RawExtHeader::new_raw(IpNumber::UDP, &payload).expect("6 and a multiple of 8"))
    };
    extensions.hop_by_hop_options = options(random);
    extensions.destination_options = options(random);
    if random.chance(6) {
        let offset = IpFragOffset::try_new(random.u16() & 0x1fff).expect("thirteen bits");
        extensions.fragment = Some(Ipv6FragmentHeader::new(IpNumber::UDP, offset, random.chance(2), 7));
    }
    IpHeaders::Ipv6(header, extensions)
}

fn tcp(random: &mut Random) -> TcpHeader {
    let mut header = TcpHeader::new(random.u16(), random.u16(), random.next() as u32, random.u16());
    header.acknowledgment_number = random.next() as u32;
    let flags = random.next();
    header.syn = flags & 1 != 0;
    header.ack = flags & 2 != 0;
    header.fin = flags & 4 != 0;
    header.rst = flags & 8 != 0;
    header.psh = flags & 16 != 0;
    header.urg = flags & 32 != 0;
    header.ece = flags & 64 != 0;
    header.cwr = flags & 128 != 0;
    if random.chance(2) {
        let options = [
            TcpOptionElement::MaximumSegmentSize(random.u16()),
            TcpOptionElement::SelectiveAcknowledgementPermitted,
            TcpOptionElement::Timestamp(random.next() as u32, random.next() as u32),
            TcpOptionElement::Noop,
            TcpOptionElement::WindowScale(random.array::<1>()[0]),
        ];
        header.set_options(&options).expect("twenty bytes");
    }
    header
}

fn packet(random: &mut Random) -> Vec<u8> {
    let ethernet = PacketBuilder::ethernet2(random.array(), random.array());
    let headers = if random.chance(2) { ipv4(random) } else { ipv6(random) };
    let vlan = |random: &mut Random| VlanId::try_new(random.u16() & 0x0fff).expect("twelve bits");
    let step = match random.below(3) {
        0 => ethernet.ip(headers),
        1 => ethernet.single_vlan(vlan(random)).ip(headers),
        _ => ethernet.double_vlan(vlan(random), vlan(random)).ip(headers),
    };
    let length = random.below(200);
    let payload = random.bytes(length);
    let mut bytes = Vec::new();
    match random.below(4) {
        0 => step.udp(random.u16(), random.u16()).write(&mut bytes, &payload),
        1 => step.icmpv6_echo_request(random.u16(), random.u16()).write(&mut bytes, &payload),
        _ => step.tcp_header(tcp(random)).write(&mut bytes, &payload),
    }
    .or_else(|_| {
        PacketBuilder::ethernet2([0; 6], [1; 6]).ipv4([1; 4], [2; 4], 9).udp(1, 2).write(&mut bytes, &payload)
    })
    .expect("the simplest packet can be built");
    bytes
}

/// Both readings of one frame, held against each other.
fn compare(bytes: &[u8]) {
    let ours = frame(LinkType::ETHERNET, bytes);
    let Ok(theirs) = LaxSlicedPacket::from_ethernet(bytes) else {
        assert!(ours.anomaly.is_some(), "a frame too short for them but not for us: {bytes:02x?}");
        return;
    };
    let Network::Ip(packet) = ours.network else { return };
    // A tag that only we know stands in the way of theirs.
    if theirs.net.is_none() && theirs.stop_err.is_none() {
        return;
    }
    compare_vlans(&ours, &theirs);
    match (&theirs.net, ip(packet)) {
        (Some(net), Ok(ours)) => {
            compare_network(net, &ours);
            compare_transport(&theirs, &ours);
        }
        // They ignore a total length that is shorter than the header, we do not.
        (Some(LaxNetSlice::Ipv4(net)), Err(anomaly)) => {
            assert_eq!(anomaly.name, "invalid_IP_header_size", "{bytes:02x?}");
            assert_eq!(net.payload().len_source, LenSource::Slice);
        }
        (Some(LaxNetSlice::Ipv6(_)), Err(anomaly)) => {
            assert!(anomaly.offset >= 40, "{anomaly} for a whole header: {bytes:02x?}");
        }
        (_, Ok(ours)) => assert!(theirs.stop_err.is_none(), "{:?} but {ours:?}", theirs.stop_err),
        _ => {}
    }
}

fn compare_vlans(ours: &Frame<'_>, theirs: &LaxSlicedPacket<'_>) {
    let ids = theirs.vlan_ids();
    let mut ids = ids.iter().map(|id| id.value()).filter(|id| *id != 0);
    assert_eq!((ours.vlan, ours.inner_vlan), (ids.next(), ids.next()));
}

fn compare_network(theirs: &LaxNetSlice<'_>, ours: &Ip<'_>) {
    match theirs {
        LaxNetSlice::Ipv4(net) => {
            let header = net.header();
            assert_eq!(IpAddr::V4(header.source_addr()), ours.source);
            assert_eq!(IpAddr::V4(header.destination_addr()), ours.destination);
            assert_eq!((header.ttl(), header.protocol().0), (ours.ttl, ours.protocol));
            assert_eq!(usize::from(header.ihl()) * 4, ours.header_length);
            assert_eq!(header.dont_fragment(), ours.dont_fragment);
            assert_eq!(header.is_fragmenting_payload(), ours.fragment.is_some());
            if let Some(fragment) = ours.fragment {
                assert_eq!(usize::from(header.fragments_offset().value()) * 8, fragment.offset);
                assert_eq!(header.more_fragments(), fragment.more);
                assert_eq!(u32::from(header.identification()), fragment.identification);
            }
            if ours.protocol != 51 {
                assert_eq!(net.payload().payload, ours.payload);
                assert_eq!(net.payload().incomplete, !ours.is_complete());
            }
        }
        LaxNetSlice::Ipv6(net) => {
            let header = net.header();
            assert_eq!((header.hop_limit(), header.traffic_class()), (ours.ttl, ours.traffic_class));
            assert_eq!(net.is_payload_fragmented(), ours.fragment.is_some());
            // A length of zero means "all there is" to them, and a chain they do not follow to its end they give up.
            let comparable = header.payload_length() != 0 && ours.fragment.is_none();
            if comparable && ours.protocol == net.payload().ip_number.0 {
                assert_eq!(net.payload().payload, ours.payload);
            }
        }
        LaxNetSlice::Arp(_) => panic!("we say IP, they ARP"),
    }
}

fn compare_transport(theirs: &LaxSlicedPacket<'_>, ours: &Ip<'_>) {
    let declared = theirs.ip_payload().map(|payload| payload.payload);
    if declared != Some(ours.payload) {
        return;
    }
    match &theirs.transport {
        Some(TransportSlice::Tcp(segment)) if ours.protocol == 6 => {
            let ours = ours.tcp().expect("they can read it");
            assert_eq!(segment.source_port(), ours.source_port);
            assert_eq!(segment.destination_port(), ours.destination_port);
            assert_eq!(segment.sequence_number(), ours.sequence);
            assert_eq!(segment.acknowledgment_number(), ours.acknowledgment);
            assert_eq!(segment.window_size(), ours.window);
            assert_eq!(
                [segment.syn(), segment.ack(), segment.fin(), segment.rst(), segment.psh(), segment.urg()],
                [
                    ours.flags.syn(),
                    ours.flags.ack(),
                    ours.flags.fin(),
                    ours.flags.rst(),
                    ours.flags.psh(),
                    ours.flags.urg()
                ]
            );
            assert_eq!([segment.ece(), segment.cwr()], [ours.flags.ece(), ours.flags.cwr()]);
            assert_eq!(segment.options(), ours.options.as_bytes());
            assert_eq!(segment.payload(), ours.payload);
            compare_options(segment.options_iterator(), ours.options);
        }
        Some(TransportSlice::Udp(datagram)) if ours.protocol == 17 => {
            let ours = ours.udp().expect("they can read it");
            assert_eq!(datagram.source_port(), ours.source_port);
            assert_eq!(datagram.destination_port(), ours.destination_port);
            assert_eq!(datagram.length(), ours.length);
            if datagram.length() >= 8 {
                assert_eq!(datagram.payload(), ours.payload);
            }
        }
        _ => {}
    }
}

fn compare_options(theirs: etherparse::TcpOptionsIterator<'_>, mut ours: TcpOptions<'_>) {
    for option in theirs.filter(|option| !matches!(option, Ok(TcpOptionElement::Noop))) {
        match (option, ours.next()) {
            (Ok(TcpOptionElement::MaximumSegmentSize(size)), Some(TcpOption::MaximumSegmentSize(ours))) => {
                assert_eq!(size, ours);
            }
            (Ok(TcpOptionElement::WindowScale(shift)), Some(TcpOption::WindowScale(ours))) => {
                assert_eq!(shift, ours)
            }
            (
                Ok(TcpOptionElement::Timestamp(value, echo)),
                Some(TcpOption::Timestamps { value: v, echo: e }),
            ) => {
                assert_eq!((value, echo), (v, e));
            }
            (Ok(TcpOptionElement::SelectiveAcknowledgementPermitted), Some(TcpOption::SackPermitted)) => {}
            (Ok(TcpOptionElement::SelectiveAcknowledgement(..)), Some(TcpOption::Sack(_))) => {}
            // They stop at options that they do not know.
            (Err(_), _) => return,
            (theirs, ours) => panic!("{theirs:?} but {ours:?}"),
        }
    }
}

#[test]
fn whole_packets_are_read_alike() {
    let mut random = Random(0x7468_796d_7573);
    for _ in 0..ROUNDS {
        compare(&packet(&mut random));
    }
}

#[test]
fn damaged_packets_are_read_alike() {
    let mut random = Random(0x6865_6164_6572);
    for _ in 0..ROUNDS {
        let mut bytes = packet(&mut random);
        for _ in 0..MUTATIONS {
            let at = random.below(bytes.len().min(80));
            bytes[at] = random.array::<1>()[0];
            compare(&bytes);
        }
        let kept = random.below(bytes.len());
        compare(&bytes[..kept]);
    }
}

#[test]
fn checksums_that_others_make_are_right_and_a_flipped_bit_makes_them_wrong() {
    let mut random = Random(0x6368_6563_6b73);
    let mut checked = 0;
    for _ in 0..ROUNDS {
        let bytes = packet(&mut random);
        let Network::Ip(within) = frame(LinkType::ETHERNET, &bytes).network else { panic!("not IP") };
        let whole = ip(within).expect("undamaged");
        assert!(whole.header_checksum_ok());
        let headers = whole.header_length;
        // The builder makes ICMPv6 over IPv4 without the pseudo-header that we then expect.
        if whole.transport_checksum_ok().is_none() || whole.version == 4 && whole.protocol == 58 {
            continue;
        }
        assert_eq!(whole.transport_checksum_ok(), Some(true), "{bytes:02x?}");
        let mut damaged = within.to_vec();
        let at = headers + random.below(damaged.len() - headers);
        damaged[at] ^= 1 << random.below(8);
        assert_eq!(ip(&damaged).expect("the header is whole").transport_checksum_ok(), Some(false));
        checked += 1;
    }
    assert!(checked > ROUNDS / 2, "only {checked} checksums were tried");
}
