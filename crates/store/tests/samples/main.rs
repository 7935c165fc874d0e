//! Stores that earlier versions wrote, kept in the tree: today's program reads them and gives the answers of then.
//!
//! `testdata/version-N/` is a store as version N of its formats left it, with `answers.txt` beside it: questions, and the records
//! that were found. The catalogue is compressed, since it is mostly zeros. A new version of any format adds a folder:
//!
//! ```text
//! THYMUS_STORE_SAMPLE=crates/store/testdata/version-2 cargo test -p thymus-store --test samples
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    dead_code,
    reason = "a test fails by panicking, and its modules are nobody else's"
)]

#[path = "../agreement/rows.rs"]
mod rows;

use rows::{Chance, registry};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use thymus_record::query::{Filter, parse};
use thymus_store::{EventStore, Options, Order, Search, Sequence, Store};

const WRITE: &str = "THYMUS_STORE_SAMPLE";
const CATALOGUE: &str = "catalogue.redb";
const VERSIONS: &[&str] = &["version-1"];

/// What is asked: something of every kind of index and column.
const QUESTIONS: &[&str] = &[
    "*",
    "*.job",
    "av.job AND smb",
    "*soft*",
    "id.orig_h:10.0.0.0/8",
    "2001:db8::1",
    "bytes:>=443",
    "service:/^av/",
    "digest:=\"d41d8cd98f00b204e9800998ecf8427e\"",
    "kind:(file OR note)",
    "_exists_:answers",
    "device:*.job OR tags:smb",
    "\"cmd /c whoami\"",
    "NOT kind:flow",
];

fn options() -> Options {
    Options { background: false, ..Options::default() }
}

fn answers(store: &Store) -> String {
    let mut text = String::new();
    for question in QUESTIONS {
        writeln!(text, "? {question}").unwrap();
        let filter = Filter::bind(&parse(question).unwrap(), &registry()).unwrap();
        let search = Search { order: Order::OldestFirst, limit: 1000, ..Search::new(&filter) };
        for row in store.search(&search).unwrap().rows {
            writeln!(text, "{row:?}").unwrap();
        }
    }
    writeln!(text, "? in the order of appending").unwrap();
    store
        .replay(Sequence(0), &mut |sequence, row| writeln!(text, "{} {}", sequence.0, row.id().0).unwrap())
        .unwrap();
    text
}

/// Everything a store can have: splits of memory, splits put together, and batches that are in none.
fn write_sample(directory: &Path) {
    let store = Store::open(directory, registry(), options()).unwrap();
    let mut chance = Chance(1);
    for step in 0..12 {
        let rows: Vec<_> = (0..8).map(|_| chance.row()).collect();
        store.append(&rows).unwrap();
        match step {
            8 => store.compact().unwrap(),
            0..=9 => store.seal().unwrap(),
            _ => {}
        }
    }
    std::fs::write(directory.join("answers.txt"), answers(&store)).unwrap();
    drop(store);
    let catalogue = std::fs::read(directory.join(CATALOGUE)).unwrap();
    let packed = zstd::bulk::compress(&catalogue, 19).unwrap();
    std::fs::write(directory.join(format!("{CATALOGUE}.zst")), packed).unwrap();
    std::fs::remove_file(directory.join(CATALOGUE)).unwrap();
    std::fs::remove_file(directory.join("lock")).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.path().extension().is_some_and(|extension| extension == "zst") {
            let packed = std::fs::read(entry.path()).unwrap();
            std::fs::write(target.with_extension(""), zstd::bulk::decompress(&packed, 64 << 20).unwrap())
                .unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A sample as it was written, in a folder of its own.
fn sample(version: &str, name: &str) -> (PathBuf, String) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(version);
    let to =
        std::env::temp_dir().join(format!("thymus-store-sample-{name}-{version}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&to);
    copy(&from, &to);
    let answers = std::fs::read_to_string(to.join("answers.txt")).unwrap();
    (to, answers)
}

#[test]
fn a_sample_is_written_where_one_is_asked_for() {
    let Some(directory) = std::env::var_os(WRITE) else { return };
    // Tests run where their crate lies.
    write_sample(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(directory));
}

#[test]
fn what_earlier_versions_wrote_is_read() {
    for version in VERSIONS {
        let (directory, wanted) = sample(version, "open");
        assert!(wanted.lines().count() > 200, "{version} is a sample of something");
        let reader = Store::open_read_only(&directory, registry(), options()).unwrap();
        assert_eq!(answers(&reader), wanted, "{version}, read only");
        assert_eq!(reader.statistics().unwrap().repairs, [""; 0]);
        let store = Store::open(&directory, registry(), options()).unwrap();
        assert_eq!(store.statistics().unwrap().repairs, [""; 0]);
        assert_eq!(store.verify().unwrap().findings, []);
        assert_eq!(answers(&store), wanted, "{version}");
        // And goes on as a store of today.
        store.append(&[Chance(99).row()]).unwrap();
        store.seal().unwrap();
        store.compact().unwrap();
        assert_eq!(store.verify().unwrap().findings, []);
        std::fs::remove_dir_all(directory).unwrap();
    }
}

#[test]
fn splits_of_earlier_versions_alone_make_a_store() {
    for version in VERSIONS {
        let (directory, wanted) = sample(version, "rebuild");
        std::fs::remove_file(directory.join(CATALOGUE)).unwrap();
        std::fs::remove_file(directory.join("view")).unwrap();
        let store = Store::open(&directory, registry(), options()).unwrap();
        assert_eq!(answers(&store), wanted, "{version}");
        std::fs::remove_dir_all(directory).unwrap();
    }
}
