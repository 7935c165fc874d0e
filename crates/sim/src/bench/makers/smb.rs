//! Sessions of SMB 2 and 3: logins, shares, files, directories, and RPC over pipes.

use super::super::stage::Stage;
use super::super::world;
use super::rpc::{OVER_PIPES, arguments};
use crate::packet::bytes::Put as _;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::Dialog;
use crate::packet::frame::Address;
use crate::protocols::ntlm::{self, NTLMSSP};
use crate::protocols::rpc::{self, Interface};
use crate::protocols::smb::{self as message, FileId, Greeting, Numbers, Opened, Opening, Share};

const PORT: u16 = 445;
const DIALECTS: &[u16] = &[0x0210, 0x0302, 0x0311, 0x0311];
const SHARES: &[&str] = &["Public", "Finance", "Projects", "Profiles$", "SYSVOL"];
const EXTENSIONS: &[&str] = &["docx", "xlsx", "pdf", "txt", "ini", "dll", "pst", "cad"];
/// So much is read or written by one request.
const TRANSFER_BYTES: u64 = 64 << 10;
const ATTRIBUTE_DIRECTORY: u32 = 0x10;
const ATTRIBUTE_ARCHIVE: u32 = 0x20;
const ATTRIBUTE_NORMAL: u32 = 0x80;

/// One connection, as it is being made up.
struct Session<'s, 'a> {
    stage: &'s mut Stage<'a>,
    dialog: Dialog,
    numbers: Numbers,
    host: String,
    files: u64,
}

/// A person's day with a file server.
pub(in super::super) fn office(stage: &mut Stage<'_>) {
    let (client, server) = parties(stage);
    let mut session = Session::begin(stage, client, server);
    if session.stage.random.chance(600) {
        session.pipes();
    }
    for _ in 0..session.stage.random.between(1, 2) {
        session.share();
    }
    session.end(client, server);
}

/// One large file, read or written.
pub(in super::super) fn bulk(stage: &mut Stage<'_>, length: u64, writing: bool, pace: u64) {
    let (client, server) = parties(stage);
    let mut session = Session::begin(stage, client, server);
    session.dialog.pace = pace;
    session.connect("Projects", false);
    session.file(length, writing, 100_000);
    session.disconnect();
    session.end(client, server);
}

fn parties(stage: &mut Stage<'_>) -> (Address, Address) {
    (world::any_client(&mut stage.random), *stage.random.pick(world::FILE_SERVERS))
}

impl<'s, 'a> Session<'s, 'a> {
    /// Agrees on a dialect and logs in.
    fn begin(stage: &'s mut Stage<'a>, client: Address, server: Address) -> Self {
        let dialog = Dialog::new(world::near(&mut stage.random));
        let host = format!("FS{:02}", server[3]);
        let mut session = Self { stage, dialog, numbers: Numbers::default(), host, files: 0 };
        let dialect = *session.stage.random.pick(DIALECTS);
        let random = &mut session.stage.random;
        let guid = random.array();
        let question = message::negotiate_request(random, &guid);
        let guid = random.array();
        let token = ntlm::offer(&[NTLMSSP]);
        let greeting = Greeting { dialect, guid, file_time: message::FILE_TIME, token: &token };
        let answer = message::negotiate_response(random, &greeting);
        session.exchange(200_000, message::NEGOTIATE, &question, &answer);
        session.log_in(client);
        session
    }

    fn log_in(&mut self, client: Address) {
        let question = message::session_setup_request(&ntlm::negotiate());
        self.dialog.client(400_000, message::request(self.numbers, message::SESSION_SETUP, &question));
        self.numbers.session = self.stage.random.next() | 1;
        let challenge = ntlm::challenge(&mut self.stage.random, &world::login_server(&self.host));
        let status = message::MORE_PROCESSING_REQUIRED;
        self.dialog.server(message::session_setup_response(self.numbers, status, &challenge));
        self.numbers.message += 1;
        let user = world::user(&mut self.stage.random);
        let token =
            ntlm::authenticate(&mut self.stage.random, &world::login(&user, &world::computer(client)));
        let question = message::session_setup_request(&token);
        self.dialog.client(600_000, message::request(self.numbers, message::SESSION_SETUP, &question));
        let accepted = ntlm::accepted();
        self.dialog.server(message::session_setup_response(self.numbers, message::SUCCESS, &accepted));
        self.numbers.message += 1;
        self.stage.truth.add("ntlm", 1);
        self.stage.truth.add("smb_cmd", 1);
    }

