//! Sessions of SMB 3: logins, shares, files, folders, pipes.

use super::files::{self, File};
use super::tickets::{self, Service};
use crate::company::{DNS_DOMAIN, DOMAIN, Device, DeviceId, file_time};
use crate::packet::content::Content;
use crate::packet::dialog::{Dialog, Ending, Side};
use crate::play::{Place, Scene, near};
use crate::protocols::rpc::{self, Interface};
use crate::protocols::smb::{self as message, FileId, Greeting, Numbers, Opened, Opening, Share};
use crate::protocols::{gss, ntlm};
use crate::random::number_of;

/// The port of SMB.
pub(crate) const PORT: u16 = 445;
/// So much is read or written by one request.
const TRANSFER_BYTES: u64 = 1 << 20;
/// What one credit pays for.
const CREDIT_BYTES: u64 = 1 << 16;
const ATTRIBUTE_DIRECTORY: u32 = 0x10;
const ATTRIBUTE_ARCHIVE: u32 = 0x20;
const ATTRIBUTE_NORMAL: u32 = 0x80;
/// `STATUS_LOGON_FAILURE`.
pub(crate) const LOGON_FAILURE: u32 = 0xc000_006d;
/// `STATUS_OBJECT_NAME_NOT_FOUND`.
pub(crate) const NOT_FOUND: u32 = message::OBJECT_NAME_NOT_FOUND;
/// `STATUS_ACCESS_DENIED`.
pub(crate) const ACCESS_DENIED: u32 = 0xc000_0022;

