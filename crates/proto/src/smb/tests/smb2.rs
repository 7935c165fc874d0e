//! SMB2.

use super::*;
use crate::Side;

pub(super) const NEGOTIATE: u16 = 0;
const SESSION_SETUP: u16 = 1;
pub(super) const TREE_CONNECT: u16 = 3;
const TREE_DISCONNECT: u16 = 4;
pub(super) const CREATE: u16 = 5;
pub(super) const CLOSE: u16 = 6;
pub(super) const READ: u16 = 8;
const WRITE: u16 = 9;
const IOCTL: u16 = 11;
const SET_INFO: u16 = 17;

const RESPONSE: u32 = 1;
const ASYNC: u32 = 2;
const RELATED: u32 = 4;
const SESSION: u64 = 0x4000_0000_0001;
const TREE: u32 = 5;
pub(super) const FILE: u128 = 0x0000_0001_0000_0000_0000_0000_0000_0007;

const ACCESS_DENIED: u32 = 0xc000_0022;
const PENDING: u32 = 0x103;
const MORE_PROCESSING: u32 = 0xc000_0016;

/// A message; `next` is filled in by [`compound`].
fn message(command: u16, id: u64, flags: u32, status: u32, body: Bytes) -> Vec<u8> {
    let header = Bytes::default().bytes(b"\xfeSMB").u16(64).u16(1).u32(status).u16(command).u16(1).u32(flags);
    header.u32(0).u64(id).u32(0).u32(TREE).u64(SESSION).bytes(&[0; 16]).bytes(&body.0).0
}

pub(super) fn request(command: u16, id: u64, body: Bytes) -> Vec<u8> {
    message(command, id, 0, 0, body)
}

pub(super) fn response(command: u16, id: u64, status: u32, body: Bytes) -> Vec<u8> {
    message(command, id, RESPONSE, status, body)
}

/// Messages in one frame, each at a multiple of eight bytes.
fn compound(messages: &[Vec<u8>]) -> Vec<u8> {
    let mut all = Vec::new();
    for (index, message) in messages.iter().enumerate() {
        let mut message = message.clone();
        if index + 1 < messages.len() {
            message.resize(message.len().next_multiple_of(8), 0);
            let next = u32::try_from(message.len()).unwrap();
            message[20..24].copy_from_slice(&next.to_le_bytes());
        }
        all.extend(message);
    }
    all
}

pub(super) fn error() -> Bytes {
    Bytes::default().u16(9).u16(0).u32(0).u8(0)
}

pub(super) fn connect(path: &str) -> Bytes {
    let path = utf16(path);
    Bytes::default().u16(9).u16(0).u16(72).u16(path.len() as u16).bytes(&path)
}

pub(super) fn connected(share: u8) -> Bytes {
    Bytes::default().u16(16).u8(share).u8(0).u32(0x8000).u32(0).u32(0x001f_01ff)
}

pub(super) fn create(name: &str, options: u32) -> Bytes {
    let name = utf16(name);
    let head = Bytes::default().u16(57).bytes(&[0; 38]).u32(options).u16(120).u16(name.len() as u16);
    head.u32(0).u32(0).bytes(&name)
}

pub(super) fn created(id: u128, size: u64, seconds: [u64; 4]) -> Bytes {
    let mut body = Bytes::default().u16(89).u16(0).u32(2);
    for seconds in seconds {
        body = body.u64(if seconds == 0 { 0 } else { filetime(seconds) });
    }
    body.u64(4096).u64(size).u32(0x20).u32(0).u128(id).u32(0).u32(0)
}

pub(super) fn close(id: u128) -> Bytes {
    Bytes::default().u16(24).u16(0).u32(0).u128(id)
}

pub(super) fn closed() -> Bytes {
    Bytes::default().u16(60).bytes(&[0; 58])
}

pub(super) fn read(id: u128, offset: u64, length: u32) -> Bytes {
    Bytes::default().u16(49).u16(0x50).u32(length).u64(offset).u128(id).bytes(&[0; 17])
}

