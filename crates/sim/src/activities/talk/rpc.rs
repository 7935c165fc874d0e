//! RPC over TCP: where an interface listens is asked of the endpoint mapper first.

use super::tickets::{self, Service};
use crate::company::DeviceId;
use crate::packet::dialog::{Dialog, MILLISECOND};
use crate::play::{Place, Scene, near};
use crate::protocols::gss;
use crate::protocols::rpc::{self, ENDPOINT_MAPPER, ENDPOINT_MAPPER_PORT, Interface, MAP};

/// A call whose content is encrypted: its operation, and how long arguments and results are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SealedCall {
    pub(crate) operation: u16,
    pub(crate) asked: usize,
    pub(crate) told: usize,
}

/// Encrypted calls of an interface that listens on this port, with the ticket that the account has for this service of the
/// server. Returns how many nanoseconds they take.
pub(crate) fn sealed(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    (server, service): (DeviceId, &Service),
    account: &str,
    (interface, port): (&Interface, u16),
    calls: &[SealedCall],
) -> u64 {
    let Some(place) = scene.place(server) else { return 0 };
    let mut mapper = Dialog::new(near(&mut scene.random));
    mapper.client(200_000, rpc::bind(&ENDPOINT_MAPPER)).server(rpc::bind_ack("135"));
    mapper.client(200_000, rpc::request(1, MAP, &rpc::map_request(interface)));
    mapper.server(rpc::response(1, &rpc::map_response(interface, place.address, port)));
    let found = mapper.elapsed() + 4 * mapper.round_trip + 2 * MILLISECOND;
    scene.tcp(delay, client, &place, ENDPOINT_MAPPER_PORT, mapper);
    let ticket = tickets::ticket(scene, account, service);
    let random = &mut scene.random;
    let mut dialog = Dialog::new(near(random));
    let token = gss::shown_ticket(random, &ticket);
    dialog.client(200_000, rpc::protected_bind(interface, &token));
    let token = gss::accepted_ticket(random);
    dialog.server(rpc::protected_bind_ack(&port.to_string(), &token));
    for (number, call) in (2..).zip(calls) {
        let pause = random.spread(300_000, 4);
        dialog.client(pause, rpc::sealed_request(random, number, call.operation, call.asked));
        dialog.server(rpc::sealed_response(random, number, call.told));
    }
    let took = found + dialog.elapsed();
    scene.tcp(delay + found, client, &place, port, dialog);
    took
}
