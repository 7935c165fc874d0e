//! Changes to files by their information classes (MS-FSCC 2.4), which both versions use.

use super::parser::utf16;
use std::sync::Arc;
use thymus_wire::Reader;

/// What a SET_INFO request changes (MS-SMB2 2.2.39, MS-FSCC 2.4).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    Attributes,
    Rename(Arc<str>),
    /// To be deleted when closed, or not.
    Delete(bool),
    Other,
}

/// What setting this class of file information changes.
pub(super) fn change(class: u8, data: &[u8]) -> Change {
    let first = data.first().copied().unwrap_or_default();
    match class {
        4 => Change::Attributes,
        10 | 65 => renamed_to_smb2(data).map_or(Change::Other, Change::Rename),
        13 | 64 => Change::Delete(first & 1 != 0),
        _ => Change::Other,
    }
}

/// FileRenameInformation for SMB2 (MS-FSCC 2.4.42.2).
pub(super) fn renamed_to_smb2(data: &[u8]) -> Option<Arc<str>> {
    let mut reader = Reader::new(data);
    reader.skip(16).ok()?;
    let length = reader.u32_le().ok()?;
    Some(utf16(reader.take_up_to(length as usize)).into())
}