/// How somebody logs in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Login<'a> {
    /// With the ticket that the account has today.
    Ticket(&'a str),
    /// With the password of an account of the domain.
    Password(&'a str),
    /// With a password that is wrong.
    WrongPassword(&'a str),
}

/// One connection, as it is being made up.
pub(crate) struct Session<'s, 'a> {
    pub(crate) scene: &'s mut Scene<'a>,
    dialog: Dialog,
    numbers: Numbers,
    client: Place,
    client_device: &'a Device,
    server: Place,
    server_device: &'a Device,
    /// How long before the next request, in nanoseconds; where 0, as a program needs.
    wait: u64,
    opened: u64,
}

/// An open pipe.
pub(crate) struct Pipe {
    id: FileId,
    call: u32,
}

impl<'s, 'a> Session<'s, 'a> {
    /// Agrees on a dialect and logs in. Nothing where one of the two is off.
    pub(crate) fn begin(
        scene: &'s mut Scene<'a>,
        client: DeviceId,
        server: DeviceId,
        login: Login<'_>,
    ) -> Option<Self> {
        let (client_device, server_device) = (scene.device(client)?, scene.device(server)?);
        let (client, server) = (scene.place(client)?, scene.place(server)?);
        let mut dialog = Dialog::new(near(&mut scene.random));
        dialog.pace = 500_000;
        let mut session = Self {
            scene,
            dialog,
            numbers: Numbers::default(),
            client,
            client_device,
            server,
            server_device,
            wait: 0,
            opened: 0,
        };
        session.negotiate();
        match login {
            Login::Ticket(account) => session.show_ticket(account),
            Login::Password(user) => session.say_password(user, message::SUCCESS),
            Login::WrongPassword(user) => session.say_password(user, LOGON_FAILURE),
        }
        Some(session)
    }

    /// The server's own name, which shares are called by.
    pub(crate) fn server_name(&self) -> &'a str {
        &self.server_device.name
    }

    /// Lets so many nanoseconds pass before the next request.
    pub(crate) fn pause(&mut self, nanoseconds: u64) {
        self.wait += nanoseconds;
    }

    fn negotiate(&mut self) {
        let guid = |device: &Device| -> [u8; 16] {
            self.scene.constant(&[number_of("guid"), number_of(&device.name)]).array()
        };
        let (own, theirs) = (guid(self.client_device), guid(self.server_device));
        let question = message::negotiate_request(&mut self.scene.random, &own);
        let token = gss::offer();
        let file_time = file_time(self.scene.now);
        let greeting = Greeting { dialect: 0x0311, guid: theirs, file_time, token: &token };
        let answer = message::negotiate_response(&mut self.scene.random, &greeting);
        self.exchange(message::NEGOTIATE, &question, &answer);
    }

    fn show_ticket(&mut self, account: &str) {
        let service =
            Service::new("cifs", format!("{}.{DNS_DOMAIN}", self.server_device.name.to_lowercase()));
        let ticket = tickets::ticket(self.scene, account, &service);
        let token = gss::shown_ticket(&mut self.scene.random, &ticket);
        self.ask(message::SESSION_SETUP, &message::session_setup_request(&token));
        self.numbers.session = self.scene.random.next() | 1;
        let token = gss::accepted_ticket(&mut self.scene.random);
        self.dialog.server(message::session_setup_response(self.numbers, message::SUCCESS, &token));
        self.numbers.message += 1;
    }

    fn say_password(&mut self, user: &str, status: u32) {
        self.ask(message::SESSION_SETUP, &message::session_setup_request(&ntlm::negotiate()));
        self.numbers.session = self.scene.random.next() | 1;
        let file_time = file_time(self.scene.now);
        let server = &self.server_device.name;
        let described = ntlm::Server { domain: DOMAIN, dns_domain: DNS_DOMAIN, name: server, file_time };
        let challenge = ntlm::challenge(&mut self.scene.random, &described);
        let more = message::MORE_PROCESSING_REQUIRED;
        self.dialog.server(message::session_setup_response(self.numbers, more, &challenge));
        self.numbers.message += 1;
        let target = format!("cifs/{server}");
        let login = ntlm::Login {
            domain: DOMAIN,
            user,
            host: &self.client_device.name,
            server,
            file_time,
            target: &target,
        };
        let token = ntlm::authenticate(&mut self.scene.random, &login);
        self.ask(message::SESSION_SETUP, &message::session_setup_request(&token));
        if status == message::SUCCESS {
            let token = ntlm::accepted();
            self.dialog.server(message::session_setup_response(self.numbers, status, &token));
        } else {
            self.dialog.server(message::failure(self.numbers, message::SESSION_SETUP, status));
        }
        self.numbers.message += 1;
    }

    /// Logs off. The connection begins after `delay` nanoseconds; returns when it is over, after that.
    pub(crate) fn end(mut self, delay: u64) -> u64 {
        self.pause(2_000_000);
        self.exchange(message::LOGOFF, &[4, 0, 0, 0], &[4, 0, 0, 0]);
        self.hang_up(delay)
    }

    /// Ends the connection without a word.
    pub(crate) fn hang_up(mut self, delay: u64) -> u64 {
        self.dialog.ends(Ending::Close(Side::Client));
        let took = self.elapsed();
        let Self { scene, dialog, client, server, .. } = self;
        scene.tcp(delay, &client, &server, PORT, dialog);
        took
    }

    /// How long the connection has lasted so far, at the least, in nanoseconds.
    pub(crate) fn elapsed(&self) -> u64 {
        self.dialog.elapsed() + 2 * self.dialog.round_trip
    }

    fn ask(&mut self, command: u16, question: &[u8]) {
        let delay = std::mem::take(&mut self.wait) + self.scene.random.between(120_000, 600_000);
        self.dialog.client(delay, message::request(self.numbers, command, question));
    }

    fn exchange(&mut self, command: u16, question: &[u8], answer: &[u8]) {
        self.ask(command, question);
        self.dialog.server(message::response(self.numbers, command, answer));
        self.numbers.message += 1;
    }

    fn refused(&mut self, command: u16, question: &[u8], status: u32) {
        self.ask(command, question);
        self.dialog.server(message::failure(self.numbers, command, status));
        self.numbers.message += 1;
    }

    /// Connects to a share.
    pub(crate) fn connect(&mut self, share: &str, kind: Share) {
        let path = format!("\\\\{}\\{share}", self.server_device.name);
        self.numbers.tree = 0;
        self.ask(message::TREE_CONNECT, &message::tree_connect_request(&path));
        self.numbers.tree = self.scene.random.next() as u32 | 1;
        let answer = message::tree_connect_response(kind);
        self.dialog.server(message::response(self.numbers, message::TREE_CONNECT, &answer));
        self.numbers.message += 1;
    }

    /// Tries to connect to a share, in vain.
    pub(crate) fn connect_in_vain(&mut self, share: &str, status: u32) {
        let path = format!("\\\\{}\\{share}", self.server_device.name);
        self.numbers.tree = 0;
        self.refused(message::TREE_CONNECT, &message::tree_connect_request(&path), status);
    }

    pub(crate) fn disconnect(&mut self) {
        self.exchange(message::TREE_DISCONNECT, &[4, 0, 0, 0], &[4, 0, 0, 0]);
    }

    fn opened(&mut self, opening: &Opening<'_>, size: u64, attributes: u32, action: u32) -> FileId {
        self.opened += 1;
        let id: FileId = self.scene.random.array();
        let now = file_time(self.scene.now);
        // Made some months ago, written some days ago.
        let made = now.saturating_sub(864_000_000_000 * (30 + number_of(opening.name) % 300));
        let written = if action == 1 { now.saturating_sub(864_000_000_000 * 2).max(made) } else { now };
        let times = [made, now, written, written];
        let answer = message::create_response(&Opened { id, size, attributes, action, times });
        self.exchange(message::CREATE, &message::create_request(opening), &answer);
        id
    }

    /// Tries to open a file, in vain.
    pub(crate) fn open_in_vain(&mut self, name: &str, status: u32) {
        self.refused(message::CREATE, &message::create_request(&Opening::to_read(name)), status);
    }

    fn close(&mut self, id: &FileId) {
        self.exchange(message::CLOSE, &message::close_request(id), &message::close_response());
    }

    /// Looks into a folder.
    pub(crate) fn list(&mut self, folder: &str) {
        let opening = Opening { name: folder, access: 0x0010_0081, disposition: 1, options: 1 };
        let id = self.opened(&opening, 0, ATTRIBUTE_DIRECTORY, 1);
        let question = message::query_directory_request(&id);
        let entries = self.scene.random.spread(4, 4);
        let answer = message::query_directory_response(&mut self.scene.random, entries, files::entry);
        self.exchange(message::QUERY_DIRECTORY, &question, &answer);
        self.refused(message::QUERY_DIRECTORY, &question, message::NO_MORE_FILES);
        self.close(&id);
    }

    /// Opens a file, reads it whole and closes it.
    pub(crate) fn read(&mut self, file: &File) {
        // People change a file about once a week.
        let version = u64::from(self.scene.day.number / 7);
        let id = self.opened(&Opening::to_read(&file.name), file.size, ATTRIBUTE_ARCHIVE, 1);
        let mut offset = 0;
        while offset < file.size {
            let part = (file.size - offset).min(TRANSFER_BYTES);
            let data = file.content(version, offset, part);
            self.read_part(&id, offset, data);
            offset += part;
        }
        self.close(&id);
    }

    /// As [`Self::read`], of a small file with these bytes.
    pub(crate) fn read_bytes(&mut self, name: &str, bytes: &[u8]) {
        let id = self.opened(&Opening::to_read(name), bytes.len() as u64, ATTRIBUTE_ARCHIVE, 1);
        self.read_part(&id, 0, bytes.to_vec().into());
        self.close(&id);
    }

    fn read_part(&mut self, id: &FileId, offset: u64, data: Content) {
        self.numbers.more_credits = credits(data.length());
        self.ask(message::READ, &message::read_request(id, offset, data.length() as u32));
        self.dialog.server(message::read_response(self.numbers, data));
        self.pay();
    }

    /// Opens a file, writes it whole and closes it. `is_new` says whether it was not there before.
    pub(crate) fn write(&mut self, file: &File, is_new: bool) {
        let version = self.scene.random.next();
        let opening = Opening::to_write(&file.name);
        let id = self.opened(&opening, 0, ATTRIBUTE_ARCHIVE, if is_new { 2 } else { 3 });
        let mut offset = 0;
        while offset < file.size {
            let part = (file.size - offset).min(TRANSFER_BYTES);
            let data = file.content(version, offset, part);
            self.write_part(&id, offset, data);
            offset += part;
        }
        self.close(&id);
    }

    /// As [`Self::write`], of a small file with these bytes.
    pub(crate) fn write_bytes(&mut self, name: &str, bytes: &[u8], is_new: bool) {
        let opening = Opening::to_write(name);
        let id = self.opened(&opening, 0, ATTRIBUTE_ARCHIVE, if is_new { 2 } else { 3 });
        self.write_part(&id, 0, bytes.to_vec().into());
        self.close(&id);
    }

    fn write_part(&mut self, id: &FileId, offset: u64, data: Content) {
        let length = data.length();
        self.numbers.more_credits = credits(length);
        let delay = std::mem::take(&mut self.wait) + self.scene.random.between(120_000, 600_000);
        self.dialog.client(delay, message::write_request(self.numbers, id, offset, data));
        let answer = message::write_response(length as u32);
        self.dialog.server(message::response(self.numbers, message::WRITE, &answer));
        self.pay();
    }

    fn pay(&mut self) {
        self.numbers.message += 1 + u64::from(self.numbers.more_credits);
        self.numbers.more_credits = 0;
    }

    /// Gives a file another name.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let opening = Opening { name: from, access: 0x0011_0080, disposition: 1, options: 0x40 };
        let id = self.opened(&opening, 0, ATTRIBUTE_ARCHIVE, 1);
        let question = message::rename_request(&id, to);
        self.exchange(message::SET_INFO, &question, &message::set_info_response());
        self.close(&id);
    }

    /// Deletes a file.
    pub(crate) fn delete(&mut self, name: &str) {
        let opening = Opening { name, access: 0x0001_0080, disposition: 1, options: 0x40 };
        let id = self.opened(&opening, 0, ATTRIBUTE_ARCHIVE, 1);
        let question = message::delete_request(&id);
        self.exchange(message::SET_INFO, &question, &message::set_info_response());
        self.close(&id);
    }

    /// Opens the pipe of an interface and binds to it: the bind goes with a write and a read, as Windows does it.
    pub(crate) fn pipe(&mut self, interface: &Interface) -> Pipe {
        let id = self.open_pipe(interface.pipe);
        self.write_part(&id, 0, rpc::bind(interface).into());
        let acknowledgement = rpc::bind_ack(&format!("\\PIPE\\{}", interface.pipe));
        self.ask(message::READ, &message::read_request(&id, 0, 1024));
        self.dialog.server(message::read_response(self.numbers, acknowledgement.into()));
        self.numbers.message += 1;
        Pipe { id, call: 2 }
    }

    fn open_pipe(&mut self, name: &str) -> FileId {
        let opening = Opening { name, access: 0x0012_019f, disposition: 1, options: 0x40 };
        self.opened(&opening, 0, ATTRIBUTE_NORMAL, 1)
    }

    /// Opens a pipe that a program of its own listens to, and exchanges some messages that nobody can read.
    pub(crate) fn private_pipe(&mut self, name: &str, exchanges: u64) {
        let id = self.open_pipe(name);
        for _ in 0..exchanges {
            let (asked, told) = (self.scene.random.between(40, 300), self.scene.random.between(40, 2000));
            let asked = self.scene.random.bytes(asked as usize);
            self.write_part(&id, 0, asked.into());
            let told = self.scene.random.bytes(told as usize);
            self.ask(message::READ, &message::read_request(&id, 0, 4096));
            self.dialog.server(message::read_response(self.numbers, told.into()));
            self.numbers.message += 1;
        }
        self.close(&id);
    }

    /// A call over an open pipe.
    pub(crate) fn call(&mut self, pipe: &mut Pipe, operation: u16, arguments: &[u8], results: &[u8]) {
        let question = rpc::request(pipe.call, operation, arguments);
        let answer = rpc::response(pipe.call, results);
        self.transceive(pipe, &question, &answer);
    }

    fn transceive(&mut self, pipe: &mut Pipe, question: &[u8], answer: &[u8]) {
        pipe.call += 1;
        let question = message::transceive_request(&pipe.id, question);
        let answer = message::transceive_response(&pipe.id, answer);
        self.exchange(message::IOCTL, &question, &answer);
    }

    /// Opens the pipe of an interface and binds to it so that all calls are encrypted.
    pub(crate) fn sealed_pipe(&mut self, interface: &Interface, account: &str) -> Pipe {
        let id = self.open_pipe(interface.pipe);
        let host = format!("{}.{DNS_DOMAIN}", self.server_device.name.to_lowercase());
        let ticket = tickets::ticket(self.scene, account, &Service::new("host", host));
        let token = gss::shown_ticket(&mut self.scene.random, &ticket);
        let question = message::transceive_request(&id, &rpc::protected_bind(interface, &token));
        let token = gss::accepted_ticket(&mut self.scene.random);
        let answer = rpc::protected_bind_ack(&format!("\\PIPE\\{}", interface.pipe), &token);
        self.exchange(message::IOCTL, &question, &message::transceive_response(&id, &answer));
        Pipe { id, call: 2 }
    }

    /// An encrypted call over a pipe: how long its arguments and its results are at most.
    pub(crate) fn sealed_call(&mut self, pipe: &mut Pipe, operation: u16, asked: u64, told: u64) {
        let random = &mut self.scene.random;
        let (asked, told) = (random.between(16, asked) as usize, random.between(16, told) as usize);
        let question = rpc::sealed_request(random, pipe.call, operation, asked);
        let answer = rpc::sealed_response(random, pipe.call, told);
        pipe.call += 1;
        let question = message::transceive_request(&pipe.id, &question);
        self.ask(message::IOCTL, &question);
        self.dialog.server(message::transceive_answer(self.numbers, &pipe.id, answer));
        self.numbers.message += 1;
    }

    pub(crate) fn close_pipe(&mut self, pipe: &Pipe) {
        self.close(&pipe.id);
    }
}

/// What a transfer costs beyond the first credit.
fn credits(length: u64) -> u16 {
    (length.div_ceil(CREDIT_BYTES).max(1) - 1) as u16
}