pub(super) fn read_back(data: &[u8]) -> Bytes {
    Bytes::default().u16(17).u8(80).u8(0).u32(data.len() as u32).u32(0).u32(0).bytes(data)
}

fn write(id: u128, offset: u64, data: &[u8]) -> Bytes {
    let head = Bytes::default().u16(49).u16(112).u32(data.len() as u32).u64(offset).u128(id);
    head.bytes(&[0; 16]).bytes(data)
}

fn written(length: u32) -> Bytes {
    Bytes::default().u16(17).u16(0).u32(length).u64(0).u8(0)
}

fn transceive(id: u128, data: &[u8]) -> Bytes {
    let head = Bytes::default().u16(57).u16(0).u32(0x0011_c017).u128(id).u32(120).u32(data.len() as u32);
    head.u32(0).u32(120).u32(0).u32(1024).u32(1).u32(0).bytes(data)
}

fn transceived(id: u128, data: &[u8]) -> Bytes {
    let head = Bytes::default().u16(49).u16(0).u32(0x0011_c017).u128(id).u32(112).u32(0);
    head.u32(112).u32(data.len() as u32).u32(0).u32(0).bytes(data)
}

fn set_info(id: u128, class: u8, data: &[u8]) -> Bytes {
    let head = Bytes::default().u16(33).u8(1).u8(class).u32(data.len() as u32).u16(96).u16(0).u32(0);
    head.u128(id).bytes(data)
}

fn set() -> Bytes {
    Bytes::default().u16(2)
}

pub(super) fn exchange(script: &mut Script, command: u16, id: u64, asked: Bytes, answered: Bytes) {
    up(script, &request(command, id, asked));
    down(script, &response(command, id, 0, answered));
}

/// A share is connected, a file created and written in two pieces, read back and closed.
pub(super) fn copy() -> Script {
    let mut script = Script::new();
    exchange(&mut script, TREE_CONNECT, 1, connect(r"\\server\c$"), connected(1));
    exchange(&mut script, CREATE, 2, create(r"temp\tool.exe", 0), created(FILE, 0, [10, 20, 30, 40]));
    exchange(&mut script, WRITE, 3, write(FILE, 0, &[b'M'; 3000]), written(3000));
    exchange(&mut script, WRITE, 4, write(FILE, 3000, &[b'Z'; 1000]), written(1000));
    exchange(&mut script, READ, 5, read(FILE, 0, 500), read_back(&[b'M'; 500]));
    exchange(&mut script, CLOSE, 6, close(FILE), closed());
    script
}

/// An open pipe of which nothing but the opening is seen, a bind by transceive, answered after STATUS_PENDING.
pub(super) fn pipe() -> Script {
    let mut script = Script::new();
    exchange(&mut script, CREATE, 2, create("atsvc", 0), created(FILE, 0, [0; 4]));
    up(&mut script, &request(IOCTL, 3, transceive(FILE, BIND)));
    down(&mut script, &message(IOCTL, 3, RESPONSE | ASYNC, PENDING, error()));
    down(&mut script, &message(IOCTL, 3, RESPONSE | ASYNC, 0, transceived(FILE, BIND)));
    script
}

const FILE_FIELDS: [&str; 5] = ["action", "path", "name", "size", "result"];

#[test]
fn a_copied_file_is_opened_written_read_and_closed() {
    let flow = played(&copy());
    assert_eq!(flow.services(), "smb");
    assert!(weirds(&flow).is_empty());
    let fields = ["path", "share_type", "result", "encrypted", "maximal_access"];
    assert_eq!(
        rows(&flow, "smb_mapping", &fields),
        [[r"\\server\c$", "DISK", "STATUS_SUCCESS", "true", "2032127"]]
    );
    let row = |action| [action, r"\\server\c$", r"temp\tool.exe", "0", "STATUS_SUCCESS"];
    assert_eq!(
        rows(&flow, "smb_files", &FILE_FIELDS),
        [row("SMB::FILE_OPEN"), row("SMB::FILE_WRITE"), row("SMB::FILE_READ"), row("SMB::FILE_CLOSE")]
    );
    let times = ["times.created", "times.accessed", "times.modified", "times.changed", "create_action"];
    assert_eq!(rows(&flow, "smb_files", &times)[0], ["10.0", "20.0", "30.0", "40.0", "created"]);
    assert_eq!(rows(&flow, "smb_files", &["bytes_read", "bytes_written"])[3], ["500", "4000"]);
    let files = ["source", "filename", "is_orig", "seen_bytes"];
    let mut content = rows(&flow, "files", &files);
    content.sort();
    assert_eq!(
        content,
        [["SMB", r"temp\tool.exe", "false", "500"], ["SMB", r"temp\tool.exe", "true", "4000"]]
    );
}

