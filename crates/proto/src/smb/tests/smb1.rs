//! SMB1.

use super::*;

const CLOSE: u8 = 0x04;
const DELETE: u8 = 0x06;
const RENAME: u8 = 0x07;
const TRANSACTION: u8 = 0x25;
const OPEN_ANDX: u8 = 0x2d;
const READ_ANDX: u8 = 0x2e;
const WRITE_ANDX: u8 = 0x2f;
const TRANSACTION2: u8 = 0x32;
const TRANSACTION2_SECONDARY: u8 = 0x33;
const NEGOTIATE: u8 = 0x72;
const SESSION_SETUP: u8 = 0x73;
const LOGOFF: u8 = 0x74;
const TREE_CONNECT: u8 = 0x75;
const NT_CREATE: u8 = 0xa2;
const NONE: u8 = 0xff;

const FILE: u16 = 0x4000;
const USER: u16 = 2048;
const TREE: u16 = 7;

/// A message: header and blocks, in Unicode and with NT status.
fn message(command: u8, multiplex: u16, reply: bool, status: u32, blocks: &[u8]) -> Vec<u8> {
    let header = Bytes::default().bytes(b"\xffSMB").u8(command).u32(status).u8(if reply { 0x80 } else { 0 });
    let header = header.u16(0xc000).bytes(&[0; 12]).u16(TREE).u16(99).u16(USER).u16(multiplex);
    header.bytes(blocks).0
}

/// One block: words and bytes.
fn block(words: Bytes, bytes: &[u8]) -> Vec<u8> {
    let head = Bytes::default().u8((words.0.len() / 2) as u8).bytes(&words.0);
    head.u16(bytes.len() as u16).bytes(bytes).0
}

/// The words that chain nothing.
fn alone() -> Bytes {
    Bytes::default().u8(NONE).u8(0).u16(0)
}

fn ask(script: &mut Script, command: u8, multiplex: u16, words: Bytes, bytes: &[u8]) {
    up(script, &message(command, multiplex, false, 0, &block(words, bytes)));
}

fn answer(script: &mut Script, command: u8, multiplex: u16, status: u32, words: Bytes, bytes: &[u8]) {
    down(script, &message(command, multiplex, true, status, &block(words, bytes)));
}

/// Zero-terminated UTF-16 texts, the first at an even place of a message whose bytes begin at an odd one.
fn texts(texts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend(utf16(text));
        bytes.extend([0, 0]);
    }
    bytes
}

fn connect(script: &mut Script, path: &str, service: &[u8]) {
    // 32 + 1 + 8 + 2 bytes before the password, so that the path behind one byte of it is at an even place.
    let bytes = [&[0], &texts(&[path])[..], b"?????\0"].concat();
    ask(script, TREE_CONNECT, 1, alone().u16(0).u16(1), &bytes);
    let file_system = if service == b"A:\0" { texts(&["NTFS"]) } else { texts(&[""]) };
    let pad = if (32 + 1 + 6 + 2 + service.len()).is_multiple_of(2) { &[][..] } else { &[0][..] };
    answer(script, TREE_CONNECT, 1, 0, alone().u16(1), &[service, pad, &file_system].concat());
}

fn create(script: &mut Script, name: &str, resource: u16, size: u64, seconds: u64) {
    let name = utf16(name);
    let words = alone().u8(0).u16(name.len() as u16).bytes(&[0; 32]).u32(0).u32(2).u8(0);
    // 32 + 1 + 48 + 2 bytes before: one of padding.
    ask(script, NT_CREATE, 2, words, &[&[0], &name[..]].concat());
    let mut words = alone().u8(0).u16(FILE).u32(1);
    for _ in 0..4 {
        words = words.u64(if seconds == 0 { 0 } else { filetime(seconds) });
    }
    let words = words.u32(0x80).u64(4096).u64(size).u16(resource).u16(0).u8(0);
    answer(script, NT_CREATE, 2, 0, words, &[]);
}

/// A write whose content begins `gap` bytes after the block.
fn write(script: &mut Script, multiplex: u16, mode: u16, gap: usize, data: &[u8]) {
    let offset = 32 + 1 + 28 + 2 + gap;
    let words = alone().u16(FILE).u32(0).u32(0).u16(mode).u16(0).u16(0);
    let words = words.u16(data.len() as u16).u16(offset as u16).u32(0);
    ask(script, WRITE_ANDX, multiplex, words, &[&vec![0xee; gap][..], data].concat());
    let words = alone().u16(data.len() as u16).u16(0).u32(0);
    answer(script, WRITE_ANDX, multiplex, 0, words, &[]);
}

