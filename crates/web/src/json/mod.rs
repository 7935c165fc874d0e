//! What goes over the wire: records, times, and what is said of breaches, devices and models, as JSON.

mod diagnosed;
mod identity;
mod moment;
mod opened;
mod record;

pub(crate) use diagnosed::{Checked, diagnosed};
pub(crate) use identity::{Account, Device, Held};
pub(crate) use moment::{Length, Moment, range, seconds};
pub(crate) use opened::{OpenedBreach, Said};
pub(crate) use record::{RecordView, value};

pub use diagnosed::Diagnosed;
