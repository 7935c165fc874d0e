//! DCE-RPC (C706, MS-RPCE): what goes over pipes, and connections that begin at the endpoint mapper.

use super::super::bytes::{Put as _, uuid};
use super::super::dialog::{Dialog, MILLISECOND};
use super::super::random::Random;
use super::super::stage::Stage;
use super::super::wire::Address;
use super::super::world;

const REQUEST: u8 = 0;
const RESPONSE: u8 = 2;
const BIND: u8 = 11;
const BIND_ACK: u8 = 12;
const ENDPOINT_MAPPER_PORT: u16 = 135;
const FRAGMENT_BYTES: u16 = 4280;
/// The operation that finds where an interface listens (C706 appendix O).
const MAP: u16 = 3;

/// An interface and some of its operations.
pub(super) struct Interface {
    first: u32,
    second: u16,
    third: u16,
    rest: [u8; 8],
    version: u16,
    /// The pipe where it listens.
    pub(super) pipe: &'static str,
    pub(super) operations: &'static [u16],
}

impl Interface {
    fn uuid(&self) -> [u8; 16] {
        uuid(self.first, self.second, self.third, self.rest)
    }
}

/// Interfaces that are used over pipes: srvsvc, samr, lsarpc, wkssvc, svcctl.
pub(super) const OVER_PIPES: &[Interface] = &[
    Interface {
        first: 0x4b32_4fc8,
        second: 0x1670,
        third: 0x01d3,
        rest: [0x12, 0x78, 0x5a, 0x47, 0xbf, 0x6e, 0xe1, 0x88],
        version: 3,
        pipe: "srvsvc",
        operations: &[15, 16, 21],
    },
    Interface {
        first: 0x1234_5778,
        second: 0x1234,
        third: 0xabcd,
        rest: [0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xac],
        version: 1,
        pipe: "samr",
        operations: &[64, 6, 5, 7, 17, 34, 36, 1],
    },
    Interface {
        first: 0x1234_5778,
        second: 0x1234,
        third: 0xabcd,
        rest: [0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab],
        version: 0,
        pipe: "lsarpc",
        operations: &[44, 7, 58, 57, 0],
    },
    Interface {
        first: 0x6bff_d098,
        second: 0xa112,
        third: 0x3610,
        rest: [0x98, 0x33, 0x46, 0xc3, 0xf8, 0x7e, 0x34, 0x5a],
        version: 1,
        pipe: "wkssvc",
        operations: &[0, 2],
    },
    Interface {
        first: 0x367a_bb81,
        second: 0x9844,
        third: 0x35f1,
        rest: [0xad, 0x32, 0x98, 0xf0, 0x38, 0x00, 0x10, 0x03],
        version: 2,
        pipe: "svcctl",
        operations: &[15, 16, 6, 0],
    },
];

const ENDPOINT_MAPPER: Interface = Interface {
    first: 0xe1af_8308,
    second: 0x5d1f,
    third: 0x11c9,
    rest: [0x91, 0xa4, 0x08, 0x00, 0x2b, 0x14, 0xa0, 0xfa],
    version: 3,
    pipe: "epmapper",
    operations: &[MAP],
};

/// The replication of directories, which domain controllers and many tools use over TCP.
const DRSUAPI: Interface = Interface {
    first: 0xe351_4235,
    second: 0x4b06,
    third: 0x11d1,
    rest: [0xab, 0x04, 0x00, 0xc0, 0x4f, 0xc2, 0xdc, 0xd2],
    version: 4,
    pipe: "lsass",
    operations: &[0, 12, 16, 1],
};

const NETLOGON: Interface = Interface {
    first: 0x1234_5678,
    second: 0x1234,
    third: 0xabcd,
    rest: [0xef, 0x00, 0x01, 0x23, 0x45, 0x67, 0xcf, 0xfb],
    version: 1,
    pipe: "netlogon",
    operations: &[4, 26, 29, 40, 45],
};

const NDR: [u8; 16] =
    [0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60];

/// A client asks the endpoint mapper of a domain controller for a service, and uses the service.
pub(in super::super) fn mapped(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let port = stage.random.between(49_664, 49_680) as u16;
    let interface = if stage.random.chance(300) { DRSUAPI } else { NETLOGON };
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    bind_over_tcp(&mut dialog, &ENDPOINT_MAPPER, "135");
    stage.truth.add("dce_rpc", 1);
    dialog.client(200_000, request(1, MAP, &map_request(&interface)));
    dialog.server(response(1, &map_response(&interface, server, port)));
    let found = dialog.elapsed() + 3 * dialog.round_trip + 10 * MILLISECOND;
    stage.tcp(0, client, (server, ENDPOINT_MAPPER_PORT), dialog);
    let dialog = service(stage, &interface, port);
    stage.tcp(found, client, (server, port), dialog);
}

