//! Calls for secrets of the security authority, told by the secret's name where no bind was seen (MS-LSAD 3.1.4.6).

use super::Uuid;
use super::ndr::{Ndr, Result, Syntax};

/// The interface of the security authority (MS-LSAD 1.9).
const LSA: Uuid = Uuid::of("12345778-1234-abcd-ef00-0123456789ab");

/// LsarStorePrivateData and LsarRetrievePrivateData: a handle of the policy and the name of a secret come first.
const OPNUMS: [u16; 2] = [42, 43];

/// How names of secrets begin: global, local and machine secrets (MS-LSAD 3.1.1.4), and those that Windows itself keeps.
const BEGINNINGS: [&str; 8] =
    ["G$", "L$", "M$", "NL$", "_SC_", "$MACHINE.ACC", "DPAPI_SYSTEM", "DefaultPassword"];

/// The interface and layout of a call whose arguments name a secret.
pub(super) fn betrayed_by(opnum: u16, stub: &[u8], little_endian: bool) -> Option<(Uuid, Syntax)> {
    if !OPNUMS.contains(&opnum) {
        return None;
    }
    let mut syntaxes = [Syntax::Ndr32, Syntax::Ndr64].into_iter();
    let names = |syntax| secret_name(stub, syntax, little_endian).is_ok_and(|name| is_secret(&name));
    syntaxes.find(|&syntax| names(syntax)).map(|syntax| (LSA, syntax))
}

/// The name that stands behind the handle as an RPC_UNICODE_STRING (MS-DTYP 2.3.10); empty if its lengths disagree.
fn secret_name(stub: &[u8], syntax: Syntax, little_endian: bool) -> Result<String> {
    let mut ndr = Ndr::new(stub, syntax, little_endian);
    ndr.handle()?;
    ndr.align_pointer()?;
    let length = ndr.u16()?;
    ndr.u16()?;
    let name = if ndr.pointer()? { ndr.wide_string()? } else { String::new() };
    let agrees = name.encode_utf16().count() * 2 == usize::from(length);
    Ok(if agrees { name } else { String::new() })
}

fn is_secret(name: &str) -> bool {
    let begins = |with: &&str| name.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    BEGINNINGS.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arguments for this name in one of the layouts.
    fn arguments(name: &str, syntax: Syntax) -> Vec<u8> {
        let units: Vec<u16> = name.encode_utf16().collect();
        let wide = syntax == Syntax::Ndr64;
        let count = |bytes: &mut Vec<u8>, number: usize| match wide {
            true => bytes.extend((number as u64).to_le_bytes()),
            false => bytes.extend((number as u32).to_le_bytes()),
        };
        let mut bytes = vec![7; 20];
        bytes.resize(if wide { 24 } else { 20 }, 0);
        bytes.extend((units.len() as u16 * 2).to_le_bytes());
        bytes.extend((units.len() as u16 * 2 + 2).to_le_bytes());
        bytes.resize(bytes.len().next_multiple_of(if wide { 8 } else { 4 }), 0);
        for number in [0x20002, units.len() + 1, 0, units.len()] {
            count(&mut bytes, number);
        }
        bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn the_backup_key_of_a_domain_is_known_in_both_layouts() {
        for syntax in [Syntax::Ndr32, Syntax::Ndr64] {
            let stub = arguments("G$BCKUPKEY_PREFERRED", syntax);
            assert_eq!(betrayed_by(43, &stub, true), Some((LSA, syntax)));
            assert_eq!(betrayed_by(44, &stub, true), None, "another operation");
            for length in 0..stub.len() {
                assert_eq!(betrayed_by(43, &stub[..length], true), None, "cut to {length}");
            }
        }
    }

    #[test]
    fn other_names_and_other_bytes_betray_nothing() {
        assert_eq!(betrayed_by(43, &arguments("Administrator", Syntax::Ndr32), true), None);
        let mut stub = arguments("G$BCKUPKEY_PREFERRED", Syntax::Ndr32);
        stub[20] = 4;
        assert_eq!(betrayed_by(43, &stub, true), None, "the lengths disagree");
        assert_eq!(betrayed_by(43, &[0xff; 200], true), None);
        assert_eq!(betrayed_by(43, &[0; 200], true), None);
    }
}