    fn end(mut self, client: Address, server: Address) {
        self.exchange(5_000_000, message::LOGOFF, &[4, 0, 0, 0], &[4, 0, 0, 0]);
        let Self { stage, dialog, .. } = self;
        stage.tcp(0, client, (server, PORT), dialog);
    }

    fn exchange(&mut self, delay: u64, command: u16, question: &[u8], answer: &[u8]) {
        self.dialog.client(delay, message::request(self.numbers, command, question));
        self.dialog.server(message::response(self.numbers, command, answer));
        self.numbers.message += 1;
        self.stage.truth.add("smb_cmd", 1);
    }

    fn refused(&mut self, delay: u64, command: u16, question: &[u8], status: u32) {
        self.dialog.client(delay, message::request(self.numbers, command, question));
        self.dialog.server(message::failure(self.numbers, command, status));
        self.numbers.message += 1;
        self.stage.truth.add("smb_cmd", 1);
    }

    fn connect(&mut self, share: &str, is_pipe: bool) {
        let question = message::tree_connect_request(&format!("\\\\{}\\{share}", self.host));
        self.numbers.tree = 0;
        self.dialog.client(300_000, message::request(self.numbers, message::TREE_CONNECT, &question));
        self.numbers.tree = self.stage.random.next() as u32 | 1;
        let answer = message::tree_connect_response(if is_pipe { Share::Pipe } else { Share::Disk });
        self.dialog.server(message::response(self.numbers, message::TREE_CONNECT, &answer));
        self.numbers.message += 1;
        self.stage.truth.add("smb_cmd", 1);
        self.stage.truth.add("smb_mapping", 1);
    }

    fn disconnect(&mut self) {
        self.exchange(1_000_000, message::TREE_DISCONNECT, &[4, 0, 0, 0], &[4, 0, 0, 0]);
    }

    fn share(&mut self) {
        let share = *self.stage.random.pick(SHARES);
        self.connect(share, false);
        self.directory();
        for _ in 0..self.stage.random.between(1, 3) {
            let large = self.stage.random.chance(10);
            let length = self.stage.random.spread(1024, if large { 11 } else { 5 });
            let writing = self.stage.random.chance(350);
            let delay = world::thought(&mut self.stage.random);
            self.file(length, writing, delay);
        }
        if self.stage.random.chance(200) {
            let name = format!("desktop-{}.ini", self.stage.random.word(8));
            let question = message::create_request(&Opening::to_read(&name));
            self.refused(300_000, message::CREATE, &question, message::OBJECT_NAME_NOT_FOUND);
        }
        self.disconnect();
    }

    fn open(&mut self, name: &str, delay: u64, writing: bool, size: u64, attributes: u32) -> FileId {
        let id: FileId = self.stage.random.array();
        let opening = if writing { Opening::to_write(name) } else { Opening::to_read(name) };
        let action = if writing { 2 } else { 1 };
        let question = message::create_request(&opening);
        let answer =
            message::create_response(&Opened { id, size, attributes, action, times: message::TIMES });
        self.exchange(delay, message::CREATE, &question, &answer);
        self.stage.truth.add("smb_files", 1);
        id
    }

    fn close(&mut self, id: &FileId) {
        self.exchange(300_000, message::CLOSE, &message::close_request(id), &message::close_response());
    }

    fn directory(&mut self) {
        let name = format!("{}\\{}", world::word(&mut self.stage.random), self.stage.random.word(6));
        let id = self.open(&name, 500_000, false, 0, ATTRIBUTE_DIRECTORY);
        let question = message::query_directory_request(&id);
        let entries = self.stage.random.spread(4, 4);
        let answer = message::query_directory_response(&mut self.stage.random, entries, |random| {
            let length = random.between(6, 24) as usize;
            format!("{}.xlsx", random.word(length))
        });
        self.exchange(200_000, message::QUERY_DIRECTORY, &question, &answer);
        self.refused(200_000, message::QUERY_DIRECTORY, &question, message::NO_MORE_FILES);
        self.close(&id);
    }

