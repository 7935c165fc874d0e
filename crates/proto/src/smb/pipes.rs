//! Names of pipes that say what they are.

/// The end points of Windows' RPC services, lower case, sorted.
static KNOWN: &[&str] = &[
    "atsvc",
    "browser",
    "cert",
    "dhcpcsvc",
    "dhcpserver",
    "dnsserver",
    "efsrpc",
    "epmapper",
    "eventlog",
    "fssagentrpc",
    "iisadmin",
    "initshutdown",
    "keysvc",
    "llsrpc",
    "lsarpc",
    "lsass",
    "mdssvc",
    "msftewds",
    "netdfs",
    "netlogon",
    "nsppipe",
    "ntsvcs",
    "plugplay",
    "protected_storage",
    "psexesvc",
    "remcom_communicaton",
    "rpcss",
    "samr",
    "scerpc",
    "spoolss",
    "srvsvc",
    "svcctl",
    "tapsrv",
    "termsrv_api_service",
    "trkwks",
    "unixinfo",
    "w32time",
    "winreg",
    "wins",
    "wkssvc",
];

/// Whether a file of this name is a pipe wherever it is opened.
pub(super) fn is_known(leaf: &str) -> bool {
    let mut buffer = [0u8; 24];
    let Some(lower) = buffer.get_mut(..leaf.len()) else { return false };
    lower.copy_from_slice(leaf.as_bytes());
    lower.make_ascii_lowercase();
    KNOWN.binary_search_by(|name| name.as_bytes().cmp(lower)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_pipes_in_any_case() {
        assert!(KNOWN.is_sorted());
        assert!(is_known("atsvc") && is_known("SVCCTL") && is_known("PSEXESVC"));
        assert!(!is_known("") && !is_known("atsvc.txt") && !is_known(&"x".repeat(1000)));
    }
}
