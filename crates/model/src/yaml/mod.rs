//! YAML as a tree that knows where in the text each part stands.
//!
//! Models are not read straight into structs: that stops at the first mistake, and forgets where a value stood. The tree
//! is read by [`Reader`], which collects every problem of a file.

mod node;
mod reader;
mod source;
#[cfg(test)]
mod tests;

pub(crate) use node::{Entry, Kind, Node, parse};
pub(crate) use reader::{Fields, Key, Reader, nearest};
pub(crate) use source::Source;
