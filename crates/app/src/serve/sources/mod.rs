//! What packets are read from: interfaces, and directories into which captures are put.

mod directory;
mod intake;
mod interface;

pub(super) use directory::Directory;
pub(super) use intake::Intake;
pub(super) use interface::Interfaces;