#[test]
fn the_records_do_not_depend_on_how_the_stream_is_cut() {
    let names = |flow: &TestFlow| {
        let mut rows = rows(flow, "smb_files", &["action", "bytes_written"]);
        rows.extend(self::rows(flow, "smb_cmd", &["command", "status"]));
        rows
    };
    let expected = names(&played(&copy()));
    for piece in [1, 3, 7, 64, 100, 113, 1000] {
        let mut flow = TestFlow::tcp(445);
        play(&mut flow, &copy(), piece);
        flow.close();
        assert_eq!(names(&flow), expected, "pieces of {piece} bytes");
    }
}

#[test]
fn every_command_has_a_record_with_the_file_it_refers_to() {
    let flow = played(&copy());
    let fields = ["command", "status", "version", "referenced_file.action", "referenced_file.path"];
    let share = r"\\server\c$";
    assert_eq!(
        rows(&flow, "smb_cmd", &fields),
        [
            ["TREE_CONNECT", "SUCCESS", "SMB2", "", ""],
            ["CREATE", "SUCCESS", "SMB2", "SMB::FILE_OPEN", ""],
            ["WRITE", "SUCCESS", "SMB2", "SMB::FILE_WRITE", share],
            ["WRITE", "SUCCESS", "SMB2", "SMB::FILE_WRITE", share],
            ["READ", "SUCCESS", "SMB2", "SMB::FILE_READ", share],
            ["CLOSE", "SUCCESS", "SMB2", "SMB::FILE_CLOSE", share],
        ]
    );
}

#[test]
fn a_pipe_seen_from_its_opening_on_implies_its_share() {
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &pipe(), usize::MAX);
    flow.close();
    let fields = ["action", "path", "name", "result", "inferred", "inferred_reason"];
    let row = |action| {
        let reason = "a pipe was opened, so the tree is IPC$";
        [action, r"\\10.0.0.2\IPC$", "atsvc", "STATUS_SUCCESS", "true", reason]
    };
    assert_eq!(
        rows(&flow, "smb_files", &fields),
        [row("SMB::PIPE_OPEN"), row("SMB::PIPE_WRITE"), row("SMB::PIPE_READ")]
    );
    assert!(flow.of_kind("files").is_empty(), "pipes are no files");
    assert_eq!(
        rows(&flow, "smb_cmd", &["command", "sub_command", "status"]),
        [["CREATE", "", "SUCCESS"], ["IOCTL", "FSCTL_PIPE_TRANSCEIVE", "SUCCESS"]],
        "the interim answer has no record"
    );
}

#[test]
fn rpc_over_an_unknown_handle_makes_it_a_pipe() {
    let mut script = Script::new();
    exchange(&mut script, WRITE, 9, write(FILE, 0, BIND), written(72));
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    flow.close();
    assert_eq!(
        rows(&flow, "smb_files", &["action", "path", "name", "inferred"]),
        [["SMB::PIPE_WRITE", r"\\10.0.0.2\IPC$", "", "true"]]
    );
}

#[test]
fn a_handle_read_past_its_start_is_a_file() {
    let mut script = Script::new();
    exchange(&mut script, READ, 9, read(FILE, 65_536, 100), read_back(&[7; 100]));
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    flow.close();
    assert_eq!(rows(&flow, "smb_files", &["action"]), [["SMB::FILE_READ"], ["SMB::FILE_CLOSE"]]);
    assert_eq!(rows(&flow, "files", &["seen_bytes", "is_orig"]), [["100", "false"]]);
}

