//! What connections say: which addresses are in use, and from which hardware addresses their packets came.

use super::{Statement, View, say_role};
use crate::device::Role;
use crate::hardware::Hardware;
use thymus_record::Mac;

pub(crate) const CONN: &[&str] =
    &["duration", "orig_l2_addr", "resp_l2_addr", "resp_pkts", "id.resp_p", "service", "orig_bytes", "proto"];
const DURATION: usize = 0;
const ORIG_MAC: usize = 1;
const RESP_MAC: usize = 2;
const RESP_PACKETS: usize = 3;
const RESP_PORT: usize = 4;
const SERVICE: usize = 5;
const ORIG_BYTES: usize = 6;
const PROTOCOL: usize = 7;

/// Ports that print servers take jobs on: raw, LPD, IPP.
const PRINT_PORTS: [u64; 3] = [9100, 515, 631];

pub(crate) fn conn(view: &View<'_>, out: &mut Vec<Statement>) {
    let end = view.ts.saturating_add(view.interval(DURATION).max(0));
    let record = view.record();
    if let Some(address) = view.orig {
        out.push(Statement::Alive { address, since: view.ts, time: end, record });
        if let Some(mac) = card(view.mac(ORIG_MAC)) {
            out.push(Statement::Seen { mac, address, time: end, answer: false, record });
        }
    }
    let answered = view.number(RESP_PACKETS).unwrap_or(0) > 0;
    if let Some(address) = view.resp.filter(|_| answered) {
        out.push(Statement::Alive { address, since: view.ts, time: end, record });
        if let Some(mac) = card(view.mac(RESP_MAC)) {
            out.push(Statement::Seen { mac, address, time: end, answer: true, record });
        }
        if is_print_job(view) {
            say_role(view, out, view.resp, view.orig, Role::Printer);
        }
    }
}

fn card(mac: Option<Mac>) -> Option<Mac> {
    mac.filter(|mac| Hardware::of(*mac) != Hardware::Nobody)
}

/// Data went to a port for print jobs, and it was not another protocol's.
fn is_print_job(view: &View<'_>) -> bool {
    let port = view.number(RESP_PORT).unwrap_or(0);
    PRINT_PORTS.contains(&port)
        && view.text(PROTOCOL) == Some("tcp")
        && view.number(ORIG_BYTES).unwrap_or(0) > 0
        && view.text(SERVICE).is_none_or(|service| port == 631 && service == "http")
}