fn read(script: &mut Script, multiplex: u16, data: &[u8]) {
    let words = alone().u16(FILE).u32(0).u16(4096).u16(0).u32(0).u16(0).u32(0);
    ask(script, READ_ANDX, multiplex, words, &[]);
    let words = alone().u16(0).u16(0).u16(0).u16(data.len() as u16).u16(60).u16(0).bytes(&[0; 8]);
    answer(script, READ_ANDX, multiplex, 0, words, &[&[0], data].concat());
}

fn close(script: &mut Script) {
    ask(script, CLOSE, 9, Bytes::default().u16(FILE).u32(0), &[]);
    answer(script, CLOSE, 9, 0, Bytes::default(), &[]);
}

/// Negotiation, a login by name, a share, a file written at an odd place and read.
pub(super) fn session() -> Script {
    let mut script = Script::new();
    ask(&mut script, NEGOTIATE, 0, Bytes::default(), b"\x02PC NETWORK PROGRAM 1.0\0\x02NT LM 0.12\0");
    let words = Bytes::default().u16(1).u8(0x0b).u16(50).u16(1).u32(16644).u32(65536).u32(0).u32(4);
    let words = words.u64(0).u16(0).u8(8);
    let names = [&[9; 8][..], &texts(&["DOMAIN", "SERVER"])].concat();
    answer(&mut script, NEGOTIATE, 0, 0, words, &names);
    login(&mut script);
    connect(&mut script, r"\\SERVER\data", b"A:\0");
    create(&mut script, r"\dir\new.txt", 0, 0, 50);
    write(&mut script, 3, 0, 3, b"hello, world");
    read(&mut script, 4, b"hello");
    close(&mut script);
    script
}

/// A login with names and passwords in the clear: 24 bytes each.
fn login(script: &mut Script) {
    let words = alone().u16(4356).u16(50).u16(0).u32(0).u16(24).u16(24).u32(0).u32(0xd4);
    // 32 + 1 + 26 + 2 + 48 bytes before: one of padding.
    let bytes = [&[5; 48], &[0][..], &texts(&["Alice", "CORP", "Windows 2000", "LAN"])].concat();
    let mut request = message(SESSION_SETUP, 1, false, 0, &block(words, &bytes));
    request[28..30].fill(0);
    up(script, &request);
    let bytes = [&[0], &texts(&["Unix", "Samba", "CORP"])[..]].concat();
    answer(script, SESSION_SETUP, 1, 0, alone().u16(0), &bytes);
}

#[test]
fn a_session_from_negotiation_to_close() {
    let flow = played(&session());
    assert!(weirds(&flow).is_empty(), "{:?}", weirds(&flow));
    let fields = ["dialect", "account", "server_name", "client_os", "server_os", "signing_required"];
    assert_eq!(
        rows(&flow, "smb_session", &fields),
        [["NT LM 0.12", r"CORP\Alice", "SERVER", "Windows 2000", "Unix", "true"]]
    );
    let fields = ["path", "service", "share_type", "native_file_system", "account"];
    assert_eq!(
        rows(&flow, "smb_mapping", &fields),
        [[r"\\SERVER\data", "A:", "DISK", "NTFS", r"CORP\Alice"]]
    );
    let fields = ["action", "path", "name", "times.modified", "bytes_written"];
    let row = |action, written| [action, r"\\SERVER\data", r"\dir\new.txt", "50.0", written];
    assert_eq!(
        rows(&flow, "smb_files", &fields),
        [
            row("SMB::FILE_OPEN", ""),
            row("SMB::FILE_WRITE", ""),
            row("SMB::FILE_READ", ""),
            row("SMB::FILE_CLOSE", "12")
        ]
    );
}

#[test]
fn every_command_has_a_record_with_its_share() {
    let flow = played(&session());
    let share = r"\\SERVER\data";
    let name = r"\dir\new.txt";
    assert_eq!(
        rows(&flow, "smb_cmd", &["command", "argument", "status", "tree", "tree_service"]),
        [
            ["NEGOTIATE", "", "SUCCESS", "", ""],
            ["SESSION_SETUP_ANDX", "", "SUCCESS", "", ""],
            ["TREE_CONNECT_ANDX", share, "SUCCESS", share, "A:"],
            ["NT_CREATE_ANDX", name, "SUCCESS", share, "A:"],
            ["WRITE_ANDX", name, "SUCCESS", share, "A:"],
            ["READ_ANDX", name, "SUCCESS", share, "A:"],
            ["CLOSE", name, "SUCCESS", share, "A:"],
        ]
    );
}

