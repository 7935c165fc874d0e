//! Names of interfaces and of their operations.
//!
//! Zeek's names where Zeek has one, else those of the interface definitions in the MS-* protocol documents. Each file
//! holds the interfaces of one field, and in each interface rows of operations that begin with the number of the first.

use super::Uuid;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::sync::LazyLock;

macro_rules! interfaces {
    ($($uuid:literal $name:literal { $($first:literal: $($operation:ident)+;)* })*) => {
        pub(super) static INTERFACES: &[Interface] = &[$(
            Interface {
                uuid: super::Uuid::of($uuid),
                name: $name,
                rows: &[$(super::Row { first: $first, names: &[$(stringify!($operation)),+] }),*],
            }
        ),*];
    };
}

mod accounts;
mod cluster;
mod com;
mod file_quotas;
mod hosts;
mod named_only;
mod networks;
mod performance;
mod pipes;
mod printing;
mod updates;
mod web_servers;

pub(crate) use pipes::candidates_of_pipe;

static GROUPS: [&[Interface]; 11] = [
    accounts::INTERFACES,
    hosts::INTERFACES,
    com::INTERFACES,
    printing::INTERFACES,
    networks::INTERFACES,
    cluster::INTERFACES,
    web_servers::INTERFACES,
    performance::INTERFACES,
    updates::INTERFACES,
    file_quotas::INTERFACES,
    named_only::INTERFACES,
];

/// An interface and its operations.
#[derive(Debug)]
pub(crate) struct Interface {
    pub(crate) uuid: Uuid,
    /// The name that `dce_rpc.endpoint` shows.
    pub(crate) name: &'static str,
    rows: &'static [Row],
}

/// The names of consecutive operations.
#[derive(Debug)]
struct Row {
    first: u16,
    names: &'static [&'static str],
}

impl Interface {
    /// The interface with this identifier, if it has a name.
    pub(crate) fn find(uuid: Uuid) -> Option<&'static Self> {
        static BY_UUID: LazyLock<HashMap<Uuid, &'static Interface, foldhash::fast::FixedState>> =
            LazyLock::new(|| {
                GROUPS.iter().copied().flatten().map(|interface| (interface.uuid, interface)).collect()
            });
        BY_UUID.get(&uuid).copied()
    }

    /// The operation with this number.
    pub(crate) fn operation(&self, opnum: u16) -> Option<&'static str> {
        let rows_before = self.rows.partition_point(|row| row.first <= opnum);
        let row = self.rows.get(rows_before.checked_sub(1)?)?;
        row.names.get(usize::from(opnum - row.first)).copied()
    }
}

/// What `dce_rpc.endpoint` says of an interface.
pub(crate) fn endpoint_name(uuid: Uuid) -> Cow<'static, str> {
    match Interface::find(uuid) {
        Some(interface) => Cow::Borrowed(interface.name),
        None => Cow::Owned(format!("unknown-{uuid}")),
    }
}

/// What `dce_rpc.operation` says of an operation.
pub(crate) fn operation_name(interface: Option<&Interface>, opnum: u16) -> Cow<'static, str> {
    match interface.and_then(|interface| interface.operation(opnum)) {
        Some(name) => Cow::Borrowed(name),
        None => Cow::Owned(format!("unknown-{opnum}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Interface> {
        GROUPS.iter().copied().flatten()
    }

    #[test]
    fn every_row_begins_after_the_one_before_it_ended() {
        for interface in all() {
            let mut next = 0;
            for row in interface.rows {
                assert!(row.first >= next, "{}: row {} overlaps", interface.name, row.first);
                next = row.first + u16::try_from(row.names.len()).unwrap();
            }
        }
    }

    #[test]
    fn every_interface_stands_once() {
        let mut uuids: Vec<_> = all().map(|interface| interface.uuid).collect();
        uuids.sort_unstable();
        let count = uuids.len();
        uuids.dedup();
        assert_eq!(uuids.len(), count);
        assert!(all().flat_map(|interface| interface.rows).map(|row| row.names.len()).sum::<usize>() > 5_000);
    }

    #[test]
    fn names_are_those_of_the_documents() {
        let name = |uuid, opnum| operation_name(Interface::find(Uuid::of(uuid)), opnum);
        assert_eq!(name("1ff70682-0a51-30e8-076d-740be8cee98b", 0), "NetrJobAdd");
        assert_eq!(name("86d35949-83c9-4044-b424-db363231fd0c", 1), "SchRpcRegisterTask");
        assert_eq!(name("367abb81-9844-35f1-ad32-98f038001003", 12), "CreateServiceW");
        assert_eq!(name("367abb81-9844-35f1-ad32-98f038001003", 45), "CreateServiceWOW64W");
        assert_eq!(name("9556dc99-828c-11cf-a37e-00aa003240c7", 24), "ExecMethod");
        assert_eq!(name("12345678-1234-abcd-ef00-01234567cffb", 30), "NetrServerPasswordSet2");
        assert_eq!(name("e3514235-4b06-11d1-ab04-00c04fc2dcd2", 3), "DRSGetNCChanges");
        assert_eq!(name("76f03f96-cdfd-44fc-a22c-64950a001209", 39), "RpcAsyncAddPrinterDriver");
        assert_eq!(name("1ff70682-0a51-30e8-076d-740be8cee98b", 99), "unknown-99");
        let strange = Uuid::of("01234567-89ab-cdef-0123-456789abcdef");
        assert_eq!(endpoint_name(strange), "unknown-01234567-89ab-cdef-0123-456789abcdef");
    }
}
