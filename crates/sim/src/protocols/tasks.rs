//! The remote interfaces of the old Task Scheduler (MS-TSCH 3.2.5.2 and 3.2.5.3): at-jobs, and accounts of jobs.

use super::ndr::Stub;

/// NetrJobAdd of ATSvc.
pub(crate) const JOB_ADD: u16 = 0;
/// NetrJobDel of ATSvc.
pub(crate) const JOB_DELETE: u16 = 1;
/// NetrJobEnum of ATSvc.
pub(crate) const JOB_LIST: u16 = 2;
/// SASetAccountInformation of SASec.
pub(crate) const SET_ACCOUNT: u16 = 0;
/// SAGetAccountInformation of SASec.
pub(crate) const GET_ACCOUNT: u16 = 3;
/// `JOB_NONINTERACTIVE`.
const NOT_INTERACTIVE: u8 = 0x10;

/// A command is to run at this many milliseconds after midnight, once (AT_INFO, MS-TSCH 2.3.4).
pub(crate) fn job_add(server: &str, milliseconds: u32, command: &str) -> Vec<u8> {
    let stub = Stub::default().optional(Some(server));
    stub.u32(milliseconds).u32(0).u8(0).u8(NOT_INTERACTIVE).optional(Some(command)).done()
}

/// The number that the job got, and how it went.
pub(crate) fn job_added(number: u32, status: u32) -> Vec<u8> {
    Stub::default().u32(number).u32(status).done()
}

/// Which jobs there are: all, from the first.
pub(crate) fn job_list(server: &str) -> Vec<u8> {
    Stub::default().optional(Some(server)).u32(0).u32(0).u32(u32::MAX).u32(0x0002_0004).u32(0).done()
}

/// There are none.
pub(crate) fn no_jobs() -> Vec<u8> {
    Stub::default().u32(0).u32(0).u32(0).u32(0).u32(0).done()
}

/// Jobs from the first to the last number are deleted.
pub(crate) fn job_delete(server: &str, first: u32, last: u32) -> Vec<u8> {
    Stub::default().optional(Some(server)).u32(first).u32(last).done()
}

/// The job of this file name is to run as this account; the password is scrambled with a fixed key.
pub(crate) fn set_account(server: &str, job: &str, account: &str, password: &str) -> Vec<u8> {
    Stub::default().optional(Some(server)).text(job).text(account).optional(Some(password)).u32(0).done()
}

/// As whom does the job of this file name run? The answer may have so many characters, whose place is sent along.
pub(crate) fn get_account(server: &str, job: &str, characters: u32) -> Vec<u8> {
    let stub = Stub::default().optional(Some(server)).text(job).u32(characters);
    place(stub, "", characters).done()
}

/// As this account.
pub(crate) fn account_is(account: &str, characters: u32) -> Vec<u8> {
    place(Stub::default(), account, characters).u32(0).done()
}

/// An array of so many characters that begins with these.
fn place(stub: Stub, text: &str, characters: u32) -> Stub {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    units.resize(characters as usize, 0);
    units.into_iter().fold(stub.u32(characters), Stub::u16)
}

/// A bare status.
pub(crate) fn status(status: u32) -> Vec<u8> {
    Stub::default().u32(status).done()
}
