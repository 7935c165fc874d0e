//! From what two sides say to each other to the frames that carry it.

pub(crate) mod bytes;
pub(crate) mod content;
pub(crate) mod datagrams;
pub(crate) mod der;
pub(crate) mod dialog;
pub(crate) mod frame;
pub(crate) mod tcp;