#[test]
fn failures_are_told_apart_from_what_was_done() {
    let mut script = Script::new();
    up(&mut script, &request(TREE_CONNECT, 1, connect(r"\\server\ADMIN$")));
    down(&mut script, &response(TREE_CONNECT, 1, ACCESS_DENIED, error()));
    up(&mut script, &request(CREATE, 2, create("missing.txt", 0)));
    down(&mut script, &response(CREATE, 2, 0xc000_0034, error()));
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_access_failure", &["command", "action", "path", "name", "result", "refused"]),
        [
            ["TREE_CONNECT", "", r"\\server\ADMIN$", "", "STATUS_ACCESS_DENIED", "true"],
            ["CREATE", "SMB::FILE_OPEN", "", "missing.txt", "STATUS_OBJECT_NAME_NOT_FOUND", "false"],
        ]
    );
    assert!(flow.of_kind("smb_files").is_empty() && flow.of_kind("smb_mapping").is_empty());
}

#[test]
fn related_requests_inherit_the_file_that_is_being_opened() {
    let mut script = Script::new();
    exchange(&mut script, TREE_CONNECT, 1, connect(r"\\server\c$"), connected(1));
    let related = |command, id, body| message(command, id, RELATED, 0, body);
    up(
        &mut script,
        &compound(&[
            request(CREATE, 2, create("a.txt", 0)),
            related(WRITE, 3, write(u128::MAX, 0, b"hello")),
            related(SET_INFO, 4, set_info(u128::MAX, 13, &[1])),
            related(CLOSE, 5, close(u128::MAX)),
        ]),
    );
    down(
        &mut script,
        &compound(&[
            response(CREATE, 2, 0, created(FILE, 0, [1; 4])),
            response(WRITE, 3, 0, written(5)),
            response(SET_INFO, 4, 0, set()),
            response(CLOSE, 5, 0, closed()),
        ]),
    );
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_files", &["action", "name", "bytes_written"]),
        [
            ["SMB::FILE_OPEN", "a.txt", ""],
            ["SMB::FILE_WRITE", "a.txt", ""],
            ["SMB::FILE_DELETE", "a.txt", ""],
            ["SMB::FILE_CLOSE", "a.txt", "5"],
        ]
    );
    assert_eq!(rows(&flow, "files", &["seen_bytes"]), [["5"]]);
}

#[test]
fn content_in_the_middle_of_a_compound_is_stepped_over() {
    let mut script = Script::new();
    exchange(&mut script, CREATE, 2, create("a.txt", 0), created(FILE, 5, [1; 4]));
    up(&mut script, &compound(&[request(READ, 3, read(FILE, 0, 5)), request(CLOSE, 4, close(FILE))]));
    let answers = [response(READ, 3, 0, read_back(b"hello")), response(CLOSE, 4, 0, closed())];
    down(&mut script, &compound(&answers));
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_cmd", &["command", "status"]),
        [["CREATE", "SUCCESS"], ["READ", "SUCCESS"], ["CLOSE", "SUCCESS"]]
    );
    assert_eq!(rows(&flow, "files", &["seen_bytes"]), [["5"]]);
}

#[test]
fn renames_and_deletes_name_the_file() {
    let new_name = utf16(r"temp\b.exe");
    let rename = Bytes::default().bytes(&[0; 16]).u32(new_name.len() as u32).bytes(&new_name).0;
    let mut script = Script::new();
    exchange(&mut script, CREATE, 2, create("a.exe", 0x1000), created(FILE, 9, [1; 4]));
    exchange(&mut script, SET_INFO, 3, set_info(FILE, 10, &rename), set());
    exchange(&mut script, CLOSE, 4, close(FILE), closed());
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_files", &["action", "name", "prev_name", "size"]),
        [
            ["SMB::FILE_OPEN", "a.exe", "", "9"],
            ["SMB::FILE_RENAME", r"temp\b.exe", "a.exe", "9"],
            ["SMB::FILE_DELETE", r"temp\b.exe", "a.exe", "9"],
        ],
        "a file opened to be deleted on close is deleted when it is closed"
    );
}