    /// Opens a file, asks about it, reads or writes it whole, and closes it.
    fn file(&mut self, length: u64, writing: bool, delay: u64) {
        self.files += 1;
        let random = &mut self.stage.random;
        let name =
            format!("{}\\{}-{}.{}", world::word(random), random.word(8), self.files, random.pick(EXTENSIONS));
        let id = self.open(&name, delay, writing, if writing { 0 } else { length }, ATTRIBUTE_ARCHIVE);
        let information = self.stage.random.bytes(48);
        let answer = message::query_info_response(&information);
        self.exchange(200_000, message::QUERY_INFO, &message::query_info_request(&id), &answer);
        let mut offset = 0;
        while offset < length {
            let part = (length - offset).min(TRANSFER_BYTES);
            self.transfer(&id, offset, part, writing);
            offset += part;
        }
        self.stage.truth.note(
            "smb_files",
            "action",
            if writing { "SMB::FILE_WRITE" } else { "SMB::FILE_READ" },
        );
        self.stage.truth.note("files", "source", "SMB");
        self.stage.truth.sum("files", "seen_bytes", length);
        // The opening is counted already; the first transfer and the end, with the amounts, are two more.
        self.stage.truth.add("smb_files", 2);
        self.close(&id);
    }

    fn transfer(&mut self, id: &FileId, offset: u64, length: u64, writing: bool) {
        let mut data = Content::default();
        data.filler(Pool::Noise, &mut self.stage.random, length);
        let numbers = self.numbers;
        if writing {
            self.dialog.client(100_000, message::write_request(numbers, id, offset, data));
            let answer = message::write_response(length as u32);
            self.dialog.server(message::response(numbers, message::WRITE, &answer));
        } else {
            let question = message::read_request(id, offset, length as u32);
            self.dialog.client(100_000, message::request(numbers, message::READ, &question));
            self.dialog.server(message::read_response(numbers, data));
        }
        self.numbers.message += 1;
        self.stage.truth.add("smb_cmd", 1);
    }

    /// Asks services of the server over their pipes.
    fn pipes(&mut self) {
        self.connect("IPC$", true);
        let first = self.stage.random.below(OVER_PIPES.len() as u64) as usize;
        let count = self.stage.random.between(1, 2) as usize;
        for (interface, operations) in OVER_PIPES.iter().cycle().skip(first).take(count) {
            self.pipe(interface, operations);
        }
        self.disconnect();
    }

    /// The bind goes with a write and a read, the calls with transceive, as Windows does it.
    fn pipe(&mut self, interface: &Interface, operations: &[u16]) {
        let id = self.open(interface.pipe, 300_000, true, 0, ATTRIBUTE_NORMAL);
        self.stage.truth.note("smb_files", "action", "SMB::PIPE_OPEN");
        self.stage.truth.add("smb_files", 2);
        let bind = rpc::bind(interface);
        let (numbers, length) = (self.numbers, bind.len() as u32);
        self.dialog.client(100_000, message::write_request(numbers, &id, 0, bind.into()));
        self.dialog.server(message::response(numbers, message::WRITE, &message::write_response(length)));
        self.numbers.message += 1;
        let numbers = self.numbers;
        let question = message::read_request(&id, 0, 1024);
        self.dialog.client(100_000, message::request(numbers, message::READ, &question));
        let acknowledgement = rpc::bind_ack(&format!("\\PIPE\\{}", interface.pipe));
        self.dialog.server(message::read_response(numbers, acknowledgement.into()));
        self.numbers.message += 1;
        self.stage.truth.add("smb_cmd", 2);
        for (call, operation) in operations.iter().enumerate() {
            self.call(&id, call as u32 + 2, *operation);
        }
        self.close(&id);
    }

    fn call(&mut self, id: &FileId, call: u32, operation: u16) {
        let question = rpc::request(call, operation, &arguments(&mut self.stage.random, 200));
        let mut results = arguments(&mut self.stage.random, 1200);
        results.align(4).u32_le(0);
        let answer = rpc::response(call, &results);
        let question = message::transceive_request(id, &question);
        self.exchange(200_000, message::IOCTL, &question, &message::transceive_response(id, &answer));
        self.stage.truth.add("dce_rpc", 1);
    }
}
