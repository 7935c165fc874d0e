//! Who is who.

use std::net::IpAddr;
use thymus_entity::{AccountView, DeviceView, Holding};
use thymus_record::Timestamp;

/// Who is who. [`thymus_entity::Entities`] answers all of it.
pub trait Identities: Send + Sync {
    /// All devices, by id.
    fn devices(&self) -> Vec<DeviceView>;

    /// The device of this id.
    fn device(&self, id: &str) -> Option<DeviceView>;

    /// Who had the address at that time.
    fn who_had(&self, address: IpAddr, time: Timestamp) -> Option<Holding>;

    /// Everybody who had the address, the first one first.
    fn history(&self, address: IpAddr) -> Vec<Holding>;

    /// All accounts, by name.
    fn accounts(&self) -> Vec<AccountView>;

    /// The account of this name, however it is spelt.
    fn account(&self, name: &str) -> Option<AccountView>;
}
