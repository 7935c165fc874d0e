//! Whatever the bytes are, every decoder answers, and every list ends.

use thymus_wire::*;

/// No list can have more entries than this, however small they are: what an iterator yields it has taken from the
/// bytes.
const ENTRIES_MAX: usize = 1 << 16;

const MUTATIONS: usize = 300;

/// One frame or packet of every kind, as link type and hexadecimal digits.
const SAMPLES: &[(u32, &str)] = &[
    // Two VLAN tags, IPv4 with options, TCP with options.
    (
        1,
        "00aabbccddee001122334455 88a80064 810000c8 0800 4600003c000040004006000 00a0000010a000002 94040000
         cf0c005079f4d5c600000000a002faf081b40001 020405b40402080a00114c7f0000000001030307",
    ),
    // IPv6 with hop-by-hop, routing and fragment headers, UDP.
    (
        1,
        "00aabbccddee001122334455 86dd 6000000000380040 20010db8000000000000000000000001
         20010db8000000000000000000000002 2b00050200000100 2c02000100000000 20010db8000000000000000000000099
         1100000000000001 0035003500080000 0000000000000000",
    ),
    // ICMP about a packet.
    (
        228,
        "450000380000000040010000 0a0000010a000002 0303000000000000 4500001c000000004011 0000 0a0000020a000001 0035003500080000",
    ),
    // A router's advertisement.
    (
        229,
        "60000000 0040 3a ff fe800000000000000000000000000001 ff020000000000000000000000000001
         8600000040c0070800000000000003e8 030440c000278d0000093a800000000020010db8000000000000000000000000
         05010000000005dc 0101001122334455",
    ),
    // A report of multicast listeners.
    (
        229,
        "60000000 0030 3a 01 fe800000000000000000000000000001 ff020000000000000000000000000016
         8f00000000000001 04000001 ff0200000000000000000000000000fb 20010db8000000000000000000000001 00000000",
    ),
    // ARP, LLDP, CDP, spanning tree.
    (1, "ffffffffffff001122334455 0806 0001080006040001001122334455c0a80001000000000000c0a80002"),
    (
        1,
        "0180c200000e001122334455 88cc 020704001122334455 040405312f31 06020078 0a027377 0e0400140004
         100c05010a000001020000000100 0000",
    ),
    (
        1,
        "01000ccccccc001122334455 002b aaaa0300000c2000 02b412340001000652310002001100000001 0101cc0004c0a80a010003000845746830",
    ),
    (
        1,
        "0180c2000000001122334455 0026 424203 0000000000800000112233445500000000800000112233445580010000140002000f00",
    ),
    // MPLS pseudowire, PPPoE, VN-Tag, FabricPath, backbone bridging.
    (
        1,
        "00aabbccddee001122334455 8847 000641ff 00000000 00aabbccddee001122334455 0800 4500001400000000400600000a0000010a000002",
    ),
    (1, "00aabbccddee001122334455 8864 110000010016 0021 4500001400000000400600000a0000010a000002"),
    (
        1,
        "00aabbccddee001122334455 8926 00000000 8909 010100010007 0800 4500001400000000400600000a0000010a000002",
    ),
    (
        1,
        "00aabbccddee001122334455 8903 0001 00aabbccddee001122334455 88e7 00000001 00aabbccddee001122334455 0800 4500",
    ),
    // Cooked captures, loopback, serial lines, radio, logs and headers that name other links.
    (113, "000400010006001122334455000008004500001400000000400600000a0000010a000002"),
    (276, "080000000000000200010006001122334455 0000 4500001400000000400600000a0000010a000002"),
    (0, "020000004500001400000000400600000a0000010a000002"),
    (9, "ff0300214500001400000000400600000a0000010a000002"),
    (104, "0f0008004500001400000000400600000a0000010a000002"),
    (
        127,
        "00001900030000800000000000000000000000000000000020 88010000 0a0a0a0a0a0a0b0b0b0b0b0b0c0c0c0c0c0c1000 80000000 0e0e0e0e0e0e0f0f0f0f0f0f 000c aaaa030000000800 4500",
    ),
    (239, "0200000005000a0000000000180009004500001400000000400600000a0000010a000002"),
    (192, "00000800e40000004500001400000000400600000a0000010a000002"),
    (258, "10000000010000000c000000000000004500001400000000400600000a0000010a000002"),
    // IGMP and SCTP.
    (
        228,
        "460000380000000001020000 0a000001e0000016 94040000 2200ea0300000002 04000000effffffa 01010001e80101010a000001deadbeef",
    ),
    (
        228,
        "4500003c0000000040840000 0a0000010a000002 0b590b5a00000e5053c3055f 0003001200000001000200030000001168690000 0100 0006 beef0000",
    ),
    // Tunnels, each as a bare payload after IPv4 and UDP or as GRE.
    (
        228,
        "45000046000000004011 0000 0a0000010a000002 12b512b500320000 0800000000007b00 00112233445500aabbccddee0800 45000014000000004006 0000 0a0000010a000002",
    ),
    (
        228,
        "45000052000000004011 0000 0a0000010a000002 17c117c1003e0000 0340655800007b00 01038002 0102030405060708 00112233445500aabbccddee0800 45000014000000004006 0000 0a0000010a000002",
    ),
    (
        228,
        "45000044000000004011 0000 0a0000010a000002 0868086800300000 34ff002000000001 00000085 01100940 01086800 45000014000000004006 0000 0a0000010a000002",
    ),
    (
        228,
        "4500005c000000004011 0000 0a0000010a000002 0dd80dd800480000 00010201abcdef 010203040506070800 0000fbbef5fffffe 6000000000003b15fe80000000000000000000fffffffffeff020000000000000000000000000002",
    ),
    (
        228,
        "45000070000000004011 0000 0a0000010a000002 13d013d0005c0000 415211294f5e1234 20010db8000000000000000000000002 000102030405060708090a0b0c0d0e0f10111213 6000000000003b15fe80000000000000000000fffffffffeff020000000000000000000000000002",
    ),
    (
        228,
        "4500005200000000402f 0000 0a0000010a000002 100022eb00000001 206400031111111100000001 2222222233333333 00112233445500aabbccddee0800 45000014000000004006 0000 0a0000010a000002",
    ),
    (
        228,
        "4500003c00000000402f 0000 0a0000010a000002 3081880b00181234 0000000100000002 ff030021 45000014000000004006 0000 0a0000010a000002",
    ),
    (
        228,
        "4500002c00000000402f 0000 0a0000010a000002 40000800 00000000 08000004 0a000001 00000000 4500 0014",
    ),
];

