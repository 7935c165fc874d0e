//! Columns of numbers and of presence, in tantivy's columnar format.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tantivy::columnar::column_index::{
    OptionalIndex, SerializableColumnIndex, SerializableOptionalIndex, open_column_index,
    serialize_column_index,
};
use tantivy::columnar::column_values::{
    CodecType, load_u64_based_column_values, serialize_u64_based_column_values,
};
use tantivy::columnar::{CURRENT_VERSION, ColumnIndex, ColumnValues};
use tantivy::directory::OwnedBytes;

/// Numbers, packed the shortest of several ways.
pub(crate) fn save_numbers(numbers: &[u64]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    serialize_u64_based_column_values::<u64>(
        &numbers,
        &[CodecType::Bitpacked, CodecType::BlockwiseLinear],
        &mut bytes,
    )?;
    Ok(bytes)
}

/// Numbers back. `None` where the bytes cannot be numbers, which the library answers with an error or a panic.
pub(crate) fn load_numbers(bytes: OwnedBytes) -> Option<Arc<dyn ColumnValues<u64>>> {
    // The bytes are dropped with the closure; nothing half done is left.
    catch_unwind(AssertUnwindSafe(move || load_u64_based_column_values::<u64>(bytes).ok())).ok().flatten()
}

/// Which of so many rows are there.
pub(crate) fn save_presence(present: &[u32], rows: u32) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let index = SerializableOptionalIndex { non_null_row_ids: Box::new(present), num_rows: rows };
    serialize_column_index(SerializableColumnIndex::Optional(index), &mut bytes)?;
    Ok(bytes)
}

/// Presence back. `None` where the bytes cannot be it.
pub(crate) fn load_presence(bytes: OwnedBytes) -> Option<OptionalIndex> {
    let open = move || match open_column_index(bytes, CURRENT_VERSION).ok()? {
        ColumnIndex::Optional(index) => Some(index),
        _ => None,
    };
    catch_unwind(AssertUnwindSafe(open)).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::columnar::column_index::Set as _;

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec(any::<u64>(), 0..2000)) {
            let loaded = load_numbers(OwnedBytes::new(save_numbers(&numbers).unwrap())).unwrap();
            prop_assert_eq!(loaded.num_vals() as usize, numbers.len());
            for (place, number) in numbers.iter().enumerate() {
                prop_assert_eq!(loaded.get_val(place as u32), *number);
            }
        }

        #[test]
        fn presence_comes_back(present in prop::collection::btree_set(0u32..3000, 0..200)) {
            let present: Vec<u32> = present.into_iter().collect();
            let loaded = load_presence(OwnedBytes::new(save_presence(&present, 3000).unwrap())).unwrap();
            for row in 0..3000 {
                prop_assert_eq!(loaded.rank_if_exists(row), present.binary_search(&row).ok().map(|place| place as u32));
            }
        }
    }

    #[test]
    fn bytes_that_are_nothing_are_none() {
        assert!(load_numbers(OwnedBytes::new(Vec::new())).is_none());
        assert!(load_numbers(OwnedBytes::new(vec![9; 3])).is_none());
        assert!(load_presence(OwnedBytes::new(vec![1])).is_none());
    }
}