#[test]
fn a_negotiation_and_a_login_become_a_session() {
    let name = utf16("server.example");
    let contexts = Bytes::default().u16(5).u16(name.len() as u16).u32(0).bytes(&name);
    let negotiate = Bytes::default().u16(36).u16(1).u16(3).u16(0).u32(0).bytes(&[0x11; 16]);
    let negotiate = negotiate.u32(104).u16(1).u16(0).u16(0x0311).u16(0).bytes(&contexts.0);
    let cipher = Bytes::default().u16(2).u16(4).u32(0).u16(1).u16(2);
    let agreed = Bytes::default().u16(65).u16(1).u16(0x0311).u16(1).bytes(&[0x22; 16]).bytes(&[0; 32]);
    let agreed = agreed.u16(128).u16(0).u32(128).bytes(&cipher.0);
    let setup = Bytes::default().u16(25).u8(0).u8(1).u32(0).u32(0).u16(88).u16(0).u64(0);
    let done = Bytes::default().u16(9).u16(5).u16(72).u16(0);
    let mut script = Script::new();
    exchange(&mut script, NEGOTIATE, 0, negotiate, agreed);
    let mut first = request(SESSION_SETUP, 1, setup.clone());
    first[40..48].fill(0);
    up(&mut script, &first);
    down(&mut script, &response(SESSION_SETUP, 1, MORE_PROCESSING, done.clone()));
    up(&mut script, &request(SESSION_SETUP, 2, setup));
    down(&mut script, &message(SESSION_SETUP, 2, RESPONSE | 8, 0, done));
    let flow = played(&script);
    let fields = ["dialect", "cipher", "server_name", "client_guid", "signing_required", "signed"];
    let guid = "11111111-1111-1111-1111-111111111111";
    assert_eq!(
        rows(&flow, "smb_session", &fields),
        [["3.1.1", "AES-128-GCM", "server.example", guid, "true", "true"]]
    );
    let fields = ["guest", "encrypted", "result", "session_id"];
    assert_eq!(
        rows(&flow, "smb_session", &fields),
        [["true", "true", "STATUS_SUCCESS", &SESSION.to_string()]]
    );
    let commands = rows(&flow, "smb_cmd", &["command"]);
    assert_eq!(commands, [["NEGOTIATE_PROTOCOL"], ["SESSION_SETUP"]], "a login that goes on has no record");
}

#[test]
fn a_refused_login_is_a_failure() {
    let setup = Bytes::default().u16(25).u8(0).u8(1).u32(0).u32(0).u16(88).u16(0).u64(0);
    let mut script = Script::new();
    up(&mut script, &request(SESSION_SETUP, 1, setup));
    down(&mut script, &response(SESSION_SETUP, 1, 0xc000_006d, error()));
    let flow = played(&script);
    assert_eq!(rows(&flow, "smb_session", &["result"]), [["STATUS_LOGON_FAILURE"]]);
    assert_eq!(
        rows(&flow, "smb_access_failure", &["command", "result", "refused"]),
        [["SESSION_SETUP", "STATUS_LOGON_FAILURE", "true"]]
    );
}

#[test]
fn the_account_of_a_refused_login_is_named() {
    // NTLMSSP AUTHENTICATE (MS-NLMP 2.2.1.3) of CORP\\mallory with empty responses.
    let (domain, user) = (utf16("CORP"), utf16("mallory"));
    let field =
        |bytes: Bytes, length: usize, at: usize| bytes.u16(length as u16).u16(length as u16).u32(at as u32);
    let token = Bytes::default().bytes(b"NTLMSSP\0").u32(3);
    let token = field(field(token, 0, 64), 0, 64);
    let token = field(field(token, domain.len(), 64), user.len(), 64 + domain.len());
    let token = field(field(token, 0, 64), 0, 64).u32(1).bytes(&domain).bytes(&user).0;
    let setup = Bytes::default().u16(25).u8(0).u8(1).u32(0).u32(0).u16(88).u16(token.len() as u16);
    let mut script = Script::new();
    up(&mut script, &request(SESSION_SETUP, 1, setup.u64(0).bytes(&token)));
    down(&mut script, &response(SESSION_SETUP, 1, 0xc000_006d, error()));
    up(&mut script, &request(TREE_CONNECT, 2, connect(r"\\server\IPC$")));
    down(&mut script, &response(TREE_CONNECT, 2, 0, connected(2)));
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_access_failure", &["command", "account"]),
        [["SESSION_SETUP", r"CORP\mallory"]]
    );
    assert_eq!(rows(&flow, "smb_mapping", &["account"]), [[""]], "nobody is logged in");
}

