//! Content in, content out: kept once, bounded, found again, and nothing left behind by a crash.

use super::command::{matches, printable};
use super::index::{self, Entry, IndexWriter};
use super::layout::ContentId;
use super::*;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use thymus_proto::files::File;
use thymus_proto::{Head, Interval, Timestamp};
use thymus_record::{Id, Port};

/// A data directory of one test, removed when it ends.
struct Data(PathBuf);

impl Data {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("thymus-files-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn layout(&self) -> Layout {
        Layout::of(&self.0)
    }

    fn keeper(&self, bytes_max: u64) -> Keeper {
        Keeper::open(Some(&self.0), Options { bytes_max, when_behind: WhenBehind::Wait }).unwrap()
    }

    /// Keeps files, all of which come at once in pieces of 1000 bytes.
    fn keep(&self, bytes_max: u64, files: &[(File, Vec<u8>, bool)]) -> Kept {
        let keeper = self.keeper(bytes_max);
        let mut store = keeper.store().unwrap();
        let longest = files.iter().map(|(_, content, _)| content.len()).max().unwrap_or(0);
        for start in (0..longest).step_by(1000) {
            for (file, content, _) in files {
                let end = content.len().min(start + 1000);
                if start < end {
                    store.content(file.fuid, &content[start..end]);
                }
            }
        }
        for (file, _, complete) in files {
            store.finish(file, *complete);
        }
        drop(store);
        keeper.finish().unwrap()
    }

