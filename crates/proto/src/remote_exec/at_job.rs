//! Jobs of the AT service (MS-TSCH 3.2.5.2) and the accounts of jobs (SASec, MS-TSCH 3.2.5.3).

use super::act::Act;
use super::schedule::{job_flags, month_days, time_of_day, week_days};
use super::{Family, Handles};
use crate::dce_rpc::ndr::{Ndr, Result};
use crate::dce_rpc::{RpcCall, Uuid};

pub(super) static FAMILY: Family = Family {
    interfaces: &[Uuid::of("1ff70682-0a51-30e8-076d-740be8cee98b")],
    reads: |opnum| matches!(opnum, ADD | DELETE),
    act,
    fits: |call| match call.opnum {
        ADD => read_job(&mut call.arguments()).map(|job| job.is_possible()),
        DELETE => read_range(&mut call.arguments()).map(|(_, _, last)| last.rest().is_empty()),
        _ => Ok(false),
    },
    peculiar: &[ADD],
};

pub(super) static ACCOUNTS: Family = Family {
    interfaces: &[Uuid::of("378e52b0-c0a9-11cf-822d-00aa0051e40f")],
    reads: |opnum| matches!(opnum, SET_ACCOUNT | SET_AT_ACCOUNT),
    act: |call, _| Some(account_act(call)),
    fits: |_| Ok(false),
    peculiar: &[],
};

const ADD: u16 = 0;
const DELETE: u16 = 1;
const SET_ACCOUNT: u16 = 0;
const SET_AT_ACCOUNT: u16 = 1;

/// MITRE's technique for at-jobs.
const TECHNIQUE: &str = "T1053.002";

fn act(call: &RpcCall<'_>, _: &mut Handles) -> Option<Act> {
    let mut act = Act::new("at-job", if call.opnum == ADD { "create" } else { "delete" }, TECHNIQUE);
    if call.sealed {
        return Some(act);
    }
    let arguments = &mut call.arguments();
    let filled =
        if call.opnum == ADD { fill_add(&mut act, arguments) } else { fill_delete(&mut act, arguments) };
    if filled.is_err() {
        act.garble_arguments();
    }
    if call.opnum == ADD
        && let Some(mut results) = call.results()
    {
        act.job_id = results.u32().ok().filter(|id| *id != 0);
        act.object = act.job_id.map(|id| format!("job {id}"));
    }
    Some(act)
}

const MILLISECONDS_OF_DAY: u64 = 24 * 60 * 60 * 1000;

/// A job as NetrJobAdd gives it (AT_INFO, MS-TSCH 2.3.4).
struct Job {
    server: Option<String>,
    milliseconds: u64,
    days_of_month: u32,
    days_of_week: u8,
    flags: u8,
    command: Option<String>,
}

impl Job {
    fn is_possible(&self) -> bool {
        self.milliseconds < MILLISECONDS_OF_DAY
            && self.command.as_ref().is_some_and(|command| !command.is_empty())
    }
}

fn read_job(ndr: &mut Ndr<'_>) -> Result<Job> {
    let server = ndr.optional_wide_string()?;
    ndr.align_pointer()?;
    let milliseconds = ndr.count()? as u64;
    let days_of_month = ndr.u32()?;
    let days_of_week = ndr.u8()?;
    let flags = ndr.u8()?;
    let command = ndr.optional_wide_string()?;
    Ok(Job { server, milliseconds, days_of_month, days_of_week, flags, command })
}

fn fill_add(act: &mut Act, ndr: &mut Ndr<'_>) -> Result<()> {
    let job = read_job(ndr)?;
    act.target = job.server;
    act.command = job.command;
    act.arguments = Some(format!(
        "time {}, days of month {}, days of week {}, flags {}",
        time_of_day(job.milliseconds),
        month_days(job.days_of_month),
        week_days(job.days_of_week),
        job_flags(job.flags)
    ));
    Ok(())
}

/// The server, the first and the last job that NetrJobDel names, and what follows.
fn read_range<'a>(ndr: &mut Ndr<'a>) -> Result<(Option<String>, (u32, u32), Ndr<'a>)> {
    let server = ndr.optional_wide_string()?;
    let range = (ndr.u32()?, ndr.u32()?);
    Ok((server, range, *ndr))
}

fn fill_delete(act: &mut Act, ndr: &mut Ndr<'_>) -> Result<()> {
    let (server, (first, last), _) = read_range(ndr)?;
    act.target = server;
    act.object = Some(if first == last { format!("job {first}") } else { format!("jobs {first} to {last}") });
    act.job_id = Some(first);
    Ok(())
}

fn account_act(call: &RpcCall<'_>) -> Act {
    let mut act = Act::new("at-job", "set-account", TECHNIQUE);
    if !call.sealed && fill_account(&mut act, call).is_err() {
        act.garble_arguments();
    }
    act
}

/// The password in these arguments is scrambled with a fixed key, and is left alone.
fn fill_account(act: &mut Act, call: &RpcCall<'_>) -> Result<()> {
    let ndr = &mut call.arguments();
    act.target = ndr.optional_wide_string()?;
    if call.opnum == SET_ACCOUNT {
        act.object = Some(ndr.wide_string()?);
        act.run_as = Some(ndr.wide_string()?);
    } else {
        act.object = Some("account of all at-jobs".to_owned());
        act.run_as = ndr.optional_wide_string()?;
    }
    Ok(())
}
