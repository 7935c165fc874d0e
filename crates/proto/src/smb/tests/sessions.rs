//! What holds for a session beyond its connection: names, shares, accounts; credits; listings of directories.

use super::smb2::*;
use super::*;

const QUERY_DIRECTORY: u16 = 14;
const NO_MORE_FILES: u32 = 0x8000_0006;

const ELSEWHERE: &str = "known from another connection of the same session";

fn opening(script: &mut Script) {
    exchange(script, TREE_CONNECT, 1, connect(r"\\server\data"), connected(1));
    exchange(script, CREATE, 2, create(r"plans\secret.doc", 0), created(FILE, 8192, [1; 4]));
}

#[test]
fn a_file_opened_on_one_connection_has_its_name_on_another() {
    let mut first = Script::new();
    opening(&mut first);
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, &first, usize::MAX);
    let mut second = Script::new();
    exchange(&mut second, READ, 7, read(FILE, 4096, 100), read_back(&[7; 100]));
    exchange(&mut second, CREATE, 8, create("other.txt", 0), created(FILE + 1, 0, [1; 4]));
    exchange(&mut second, CLOSE, 9, close(FILE), closed());
    flow.another();
    play(&mut flow, &second, usize::MAX);
    flow.close();
    let fields = ["action", "path", "name", "size", "inferred_reason"];
    let (share, name) = (r"\\server\data", r"plans\secret.doc");
    assert_eq!(
        rows(&flow, "smb_files", &fields),
        [
            ["SMB::FILE_OPEN", share, name, "8192", ""],
            ["SMB::FILE_READ", share, name, "8192", ELSEWHERE],
            ["SMB::FILE_OPEN", share, "other.txt", "0", ELSEWHERE],
            ["SMB::FILE_CLOSE", share, name, "8192", ELSEWHERE],
        ]
    );
}

#[test]
fn a_number_that_was_given_to_another_file_is_not_taken_for_the_first() {
    let mut script = Script::new();
    opening(&mut script);
    exchange(&mut script, CLOSE, 3, close(FILE), closed());
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, &script, usize::MAX);
    let mut after = Script::new();
    exchange(&mut after, READ, 7, read(FILE, 4096, 100), read_back(&[7; 100]));
    flow.another();
    play(&mut flow, &after, usize::MAX);
    flow.close();
    let files = rows(&flow, "smb_files", &["action", "name"]);
    assert_eq!(
        files,
        [["SMB::FILE_OPEN", r"plans\secret.doc"], ["SMB::FILE_READ", ""], ["SMB::FILE_CLOSE", ""]]
    );
}

#[test]
fn another_session_with_the_same_numbers_is_another_session() {
    let mut script = Script::new();
    opening(&mut script);
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, &script, usize::MAX);
    let mut other = request(READ, 7, read(FILE, 4096, 100));
    other[40..48].copy_from_slice(&77u64.to_le_bytes());
    let mut after = Script::new();
    up(&mut after, &other);
    flow.another();
    play(&mut flow, &after, usize::MAX);
    flow.close();
    assert!(rows(&flow, "smb_files", &["name"])[1..].iter().all(|row| row[0].is_empty()));
}

/// An entry of FileIdBothDirectoryInformation (MS-FSCC 2.4.22).
fn entry(name: &str, size: u64, attributes: u32, last: bool) -> Vec<u8> {
    let name = utf16(name);
    let length = (104 + name.len()).next_multiple_of(8);
    let next = if last { 0 } else { length as u32 };
    let head = Bytes::default().u32(next).u32(0).bytes(&[0; 32]).u64(size).u64(size).u32(attributes);
    let mut bytes = head.u32(name.len() as u32).bytes(&[0; 40]).bytes(&name).0;
    bytes.resize(length, 0);
    bytes
}

fn query_directory(id: u128, pattern: &str, restart: bool) -> Bytes {
    let pattern = utf16(pattern);
    let head = Bytes::default().u16(33).u8(37).u8(u8::from(restart)).u32(0).u128(id);
    head.u16(96).u16(pattern.len() as u16).u32(65_536).bytes(&pattern)
}

fn directory(entries: &[Vec<u8>]) -> Bytes {
    let entries = entries.concat();
    Bytes::default().u16(9).u16(72).u32(entries.len() as u32).bytes(&entries)
}

fn listing(pattern: &str) -> Script {
    let mut script = Script::new();
    exchange(&mut script, TREE_CONNECT, 1, connect(r"\\server\data"), connected(1));
    exchange(&mut script, CREATE, 2, create("plans", 0), created(FILE, 0, [1; 4]));
    let first = [entry(".", 0, 0x10, false), entry("..", 0, 0x10, false), entry("a.doc", 100, 0x20, true)];
    exchange(&mut script, QUERY_DIRECTORY, 3, query_directory(FILE, pattern, true), directory(&first));
    let second = [entry("old", 0, 0x10, false), entry("b.doc", 50, 0x20, true)];
    exchange(&mut script, QUERY_DIRECTORY, 4, query_directory(FILE, pattern, false), directory(&second));
    script
}

const LISTING: [&str; 8] = ["path", "name", "pattern", "files", "directories", "bytes", "names", "complete"];