    fn there(&self) -> Vec<String> {
        let mut ids: Vec<_> =
            self.layout().contents().unwrap().into_iter().map(|(id, _)| id.as_str().to_owned()).collect();
        ids.sort();
        ids
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn sha256(content: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, content);
    ContentId::of(digest.as_ref()).unwrap().as_str().to_owned()
}

fn file(number: u64, seconds: i64, content: &[u8]) -> File {
    let address = |last| IpAddr::V4(Ipv4Addr::new(10, 0, 0, last));
    File {
        head: Head {
            ts: Timestamp::from_parts(seconds, 0),
            uid: Id::flow(1),
            orig_h: address(1),
            orig_p: Port(40_000),
            resp_h: address(2),
            resp_p: Port(445),
        },
        fuid: Id::file(number),
        source: "SMB",
        depth: 0,
        analyzers: Vec::new(),
        mime_type: Some("text/plain"),
        filename: Some(format!(r"..\..\share/{number}.txt")),
        duration: Interval::ZERO,
        local_orig: true,
        is_orig: true,
        seen_bytes: content.len() as u64,
        total_bytes: None,
        missing_bytes: 0,
        overflow_bytes: 0,
        timedout: false,
        parent_fuid: None,
        md5: None,
        sha1: None,
        sha256: Some(sha256(content)),
    }
}

fn whole(number: u64, seconds: i64, content: &[u8]) -> (File, Vec<u8>, bool) {
    (file(number, seconds, content), content.to_vec(), true)
}

#[test]
fn what_is_kept_can_be_found_while_more_may_come() {
    let data = Data::new("meanwhile");
    let keeper = data.keeper(1 << 30);
    let mut store = keeper.store().unwrap();
    let (seen, content, complete) = whole(1, 10, b"abc");
    store.content(seen.fuid, &content);
    store.finish(&seen, complete);
    let query = thymus_web::FileQuery { name: Some("1.TXT".to_owned()), limit: 10, ..Default::default() };
    let mut found = Vec::new();
    for _ in 0..600 {
        found = list(&data.0, &query).unwrap();
        if !found.is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(found[0].sha256, sha256(b"abc"));
    let mut content = String::new();
    std::io::Read::read_to_string(&mut open(&data.0, &found[0].sha256).unwrap().unwrap(), &mut content)
        .unwrap();
    assert_eq!(content, "abc");
    assert!(open(&data.0, "../../state/token").unwrap().is_none());
    drop(store);
    keeper.finish().unwrap();
}

#[test]
fn content_is_kept_once_under_its_digest_and_found_by_every_sighting() {
    let data = Data::new("once");
    let large = vec![7u8; 1_000_000];
    let kept = data.keep(1 << 30, &[whole(1, 10, b"abc"), whole(2, 20, &large), whole(3, 30, b"abc")]);
    assert_eq!((kept.files, kept.new_bytes), (3, 1_000_003));
    let mut expected = vec![sha256(b"abc"), sha256(&large)];
    expected.sort();
    assert_eq!(data.there(), expected);
    let id = ContentId::parse(&sha256(&large)).unwrap();
    assert_eq!(std::fs::read(data.layout().content(&id)).unwrap(), large);
    let entries = index::read(&data.layout()).unwrap();
    let fuids: Vec<_> = entries.iter().map(|entry| entry.fuid.clone()).collect();
    assert_eq!(fuids, [1, 2, 3].map(|number| Id::file(number).to_string()));
    assert!(std::fs::read_dir(data.layout().temporary()).unwrap().next().is_none());
}

#[cfg(unix)]
#[test]
fn content_can_be_read_by_its_owner_only_and_executed_by_nobody() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = Data::new("mode");
    data.keep(1 << 30, &[whole(1, 10, b"MZ")]);
    let id = ContentId::parse(&sha256(b"MZ")).unwrap();
    let mode = std::fs::metadata(data.layout().content(&id)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let root = std::fs::metadata(data.layout().root()).unwrap().permissions().mode();
    assert_eq!(root & 0o777, 0o700);
}

#[test]
fn part_of_a_file_is_kept_under_the_digest_of_that_part() {
    let data = Data::new("part");
    for (number, length) in [(1, 10), (2, 600_000)] {
        let part = vec![number as u8; length];
        let record = file(number, 10, b"the whole");
        data.keep(1 << 30, &[(record, part.clone(), false)]);
        let entry = index::read(&data.layout()).unwrap().pop().unwrap();
        assert_eq!((entry.sha256, entry.bytes, entry.complete), (sha256(&part), length as u64, false));
    }
}

#[test]
fn what_was_seen_longest_ago_goes_first() {
    let data = Data::new("bound");
    let content = |byte| vec![byte; 400];
    data.keep(1000, &[whole(1, 10, &content(1)), whole(2, 20, &content(2))]);
    data.keep(1000, &[whole(3, 30, &content(1)), whole(4, 40, &content(4))]);
    let mut expected = vec![sha256(&content(1)), sha256(&content(4))];
    expected.sort();
    assert_eq!(data.there(), expected, "the second, because the first was seen again");
    assert_eq!(data.keep(1000, &[whole(5, 50, &[5; 1001])]).files, 0, "larger than all");
    assert_eq!(data.there(), expected);
    data.keep(500, &[]);
    assert_eq!(data.there(), [sha256(&content(4))], "a smaller bound holds from the beginning");
}

#[test]
fn only_one_process_writes() {
    let data = Data::new("lock");
    let keeper = data.keeper(1000);
    let options = Options { bytes_max: 1000, when_behind: WhenBehind::Wait };
    let error = Keeper::open(Some(&data.0), options).err().map(|error| format!("{error:#}"));
    assert!(error.unwrap().contains("another process"));
    keeper.finish().unwrap();
    data.keeper(1000).finish().unwrap();
}

#[test]
fn what_a_crash_left_does_no_harm() {
    let data = Data::new("crash");
    data.keep(1000, &[whole(1, 10, b"abc")]);
    std::fs::write(data.layout().temporary().join("17"), b"half").unwrap();
    let index = data.layout().index();
    let cut = [std::fs::read(&index).unwrap(), b"{\"time_ns\":12,\"fu".to_vec()].concat();
    std::fs::write(&index, cut).unwrap();
    data.keep(1000, &[whole(2, 20, b"def")]);
    let fuids: Vec<_> = index::read(&data.layout()).unwrap().into_iter().map(|entry| entry.fuid).collect();
    assert_eq!(fuids, [Id::file(1).to_string(), Id::file(2).to_string()]);
    assert!(!data.layout().temporary().join("17").exists());
}

#[test]
fn an_index_of_another_version_is_refused() {
    let data = Data::new("version");
    data.keep(1000, &[whole(1, 10, b"abc")]);
    std::fs::write(data.layout().index(), "{\"format\":\"thymus files index\",\"version\":2}\n").unwrap();
    let error = format!("{:#}", index::read(&data.layout()).unwrap_err());
    assert!(error.contains("version 2"), "{error}");
    std::fs::write(data.layout().index(), "something else\n").unwrap();
    assert!(index::read(&data.layout()).is_err());
}

/// A line as version 1 has written it from the first day: it must stay readable.
#[test]
fn the_first_version_of_the_index_is_read() {
    let data = Data::new("first");
    make(&data);
    let lines = concat!(
        "{\"format\":\"thymus files index\",\"version\":1}\n",
        "{\"time_ns\":1545000000000000000,\"fuid\":\"F00000000001\",\"uid\":\"C00000000001\",\"orig_h\":\"10.0.0.1\",",
        "\"resp_h\":\"10.0.0.2\",\"source\":\"SMB\",\"filename\":\"AV.job\",\"mime_type\":null,",
        "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\",\"bytes\":3,\"complete\":true}\n",
    );
    std::fs::write(data.layout().index(), lines).unwrap();
    let entries = index::read(&data.layout()).unwrap();
    assert_eq!((entries.len(), entries[0].filename.as_deref()), (1, Some("AV.job")));
}

fn make(data: &Data) {
    data.keep(1000, &[]);
}

#[test]
fn a_rewritten_index_has_the_same_entries() {
    let data = Data::new("rewrite");
    data.keep(1000, &[whole(1, 10, b"abc"), whole(2, 20, b"def")]);
    let before: Vec<Entry> = index::read(&data.layout()).unwrap();
    drop(IndexWriter::write_new(&data.layout(), &before).unwrap());
    assert_eq!(index::read(&data.layout()).unwrap(), before);
}

#[test]
fn ids_of_content_are_hexadecimal_and_nothing_else() {
    let id = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD";
    assert_eq!(ContentId::parse(id).unwrap().as_str(), id.to_ascii_lowercase());
    for bad in ["", "abc", &"g".repeat(64), &"../".repeat(21), &format!("{id}0")] {
        assert_eq!(ContentId::parse(bad), None);
    }
}

#[test]
fn patterns_match_as_a_whole() {
    for (pattern, text) in
        [("*.job", "AV.JOB"), ("a*b*c", "a-b-b-c"), ("*", ""), ("abc", "ABC"), ("image/*", "image/png")]
    {
        assert!(matches(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [("*.job", "a.jobs"), ("a*a", "a"), ("abc", "abcd"), ("", "a"), ("a*b*c", "acb")] {
        assert!(!matches(pattern, text), "{pattern} {text}");
    }
}

#[test]
fn names_cannot_steer_the_terminal() {
    assert_eq!(printable("a\u{1b}[2Jb\nc\u{9b}ä"), "a\\u{1b}[2Jb\\nc\\u{9b}ä");
}
