//! What every network has besides: time, leases, echoes, and connections that come to nothing.

use super::super::stage::Stage;
use super::super::wire::EPOCH_SECONDS;
use super::super::world;
use crate::packet::bytes::Put as _;
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, Side};
use crate::packet::frame::Endpoints;

const DHCP_SERVER: [u8; 4] = [10, 0, 0, 15];
const DHCP_REQUEST: u8 = 3;
const DHCP_ACK: u8 = 5;
/// From 1900, when NTP begins to count, to 1970, in seconds (RFC 5905 figure 4).
const NTP_EPOCH: u64 = 2_208_988_800;
const SCANNER: [u8; 4] = [10, 1, 7, 66];
/// Ports that a scan tries.
const SCANNED: &[u16] = &[21, 22, 23, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5432, 5900, 8080];

/// A clock is set (RFC 5905).
pub(in super::super) fn ntp(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut flow = stage.udp(client, (server, 123));
    let now = (EPOCH_SECONDS + NTP_EPOCH) as u32;
    let mut question = vec![0x23, 0, 6, 0xec];
    question.zeros(36).u32_be(now).u32_be(stage.random.next() as u32);
    let mut answer = vec![0x24, 3, 6, 0xe9];
    answer.u32_be(0x200).u32_be(0x800).put(&[10, 0, 0, 1]).u32_be(now - 40).u32_be(7);
    answer
        .put(question.get(40..48).unwrap_or_default())
        .u32_be(now)
        .u32_be(1 << 20)
        .u32_be(now)
        .u32_be(2 << 20);
    flow.say(Side::Client, 0, question);
    flow.say(Side::Server, MILLISECOND, answer);
    stage.truth.add("ntp", 2);
    stage.datagrams(flow);
}

/// A lease is renewed (RFC 2131 section 4.4.5).
pub(in super::super) fn dhcp(stage: &mut Stage<'_>) {
    let client = world::client(stage.number);
    let host = world::computer(client);
    let transaction = stage.random.next() as u32;
    let ends = Endpoints::plain((client, 68), (DHCP_SERVER, 67));
    let mut flow = Datagrams::new(ends, false);
    let mut options = vec![53, 1, DHCP_REQUEST, 61, 7, 1, 0x00, 0x15, 0x5d];
    options.put(client.get(1..).unwrap_or_default()).u8(12).u8(host.len() as u8).put(host.as_bytes());
    options.put(&[60, 8]).put(b"MSFT 5.0").put(&[55, 5, 1, 3, 6, 15, 51]);
    flow.say(Side::Client, 0, lease_message(1, transaction, client, [0; 4], &options));
    let mut options = vec![53, 1, DHCP_ACK, 54, 4];
    options.put(&DHCP_SERVER).put(&[51, 4]).u32_be(28_800).put(&[1, 4, 255, 255, 0, 0, 3, 4, 10, 1, 0, 1]);
    options.put(&[6, 8, 10, 0, 0, 53, 10, 0, 0, 54, 15, 16]).put(b"corp.example.com");
    flow.say(Side::Server, 2 * MILLISECOND, lease_message(2, transaction, client, client, &options));
    stage.truth.add("dhcp", 1);
    stage.datagrams(flow);
}

fn lease_message(
    operation: u8,
    transaction: u32,
    client: [u8; 4],
    given: [u8; 4],
    options: &[u8],
) -> Vec<u8> {
    let mut message = vec![operation, 1, 6, 0];
    message.u32_be(transaction).zeros(4).put(&client).put(&given).zeros(8);
    message.put(&[0x00, 0x15, 0x5d]).put(client.get(1..).unwrap_or_default()).zeros(10 + 192);
    message.put(&[0x63, 0x82, 0x53, 0x63]).put(options).u8(255);
    message.zeros(300_usize.saturating_sub(message.len()));
    message
}

/// A host asks another whether it is there, some times (RFC 792). Every pair of hosts does so once.
pub(in super::super) fn echo(stage: &mut Stage<'_>) {
    let client = world::client(stage.number);
    let server = [10, 0, 1, (stage.number / 2000) as u8 + 1];
    let mut flow = Datagrams::new(Endpoints::plain((client, 0), (server, 0)), true);
    let identifier = stage.random.next() as u16;
    for sequence in 1..=4 {
        let mut message = Vec::with_capacity(36);
        message.u16_be(identifier).u16_be(sequence).put(b"abcdefghijklmnopqrstuvwabcdefghi");
        flow.say(Side::Client, 1000 * MILLISECOND, message.clone());
        flow.say(Side::Server, MILLISECOND, message);
    }
    stage.datagrams(flow);
}

/// A connection to a host that does not answer.
pub(in super::super) fn unanswered(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = [10, 0, stage.random.between(2, 9) as u8, stage.random.next() as u8];
    let mut dialog = Dialog::new(MILLISECOND);
    dialog.ends(Ending::Unanswered(stage.random.between(1, 3) as u32));
    let port = *stage.random.pick(SCANNED);
    stage.tcp(0, client, (server, port), dialog);
}

/// A connection to a port where nobody listens.
pub(in super::super) fn refused(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::UNIX_SERVERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    dialog.ends(Ending::Refused);
    let port = stage.random.between(1024, 9999) as u16;
    stage.tcp(0, client, (server, port), dialog);
}

/// One probe of a scan of the whole network, one port of one host after the other.
pub(in super::super) fn scan(stage: &mut Stage<'_>) {
    let ports = SCANNED.len() as u64;
    let host = stage.number / ports;
    let port = SCANNED.get((stage.number % ports) as usize).copied().unwrap_or_default();
    let server = [10, 64 + (host >> 16) as u8, (host >> 8) as u8, host as u8];
    let mut dialog = Dialog::new(MILLISECOND);
    dialog.ends(if stage.random.chance(800) { Ending::Refused } else { Ending::Unanswered(1) });
    let client = (SCANNER, 32_768 + (stage.number % 16_384) as u16);
    stage.tcp_between(0, Endpoints::plain(client, (server, port)), dialog);
}
