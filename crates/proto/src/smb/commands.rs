//! The names of commands, as Zeek writes them.

/// A command of SMB2 (MS-SMB2 2.2.1.2).
pub(super) fn smb2(command: u16) -> &'static str {
    match command {
        0 => "NEGOTIATE_PROTOCOL",
        1 => "SESSION_SETUP",
        2 => "LOGOFF",
        3 => "TREE_CONNECT",
        4 => "TREE_DISCONNECT",
        5 => "CREATE",
        6 => "CLOSE",
        7 => "FLUSH",
        8 => "READ",
        9 => "WRITE",
        10 => "LOCK",
        11 => "IOCTL",
        12 => "CANCEL",
        13 => "ECHO",
        14 => "QUERY_DIRECTORY",
        15 => "CHANGE_NOTIFY",
        16 => "QUERY_INFO",
        17 => "SET_INFO",
        18 => "OPLOCK_BREAK",
        _ => "UNKNOWN",
    }
}

/// A command of SMB1 (MS-CIFS 2.2.2.1).
pub(super) fn smb1(command: u8) -> &'static str {
    match command {
        0x00 => "CREATE_DIRECTORY",
        0x01 => "DELETE_DIRECTORY",
        0x02 => "OPEN",
        0x03 => "CREATE",
        0x04 => "CLOSE",
        0x05 => "FLUSH",
        0x06 => "DELETE",
        0x07 => "RENAME",
        0x08 => "QUERY_INFORMATION",
        0x09 => "SET_INFORMATION",
        0x0a => "READ",
        0x0b => "WRITE",
        0x0c => "LOCK_BYTE_RANGE",
        0x0d => "UNLOCK_BYTE_RANGE",
        0x0e => "CREATE_TEMPORARY",
        0x0f => "CREATE_NEW",
        0x10 => "CHECK_DIRECTORY",
        0x11 => "PROCESS_EXIT",
        0x12 => "SEEK",
        0x13 => "LOCK_AND_READ",
        0x14 => "WRITE_AND_UNLOCK",
        0x1a => "READ_RAW",
        0x1b => "READ_MPX",
        0x1c => "READ_MPX_SECONDARY",
        0x1d => "WRITE_RAW",
        0x1e => "WRITE_MPX",
        0x1f => "WRITE_MPX_SECONDARY",
        0x20 => "WRITE_COMPLETE",
        0x21 => "QUERY_SERVER",
        0x22 => "SET_INFORMATION2",
        0x23 => "QUERY_INFORMATION2",
        0x24 => "LOCKING_ANDX",
        0x25 => "TRANSACTION",
        0x26 => "TRANSACTION_SECONDARY",
        0x27 => "IOCTL",
        0x28 => "IOCTL_SECONDARY",
        0x29 => "COPY",
        0x2a => "MOVE",
        0x2b => "ECHO",
        0x2c => "WRITE_AND_CLOSE",
        0x2d => "OPEN_ANDX",
        0x2e => "READ_ANDX",
        0x2f => "WRITE_ANDX",
        0x30 => "NEW_FILE_SIZE",
        0x31 => "CLOSE_AND_TREE_DISC",
        0x32 => "TRANSACTION2",
        0x33 => "TRANSACTION2_SECONDARY",
        0x34 => "FIND_CLOSE2",
        0x35 => "FIND_NOTIFY_CLOSE",
        0x70 => "TREE_CONNECT",
        0x71 => "TREE_DISCONNECT",
        0x72 => "NEGOTIATE",
        0x73 => "SESSION_SETUP_ANDX",
        0x74 => "LOGOFF_ANDX",
        0x75 => "TREE_CONNECT_ANDX",
        0x7e => "SECURITY_PACKAGE_ANDX",
        other => smb1_late(other),
    }
}

fn smb1_late(command: u8) -> &'static str {
    match command {
        0x80 => "QUERY_INFORMATION_DISK",
        0x81 => "SEARCH",
        0x82 => "FIND",
        0x83 => "FIND_UNIQUE",
        0x84 => "FIND_CLOSE",
        0xa0 => "NT_TRANSACT",
        0xa1 => "NT_TRANSACT_SECONDARY",
        0xa2 => "NT_CREATE_ANDX",
        0xa4 => "NT_CANCEL",
        0xa5 => "NT_RENAME",
        0xc0 => "OPEN_PRINT_FILE",
        0xc1 => "WRITE_PRINT_FILE",
        0xc2 => "CLOSE_PRINT_FILE",
        0xc3 => "GET_PRINT_QUEUE",
        0xd8 => "READ_BULK",
        0xd9 => "WRITE_BULK",
        0xda => "WRITE_BULK_DATA",
        0xfe => "INVALID",
        0xff => "NO_ANDX_COMMAND",
        _ => "UNKNOWN",
    }
}

/// A subcommand of SMB_COM_TRANSACTION (MS-CIFS 2.2.2.2).
pub(super) fn transaction(subcommand: u16) -> &'static str {
    match subcommand {
        0x01 => "SET_NMPIPE_STATE",
        0x11 => "RAW_READ_NMPIPE",
        0x21 => "QUERY_NMPIPE_STATE",
        0x22 => "QUERY_NMPIPE_INFO",
        0x23 => "PEEK_NMPIPE",
        0x26 => "TRANSACT_NMPIPE",
        0x31 => "RAW_WRITE_NMPIPE",
        0x36 => "READ_NMPIPE",
        0x37 => "WRITE_NMPIPE",
        0x53 => "WAIT_NMPIPE",
        0x54 => "CALL_NMPIPE",
        _ => "UNKNOWN",
    }
}

