//! Made-up traffic as packets: a seeded company with ground truth, and the captures of the benchmark.
//!
//! A [`Company`] follows from a seed, a first day and a number of days. What happens in it are *activities* of devices:
//! each is made by itself, from the seed, the day, the device and the activity's own number, so that any window of time
//! can be played without what went before, and gives the packets that the whole has there. [`Company::packets`] gives
//! frames of Ethernet in the order of time; [`Company::write_truth`] says what is true.
//!
//! ```
//! use thymus_sim::Scenario;
//!
//! let company = Scenario::Demo.company(1, Scenario::START, 2)?;
//! let window = company.story().expect("one of the days is a workday").window.clone();
//! let mut packets = company.packets(window.clone());
//! while let Some((time, frame)) = packets.next() {
//!     assert!(window.contains(&time) && frame.len() >= 60);
//! }
//! assert!(packets.count() > 100);
//! # Ok::<(), thymus_sim::CompanyError>(())
//! ```

mod activities;
mod attack;
pub mod bench;
mod company;
mod packet;
mod play;
mod protocols;
mod random;
mod scenario;
pub mod story;
mod truth;

pub use attack::{Attack, BEACON_HOST, Expected, RANSOM_EXTENSION, RANSOM_NOTE, Technique, UPLOAD_HOST};
pub use company::{Company, CompanyError, DAYS_MAX, Device, DeviceId, Role, System};
pub use play::Packets;
pub use scenario::Scenario;
