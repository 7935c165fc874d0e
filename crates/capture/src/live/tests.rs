//! Live capture in a network namespace of its own. Needs root; says so and passes where it is not.

use std::net::UdpSocket;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use thymus_wire::{LinkType, Network, frame, ip};

use super::{ALL_INTERFACES, Live, LiveError, LiveOptions, Ring, User, link_of_hardware};

const DATAGRAMS: usize = 200;

/// Runs a test of this file again, as the only one, in a process within a new network namespace. Returns whether the
/// caller is that process.
fn in_namespace(test: &str) -> bool {
    const INSIDE: &str = "THYMUS_TEST_IN_NAMESPACE";
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let program = std::env::current_exe().unwrap();
    let script = "ip link set lo up && exec \"$0\" \"$@\"";
    let test = format!("live::tests::{test}");
    let output = Command::new("unshare")
        .args(["--net", "sh", "-c", script])
        .arg(program)
        .args(["--exact", &test, "--nocapture"])
        .env(INSIDE, "1")
        .output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) if String::from_utf8_lossy(&output.stderr).contains("unshare failed") => {
            eprintln!("skipped {test}: a network namespace needs root");
        }
        Ok(output) => {
            panic!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        }
        Err(error) => eprintln!("skipped {test}: {error}"),
    }
    false
}

fn options(interface: &str) -> LiveOptions {
    LiveOptions { ring_bytes: 2 * 1024 * 1024, ..LiveOptions::new(interface) }
}

fn send_datagrams() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for number in 0..DATAGRAMS {
        // Several flows, so that rings have something to share.
        let sender = UdpSocket::bind(("127.0.0.1", 20_000 + number as u16 % 16)).unwrap();
        sender.send_to(&number.to_be_bytes(), socket.local_addr().unwrap()).unwrap();
    }
}

/// Reads until nothing comes any more; returns the numbers sent, by the flow's port.
fn receive(ring: &mut Ring) -> Vec<(u16, usize)> {
    let stop = AtomicBool::new(false);
    let mut found = Vec::new();
    let mut idle = 0;
    while idle < 3 {
        match ring.next(&stop).unwrap() {
            Live::Packet(packet) => {
                assert_eq!((packet.link, packet.vlan, packet.interface), (LinkType::ETHERNET, None, 1));
                assert_eq!(packet.wire_length as usize, packet.bytes.len());
                let Network::Ip(packet) = frame(packet.link, packet.bytes).network else { continue };
                let Ok(datagram) = ip(packet).unwrap().udp() else { continue };
                let number = usize::from_be_bytes(datagram.payload.try_into().unwrap());
                found.push((datagram.source_port, number));
            }
            Live::Idle { now } => {
                assert!(now.seconds() > 1_700_000_000);
                idle += 1;
            }
            Live::Stopped => unreachable!("nobody stops it"),
        }
    }
    found
}

#[test]
fn every_datagram_is_seen_once() {
    if !in_namespace("every_datagram_is_seen_once") {
        return;
    }
    for interface in ["lo", ALL_INTERFACES] {
        let mut ring = Ring::open(&options(interface)).unwrap();
        send_datagrams();
        let numbers: Vec<_> = receive(&mut ring).into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers, (0..DATAGRAMS).collect::<Vec<_>>());
        let statistics = ring.statistics().unwrap();
        // The kernel counts each packet leaving and arriving.
        assert_eq!((statistics.received, statistics.dropped), (2 * DATAGRAMS as u64, 0));
        assert_eq!(ring.statistics().unwrap(), statistics);
    }
}

#[test]
fn rings_of_a_group_share_flows() {
    if !in_namespace("rings_of_a_group_share_flows") {
        return;
    }
    let mut rings = Ring::open_group(&options("lo"), 3, 77).unwrap();
    send_datagrams();
    let by_ring: Vec<_> = rings.iter_mut().map(receive).collect();
    let mut numbers: Vec<_> = by_ring.iter().flatten().map(|(_, number)| *number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..DATAGRAMS).collect::<Vec<_>>());
    for port in 20_000..20_016 {
        let rings_with_port = by_ring.iter().filter(|found| found.iter().any(|(other, _)| *other == port));
        assert_eq!(rings_with_port.count(), 1, "a flow stays with one ring");
    }
}

#[test]
fn a_full_ring_drops_and_counts() {
    if !in_namespace("a_full_ring_drops_and_counts") {
        return;
    }
    let mut ring = Ring::open(&options("lo")).unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for _ in 0..100 {
        socket.send_to(&[0; 60_000], socket.local_addr().unwrap()).unwrap();
    }
    let stop = AtomicBool::new(false);
    let mut seen = 0;
    while let Live::Packet(packet) = ring.next(&stop).unwrap() {
        seen += 1;
        assert_eq!(packet.ordinal, seen);
    }
    let statistics = ring.statistics().unwrap();
    assert!(statistics.dropped > 0 && statistics.freezes > 0 && seen > 0);
    assert!(statistics.received >= 200, "dropped packets are counted as received: {statistics:?}");
}