/// A subcommand of SMB_COM_TRANSACTION2 (MS-CIFS 2.2.2.2).
pub(super) fn transaction2(subcommand: u16) -> &'static str {
    match subcommand {
        0x00 => "OPEN2",
        0x01 => "FIND_FIRST2",
        0x02 => "FIND_NEXT2",
        0x03 => "QUERY_FS_INFORMATION",
        0x04 => "SET_FS_INFORMATION",
        0x05 => "QUERY_PATH_INFORMATION",
        0x06 => "SET_PATH_INFORMATION",
        0x07 => "QUERY_FILE_INFORMATION",
        0x08 => "SET_FILE_INFORMATION",
        0x09 => "FSCTL",
        0x0a => "IOCTL",
        0x0b => "FIND_NOTIFY_FIRST",
        0x0c => "FIND_NOTIFY_NEXT",
        0x0d => "CREATE_DIRECTORY",
        0x0e => "SESSION_SETUP",
        0x10 => "GET_DFS_REFERRAL",
        0x11 => "REPORT_DFS_INCONSISTENCY",
        _ => "UNKNOWN",
    }
}

/// A function of SMB_COM_NT_TRANSACT (MS-CIFS 2.2.2.2).
pub(super) fn nt_transact(function: u16) -> &'static str {
    match function {
        0x01 => "CREATE",
        0x02 => "IOCTL",
        0x03 => "SET_SECURITY_DESC",
        0x04 => "NOTIFY_CHANGE",
        0x05 => "RENAME",
        0x06 => "QUERY_SECURITY_DESC",
        0x07 => "QUERY_QUOTA",
        0x08 => "SET_QUOTA",
        _ => "UNKNOWN",
    }
}

/// FSCTL_PIPE_TRANSCEIVE: write a message to a pipe and read the answer.
pub(super) const FSCTL_PIPE_TRANSCEIVE: u32 = 0x0011_c017;

/// FSCTL_VALIDATE_NEGOTIATE_INFO: to hear again what was negotiated, signed.
pub(super) const FSCTL_VALIDATE_NEGOTIATE_INFO: u32 = 0x0014_0204;

const FSCTL_SRV_COPYCHUNK: u32 = 0x0014_40f2;
const FSCTL_SRV_COPYCHUNK_WRITE: u32 = 0x0014_80f2;
const FSCTL_DUPLICATE_EXTENTS: u32 = 0x0009_8344;

/// Whether the server writes to the file what it reads from another.
pub(super) fn is_copy(code: u32) -> bool {
    matches!(code, FSCTL_SRV_COPYCHUNK | FSCTL_SRV_COPYCHUNK_WRITE | FSCTL_DUPLICATE_EXTENTS)
}

/// A control code of an IOCTL (MS-SMB2 2.2.31, MS-FSCC 2.3).
pub(super) fn control(code: u32) -> Option<&'static str> {
    Some(match code {
        0x0006_0194 => "FSCTL_DFS_GET_REFERRALS",
        0x0006_01b0 => "FSCTL_DFS_GET_REFERRALS_EX",
        0x0009_0000 => "FSCTL_REQUEST_OPLOCK_LEVEL_1",
        0x0009_00a4 => "FSCTL_SET_REPARSE_POINT",
        0x0009_00a8 => "FSCTL_GET_REPARSE_POINT",
        0x0009_00c4 => "FSCTL_SET_SPARSE",
        0x0009_009c => "FSCTL_GET_OBJECT_ID",
        0x0009_00c0 => "FSCTL_CREATE_OR_GET_OBJECT_ID",
        0x0009_8208 => "FSCTL_FILE_LEVEL_TRIM",
        FSCTL_DUPLICATE_EXTENTS => "FSCTL_DUPLICATE_EXTENTS_TO_FILE",
        0x0009_80c8 => "FSCTL_SET_ZERO_DATA",
        0x0009_40cf => "FSCTL_QUERY_ALLOCATED_RANGES",
        0x0009_003c => "FSCTL_GET_COMPRESSION",
        0x0009_c040 => "FSCTL_SET_COMPRESSION",
        0x0009_028c => "FSCTL_GET_INTEGRITY_INFORMATION",
        0x0011_0018 => "FSCTL_PIPE_WAIT",
        0x0011_400c => "FSCTL_PIPE_PEEK",
        FSCTL_PIPE_TRANSCEIVE => "FSCTL_PIPE_TRANSCEIVE",
        0x0014_0078 => "FSCTL_SRV_REQUEST_RESUME_KEY",
        0x0014_4064 => "FSCTL_SRV_ENUMERATE_SNAPSHOTS",
        FSCTL_SRV_COPYCHUNK => "FSCTL_SRV_COPYCHUNK",
        FSCTL_SRV_COPYCHUNK_WRITE => "FSCTL_SRV_COPYCHUNK_WRITE",
        0x0014_41bb => "FSCTL_SRV_READ_HASH",
        0x0014_01d4 => "FSCTL_LMR_REQUEST_RESILIENCY",
        0x0014_01fc => "FSCTL_QUERY_NETWORK_INTERFACE_INFO",
        FSCTL_VALIDATE_NEGOTIATE_INFO => "FSCTL_VALIDATE_NEGOTIATE_INFO",
        _ => return None,
    })
}