#[test]
fn a_server_may_call_its_session_zero() {
    let setup = Bytes::default().u16(25).u8(0).u8(1).u32(0).u32(0).u16(88).u16(0).u64(0);
    let mut script = Script::new();
    for (id, status) in [(1, MORE_PROCESSING), (2, ACCESS_DENIED)] {
        let mut request = request(SESSION_SETUP, id, setup.clone());
        request[40..48].fill(0);
        up(&mut script, &request);
        let mut response = response(SESSION_SETUP, id, status, error());
        response[40..48].fill(0);
        down(&mut script, &response);
    }
    let flow = played(&script);
    assert_eq!(rows(&flow, "smb_session", &["session_id", "result"]), [["0", "STATUS_ACCESS_DENIED"]]);
    assert!(weirds(&flow).is_empty());
}

#[test]
fn a_negotiation_heard_again_tells_the_dialect() {
    let asked = |code: u32| {
        let head = Bytes::default().u16(57).u16(0).u32(code).u128(u128::MAX).u32(120).u32(0);
        head.u32(0).u32(120).u32(0).u32(24).u32(1).u32(0)
    };
    let info = Bytes::default().u32(0).bytes(&[0x22; 16]).u16(1).u16(0x0302).0;
    let answer = Bytes::default().u16(49).u16(0).u32(0x0014_0204).u128(u128::MAX).u32(112).u32(0);
    let answer = answer.u32(112).u32(24).u32(0).u32(0).bytes(&info);
    let mut script = Script::new();
    exchange(&mut script, IOCTL, 1, asked(0x0014_0204), answer);
    let setup = Bytes::default().u16(25).u8(0).u8(1).u32(0).u32(0).u16(88).u16(0).u64(0);
    exchange(&mut script, SESSION_SETUP, 2, setup, Bytes::default().u16(9).u16(0).u16(72).u16(0));
    let mut flow = TestFlow::tcp(445).midstream();
    play(&mut flow, &script, usize::MAX);
    flow.close();
    assert_eq!(rows(&flow, "smb_session", &["dialect"]), [["3.0.2"]]);
}

#[test]
fn a_copy_that_the_server_makes_is_a_write() {
    let copy = Bytes::default().u16(57).u16(0).u32(0x0014_40f2).u128(FILE).u32(120).u32(0);
    let copy = copy.u32(0).u32(120).u32(0).u32(12).u32(1).u32(0);
    let done = Bytes::default().u16(49).u16(0).u32(0x0014_40f2).u128(FILE).bytes(&[0; 24]);
    let mut script = Script::new();
    exchange(&mut script, CREATE, 1, create("copy.zip", 0), created(FILE, 0, [1; 4]));
    exchange(&mut script, IOCTL, 2, copy, done);
    let flow = played(&script);
    let expected = [["SMB::FILE_OPEN", "copy.zip"], ["SMB::FILE_WRITE", "copy.zip"]];
    assert_eq!(rows(&flow, "smb_files", &["action", "name"]), expected);
}

#[test]
fn an_encrypted_session_is_told_once() {
    let hidden = |session: u64| {
        let header = Bytes::default().bytes(b"\xfdSMB").bytes(&[0; 32]).u32(100).u16(0).u16(1);
        header.u64(session).bytes(&[0xaa; 100]).0
    };
    let mut script = Script::new();
    for session in [SESSION, SESSION, SESSION + 1, SESSION] {
        up(&mut script, &hidden(session));
    }
    let flow = played(&script);
    assert_eq!(
        rows(&flow, "smb_session", &["session_id", "encrypted"]),
        [[SESSION.to_string(), "true".to_owned()], [(SESSION + 1).to_string(), "true".to_owned()]]
    );
}