#[test]
fn a_listing_is_told_once_with_what_is_in_it() {
    let mut script = listing("*");
    up(&mut script, &request(QUERY_DIRECTORY, 5, query_directory(FILE, "*", false)));
    down(&mut script, &response(QUERY_DIRECTORY, 5, NO_MORE_FILES, error()));
    exchange(&mut script, CLOSE, 6, close(FILE), closed());
    let names = r#"["a.doc","old","b.doc"]"#;
    let row = [r"\\server\data", "plans", "*", "2", "1", "150", names, "true"];
    for piece in [usize::MAX, 1, 100] {
        let mut flow = TestFlow::tcp(445);
        play(&mut flow, &script, piece);
        flow.close();
        assert_eq!(rows(&flow, "smb_listing", &LISTING), [row]);
        assert!(weirds(&flow).is_empty());
    }
}

#[test]
fn a_listing_that_is_broken_off_is_not_complete() {
    let mut script = listing("*.d?c");
    exchange(&mut script, CLOSE, 6, close(FILE), closed());
    let listings = rows(&played(&script), "smb_listing", &["pattern", "files", "complete"]);
    assert_eq!(listings, [["*.d?c", "2", "false"]]);
}

#[test]
fn looking_for_one_name_is_no_listing() {
    let mut script = listing("a.doc");
    exchange(&mut script, CLOSE, 6, close(FILE), closed());
    assert!(played(&script).of_kind("smb_listing").is_empty());
}

#[test]
fn a_large_directory_gives_one_record_of_bounded_length() {
    let mut script = Script::new();
    exchange(&mut script, CREATE, 2, create("", 0), created(FILE, 0, [1; 4]));
    for id in 3..60u64 {
        let entries: Vec<_> =
            (0..100).map(|n| entry(&format!("{id} {n} {}", "x".repeat(150)), 1, 0x20, n == 99)).collect();
        exchange(&mut script, QUERY_DIRECTORY, id, query_directory(FILE, "*", false), directory(&entries));
    }
    let flow = played(&script);
    let listing = &flow.of_kind("smb_listing")[0];
    assert_eq!((&listing["files"], &listing["name"]), (&5700.into(), &"<share_root>".into()));
    let names = listing["names"].as_array().unwrap();
    let bytes: usize = names.iter().map(|name| name.as_str().unwrap().len()).sum();
    assert!(names.len() <= 100 && bytes <= 8192, "{} names, {bytes} bytes", names.len());
}

#[test]
fn damaged_listings_end_where_the_damage_is() {
    let whole = directory(&[entry("a.doc", 1, 0x20, false), entry("b.doc", 2, 0x20, true)]).0;
    for length in 8..whole.len() {
        let mut script = Script::new();
        exchange(&mut script, CREATE, 2, create("plans", 0), created(FILE, 0, [1; 4]));
        let cut = Bytes::default().bytes(&whole[..length]);
        exchange(&mut script, QUERY_DIRECTORY, 3, query_directory(FILE, "*", true), cut);
        let files = rows(&played(&script), "smb_listing", &["files"]);
        let expected = [8 + 104 + 10, 8 + 120 + 104 + 10].iter().filter(|end| length >= **end).count();
        assert_eq!(files, [[expected.to_string()]], "{length} bytes");
    }
}

/// A request or response with what it costs or grants.
fn with_credits(mut message: Vec<u8>, charge: u16, credits: u16) -> Vec<u8> {
    message[6..8].copy_from_slice(&charge.to_le_bytes());
    message[14..16].copy_from_slice(&credits.to_le_bytes());
    message
}

fn negotiated(granted: u16) -> Script {
    let mut script = Script::new();
    let body = Bytes::default().u16(65).u16(1).u16(0x0210).u16(0).bytes(&[1; 16]).bytes(&[0; 36]);
    up(&mut script, &with_credits(request(NEGOTIATE, 0, Bytes::default().u16(36).bytes(&[0; 36])), 0, 1));
    down(&mut script, &with_credits(response(NEGOTIATE, 0, 0, body), 0, granted));
    script
}

#[test]
fn a_client_that_spends_what_it_was_granted_is_no_anomaly() {
    let mut script = negotiated(3);
    up(&mut script, &with_credits(request(READ, 1, read(FILE, 0, 100)), 2, 10));
    up(&mut script, &with_credits(request(READ, 3, read(FILE, 0, 100)), 1, 10));
    down(&mut script, &with_credits(response(READ, 1, 0, read_back(&[1; 10])), 2, 1));
    up(&mut script, &with_credits(request(READ, 4, read(FILE, 0, 100)), 0, 1));
    assert!(!weirds(&played(&script)).contains(&"smb2_credits_overdrawn".to_owned()));
}

#[test]
fn a_client_that_spends_more_is_one_anomaly() {
    let mut script = negotiated(3);
    for id in 1..20 {
        up(&mut script, &with_credits(request(READ, id, read(FILE, 0, 100)), 1, 1));
    }
    let overdrawn =
        |flow: &TestFlow| weirds(flow).iter().filter(|name| *name == "smb2_credits_overdrawn").count();
    assert_eq!(overdrawn(&played(&script)), 1);
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    assert_eq!(overdrawn(&flow), 0, "what was granted before is not known");
}
