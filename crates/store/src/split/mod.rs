//! Splits: files of rows of one kind that never change, column by column, with an index of words.
//!
//! See the crate's documentation for why they are as they are.

mod bytes;
mod codec;
mod digest;
mod ending;
mod file;
mod inverted;
mod manifest;
mod numbers;
mod odd;
mod open;
mod texts;
mod words;
mod write;

pub(crate) use bytes::{read_number, u32_at, write_number};
pub(crate) use digest::is_hidden;
pub(crate) use ending::is_ending;
pub(crate) use file::SplitFile;
pub(crate) use inverted::Inverted;
pub(crate) use manifest::Manifest;
pub(crate) use numbers::{Ids, StoredAddresses, StoredMacs};
pub(crate) use open::{Split, WordIndex};
pub(crate) use texts::StoredTexts;
pub(crate) use words::Reference;
pub(crate) use write::{SplitPlan, order};
