//! Which interfaces a pipe serves, for calls whose bind was not seen.

use super::{Interface, Uuid};

/// Pipe name and the interfaces behind it, the likeliest first (MS-TSCH 2.1, MS-SCMR 2.1, MS-SRVS 2.1 and their like).
static PIPES: &[(&str, &[Uuid])] = &[
    ("atsvc", &[ATSVC, TASK_SCHEDULER, SASEC]),
    ("browser", &[Uuid::of("6bffd098-a112-3610-9833-012892020162")]),
    ("dnsserver", &[Uuid::of("50abc2a4-574d-40b3-9d66-ee4fd5fba076")]),
    ("efsrpc", &[Uuid::of("df1941c5-fe89-4e79-bf10-463657acf44d")]),
    ("epmapper", &[Uuid::of("e1af8308-5d1f-11c9-91a4-08002b14a0fa")]),
    ("eventlog", &[Uuid::of("82273fdc-e32a-18c3-3f78-827929dc23ea")]),
    ("initshutdown", &[Uuid::of("894de0c0-0d55-11d3-a322-00c04fa321a1")]),
    ("lsarpc", &[LSA, SAMR, Uuid::of("c681d488-d850-11d0-8c52-00c04fd90f7e")]),
    ("lsass", &[LSA, SAMR, NETLOGON]),
    ("netdfs", &[Uuid::of("4fc742e0-4a10-11cf-8273-00aa004ae673")]),
    ("netlogon", &[NETLOGON]),
    ("ntsvcs", &[Uuid::of("8d9f4e40-a03d-11ce-8f69-08003e30051b"), SERVICES]),
    ("protected_storage", &[Uuid::of("3dde7c30-165d-11d1-ab8f-00805f14db40")]),
    ("samr", &[SAMR, LSA]),
    ("spoolss", &[Uuid::of("12345678-1234-abcd-ef00-0123456789ab")]),
    ("srvsvc", &[Uuid::of("4b324fc8-1670-01d3-1278-5a47bf6ee188")]),
    ("svcctl", &[SERVICES]),
    ("trkwks", &[Uuid::of("300f3532-38cc-11d0-a3f0-0020af6b0add")]),
    ("winreg", &[Uuid::of("338cd001-2244-31f1-aaaa-900038001003")]),
    ("wkssvc", &[Uuid::of("6bffd098-a112-3610-9833-46c3f87e345a")]),
];

const ATSVC: Uuid = Uuid::of("1ff70682-0a51-30e8-076d-740be8cee98b");
const TASK_SCHEDULER: Uuid = Uuid::of("86d35949-83c9-4044-b424-db363231fd0c");
const SASEC: Uuid = Uuid::of("378e52b0-c0a9-11cf-822d-00aa0051e40f");
const LSA: Uuid = Uuid::of("12345778-1234-abcd-ef00-0123456789ab");
const SAMR: Uuid = Uuid::of("12345778-1234-abcd-ef00-0123456789ac");
const NETLOGON: Uuid = Uuid::of("12345678-1234-abcd-ef00-01234567cffb");
const SERVICES: Uuid = Uuid::of("367abb81-9844-35f1-ad32-98f038001003");

/// The interfaces behind a pipe of this name (without its path, in any case) that have this operation.
pub(crate) fn candidates_of_pipe(pipe: &str, opnum: u16) -> impl Iterator<Item = Uuid> {
    let behind = PIPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(pipe));
    let uuids = behind.map_or(&[][..], |(_, uuids)| uuids);
    let has_operation = move |uuid: &Uuid| {
        Interface::find(*uuid).is_some_and(|interface| interface.operation(opnum).is_some())
    };
    uuids.iter().copied().filter(has_operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_interface_that_has_the_operation() {
        assert_eq!(candidates_of_pipe("ATSVC", 0).next(), Some(ATSVC));
        assert_eq!(candidates_of_pipe("atsvc", 12).next(), Some(TASK_SCHEDULER));
        assert_eq!(candidates_of_pipe("svcctl", 12).next(), Some(SERVICES));
        assert_eq!(candidates_of_pipe("svcctl", 200).next(), None);
        assert_eq!(candidates_of_pipe("mine", 0).next(), None);
    }

    #[test]
    fn every_interface_has_a_name() {
        for (pipe, uuids) in PIPES {
            assert!(uuids.iter().all(|uuid| Interface::find(*uuid).is_some()), "{pipe}");
        }
    }
}
