//! How devices talk: pieces of conversation that many activities are made of.

pub(crate) mod bodies;
pub(crate) mod files;
pub(crate) mod names;
pub(crate) mod rpc;
pub(crate) mod smb;
pub(crate) mod tickets;
pub(crate) mod web;
