//! The Simple Service Discovery Protocol of UPnP (Device Architecture 2.0 section 1): devices that say what they are, and who
//! looks for them.
//!
//! Devices say the same every few minutes, once for each thing that they are: a record is made of what is new, changed or ten
//! minutes old.

mod parser;
mod record;
mod state;
#[cfg(test)]
mod tests;

pub use record::Ssdp;
pub(crate) use state::Told;

use crate::{Carrier, Probe, Protocol, Verdict};
use thymus_record::Declared;

/// SSDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ssdp",
    carriers: &[Carrier::Datagram],
    ports: &[1900],
    probe,
    open: Some(|| Box::new(state::State)),
    records: &[Ssdp::declaration],
};

fn probe(probe: &Probe<'_>) -> Verdict {
    Verdict::certain_if(parser::Message::parse(probe.bytes).is_some())
}
