//! Activities played as packets, in the order of time, for any window.

mod packets;
mod plan;
mod scene;

pub use packets::Packets;

pub(crate) use plan::{Activity, Planner};
pub(crate) use scene::{Place, ROUTER, Scene, far, near};
