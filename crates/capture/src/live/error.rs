//! What can go wrong with live capture, and what to do about it.

use std::io;

/// Why packets cannot be captured.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// There is no interface of that name.
    #[error("there is no network interface {name:?}; `ip link` lists those there are")]
    NoSuchInterface {
        /// The name asked for.
        name: String,
    },
    /// The interface went away during capture.
    #[error("the network interface {name:?} is gone")]
    InterfaceGone {
        /// Its name.
        name: String,
    },
    /// The process lacks the right to capture.
    #[error(
        "capturing needs CAP_NET_RAW: run as root, or grant it with `setcap cap_net_raw+ep` on the program"
    )]
    NoPermission,
    /// Packets of this kind of interface are not understood.
    #[error("the network interface {name:?} is of a kind (ARPHRD {hardware}) that is not supported")]
    UnsupportedInterface {
        /// Its name.
        name: String,
        /// Its hardware type as of `linux/if_arp.h`.
        hardware: u16,
    },
    /// The kernel or the network card refused something.
    #[error("cannot {action}: {source}")]
    System {
        /// What was tried.
        action: &'static str,
        /// What the kernel said.
        source: io::Error,
    },
    /// The privileges could not be given up as asked.
    #[error("cannot give up privileges: {0}")]
    Privileges(&'static str),
    /// No user of that name.
    #[error("there is no user {name:?} in /etc/passwd")]
    NoSuchUser {
        /// The name asked for.
        name: String,
    },
}

/// Says what was tried; a lack of permission has its own words.
pub(super) fn failed(action: &'static str) -> impl FnOnce(io::Error) -> LiveError {
    move |source| match source.kind() {
        io::ErrorKind::PermissionDenied => LiveError::NoPermission,
        _ => LiveError::System { action, source },
    }
}