#[test]
fn the_stop_flag_is_honoured_soon() {
    if !in_namespace("the_stop_flag_is_honoured_soon") {
        return;
    }
    let mut ring = Ring::open(&options("lo")).unwrap();
    let stop = AtomicBool::new(false);
    let stopped_after = std::thread::scope(|scope| {
        let reader = scope.spawn(|| while ring.next(&stop).unwrap() != Live::Stopped {});
        std::thread::sleep(Duration::from_millis(250));
        #[allow(clippy::disallowed_methods, reason = "a test measures how long something takes")]
        let begin = Instant::now();
        stop.store(true, Ordering::Relaxed);
        reader.join().unwrap();
        begin.elapsed()
    });
    assert!(stopped_after < Duration::from_millis(200), "{stopped_after:?}");
}

#[test]
fn stripped_vlan_tags_are_told() {
    if !in_namespace("stripped_vlan_tags_are_told") {
        return;
    }
    let run = |script: &str| Command::new("sh").args(["-c", script]).status().unwrap().success();
    let made = run("ip link add a type veth peer name b && ip link set a up && ip link set b up && \
                    ip link add link a name a.5 type vlan id 5 && ip addr add 10.1.1.1/24 dev a.5 && \
                    ip link set a.5 up && ip neigh add 10.1.1.2 lladdr 02:00:00:00:00:01 dev a.5");
    if !made {
        eprintln!("skipped stripped_vlan_tags_are_told: no veth and VLAN interfaces here");
        return;
    }
    let mut ring = Ring::open(&options("b")).unwrap();
    UdpSocket::bind("10.1.1.1:0").unwrap().send_to(b"tagged", "10.1.1.2:9").unwrap();
    let stop = AtomicBool::new(false);
    for _ in 0..20 {
        let Live::Packet(packet) = ring.next(&stop).unwrap() else { continue };
        if packet.bytes.ends_with(b"tagged") {
            assert_eq!((packet.vlan, packet.bytes[12..14].to_vec()), (Some(5), vec![8, 0]));
            return;
        }
    }
    panic!("the datagram did not come");
}

#[test]
fn an_interface_that_goes_away_is_an_error() {
    if !in_namespace("an_interface_that_goes_away_is_an_error") {
        return;
    }
    let run = |script: &str| Command::new("sh").args(["-c", script]).status().unwrap().success();
    if !run("ip link add gone type veth peer name b && ip link set gone up") {
        eprintln!("skipped an_interface_that_goes_away_is_an_error: no veth interfaces here");
        return;
    }
    let mut ring = Ring::open(&options("gone")).unwrap();
    let stop = AtomicBool::new(false);
    assert!(run("ip link set gone down"));
    assert!((0..3).all(|_| ring.next(&stop).is_ok()), "an interface that is down may come up again");
    assert!(run("ip link delete gone"));
    let result = (0..30).find_map(|_| ring.next(&stop).err());
    assert!(matches!(result, Some(LiveError::InterfaceGone { .. })), "{result:?}");
}

#[test]
fn privileges_are_gone_for_good() {
    if !in_namespace("privileges_are_gone_for_good") {
        return;
    }
    let mut ring = Ring::open(&options("lo")).unwrap();
    assert!(matches!(super::drop_privileges(User { user: 0, group: 0 }), Err(LiveError::Privileges(_))));
    super::drop_privileges(User { user: 65534, group: 65534 }).unwrap();
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
    for line in
        ["Uid:\t65534\t65534\t65534\t65534", "CapEff:\t0000000000000000", "NoNewPrivs:\t1", "Groups:\t "]
    {
        assert!(status.contains(line), "{line:?} not in {status}");
    }
    assert!(matches!(Ring::open(&options("lo")), Err(LiveError::NoPermission)));
    send_datagrams();
    assert_eq!(receive(&mut ring).len(), DATAGRAMS, "a ring that is open stays open");
}

#[test]
fn unknown_interfaces_are_refused_by_name() {
    if !in_namespace("unknown_interfaces_are_refused_by_name") {
        return;
    }
    let error = Ring::open(&options("no-such0")).err().unwrap();
    assert!(matches!(error, LiveError::NoSuchInterface { .. }));
    assert!(error.to_string().contains("no-such0"));
    let long = Ring::open(&options("a-name-longer-than-interfaces-have"));
    assert!(matches!(long, Err(LiveError::NoSuchInterface { .. })));
    let no_clock = LiveOptions { hardware_timestamps: true, ..options("lo") };
    assert!(matches!(Ring::open(&no_clock), Err(LiveError::System { .. })));
}

#[test]
fn users_are_found_by_name() {
    assert_eq!(User::named("root").unwrap(), User { user: 0, group: 0 });
    assert!(matches!(User::named("no such user"), Err(LiveError::NoSuchUser { .. })));
}

#[test]
fn hardware_types_of_if_arp_h() {
    assert_eq!(link_of_hardware(libc::ARPHRD_ETHER), Some(LinkType::ETHERNET));
    assert_eq!(link_of_hardware(libc::ARPHRD_NONE), Some(LinkType::RAW));
    assert_eq!(link_of_hardware(libc::ARPHRD_INFINIBAND), None);
}
