//! What name services say: DNS, multicast DNS, LLMNR and `NetBIOS` names.

use super::{Statement, View, say_name, say_role};
use crate::device::Role;
use crate::{Source, name};
use std::net::IpAddr;
use thymus_record::Value;

pub(crate) const DNS: &[&str] = &["query", "answers", "id.resp_p", "rcode", "rejected", "id.orig_p"];
const QUERY: usize = 0;
const ANSWERS: usize = 1;
const RESP_PORT: usize = 2;
const RCODE: usize = 3;
const ORIG_PORT: usize = 5;

const PORT_NETBIOS: u64 = 137;
const PORT_MDNS: u64 = 5353;
const PORT_LLMNR: u64 = 5355;

/// No more addresses of one answer are kept than this.
const ADDRESSES_MAX: usize = 32;

/// What printers offer themselves by (RFC 6763).
const PRINTER_SERVICES: [&str; 4] =
    ["_ipp._tcp.local", "_ipps._tcp.local", "_printer._tcp.local", "_pdl-datastream._tcp.local"];

pub(crate) fn dns(view: &View<'_>, out: &mut Vec<Statement>) {
    let (Some(orig), Some(resp)) = (view.orig, view.resp) else { return };
    let port = view.number(RESP_PORT).unwrap_or(0);
    let Some(query) = view.text(QUERY) else { return };
    match port {
        PORT_NETBIOS => own_names(view, out, netbios(query).as_deref(), Source::Netbios),
        PORT_MDNS => mdns(view, out, query),
        PORT_LLMNR => own_names(view, out, Some(query), Source::Llmnr),
        // A `NetBIOS` answer that came by itself was sent from the service's port.
        _ if view.number(ORIG_PORT) == Some(PORT_NETBIOS) => {
            own_names(view, out, netbios(query).as_deref(), Source::Netbios)
        }
        _ => server(view, out, query, (orig, resp)),
    }
}

fn netbios(query: &str) -> Option<String> {
    if query.len() == 32 { name::of_netbios(query) } else { Some(query.to_owned()) }
}

fn addresses(view: &View<'_>) -> impl Iterator<Item = IpAddr> {
    view.list(ANSWERS).filter_map(|answer| match answer {
        Value::Text(text) => text.parse().ok(),
        _ => None,
    })
}

/// A device that answers a question for its own address says what it is called. What it says of others is not believed.
fn own_names(view: &View<'_>, out: &mut Vec<Statement>, query: Option<&str>, how: Source) {
    let Some(query) = query else { return };
    let ends = [view.orig, view.resp];
    if let Some(address) = addresses(view).find(|address| ends.contains(&Some(*address))) {
        say_name(view, out, Some(address), Some(query), how);
    } else if let Some(address) =
        name::reverse_address(query).filter(|address| ends.contains(&Some(*address)))
        && let Some(Value::Text(answer)) = view.list(ANSWERS).next()
    {
        say_name(view, out, Some(address), Some(answer), how);
    }
}

fn mdns(view: &View<'_>, out: &mut Vec<Statement>, query: &str) {
    own_names(view, out, Some(query), Source::Mdns);
    if PRINTER_SERVICES.contains(&query) && view.list(ANSWERS).next().is_some() {
        say_role(view, out, view.orig, None, Role::Printer);
    }
}

fn server(view: &View<'_>, out: &mut Vec<Statement>, query: &str, (client, server): (IpAddr, IpAddr)) {
    if view.number(RCODE).is_none() {
        return;
    }
    say_role(view, out, Some(server), Some(client), Role::NameServer);
    if let Some(address) = name::reverse_address(query) {
        if let Some(Value::Text(answer)) = view.list(ANSWERS).next() {
            say_name(view, out, Some(address), Some(answer), Source::ReverseDns);
        }
        return;
    }
    let addresses: Vec<IpAddr> = addresses(view).take(ADDRESSES_MAX).collect();
    if !addresses.is_empty()
        && let Some(name) = name::clean(query)
    {
        out.push(Statement::Answer { client, server, addresses, name, time: view.ts, record: view.record() });
    }
}