fn service(stage: &mut Stage<'_>, interface: &Interface, port: u16) -> Dialog {
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    bind_over_tcp(&mut dialog, interface, &port.to_string());
    for call in 1..=stage.random.spread(2, 4) as u32 {
        let operation = *stage.random.pick(interface.operations);
        stage.truth.add("dce_rpc", 1);
        let (asked, told) = (stage.random.between(40, 700), stage.random.spread(60, 5));
        let (question, answer) = (stage.random.bytes(asked as usize), stage.random.bytes(told as usize));
        let delay = world::thought(&mut stage.random);
        dialog.client(delay, request(call, operation, &question)).server(response(call, &answer));
    }
    dialog
}

fn bind_over_tcp(dialog: &mut Dialog, interface: &Interface, secondary: &str) {
    dialog.client(200_000, bind(interface)).server(bind_ack(secondary));
}

fn message(kind: u8, call: u32, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(body.len() + 16);
    message.put(&[5, 0, kind, 3, 0x10, 0, 0, 0]).u16_le(body.len() as u16 + 16).u16_le(0).u32_le(call);
    message.put(body);
    message
}

pub(super) fn bind(interface: &Interface) -> Vec<u8> {
    let mut body = Vec::with_capacity(56);
    body.u16_le(FRAGMENT_BYTES).u16_le(FRAGMENT_BYTES).u32_le(0).u32_le(1);
    body.u16_le(0).u16_le(1).put(&interface.uuid()).u32_le(interface.version.into());
    body.put(&NDR).u32_le(2);
    message(BIND, 1, &body)
}

pub(super) fn bind_ack(secondary: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(64);
    body.u16_le(FRAGMENT_BYTES).u16_le(FRAGMENT_BYTES).u32_le(0x5123);
    body.u16_le(secondary.len() as u16 + 1).put(secondary.as_bytes()).u8(0).align(4);
    body.u32_le(1).u16_le(0).u16_le(0).put(&NDR).u32_le(2);
    message(BIND_ACK, 1, &body)
}

pub(super) fn request(call: u32, operation: u16, stub: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(stub.len() + 8);
    body.u32_le(stub.len() as u32).u16_le(0).u16_le(operation).put(stub);
    message(REQUEST, call, &body)
}

pub(super) fn response(call: u32, stub: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(stub.len() + 8);
    body.u32_le(stub.len() as u32).u16_le(0).u8(0).u8(0).put(stub);
    message(RESPONSE, call, &body)
}

/// The floors of a tower: interface, syntax, protocol, port, address (C706 appendix I and L).
fn tower(interface: &Interface, address: Address, port: u16) -> Vec<u8> {
    let mut tower = Vec::with_capacity(80);
    tower.u16_le(5);
    tower.u16_le(19).u8(0x0d).put(&interface.uuid()).u16_le(interface.version).u16_le(2).u16_le(0);
    tower.u16_le(19).u8(0x0d).put(&NDR).u16_le(2).u16_le(2).u16_le(0);
    tower.u16_le(1).u8(0x0b).u16_le(2).u16_le(0);
    tower.u16_le(1).u8(0x07).u16_le(2).u16_be(port);
    tower.u16_le(1).u8(0x09).u16_le(4).put(&address);
    tower
}

fn map_request(interface: &Interface) -> Vec<u8> {
    let tower = tower(interface, [0; 4], 0);
    let mut stub = Vec::new();
    stub.u32_le(1).zeros(16).u32_le(2).u32_le(tower.len() as u32).u32_le(tower.len() as u32).put(&tower);
    stub.align(4).zeros(20).u32_le(4);
    stub
}

fn map_response(interface: &Interface, server: Address, port: u16) -> Vec<u8> {
    let tower = tower(interface, server, port);
    let mut stub = vec![0; 20];
    stub.u32_le(1).u32_le(4).u32_le(0).u32_le(1).u32_le(3);
    stub.u32_le(tower.len() as u32).u32_le(tower.len() as u32).put(&tower).align(4).u32_le(0);
    stub
}

/// Arguments of so many bytes at most, as noise.
pub(super) fn arguments(random: &mut Random, bytes_max: u64) -> Vec<u8> {
    let length = random.between(16, bytes_max);
    random.bytes(length as usize)
}
