//! Status codes of Windows: what they are called, and whether they mean yes (MS-ERREF).

use super::act::Outcome;
use std::borrow::Cow;

/// The service was started but did not behave like one in time: its command ran all the same.
pub(super) const SERVICE_REQUEST_TIMEOUT: u32 = 1053;

/// Win32 codes mean success by 0; results of 32 bits (HRESULT) mean failure by their highest bit, and those of the task
/// scheduler's own facility below it are notices.
pub(super) fn outcome(status: Option<u32>) -> Outcome {
    match status {
        None => Outcome::Unknown,
        Some(0 | SERVICE_REQUEST_TIMEOUT) => Outcome::Accepted,
        Some(0x0004_0000..=0x0004_ffff) => Outcome::Accepted,
        Some(_) => Outcome::Refused,
    }
}

pub(super) fn name(status: u32) -> Cow<'static, str> {
    Cow::Borrowed(match status {
        0 => "SUCCESS",
        1 => "ERROR_INVALID_FUNCTION",
        2 => "ERROR_FILE_NOT_FOUND",
        3 => "ERROR_PATH_NOT_FOUND",
        5 => "ERROR_ACCESS_DENIED",
        6 => "ERROR_INVALID_HANDLE",
        8 => "ERROR_NOT_ENOUGH_MEMORY",
        50 => "ERROR_NOT_SUPPORTED",
        87 => "ERROR_INVALID_PARAMETER",
        123 => "ERROR_INVALID_NAME",
        183 => "ERROR_ALREADY_EXISTS",
        193 => "ERROR_BAD_EXE_FORMAT",
        1053 => "ERROR_SERVICE_REQUEST_TIMEOUT",
        1055 => "ERROR_SERVICE_DATABASE_LOCKED",
        1056 => "ERROR_SERVICE_ALREADY_RUNNING",
        1057 => "ERROR_INVALID_SERVICE_ACCOUNT",
        1058 => "ERROR_SERVICE_DISABLED",
        1060 => "ERROR_SERVICE_DOES_NOT_EXIST",
        1061 => "ERROR_SERVICE_CANNOT_ACCEPT_CTRL",
        1062 => "ERROR_SERVICE_NOT_ACTIVE",
        1065 => "ERROR_DATABASE_DOES_NOT_EXIST",
        1067 => "ERROR_PROCESS_ABORTED",
        1068 => "ERROR_SERVICE_DEPENDENCY_FAIL",
        1069 => "ERROR_SERVICE_LOGON_FAILED",
        1072 => "ERROR_SERVICE_MARKED_FOR_DELETE",
        1073 => "ERROR_SERVICE_EXISTS",
        1078 => "ERROR_DUPLICATE_SERVICE_NAME",
        1115 => "ERROR_SHUTDOWN_IN_PROGRESS",
        1190 => "ERROR_SHUTDOWN_IS_SCHEDULED",
        1314 => "ERROR_PRIVILEGE_NOT_HELD",
        1722 => "RPC_S_SERVER_UNAVAILABLE",
        3806 => "APE_AT_ID_NOT_FOUND",
        0x0004_1300 => "SCHED_S_TASK_READY",
        0x0004_1301 => "SCHED_S_TASK_RUNNING",
        0x0004_1303 => "SCHED_S_TASK_HAS_NOT_RUN",
        0x0004_131b => "SCHED_S_SOME_TRIGGERS_FAILED",
        0x0004_131c => "SCHED_S_BATCH_LOGON_PROBLEM",
        0x0004_1325 => "SCHED_S_TASK_QUEUED",
        0x1c01_0002 => "nca_op_rng_error",
        0x1c01_0003 => "nca_unk_if",
        0x8000_4002 => "E_NOINTERFACE",
        0x8000_4005 => "E_FAIL",
        0x8004_0154 => "REGDB_E_CLASSNOTREG",
        0x8004_1001 => "WBEM_E_FAILED",
        0x8004_1002 => "WBEM_E_NOT_FOUND",
        0x8004_1003 => "WBEM_E_ACCESS_DENIED",
        0x8004_1008 => "WBEM_E_INVALID_PARAMETER",
        0x8004_100e => "WBEM_E_INVALID_NAMESPACE",
        0x8004_1010 => "WBEM_E_INVALID_CLASS",
        0x8004_1316 => "SCHED_E_UNEXPECTEDNODE",
        0x8004_1317 => "SCHED_E_NAMESPACE",
        0x8004_1318 => "SCHED_E_INVALIDVALUE",
        0x8004_131a => "SCHED_E_MALFORMEDXML",
        0x8007_0002 => "E_FILE_NOT_FOUND",
        0x8007_0005 => "E_ACCESSDENIED",
        0x8007_0057 => "E_INVALIDARG",
        0x8007_00b7 => "E_ALREADY_EXISTS",
        other => return Cow::Owned(format!("0x{other:08x}")),
    })
}
