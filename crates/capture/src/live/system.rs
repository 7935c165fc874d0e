//! The system calls of packet sockets, behind functions that are safe to call.
#![allow(unsafe_code)]

use std::ffi::CString;
use std::io;
use std::mem::{MaybeUninit, size_of};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};

use libc::{c_int, c_uint};

/// Where a block's header has the word that tells whose turn it is (`tpacket_block_desc`, `linux/if_packet.h`).
const BLOCK_STATUS_OFFSET: usize = 8;

/// A packet socket.
pub(super) struct Socket(OwnedFd);

/// What can be set on a packet socket: plain structures of integers that the kernel copies.
pub(super) trait SocketOption: Copy {}

impl SocketOption for c_int {}
impl SocketOption for c_uint {}
impl SocketOption for libc::tpacket_req3 {}
impl SocketOption for libc::packet_mreq {}

/// What waiting for a packet ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waited {
    Ready,
    TimedOut,
    /// The socket has an error to tell.
    Failed,
}

impl Socket {
    /// A raw packet socket that receives nothing until it is bound.
    pub(super) fn open() -> io::Result<Self> {
        // SAFETY: takes integers only.
        let descriptor =
            check(unsafe { libc::socket(libc::AF_PACKET, libc::SOCK_RAW | libc::SOCK_CLOEXEC, 0) })?;
        // SAFETY: the descriptor was just opened and belongs to nobody else.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(descriptor) }))
    }

    pub(super) fn set<T: SocketOption>(&self, option: c_int, value: T) -> io::Result<()> {
        let length = size_of::<T>() as libc::socklen_t;
        // SAFETY: the kernel reads `length` bytes from `value`, which lives until the call returns.
        let result = unsafe {
            libc::setsockopt(self.0.as_raw_fd(), libc::SOL_PACKET, option, (&raw const value).cast(), length)
        };
        check(result).map(drop)
    }

    /// Receives every protocol from an interface, or from all if `interface` is 0.
    pub(super) fn bind(&self, interface: c_int) -> io::Result<()> {
        // SAFETY: all bytes zero is a valid value of this structure of integers.
        let mut address: libc::sockaddr_ll = unsafe { MaybeUninit::zeroed().assume_init() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = (libc::ETH_P_ALL as u16).to_be();
        address.sll_ifindex = interface;
        let length = size_of::<libc::sockaddr_ll>() as libc::socklen_t;
        // SAFETY: the kernel reads `length` bytes from `address`, which lives until the call returns.
        check(unsafe { libc::bind(self.0.as_raw_fd(), (&raw const address).cast(), length) }).map(drop)
    }

    /// The ring's counters since they were last asked for.
    pub(super) fn statistics(&self) -> io::Result<libc::tpacket_stats_v3> {
        let mut statistics = libc::tpacket_stats_v3 { tp_packets: 0, tp_drops: 0, tp_freeze_q_cnt: 0 };
        self.get(libc::SOL_PACKET, libc::PACKET_STATISTICS, &mut statistics)?;
        Ok(statistics)
    }

    /// The error that the socket has to tell, which tells it once.
    pub(super) fn pending_error(&self) -> io::Result<c_int> {
        let mut error: c_int = 0;
        self.get(libc::SOL_SOCKET, libc::SO_ERROR, &mut error)?;
        Ok(error)
    }

    /// Fills `value`, which must be a structure of integers: any bytes are a valid value of it.
    fn get<T: Copy>(&self, level: c_int, option: c_int, value: &mut T) -> io::Result<()> {
        let mut length = size_of::<T>() as libc::socklen_t;
        // SAFETY: the kernel writes at most `length` bytes to `value`, which this function has to itself; the two
        // callers above pass integers and a structure of integers.
        let result = unsafe {
            let value: *mut T = value;
            libc::getsockopt(self.0.as_raw_fd(), level, option, value.cast(), &raw mut length)
        };
        check(result).map(drop)
    }

    /// Waits until a block is full or its time is up.
    pub(super) fn wait(&self, milliseconds: c_int) -> io::Result<Waited> {
        let mut poll = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        // SAFETY: points to one structure, which is what the count says.
        match check(unsafe { libc::poll(&raw mut poll, 1, milliseconds) }) {
            Ok(0) => Ok(Waited::TimedOut),
            Ok(_) if poll.revents & (libc::POLLERR | libc::POLLHUP | libc::POLLNVAL) != 0 => {
                Ok(Waited::Failed)
            }
            Ok(_) => Ok(Waited::Ready),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Waited::TimedOut),
            Err(error) => Err(error),
        }
    }