#[test]
fn the_records_do_not_depend_on_how_the_stream_is_cut() {
    let expected = rows(&played(&session()), "smb_files", &["action", "bytes_written", "bytes_read"]);
    for piece in [1, 5, 36, 64, 65] {
        let mut flow = TestFlow::tcp(139);
        play(&mut flow, &session(), piece);
        flow.close();
        assert_eq!(rows(&flow, "smb_files", &["action", "bytes_written", "bytes_read"]), expected);
    }
}

#[test]
fn the_answer_says_that_a_pipe_was_opened_where_no_share_was_seen() {
    let mut script = Script::new();
    create(&mut script, r"\custom", 2, 0, 0);
    // A raw write of two messages' start: the length of the whole stands in front.
    write(&mut script, 3, 0x000c, 2, &[&[72, 0], BIND].concat());
    read(&mut script, 4, BIND);
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    flow.close();
    let row = |action| [action, r"\\10.0.0.2\IPC$", r"\custom", "true"];
    assert_eq!(
        rows(&flow, "smb_files", &["action", "path", "name", "inferred"]),
        [row("SMB::PIPE_OPEN"), row("SMB::PIPE_WRITE"), row("SMB::PIPE_READ")]
    );
    assert!(flow.of_kind("files").is_empty());
}

/// The words of a transaction without parameters whose data follow its block at an even place.
fn transaction(setup: &[u16], total_data: usize, data: &[u8], name: &[u8]) -> (Bytes, Vec<u8>) {
    let before = 32 + 1 + 28 + setup.len() * 2 + 2 + name.len();
    let mut words = Bytes::default().u16(0).u16(total_data as u16).u16(0).u16(1024).u8(0).u8(0).u16(0);
    words = words.u32(0).u16(0).u16(0).u16(before as u16).u16(data.len() as u16).u16(before as u16);
    words = words.u8(setup.len() as u8).u8(0);
    for word in setup {
        words = words.u16(*word);
    }
    (words, [name, data].concat())
}

/// The answer to a transaction, or a part of it.
fn transacted(total: usize, at: usize, parameters: &[u8], data: &[u8]) -> (Bytes, Vec<u8>) {
    let before = 32 + 1 + 20 + 2;
    let words = Bytes::default().u16(parameters.len() as u16).u16(total as u16).u16(0);
    let words = words.u16(parameters.len() as u16).u16(before).u16(0).u16(data.len() as u16);
    let words = words.u16(before + parameters.len() as u16).u16(at as u16).u8(0).u8(0);
    (words, [parameters, data].concat())
}