fn samples() -> impl Iterator<Item = (LinkType, Vec<u8>)> {
    SAMPLES.iter().map(|(link, digits)| {
        let digits: Vec<u32> = digits.chars().filter_map(|digit| digit.to_digit(16)).collect();
        let bytes = digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit) as u8);
        (LinkType(*link), bytes.collect())
    })
}

fn count<T>(list: impl Iterator<Item = T>) -> usize {
    let entries = list.take(ENTRIES_MAX + 1).count();
    assert!(entries <= ENTRIES_MAX, "a list that does not end");
    entries
}

/// Reads `bytes` as a frame and as the beginning of anything else, and all that is within them to some depth.
fn read_everything(link: LinkType, bytes: &[u8], depth: usize) {
    let frame = frame(link, bytes);
    match frame.network {
        Network::Ip(packet) => read_packet(packet, depth),
        Network::Arp(packet) => drop(arp(packet)),
        Network::Other { payload, .. } => read_announcements(payload),
        Network::Nothing => {}
    }
    if let Some(anomaly) = frame.anomaly {
        assert!(anomaly.offset <= bytes.len(), "{anomaly} lies outside of {} bytes", bytes.len());
    }
}

fn read_announcements(payload: &[u8]) {
    count(lldp(payload).tlvs());
    if let Ok(frame) = cdp(payload) {
        count(frame.tlvs());
    }
}

fn read_packet(bytes: &[u8], depth: usize) {
    let Ok(packet) = ip(bytes) else { return };
    assert!(packet.payload.len() <= packet.declared_payload_length);
    assert_eq!(packet.total_length, packet.header_length + packet.declared_payload_length);
    assert!(packet.header_length + packet.payload.len() <= bytes.len());
    count(packet.ipv4_options());
    let _ = (packet.header_checksum_ok(), packet.transport_checksum_ok(), packet.reassembled(packet.payload));
    read_transports(&packet, depth);
    if let Ok(gre) = gre(packet.payload) {
        read_inner(gre.inner, depth);
    }
    if let Ok(message) = igmp(packet.payload) {
        count(message.records);
    }
}

