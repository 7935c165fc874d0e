//! Giving up the rights that opening a ring needed.
#![allow(unsafe_code)]

use std::io;

use super::error::{LiveError, failed};

/// Whom to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's number, not 0.
    pub user: u32,
    /// The number of the user's group.
    pub group: u32,
}

impl User {
    /// Finds a user by name in `/etc/passwd`.
    pub fn named(name: &str) -> Result<Self, LiveError> {
        let users = std::fs::read_to_string("/etc/passwd").map_err(failed("read /etc/passwd"))?;
        let found = users.lines().find_map(|line| Self::of_line(line, name));
        found.ok_or_else(|| LiveError::NoSuchUser { name: name.to_owned() })
    }

    fn of_line(line: &str, name: &str) -> Option<Self> {
        let mut fields = line.split(':');
        let is_asked_for = fields.next()? == name;
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        is_asked_for.then_some(Self { user, group })
    }
}

/// Becomes another user for good, without groups, without capabilities, and without a way to regain any by running
/// programs. To be called once, after everything privileged is open and before other threads start: the kernel keeps
/// capabilities for each thread.
pub fn drop_privileges(to: User) -> Result<(), LiveError> {
    if to.user == 0 {
        return Err(LiveError::Privileges("root has them all; name another user"));
    }
    // SAFETY: these calls take integers; the null list of groups is of no length.
    unsafe {
        if libc::geteuid() == 0 {
            check(libc::setgroups(0, std::ptr::null()), "leave all groups")?;
        }
        check(libc::setgid(to.group), "change the group")?;
        check(libc::setuid(to.user), "change the user")?;
    }
    clear_capabilities()?;
    // SAFETY: takes integers only.
    unsafe { check(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "forbid new privileges")? };
    // SAFETY: takes an integer only.
    if unsafe { libc::setuid(0) } == 0 {
        return Err(LiveError::Privileges("the process could become root again"));
    }
    Ok(())
}

/// Empties the effective, permitted and inheritable sets (`capset` of version 3: two structures of 32 bits each).
fn clear_capabilities() -> Result<(), LiveError> {
    #[repr(C)]
    struct Header {
        version: u32,
        process: i32,
    }
    const VERSION_3: u32 = 0x2008_0522;
    let header = Header { version: VERSION_3, process: 0 };
    let nothing = [0_u32; 6];
    // SAFETY: the kernel reads the header and, for version 3, six words; both live until the call returns.
    let result = unsafe { libc::syscall(libc::SYS_capset, &raw const header, nothing.as_ptr()) };
    check(if result == 0 { 0 } else { -1 }, "give up capabilities")
}

fn check(result: libc::c_int, action: &'static str) -> Result<(), LiveError> {
    if result == 0 { Ok(()) } else { Err(LiveError::System { action, source: io::Error::last_os_error() }) }
}