#[test]
fn a_call_over_a_pipe_is_a_write_and_a_read() {
    let mut script = Script::new();
    let name = [&[0], &texts(&[r"\PIPE\"])[..]].concat();
    let (words, bytes) = transaction(&[0x26, FILE], BIND.len(), BIND, &name);
    ask(&mut script, TRANSACTION, 5, words, &bytes);
    for at in [0, 36] {
        let (words, bytes) = transacted(72, at, &[], &BIND[at..at + 36]);
        answer(&mut script, TRANSACTION, 5, 0, words, &bytes);
    }
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    flow.close();
    assert_eq!(
        rows(&flow, "smb_files", &["action", "inferred"]),
        [["SMB::PIPE_WRITE", "true"], ["SMB::PIPE_READ", "true"]]
    );
    assert_eq!(
        rows(&flow, "smb_cmd", &["command", "sub_command", "argument", "status"]),
        [["TRANSACTION", "TRANSACT_NMPIPE", r"\PIPE\", "SUCCESS"]],
        "an answer in two parts is one"
    );
}

#[test]
fn a_rename_by_handle_may_come_in_parts() {
    let new_name = utf16("b.txt");
    let data = Bytes::default().u32(0).u32(0).u32(new_name.len() as u32).bytes(&new_name).0;
    let parameters = Bytes::default().u16(FILE).u16(1010).u16(0).0;
    let mut script = Script::new();
    create(&mut script, "a.txt", 0, 3, 1);
    let before = (32 + 1 + 30 + 2) as u16;
    let words = Bytes::default().u16(6).u16(data.len() as u16).u16(2).u16(0).u8(0).u8(0).u16(0).u32(0).u16(0);
    let words = words.u16(6).u16(before).u16(4).u16(before + 6).u8(1).u8(0).u16(8);
    ask(&mut script, TRANSACTION2, 6, words, &[&parameters, &data[..4]].concat());
    answer(&mut script, TRANSACTION2, 6, 0, Bytes::default(), &[]);
    let rest = &data[4..];
    let words = Bytes::default().u16(6).u16(data.len() as u16).u16(0).u16(0).u16(0);
    let words = words.u16(rest.len() as u16).u16(32 + 1 + 18 + 2).u16(4).u16(FILE);
    ask(&mut script, TRANSACTION2_SECONDARY, 6, words, rest);
    let (words, bytes) = transacted(0, 0, &[0, 0], &[]);
    answer(&mut script, TRANSACTION2, 6, 0, words, &bytes);
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_files", &["action", "name", "prev_name"]),
        [["SMB::FILE_OPEN", "a.txt", ""], ["SMB::FILE_RENAME", "b.txt", "a.txt"]]
    );
    let commands = rows(&flow, "smb_cmd", &["command", "sub_command", "status"]);
    assert_eq!(commands[1], ["TRANSACTION2", "SET_FILE_INFORMATION", "SUCCESS"]);
    assert_eq!(commands.len(), 2);
}

#[test]
fn files_are_renamed_and_deleted_by_name() {
    let mut script = Script::new();
    // 32 + 1 + 2 + 2 bytes before, then the format: the name is at an even place.
    let names = [&[4], &texts(&["old"])[..], &[4, 0], &texts(&["new"])].concat();
    ask(&mut script, RENAME, 1, Bytes::default().u16(0), &names);
    answer(&mut script, RENAME, 1, 0, Bytes::default(), &[]);
    let name = [&[4], &texts(&["new"])[..]].concat();
    ask(&mut script, DELETE, 2, Bytes::default().u16(0), &name);
    answer(&mut script, DELETE, 2, 0, Bytes::default(), &[]);
    ask(&mut script, DELETE, 3, Bytes::default().u16(0), &name);
    answer(&mut script, DELETE, 3, 0xc000_0034, Bytes::default(), &[]);
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_files", &["action", "name", "prev_name"]),
        [["SMB::FILE_RENAME", "new", "old"], ["SMB::FILE_DELETE", "new", ""]]
    );
    assert_eq!(
        rows(&flow, "smb_access_failure", &["command", "action", "name", "result"]),
        [["DELETE", "SMB::FILE_DELETE", "new", "STATUS_OBJECT_NAME_NOT_FOUND"]]
    );
}

#[test]
fn chained_commands_are_each_read() {
    // Open and read in one message, answered in one.
    let name = texts(&["a.txt"]);
    let first_length = 1 + 30 + 2 + 1 + name.len();
    let second = 32 + first_length;
    let words = Bytes::default().u8(READ_ANDX).u8(0).u16(second as u16).bytes(&[0; 26]);
    let read = alone().u16(0xffff).u32(0).u16(64).u16(0).u32(0).u16(0);
    let blocks = [block(words, &[&[0], &name[..]].concat()), block(read, &[])].concat();
    let mut script = Script::new();
    up(&mut script, &message(OPEN_ANDX, 1, false, 0, &blocks));
    let second = 32 + 1 + 30 + 2;
    let words = Bytes::default().u8(READ_ANDX).u8(0).u16(second).u16(FILE).u16(0).u32(77).u32(5);
    let words = words.u16(0).u16(0).u16(0).u16(1).bytes(&[0; 6]);
    let content = second + 1 + 24 + 2;
    let read = alone().u16(0).u16(0).u16(0).u16(5).u16(content).bytes(&[0; 10]);
    let blocks = [block(words, &[]), block(read, b"hello")].concat();
    down(&mut script, &message(OPEN_ANDX, 1, true, 0, &blocks));
    close(&mut script);
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_files", &["action", "name", "times.modified", "bytes_read"]),
        [
            ["SMB::FILE_OPEN", "a.txt", "77.0", ""],
            ["SMB::FILE_READ", "a.txt", "77.0", ""],
            ["SMB::FILE_CLOSE", "a.txt", "77.0", "5"]
        ]
    );
    assert_eq!(rows(&flow, "smb_cmd", &["command"]), [["OPEN_ANDX"], ["CLOSE"]], "one record a message");
}

#[test]
fn chains_end() {
    let mut blocks = Vec::new();
    for index in 1..=20u16 {
        blocks.extend(block(Bytes::default().u8(LOGOFF).u8(0).u16(32 + index * 7), &[]));
    }
    let mut script = Script::new();
    up(&mut script, &message(LOGOFF, 1, false, 0, &blocks));
    assert_eq!(weirds(&played(&script)), ["smb_andx_depth_exceeded"]);
    let circle = block(Bytes::default().u8(LOGOFF).u8(0).u16(32), &[]);
    let mut script = Script::new();
    up(&mut script, &message(LOGOFF, 1, false, 0, &circle));
    assert_eq!(weirds(&played(&script)), ["smb_andx_depth_exceeded"]);
}

#[test]
fn errors_before_nt_have_their_own_names() {
    let mut script = Script::new();
    let name = [&[4], &texts(&["secret"])[..]].concat();
    ask(&mut script, DELETE, 3, Bytes::default().u16(0), &name);
    let mut refused = message(DELETE, 3, true, 0x0005_0001, &block(Bytes::default(), &[]));
    refused[11] = 0x80;
    down(&mut script, &refused);
    let flow = played(&script);
    let fields = ["result", "refused"];
    assert_eq!(rows(&flow, "smb_access_failure", &fields), [["ERRnoaccess", "true"]]);
    assert_eq!(rows(&flow, "smb_cmd", &["status"]), [["noaccess"]]);
}

#[test]
fn a_netbios_session_may_come_first() {
    // "PC" and "NAS", filled up with blanks.
    let name = |letters: &[u8]| {
        let blanks = [b'C', b'A'].repeat(16 - letters.len() / 2);
        [&[0x20], letters, &blanks[..], &[0]].concat()
    };
    let request = [&[0x81, 0, 0, 0x44][..], &name(b"EOEBFD"), &name(b"FAED")].concat();
    let mut flow = TestFlow::tcp(139);
    flow.orig(&request).resp(&[0x82, 0, 0, 0]);
    assert_eq!(flow.services(), "smb");
    play(&mut flow, &session(), usize::MAX);
    flow.orig(&[0x85, 0, 0, 0]).close();
    assert!(weirds(&flow).is_empty());
    assert_eq!(flow.of_kind("smb_mapping").len(), 1);
    assert_eq!(rows(&flow, "smb_session", &["client_name", "server_name"]), [["PC", "SERVER"]]);
}

/// The words of a TRANSACTION2 without data and with one subcommand.
fn transaction2(subcommand: u16, parameters: usize, total_data: u16) -> Bytes {
    let words = Bytes::default().u16(parameters as u16).u16(total_data).bytes(&[0; 14]);
    words.u16(parameters as u16).u16(68).u16(0).u16(0).u8(1).u8(0).u16(subcommand)
}

#[test]
fn a_reserved_subcommand_is_an_anomaly_and_an_answer_under_another_number_too() {
    let mut script = session();
    ask(&mut script, TRANSACTION2, 65, transaction2(0x0e, 12, 0), &[0; 17]);
    answer(&mut script, TRANSACTION2, 65, 0xc000_0002, Bytes::default(), &[]);
    assert_eq!(weirds(&played(&script)), ["smb1_reserved_subcommand"], "a healthy server repeats the number");
    ask(&mut script, TRANSACTION2, 65, transaction2(0x0e, 12, 0), &[0; 17]);
    answer(&mut script, TRANSACTION2, 81, 0xc000_0002, Bytes::default(), &[]);
    let flow = played(&script);
    let found = rows(&flow, "weird", &["name", "addl"]);
    assert_eq!(found[0], ["smb1_reserved_subcommand", "TRANSACTION2 SESSION_SETUP"]);
    assert_eq!(found[2], ["smb1_answer_renumbered", "65 answered as 81"]);
    assert_eq!(found.len(), 3);
}

#[test]
fn a_transaction_continued_under_another_command_is_an_anomaly_once() {
    const NT_TRANSACT: u8 = 0xa0;
    let mut script = session();
    let words =
        Bytes::default().u8(1).u16(0).u32(30).u32(4000).u32(30).u32(0).u32(30).u32(75).u32(1000).u32(104);
    ask(&mut script, NT_TRANSACT, 64, words.u8(1).u16(5).u16(0), &[0; 1030]);
    for part in 1u16..4 {
        let words =
            Bytes::default().u16(30).u16(4000).u16(0).u16(0).u16(0).u16(1000).u16(51).u16(part * 1000);
        ask(&mut script, TRANSACTION2_SECONDARY, 64, words.u16(0), &[0; 1000]);
    }
    let flow = played(&script);
    let found = rows(&flow, "weird", &["name", "addl"]);
    assert_eq!(found[0], ["smb1_reserved_subcommand", "NT_TRANSACT RENAME"]);
    assert_eq!(found[1], ["smb1_transaction_mixed", "NT_TRANSACT continued as TRANSACTION2"]);
    assert_eq!(found.len(), 2);
}
