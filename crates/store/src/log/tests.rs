//! The log comes back, whatever the crash left of it.

use super::*;
use crate::api::Sequence;
use crate::testing::{folder, registry, row};
use std::sync::Arc;
use thymus_record::Row;

fn log(path: &std::path::Path) -> Log {
    Log::new(path, Arc::new(RealDisk), &registry(), Sequence(0), Vec::new(), 0).unwrap()
}

fn append(log: &mut Log, rows: &[Row]) -> Sequence {
    let mut batch = Batch::default();
    for row in rows {
        let kind = registry().kinds().iter().position(|schema| schema.kind == row.kind()).unwrap();
        batch.add(kind, row, &registry());
    }
    log.append(&batch.pack(log.next()).unwrap()).unwrap()
}

fn read(path: &std::path::Path, after: u64) -> (Vec<(u64, Vec<String>)>, Replay) {
    let mut batches = Vec::new();
    let replay = read_all(path, &registry(), Sequence(after), |sequence, rows| {
        batches.push((sequence.0, rows.iter().map(|row| format!("{row:?}")).collect()));
        Ok(())
    });
    (batches, replay.unwrap())
}

fn said(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}

#[test]
fn batches_come_back_in_order_behind_a_sequence() {
    let folder = folder("log");
    let mut log = log(&folder);
    let batches: Vec<Vec<Row>> =
        (0..5).map(|number| (0..=number).map(|n| row(number * 10 + n)).collect()).collect();
    for (number, batch) in batches.iter().enumerate() {
        assert_eq!(append(&mut log, batch), Sequence(number as u64 + 1));
        if number == 2 {
            log.rotate();
        }
    }
    assert_eq!(log.statistics().files, 2);
    let (found, replay) = read(&folder, 1);
    assert_eq!(found.iter().map(|(sequence, _)| *sequence).collect::<Vec<_>>(), [2, 3, 4, 5]);
    for (sequence, rows) in &found {
        assert_eq!(*rows, said(&batches[*sequence as usize - 1]));
    }
    assert!(replay.repairs.is_empty());
    assert_eq!(replay.last, Sequence(5));
    log.sealed(Sequence(3));
    assert_eq!(read(&folder, 0).0.len(), 2);
}

#[test]
fn a_log_cut_anywhere_gives_its_whole_batches() {
    let folder = folder("log-cut");
    let mut log = log(&folder);
    let sequence = append(&mut log, &[row(1)]);
    let path = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let one = std::fs::metadata(&path).unwrap().len() as usize;
    let head = log.statistics().bytes as usize - {
        let mut batch = Batch::default();
        batch.add(0, &row(1), &registry());
        batch.pack(sequence).unwrap().len()
    };
    append(&mut log, &[row(2), row(3)]);
    let bytes = std::fs::read(&path).unwrap();
    for length in 0..bytes.len() {
        std::fs::write(&path, &bytes[..length]).unwrap();
        let (found, replay) = read(&folder, 0);
        assert_eq!(found.len(), usize::from(length >= one), "cut at {length}");
        assert_eq!(replay.last, if length >= one { sequence } else { Sequence(0) });
        let is_whole = length == one || length == head;
        assert_eq!(replay.repairs.is_empty(), is_whole, "cut at {length}: {:?}", replay.repairs);
    }
}

#[test]
fn damage_in_the_middle_costs_one_batch() {
    let folder = folder("log-damage");
    let mut log = log(&folder);
    append(&mut log, &[row(1)]);
    let path = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let one = std::fs::metadata(&path).unwrap().len() as usize;
    append(&mut log, &[row(2)]);
    append(&mut log, &[row(3)]);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[one + 30] ^= 0x40;
    std::fs::write(&path, &bytes).unwrap();
    let (found, replay) = read(&folder, 0);
    assert_eq!(found.iter().map(|(sequence, _)| *sequence).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(replay.repairs.len(), 1);
}

#[test]
fn a_log_of_a_later_version_is_refused() {
    let folder = folder("log-later");
    append(&mut log(&folder), &[row(1)]);
    let path = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[15] = 7;
    std::fs::write(&path, &bytes).unwrap();
    let result = read_all(&folder, &registry(), Sequence(0), |_, _| Ok(()));
    assert!(matches!(result, Err(crate::StoreError::Version { found: 7, .. })));
}
