//! Numbers that have names: security services and levels, faults, refusals.

use std::borrow::Cow;

/// A security service (MS-RPCE 2.2.1.1.7).
pub(super) fn service_name(service: u8) -> &'static str {
    match service {
        0 => "none",
        9 => "SPNEGO",
        10 => "NTLM",
        14 => "TLS",
        16 => "Kerberos",
        68 => "Netlogon",
        255 => "default",
        _ => "other",
    }
}

/// How far a call is secured (MS-RPCE 2.2.1.1.8).
pub(super) fn level_name(level: u8) -> &'static str {
    match level {
        0 => "default",
        1 => "none",
        2 => "connect",
        3 => "call",
        4 => "packet",
        5 => "integrity",
        6 => "privacy",
        _ => "other",
    }
}

/// The level from which arguments are encrypted.
pub(super) const LEVEL_PRIVACY: u8 = 6;

/// Access was denied: a fault, and a status of many operations.
pub(super) const ACCESS_DENIED: u32 = 5;

/// Why a whole bind was refused (C706 12.6.3.1, MS-RPCE 2.2.2.5).
pub(super) fn nak_name(reason: u16) -> &'static str {
    match reason {
        1 => "temporary_congestion",
        2 => "local_limit_exceeded",
        4 => "protocol_version_not_supported",
        8 => "authentication_type_not_recognized",
        9 => "invalid_checksum",
        _ => "reason_not_specified",
    }
}

/// The status of a fault (C706 appendix E, MS-ERREF).
pub(super) fn fault_name(status: u32) -> Cow<'static, str> {
    Cow::Borrowed(match status {
        0x0000_0005 => "access_denied",
        0x0000_06d1 => "procnum_out_of_range",
        0x0000_06d9 => "ept_not_registered",
        0x0000_06e4 => "cannot_support",
        0x0000_06f7 => "bad_stub_data",
        0x0000_0721 => "sec_pkg_error",
        0x1c00_0008 => "rpc_version_mismatch",
        0x1c00_0009 => "unspec_reject",
        0x1c00_000c => "manager_not_entered",
        0x1c00_000d => "fault_cancel",
        0x1c00_0012 => "fault_unspec",
        0x1c00_0013 => "fault_remote_comm_failure",
        0x1c00_001a => "context_mismatch",
        0x1c00_001b => "fault_remote_no_memory",
        0x1c00_001c => "invalid_pres_context_id",
        0x1c00_001d => "unsupported_authn_level",
        0x1c00_001f => "invalid_checksum",
        0x1c00_0024 => "object_not_found",
        0x1c01_0001 => "comm_failure",
        0x1c01_0002 => "op_rng_error",
        0x1c01_0003 => "unk_if",
        0x1c01_0006 => "wrong_boot_time",
        0x1c01_0009 => "you_crashed",
        0x1c01_000b => "proto_error",
        0x1c01_0013 => "out_args_too_big",
        0x1c01_0014 => "server_too_busy",
        0x1c01_0017 => "unsupported_type",
        0x8001_0108 => "object_disconnected",
        other => return Cow::Owned(format!("0x{other:08x}")),
    })
}
