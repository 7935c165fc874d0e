//! Shutting a host down from afar (MS-RSP).

use super::act::Act;
use super::{Family, Handles};
use crate::dce_rpc::{RpcCall, Uuid};

pub(super) static FAMILY: Family = Family {
    interfaces: &[INIT_SHUTDOWN, WINDOWS_SHUTDOWN],
    reads: |opnum| opnum <= 2,
    act,
    fits: |_| Ok(false),
    peculiar: &[],
};

const INIT_SHUTDOWN: Uuid = Uuid::of("894de0c0-0d55-11d3-a322-00c04fa321a1");
const WINDOWS_SHUTDOWN: Uuid = Uuid::of("d95afe70-a6d5-4259-822e-2c84da1ddb0d");

/// In both interfaces operation 1 takes back what 0 began; operation 2 begins with a reason.
fn act(call: &RpcCall<'_>, _: &mut Handles) -> Option<Act> {
    Some(Act::new("shutdown", if call.opnum == 1 { "abort" } else { "start" }, "T1529"))
}