    /// The hardware type (`ARPHRD_`) of an interface.
    pub(super) fn hardware_of(&self, interface: &str) -> io::Result<u16> {
        let mut request = request_for(interface)?;
        // SAFETY: the kernel reads the name from and writes an address to this structure, which is of the size it
        // expects; after success the address is the union's valid member.
        unsafe {
            check(libc::ioctl(self.0.as_raw_fd(), libc::SIOCGIFHWADDR as _, &raw mut request))?;
            Ok(request.ifr_ifru.ifru_hwaddr.sa_family)
        }
    }

    /// Has the network card note when each packet arrives.
    pub(super) fn note_hardware_time(&self, interface: &str) -> io::Result<()> {
        /// `HWTSTAMP_FILTER_ALL` of `linux/net_tstamp.h`.
        const ALL_PACKETS: c_int = 1;
        let mut configuration = libc::hwtstamp_config { flags: 0, tx_type: 0, rx_filter: ALL_PACKETS };
        let mut request = request_for(interface)?;
        request.ifr_ifru.ifru_data = (&raw mut configuration).cast();
        // SAFETY: the kernel reads and writes the request and the configuration it points to; both live until the
        // call returns and are of the size it expects.
        check(unsafe { libc::ioctl(self.0.as_raw_fd(), libc::SIOCSHWTSTAMP as _, &raw mut request) })?;
        self.set(libc::PACKET_TIMESTAMP, libc::SOF_TIMESTAMPING_RAW_HARDWARE)
    }
}

/// The number of an interface; nothing if there is none of that name.
pub(super) fn interface_number(name: &str) -> Option<c_uint> {
    let name = CString::new(name).ok()?;
    // SAFETY: the name ends with a zero byte and lives until the call returns.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => None,
        number => Some(number),
    }
}

fn request_for(interface: &str) -> io::Result<libc::ifreq> {
    // SAFETY: all bytes zero is a valid value of this structure of integers and pointers.
    let mut request: libc::ifreq = unsafe { MaybeUninit::zeroed().assume_init() };
    if interface.len() >= request.ifr_name.len() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    for (to, from) in request.ifr_name.iter_mut().zip(interface.bytes()) {
        *to = from.cast_signed() as libc::c_char;
    }
    Ok(request)
}

fn check(result: c_int) -> io::Result<c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// The ring: blocks that the kernel fills and hands over one after the other.
///
/// Invariant: `base` is the start of a mapping of `block_bytes * blocks` bytes that lives as long as this value, each
/// block is at least 4096 bytes large and aligned to that.
pub(super) struct Mapping {
    base: NonNull<u8>,
    block_bytes: usize,
    blocks: usize,
}

// SAFETY: the mapping belongs to the process, not to the thread that made it, and this value alone points to it.
unsafe impl Send for Mapping {}

impl Mapping {
    /// Maps the ring of a socket that was given one of this size.
    pub(super) fn of(socket: &Socket, block_bytes: usize, blocks: usize) -> io::Result<Self> {
        let length = block_bytes.checked_mul(blocks).ok_or(io::ErrorKind::InvalidInput)?;
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: asks for a new mapping at any address; nothing existing is touched.
        let address =
            unsafe { libc::mmap(null_mut(), length, protection, libc::MAP_SHARED, socket.0.as_raw_fd(), 0) };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let base = NonNull::new(address.cast()).ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self { base, block_bytes, blocks })
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks
    }

    /// A block, if the kernel has handed it over.
    #[inline]
    pub(super) fn block(&self, number: usize) -> Option<&[u8]> {
        if self.status(number)?.load(Ordering::Acquire) & libc::TP_STATUS_USER == 0 {
            return None;
        }
        // SAFETY: the block lies within the mapping, as `status` checked. The kernel does not write to a block that
        // it handed over until it is given back, for which `give_back` needs this value exclusively, while the slice
        // borrows it. The load above orders the kernel's writes before our reads.
        Some(unsafe {
            std::slice::from_raw_parts(self.base.as_ptr().add(number * self.block_bytes), self.block_bytes)
        })
    }

    /// Gives a block back to the kernel.
    pub(super) fn give_back(&mut self, number: usize) {
        if let Some(status) = self.status(number) {
            status.store(libc::TP_STATUS_KERNEL, Ordering::Release);
        }
    }

    #[inline]
    fn status(&self, number: usize) -> Option<&AtomicU32> {
        if number >= self.blocks {
            return None;
        }
        // SAFETY: the word lies within the mapping, for which the block's number was checked, and is aligned to four
        // bytes, as blocks are to pages. Kernel and process touch it atomically only.
        Some(unsafe {
            AtomicU32::from_ptr(
                self.base.as_ptr().add(number * self.block_bytes + BLOCK_STATUS_OFFSET).cast(),
            )
        })
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping has this address and length, and nothing borrows from it any more.
        unsafe { libc::munmap(self.base.as_ptr().cast(), self.block_bytes * self.blocks) };
    }
}
