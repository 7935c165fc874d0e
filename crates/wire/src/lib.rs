//! Link, network and transport headers as checked views over bytes.
//!
//! This crate depends on nothing, allocates nothing and never fails as a whole: damage gives what could be
//! read and an [anomaly](Truncated) that says where the bytes ended.

mod link_type;
mod reader;
mod time;

pub use link_type::LinkType;
pub use reader::{Reader, Result, Truncated};
pub use time::{Interval, Timestamp};
