//! The story, as an analyst finds it.

use crate::analysis::{around, of_kind, records, text};
use std::collections::BTreeSet;
use thymus_sim::story::{ACCOUNT, FURTHER_JOBS, JOB, PROGRAM};
use thymus_sim::{Company, Scenario};

fn demo() -> Company {
    Scenario::Demo.company(1, Scenario::START, Scenario::DAYS).unwrap()
}

fn address(company: &Company, device: thymus_sim::DeviceId, time: thymus_wire::Timestamp) -> String {
    let [a, b, c, d] = company.address(device, time).unwrap();
    format!("{a}.{b}.{c}.{d}")
}

#[test]
fn the_incident_is_read_from_packets() {
    let company = demo();
    let story = company.story().unwrap().clone();
    let rows = records(&company, story.window.clone());
    let (source, target) = (
        address(&company, story.server, story.window.start),
        address(&company, story.client, story.window.start),
    );
    let ours = |kind: &str| {
        let all = of_kind(&rows, kind).into_iter().filter(|row| row["id.orig_h"] == source.as_str());
        all.filter(|row| row["id.resp_h"] == target.as_str()).collect::<Vec<_>>()
    };

    let logins = ours("ntlm");
    assert_eq!(logins.len(), 1);
    assert_eq!(
        (text(logins[0], "username"), text(logins[0], "domainname")),
        (ACCOUNT.into(), "HALDEN".into())
    );
    assert_eq!((text(logins[0], "hostname"), &logins[0]["success"]), ("AV01".into(), &true.into()));

    let binds = ours("rpc_bind");
    assert_eq!(binds.len(), 1);
    assert_eq!(text(binds[0], "named_pipe"), r"\PIPE\atsvc");
    assert_eq!(text(binds[0], "interface_uuids"), r#"["378e52b0-c0a9-11cf-822d-00aa0051e40f"]"#);
    assert_eq!(
        (&binds[0]["success"], text(binds[0], "account")),
        (&true.into(), format!(r"HALDEN\{ACCOUNT}"))
    );

    // The lines of the event log: the pipe is written and read on IPC$.
    let files = ours("smb_files");
    for action in ["SMB::PIPE_OPEN", "SMB::PIPE_WRITE", "SMB::PIPE_READ"] {
        let line = files.iter().find(|row| text(row, "action") == action);
        let line = line.unwrap_or_else(|| panic!("{action} is missing"));
        assert_eq!(text(line, "name"), "atsvc");
        assert!(text(line, "path").ends_with(r"\IPC$"), "{line}");
    }
    let job = |action: &str| {
        let found =
            files.iter().find(|row| text(row, "action") == action && text(row, "name").ends_with(JOB));
        *found.unwrap_or_else(|| panic!("{action} of {JOB} is missing"))
    };
    assert_eq!(text(job("SMB::FILE_READ"), "name"), format!(r"Windows\Tasks\{JOB}"));
    assert_eq!(text(job("SMB::FILE_WRITE"), "name"), format!(r"Windows\Tasks\{JOB}"));

    let jobs = ours("scheduled_job");
    // The daily one is read and written, the further ones are written.
    assert_eq!(jobs.len(), 4);
    for row in &jobs {
        assert_eq!((text(row, "program"), text(row, "format")), (PROGRAM.into(), "JOB".into()));
        assert_eq!((&row["complete"], text(row, "author")), (&true.into(), format!(r"HALDEN\{ACCOUNT}")));
    }
    let acts = ours("remote_exec");
    let objects: BTreeSet<String> = acts.iter().map(|act| text(act, "object")).collect();
    assert_eq!(objects, BTreeSet::from([JOB, FURTHER_JOBS[0], FURTHER_JOBS[1]].map(str::to_owned)));
    for act in acts {
        assert_eq!((text(act, "operation"), text(act, "outcome")), ("set-account".into(), "accepted".into()));
        assert_eq!(text(act, "run_as"), format!(r"HALDEN\{ACCOUNT}"));
    }
    // In the whole window, from anybody to anybody, there are these three files and no more.
    let named: BTreeSet<String> = of_kind(&rows, "smb_files")
        .into_iter()
        .map(|row| text(row, "name"))
        .filter(|name| name.to_lowercase().ends_with(".job"))
        .collect();
    assert_eq!(named.len(), 3, "{named:?}");
}

#[test]
fn the_job_comes_once_a_workday_at_six_on_forty_one_of_forty_two() {
    let company = demo();
    let story = company.story().unwrap().clone();
    assert_eq!(story.days.len(), 41);
    let source = address(&company, story.server, story.window.start);
    let target = address(&company, story.client, story.window.start);
    let mut seen = Vec::new();
    for day in 0..Scenario::DAYS {
        let six = company.moment(day, 6, 0).unwrap();
        let rows = records(&company, around(six, 60, 240));
        let about: Vec<_> =
            of_kind(&rows, "smb_files").into_iter().filter(|row| text(row, "name").ends_with(JOB)).collect();
        let sessions: BTreeSet<String> = about.iter().map(|row| text(row, "uid")).collect();
        assert!(sessions.len() <= 1, "day {day}");
        for row in &about {
            assert_eq!((text(row, "id.orig_h"), text(row, "id.resp_h")), (source.clone(), target.clone()));
        }
        if !sessions.is_empty() {
            seen.push(day);
        }
    }
    assert_eq!(seen, story.days);
    let missed = story.missed_day.unwrap();
    let rows = records(&company, around(company.moment(missed, 6, 0).unwrap(), 60, 240));
    let in_vain: Vec<_> = of_kind(&rows, "conn")
        .into_iter()
        .filter(|row| text(row, "id.orig_h") == source && row["id.resp_p"] == 445)
        .collect();
    assert_eq!(in_vain.len(), 1);
    assert_eq!(text(in_vain[0], "conn_state"), "S0");
}
