//! Who is who over time: devices across changing addresses, accounts in their spellings, external endpoints.
//!
//! [`Entities::observe`] takes every record in the order in which records come. It learns who had which address from
//! leases, ARP, neighbour discovery, logins and names, and adds to the record what is known of its two ends: device,
//! name, tags, network, country, account ([`facts`]). What changed about devices comes back as records
//! ([`DeviceChange`]). [`Entities::who_had`] answers for any address and time, with the evidence.
//!
//! # Devices
//!
//! A device is known by its hardware address where one was claimed on the link (`mac:00:50:f4:ed:c3:af`), else by the
//! name that it says of itself (`host:pc17`), else by its address (`ip:10.0.0.5`). Hardware addresses of packets alone
//! identify nobody, since a router's stands in front of many. An id never changes; when better evidence comes the address
//! belongs to another id from then on, and looking back the evidence before it is counted with the same device.
//!
//! # Order
//!
//! Evidence that comes up to [`Limits::lateness`] late is put where it belongs: the same evidence in another order gives
//! the same answers. Facts on records tell what was known when the record was observed; where they must not depend on the
//! order, put the records in order first.
//!
//! The crate reads no clock and does no input or output. Everything in it is bounded ([`Limits`], [`Counters`]).

mod account;
mod change;
mod clock;
mod device;
mod entities;
mod evidence;
mod external;
mod facts;
mod front;
mod hardware;
mod learn;
mod limits;
mod name;
mod network;
mod query;
mod refresh;
mod snapshot;
mod source;
mod stamp;
#[cfg(test)]
mod tests;
mod timeline;
mod view;

pub use change::{DeviceChange, schemas};
pub use device::{Origin, TAG_NAME_BYTES_MAX, TAGS_MAX, Tag, TagError};
pub use entities::{Entities, Sizes};
pub use external::{Geography, GeographyError, Place, registrable_domain};
pub use facts::facts;
pub use hardware::Hardware;
pub use limits::{Counters, Limits};
pub use network::{Direction, Networks, Prefix, PrefixError, is_of_one_device};
pub use snapshot::SnapshotError;
pub use source::Source;
pub use view::{AccountUse, AccountView, DeviceView, HeldAddress, Holding, NameView};
