//! The catalogue keeps what it was told.

use super::*;
use crate::testing::folder;

fn split(number: u64) -> SplitEntry {
    SplitEntry {
        number,
        kind: "conn".to_owned(),
        rows: 10,
        bytes: 1000,
        first_id: 1,
        last_id: u64::MAX,
        from: i64::MIN,
        to: i64::MAX,
    }
}

#[test]
fn changes_are_there_after_opening_again() {
    let path = folder("catalogue").join("catalogue.redb");
    let (mut catalogue, contents) = Catalogue::open(&path).unwrap();
    assert_eq!(contents, Contents::default());
    catalogue
        .change(&Change { add: &[split(1), split(2)], applied: Some(Sequence(7)), ..Change::default() })
        .unwrap();
    catalogue.change(&Change { add: &[split(3)], remove: &[1, 2], ..Change::default() }).unwrap();
    drop(catalogue);
    let (_, contents) = Catalogue::open(&path).unwrap();
    assert_eq!(contents, Contents { splits: vec![split(3)], applied: Sequence(7) });
}

#[test]
fn a_catalogue_of_a_later_version_says_so() {
    let path = folder("catalogue-later").join("catalogue.redb");
    let (catalogue, _) = Catalogue::open(&path).unwrap();
    let write = catalogue.database.as_ref().unwrap().begin_write().unwrap();
    write.open_table(NUMBERS).unwrap().insert("version", 5).unwrap();
    write.commit().unwrap();
    drop(catalogue);
    assert!(matches!(Catalogue::open(&path), Err(StoreError::Version { found: 5, known: 1, .. })));
}

#[test]
fn a_file_that_is_no_catalogue_is_an_error() {
    let path = folder("catalogue-wrong").join("catalogue.redb");
    std::fs::write(&path, vec![7; 10_000]).unwrap();
    assert!(matches!(Catalogue::open(&path), Err(StoreError::Catalogue { .. })));
}
