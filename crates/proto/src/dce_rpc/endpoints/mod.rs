//! On which port what is served: as the endpoint mapper tells, and as activations of objects and the resolver of objects do.
//!
//! Flows on these ports are then known for RPC before a byte of them is seen, and where only one interface is served there, for
//! which one.

mod bindings;
mod mapper;

use super::call::RpcCall;
use super::{PROTOCOL, Uuid};
use crate::{Context, Expectation, Side};
use smallvec::SmallVec;
use std::net::IpAddr;

/// At most this many ports of one answer are announced. A domain controller serves RPC on some thirty.
const PORTS_MAX: usize = 128;

/// Where something is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Served {
    /// Absent where several interfaces are, or an object's.
    interface: Option<Uuid>,
    /// Where it is not the host that answers.
    address: Option<IpAddr>,
    /// The TCP port.
    port: u16,
}

type AllServed = SmallVec<[Served; 8]>;

/// Whether the answers to this operation say where interfaces are served.
pub(super) fn reads(interface: Uuid, opnum: u16) -> bool {
    mapper::reads(interface, opnum) || bindings::reads(interface, opnum)
}

/// Announces the flows that an answer makes likely.
pub(super) fn learn(cx: &mut Context<'_>, server: Option<Side>, call: &RpcCall<'_>) {
    let ends = &cx.flow.endpoints;
    let host = match server {
        Some(Side::Responder) => ends.resp_h,
        Some(Side::Originator) => ends.orig_h,
        None => return,
    };
    let served = if bindings::reads(call.interface, call.opnum) {
        bindings::served(call)
    } else {
        mapper::served(call)
    };
    for Served { interface, address, port } in served {
        announce(cx, host, port, interface);
        if let Some(address) = address.filter(|address| *address != host) {
            announce(cx, address, port, interface);
        }
    }
}

/// Announces that an interface, or something that is not known, is served on a TCP port of this address.
fn announce(cx: &mut Context<'_>, resp_h: IpAddr, resp_p: u16, interface: Option<Uuid>) {
    let announced_by = cx.uid();
    let note = interface.map_or_else(String::new, |interface| interface.to_string()).into();
    cx.expect(Expectation {
        orig_h: None,
        resp_h,
        resp_p,
        protocol: &PROTOCOL,
        announced_by,
        note,
        lasting: true,
    });
}

/// Adds what is served on a port; several interfaces on one port are no certain one.
fn add(all: &mut AllServed, served: Served) {
    let room = all.len() < PORTS_MAX;
    match all.iter_mut().find(|known| (known.port, known.address) == (served.port, served.address)) {
        Some(known) if known.interface != served.interface => known.interface = None,
        Some(_) => {}
        None if room => all.push(served),
        None => {}
    }
}
