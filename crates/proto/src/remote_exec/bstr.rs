//! Automation strings in marshalled arguments (MS-OAUT 2.2.23: FLAGGED_WORD_BLOB).

use crate::dce_rpc::ndr::{STRING_CHARACTERS_MAX, wide_text};

/// At most this many strings of one call are read.
const STRINGS_MAX: usize = 32;

/// The automation strings of a stub in order, wherever they stand among arguments whose layout depends on types that
/// only the interface's own definition knows: a count of characters, twice that many bytes, the count again, and the
/// characters, aligned to four bytes.
pub(super) fn automation_strings(stub: &[u8], little_endian: bool) -> Vec<String> {
    find_strings(stub, little_endian, |[maximum, bytes, actual]| {
        (maximum == actual && u64::from(bytes) == 2 * u64::from(actual)).then_some(actual)
    })
}

/// The conformant varying strings of a stub in order, found likewise: count, offset 0, the count again.
pub(super) fn varying_strings(stub: &[u8], little_endian: bool) -> Vec<String> {
    find_strings(stub, little_endian, |[maximum, offset, actual]| {
        (maximum == actual && offset == 0 && actual > 1).then_some(actual)
    })
}

fn find_strings(stub: &[u8], little_endian: bool, length: impl Fn([u32; 3]) -> Option<u32>) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = stub;
    while let Some((head, body)) = rest.split_first_chunk::<12>()
        && found.len() < STRINGS_MAX
    {
        let (words, _) = head.as_chunks::<4>();
        let word = |index: usize| {
            let bytes = words.get(index).copied().unwrap_or_default();
            if little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
        };
        let string = length([word(0), word(1), word(2)])
            .filter(|&characters| characters > 0 && characters as usize <= STRING_CHARACTERS_MAX)
            .and_then(|characters| body.split_at_checked(characters as usize * 2))
            .map(|(bytes, after)| (wide_text(bytes, little_endian), bytes.len(), after))
            .filter(|(text, ..)| is_text(text));
        rest = match string {
            Some((text, length, after)) => {
                found.push(text);
                after.get(length.next_multiple_of(4) - length..).unwrap_or_default()
            }
            None => rest.get(4..).unwrap_or_default(),
        };
    }
    found
}

fn is_text(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| !c.is_control() || c.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn marshalled(text: &str) -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = units.len() as u32 / 2;
        let mut bytes = Vec::new();
        for number in [count, count * 2, count] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&units);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    #[test]
    fn strings_are_found_between_other_arguments() {
        let mut stub = vec![5, 0, 7, 0, 0, 0, 0, 0];
        stub.extend(marshalled("WQL"));
        stub.extend([0x55, 0x73, 0x65, 0x72]);
        stub.extend(marshalled("select * from Win32_Process"));
        stub.extend([0xff; 7]);
        assert_eq!(automation_strings(&stub, true), ["WQL", "select * from Win32_Process"]);
        for length in 0..stub.len() {
            assert!(automation_strings(&stub[..length], true).len() <= 2);
        }
    }
}