#[test]
fn a_compressed_message_whose_sizes_overflow_is_an_attack() {
    let mut script = Script::new();
    let header = Bytes::default().bytes(b"\xfcSMB").u32(0x32).u16(1).u16(0).u32(0xffff_ffff);
    up(&mut script, &header.bytes(&[0; 40]).0);
    assert_eq!(weirds(&played(&script)), ["smb2_compressed_size_overflow"]);
}

#[test]
fn leaving_a_share_closes_what_is_open_in_it() {
    let mut script = Script::new();
    exchange(&mut script, TREE_CONNECT, 1, connect(r"\\server\c$"), connected(1));
    exchange(&mut script, CREATE, 2, create("a", 0), created(FILE, 0, [1; 4]));
    exchange(&mut script, WRITE, 3, write(FILE, 0, b"x"), written(1));
    exchange(&mut script, TREE_DISCONNECT, 4, Bytes::default().u32(4), Bytes::default().u32(4));
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, &script, usize::MAX);
    assert_eq!(rows(&flow, "smb_files", &["action"]).last().unwrap(), &["SMB::FILE_CLOSE"]);
    assert_eq!(flow.of_kind("files").len(), 1);
}

#[test]
fn a_hole_in_content_is_stepped_over_exactly() {
    let mut flow = TestFlow::tcp(445);
    let script = copy();
    for (index, (sent, frame)) in script.iter().enumerate() {
        match (sent, index) {
            (Sent::Up, 4) => {
                flow.orig(&frame[..500]).gap(Side::Originator, 1000).orig(&frame[1500..]);
            }
            (Sent::Up, _) => drop(flow.orig(frame)),
            (Sent::Down, _) => drop(flow.resp(frame)),
        }
    }
    flow.close();
    let commands = rows(&flow, "smb_cmd", &["command"]);
    assert_eq!(commands.concat(), ["TREE_CONNECT", "CREATE", "WRITE", "WRITE", "READ", "CLOSE"]);
    assert_eq!(rows(&flow, "smb_files", &["bytes_written"])[3], ["3000"]);
    assert!(weirds(&flow).is_empty());
}

#[test]
fn after_any_other_hole_the_next_frame_is_found() {
    let mut flow = TestFlow::tcp(445);
    let frames: Vec<Vec<u8>> =
        copy().into_iter().filter(|(sent, _)| matches!(sent, Sent::Up)).map(|(_, frame)| frame).collect();
    flow.orig(&frames[0]).orig(&frames[1][..20]);
    flow.gap(Side::Originator, 5000);
    flow.orig(&frames[2][1000..]).orig(&frames[3]).orig(&frames[5]);
    flow.close();
    let unanswered = rows(&flow, "smb_files", &["action", "result"]);
    assert_eq!(unanswered, [["SMB::FILE_WRITE", ""], ["SMB::FILE_CLOSE", ""]]);
}

#[test]
fn requests_without_answers_are_told_without_results() {
    let mut script = Script::new();
    up(&mut script, &request(TREE_CONNECT, 1, connect(r"\\server\c$")));
    up(&mut script, &request(CREATE, 2, create("a.txt", 0)));
    let flow = played(&script);
    assert_eq!(rows(&flow, "smb_mapping", &["path", "result"]), [[r"\\server\c$", ""]]);
    assert_eq!(rows(&flow, "smb_files", &["action", "name", "result"]), [["SMB::FILE_OPEN", "a.txt", ""]]);
}

#[test]
fn the_same_again_is_told_once() {
    let mut script = Script::new();
    for id in 0..3 {
        exchange(&mut script, CREATE, 2 * id, create("a", 0), created(FILE, 0, [1, 2 + id, 1, 1]));
        exchange(&mut script, CLOSE, 2 * id + 1, close(FILE), closed());
    }
    let flow = played(&script);
    assert_eq!(flow.of_kind("smb_files").len(), 1, "the time of the last access does not make it news");
    assert_eq!(flow.of_kind("smb_cmd").len(), 6);
}
