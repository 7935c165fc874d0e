//! DHCP for IPv4 (RFC 2131, RFC 2132). What belongs to one transaction becomes one record, over however many flows.

mod parser;
mod record;
mod state;
#[cfg(test)]
mod tests;
mod transactions;

pub use record::Dhcp;
pub(crate) use transactions::Transactions;

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use thymus_record::Declared as _;

/// DHCP over UDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dhcp",
    carriers: &[Carrier::Datagram],
    ports: &[67, 68, 4011],
    probe,
    open: Some(|| Box::new(state::DhcpAnalyzer)),
    records: &[Dhcp::declaration],
};

/// The magic cookie at its place is certainty enough: it is four fixed bytes after 236 others of which three are checked.
fn probe(probe: &Probe<'_>) -> Verdict {
    if parser::has_cookie(probe.bytes) { Verdict::Certain } else { Verdict::NotMine }
}
