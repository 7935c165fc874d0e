//! Header fields and bodies in the manner of RFC 5322 and MIME (RFC 2045 to 2049, RFC 2183, RFC 2231), as e-mail and
//! HTTP share them.

mod entity;
mod fields;
mod parameters;
mod part;
mod parts;
mod transfer;
mod words;

pub(crate) use entity::{MimeEvents, MimeReader};
pub(crate) use fields::{FieldLines, token, unfold};
pub(crate) use parameters::filename;
pub(crate) use part::PartHead;
pub(crate) use parts::{FileList, PartFiles, Parts};
pub(crate) use transfer::decode_base64;
pub(crate) use words::text_of_document;

#[cfg(test)]
mod tests;
