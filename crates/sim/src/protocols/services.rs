//! Services from afar (MS-SCMR 3.1.4).

use super::ndr::{Handle, Stub};

/// RCloseServiceHandle.
pub(crate) const CLOSE: u16 = 0;
/// RDeleteService.
pub(crate) const DELETE: u16 = 2;
/// RQueryServiceStatus.
pub(crate) const QUERY_STATUS: u16 = 6;
/// RCreateServiceW.
pub(crate) const CREATE: u16 = 12;
/// ROpenSCManagerW.
pub(crate) const OPEN_MANAGER: u16 = 15;
/// RStartServiceW.
pub(crate) const START: u16 = 19;

/// A service that is to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service<'a> {
    pub(crate) name: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) binary_path: &'a str,
    /// The account that it runs as.
    pub(crate) account: &'a str,
}

pub(crate) fn open_manager(server: &str) -> Vec<u8> {
    Stub::default().optional(Some(server)).u32(0).u32(0x000f_003f).done()
}

/// A handle is given.
pub(crate) fn handle_given(handle: &Handle) -> Vec<u8> {
    Stub::default().handle(handle).u32(0).done()
}

pub(crate) fn create(manager: &Handle, service: &Service<'_>) -> Vec<u8> {
    let stub = Stub::default().handle(manager).text(service.name).optional(Some(service.display_name));
    // All access, a process of its own, started on demand, errors are noted.
    let stub = stub.u32(0x000f_01ff).u32(0x10).u32(3).u32(1).text(service.binary_path);
    // No load order group, no tag, no dependencies, this account, no password.
    stub.u32(0).u32(0).u32(0).u32(0).optional(Some(service.account)).u32(0).u32(0).done()
}

/// The service is made: no tag, its handle, success.
pub(crate) fn created(handle: &Handle) -> Vec<u8> {
    Stub::default().u32(0).handle(handle).u32(0).done()
}

pub(crate) fn start(service: &Handle) -> Vec<u8> {
    Stub::default().handle(service).u32(0).u32(0).done()
}

/// An operation on nothing but a handle.
pub(crate) fn with_handle(handle: &Handle) -> Vec<u8> {
    Stub::default().handle(handle).done()
}

/// A service's status: an own process that runs or is stopped.
pub(crate) fn status_is(running: bool) -> Vec<u8> {
    let state = if running { 4 } else { 1 };
    Stub::default().u32(0x10).u32(state).u32(1).u32(0).u32(0).u32(0).u32(0).u32(0).done()
}
