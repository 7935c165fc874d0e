//! RPC connections that begin at the endpoint mapper, and what is asked over pipes.

use super::super::stage::Stage;
use super::super::world;
use crate::packet::dialog::{Dialog, MILLISECOND};
use crate::protocols::rpc::{
    DRSUAPI, ENDPOINT_MAPPER, ENDPOINT_MAPPER_PORT, Interface, LSARPC, MAP, NETLOGON, SAMR, SRVSVC, SVCCTL,
    WKSSVC, bind, bind_ack, map_request, map_response, request, response,
};
use crate::random::Random;

/// Interfaces that are used over pipes, and operations of each.
pub(super) const OVER_PIPES: &[(Interface, &[u16])] = &[
    (SRVSVC, &[15, 16, 21]),
    (SAMR, &[64, 6, 5, 7, 17, 34, 36, 1]),
    (LSARPC, &[44, 7, 58, 57, 0]),
    (WKSSVC, &[0, 2]),
    (SVCCTL, &[15, 16, 6, 0]),
];

const DIRECTORY_OPERATIONS: &[u16] = &[0, 12, 16, 1];
const LOGON_OPERATIONS: &[u16] = &[4, 26, 29, 40, 45];

/// A client asks the endpoint mapper of a domain controller for a service, and uses the service.
pub(in super::super) fn mapped(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let port = stage.random.between(49_664, 49_680) as u16;
    let (interface, operations) =
        if stage.random.chance(300) { (DRSUAPI, DIRECTORY_OPERATIONS) } else { (NETLOGON, LOGON_OPERATIONS) };
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    bind_over_tcp(&mut dialog, &ENDPOINT_MAPPER, "135");
    stage.truth.add("dce_rpc", 1);
    dialog.client(200_000, request(1, MAP, &map_request(&interface)));
    dialog.server(response(1, &map_response(&interface, server, port)));
    let found = dialog.elapsed() + 3 * dialog.round_trip + 10 * MILLISECOND;
    stage.tcp(0, client, (server, ENDPOINT_MAPPER_PORT), dialog);
    let dialog = service(stage, &interface, operations, port);
    stage.tcp(found, client, (server, port), dialog);
}

fn service(stage: &mut Stage<'_>, interface: &Interface, operations: &[u16], port: u16) -> Dialog {
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    bind_over_tcp(&mut dialog, interface, &port.to_string());
    for call in 1..=stage.random.spread(2, 4) as u32 {
        let operation = *stage.random.pick(operations);
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

/// Arguments of so many bytes at most, as noise.
pub(super) fn arguments(random: &mut Random, bytes_max: u64) -> Vec<u8> {
    let length = random.between(16, bytes_max);
    random.bytes(length as usize)
}
