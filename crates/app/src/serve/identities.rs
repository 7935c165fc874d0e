//! Who is who, asked of what the live pass knows.

use crate::investigation::Shared;
use std::net::IpAddr;
use thymus_entity::{AccountView, DeviceView, Holding};
use thymus_record::Timestamp;
use thymus_web::Identities;

/// Who is who. Whoever asks holds up the records for as long as the answer takes.
pub(super) struct Known(pub(super) Shared);

impl Identities for Known {
    fn devices(&self) -> Vec<DeviceView> {
        self.0.entities().devices()
    }

    fn device(&self, id: &str) -> Option<DeviceView> {
        self.0.entities().device(id)
    }

    fn who_had(&self, address: IpAddr, time: Timestamp) -> Option<Holding> {
        self.0.entities().who_had(address, time)
    }

    fn history(&self, address: IpAddr) -> Vec<Holding> {
        self.0.entities().history(address)
    }

    fn accounts(&self) -> Vec<AccountView> {
        self.0.entities().accounts()
    }

    fn account(&self, name: &str) -> Option<AccountView> {
        self.0.entities().account(name)
    }
}