fn read_transports(packet: &Ip<'_>, depth: usize) {
    if let Ok(segment) = packet.tcp() {
        count(segment.options);
    }
    if let Ok(datagram) = packet.udp() {
        read_tunnels(datagram.payload, depth);
    }
    if let Ok(sctp) = packet.sctp() {
        count(sctp.chunks.filter_map(|chunk| chunk.data()));
    }
    for message in [icmp_v4(packet.payload), icmp_v6(packet.payload)].into_iter().flatten() {
        let _ = (message.embedded(), message.identifier(), message.next_hop_mtu());
        if let Some(Ok(message)) = message.neighbor_message() {
            count(message.options());
        }
        if let Some(Ok(message)) = message.listener_message() {
            count(message.records);
        }
    }
}

fn read_tunnels(payload: &[u8], depth: usize) {
    if let Ok(header) = geneve(payload) {
        count(header.options);
    }
    if let Ok(header) = gtp_u(payload) {
        count(header.extensions);
    }
    let inners = [
        vxlan(payload).map(|header| header.inner),
        geneve(payload).map(|header| header.inner),
        gtp_u(payload).map(|header| header.inner),
        teredo(payload).map(|packet| packet.inner),
        ayiya(payload).map(|header| header.inner),
    ];
    inners.into_iter().flatten().for_each(|inner| read_inner(inner, depth));
}

fn read_inner(inner: Inner<'_>, depth: usize) {
    match (depth, inner) {
        (0, _) => {}
        (depth, Inner::Ip(packet)) => read_packet(packet, depth - 1),
        (depth, Inner::Ethernet(bytes)) => read_everything(LinkType::ETHERNET, bytes, depth - 1),
        (_, Inner::Other { payload, .. }) => read_announcements(payload),
    }
}

#[test]
fn samples_are_read_to_their_end() {
    for (link, bytes) in samples() {
        let frame = frame(link, &bytes);
        assert_eq!(frame.anomaly, None, "{link:?} {bytes:02x?}");
        if let Network::Ip(packet) = frame.network
            && packet.len() >= 20
        {
            assert_eq!(ip(packet).map(|packet| packet.is_complete()), Ok(true), "{link:?} {bytes:02x?}");
        }
    }
}

#[test]
fn every_tunnel_is_among_the_samples() {
    let payloads: Vec<Vec<u8>> = samples()
        .filter(|(link, _)| *link == LinkType::IPV4)
        .filter_map(|(_, bytes)| ip(&bytes).ok().map(|packet| packet.payload.to_vec()))
        .collect();
    let any = |is: fn(&[u8]) -> bool| {
        payloads.iter().any(|payload| is(payload) || payload.get(8..).is_some_and(is))
    };
    assert!(any(|payload| vxlan(payload).is_ok()));
    assert!(any(|payload| geneve(payload).is_ok()));
    assert!(any(|payload| gtp_u(payload).is_ok()));
    assert!(any(|payload| teredo(payload).is_ok()));
    assert!(any(|payload| ayiya(payload).is_ok()));
    assert!(any(|payload| matches!(gre(payload).map(|gre| gre.kind), Ok(GreKind::ErspanIII(_)))));
    assert!(any(|payload| matches!(gre(payload), Ok(Gre { version: 1, inner: Inner::Ip(_), .. }))));
}

#[test]
fn every_length_of_every_sample() {
    for (link, bytes) in samples() {
        for length in 0..=bytes.len() {
            read_everything(link, &bytes[..length], 3);
            read_packet(&bytes[length..], 3);
            read_tunnels(&bytes[length..], 3);
            read_announcements(&bytes[length..]);
        }
    }
}

#[test]
fn every_sample_as_every_link_type() {
    for (_, bytes) in samples() {
        for link in (0..=300).map(LinkType) {
            read_everything(link, &bytes, 3);
        }
    }
}

#[test]
fn damaged_samples() {
    let mut state = 0x7468_796d_7573_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    for (link, original) in samples() {
        for _ in 0..MUTATIONS {
            let mut bytes = original.clone();
            for _ in 0..=random() % 4 {
                let at = random() % bytes.len();
                // The ends of the range are where lengths go wrong.
                bytes[at] = [0, 1, 0x7f, 0xff, random() as u8][random() % 5];
            }
            read_everything(link, &bytes, 3);
        }
    }
}
