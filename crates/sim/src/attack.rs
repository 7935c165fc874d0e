//! What attackers do: each with its time and parties, and what is to be found of it.

use crate::company::{Company, DOMAIN, DeviceId, HOUR};
use thymus_wire::{Interval, Timestamp};

/// The name of the host that beacons go to.
pub const BEACON_HOST: &str = "sync.kalmora-metrics.example";
/// The name of the host that data are carried off to.
pub const UPLOAD_HOST: &str = "drop.velsatransfer.example";
/// What a ransomware leaves behind.
pub const RANSOM_NOTE: &str = "HOW_TO_DECRYPT_FILES.txt";
/// What it appends to the names of files.
pub const RANSOM_EXTENSION: &str = ".lokk3d";

/// A way to attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Technique {
    /// A command is scheduled with `at`, by NetrJobAdd.
    AtJob {
        /// What is to run.
        command: String,
    },
    /// A `.JOB` file is put where the Task Scheduler looks, and its account is set through SASec.
    JobFile {
        /// The file's name.
        job: String,
        /// The program that it runs.
        program: String,
        /// The program's arguments.
        arguments: String,
    },
    /// A small connection to a host that nobody else talks to, again and again.
    Beacon {
        /// The time between two, in seconds.
        period_seconds: u32,
        /// For so many hours.
        hours: u32,
    },
    /// Many hosts are tried on the port of SMB, and those that answer on others.
    Sweep {
        /// So many.
        hosts: u32,
    },
    /// Passwords are tried over SMB until one is right.
    BruteForce {
        /// So many are wrong.
        tries: u32,
    },
    /// The directory is replicated by a host that is no controller.
    DirectorySync,
    /// Tickets of many services are asked for with a weak cipher, to guess their passwords.
    Kerberoast {
        /// So many services.
        services: u32,
    },
    /// Data are sent to a host that nobody else talks to.
    Upload {
        /// So many megabytes.
        megabytes: u32,
    },
    /// A program is copied to another host and run there by a service, as psexec does.
    Service {
        /// The service's name.
        service: String,
        /// What it runs.
        command: String,
    },
    /// Files of a share are encrypted and get another name.
    Ransom {
        /// So many.
        files: u32,
    },
}

/// A record that is to be found: its kind, and fields with the text of their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The kind of the record.
    pub kind: &'static str,
    /// Fields and their values as JSON shows them.
    pub fields: Vec<(&'static str, String)>,
    /// At least so many.
    pub count: u32,
}

/// One attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attack {
    /// What is done.
    pub technique: Technique,
    /// When it begins.
    pub start: Timestamp,
    /// From where.
    pub source: DeviceId,
    /// Against whom, within the company.
    pub target: DeviceId,
    /// With whose account.
    pub account: String,
}

impl Attack {
    /// A short name of the technique.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.technique {
            Technique::AtJob { .. } => "at-job",
            Technique::JobFile { .. } => "job-file",
            Technique::Beacon { .. } => "beacon",
            Technique::Sweep { .. } => "sweep",
            Technique::BruteForce { .. } => "smb-brute-force",
            Technique::DirectorySync => "dcsync",
            Technique::Kerberoast { .. } => "kerberoasting",
            Technique::Upload { .. } => "upload",
            Technique::Service { .. } => "service",
            Technique::Ransom { .. } => "ransomware",
        }
    }

    /// The techniques of MITRE ATT&CK.
    #[must_use]
    pub fn mitre(&self) -> &'static [&'static str] {
        match self.technique {
            Technique::AtJob { .. } => &["T1053.002"],
            Technique::JobFile { .. } => &["T1053.002", "T1021.002"],
            Technique::Beacon { .. } => &["T1071.001"],
            Technique::Sweep { .. } => &["T1046", "T1018"],
            Technique::BruteForce { .. } => &["T1110.001"],
            Technique::DirectorySync => &["T1003.006"],
            Technique::Kerberoast { .. } => &["T1558.003"],
            Technique::Upload { .. } => &["T1567.002", "T1041"],
            Technique::Service { .. } => &["T1569.002", "T1021.002"],
            Technique::Ransom { .. } => &["T1486"],
        }
    }

    /// How long it takes, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        match self.technique {
            Technique::AtJob { .. } | Technique::JobFile { .. } | Technique::DirectorySync => 30,
            Technique::Service { .. } => 60,
            Technique::Beacon { hours, .. } => u64::from(hours) * HOUR,
            Technique::Sweep { hosts } => u64::from(hosts) / 4 + 60,
            Technique::BruteForce { tries } => u64::from(tries) * 2 + 30,
            Technique::Kerberoast { services } => u64::from(services) + 10,
            Technique::Upload { megabytes } => u64::from(megabytes) / 4 + 60,
            Technique::Ransom { files } => u64::from(files) / 4 + 60,
        }
    }

    /// When it is over.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.start + Interval::from_seconds(self.seconds() as i64)
    }

    /// The moments at which something of it begins, after its start, in seconds. Most attacks have one.
    pub(crate) fn steps(&self) -> Vec<u64> {
        match self.technique {
            Technique::Beacon { period_seconds, hours } => {
                let period = u64::from(period_seconds).max(1);
                (0..u64::from(hours) * HOUR / period).map(|step| step * period).collect()
            }
            _ => vec![0],
        }
    }

    /// What records are to be found of it, at the least.
    #[must_use]
    pub fn expected(&self, company: &Company) -> Vec<Expected> {
        let one = |kind, fields| Expected { kind, fields, count: 1 };
        let login = one("ntlm", vec![("username", self.account.clone()), ("domainname", DOMAIN.to_owned())]);
        let bound = |pipe: &str, interface: &str| {
            let pipe = format!("\\PIPE\\{pipe}");
            one("rpc_bind", vec![("named_pipe", pipe), ("interface_uuids", format!("[\"{interface}\"]"))])
        };
        let exec = |fields: &[(&'static str, &str)]| {
            one("remote_exec", fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
        };
        match &self.technique {
            Technique::AtJob { command } => vec![
                login,
                bound("atsvc", "1ff70682-0a51-30e8-076d-740be8cee98b"),
                exec(&[
                    ("mechanism", "at-job"),
                    ("operation", "create"),
                    ("command", command),
                    ("outcome", "accepted"),
                ]),
            ],
            Technique::JobFile { job, program, .. } => vec![
                login,
                bound("atsvc", "378e52b0-c0a9-11cf-822d-00aa0051e40f"),
                one(
                    "smb_files",
                    vec![("action", "SMB::FILE_WRITE".into()), ("name", crate::story::path(job))],
                ),
                one("scheduled_job", vec![("program", program.clone()), ("format", "JOB".into())]),
                exec(&[("operation", "set-account"), ("object", job)]),
            ],
            Technique::Beacon { .. } => {
                let fields = vec![("server_name", BEACON_HOST.into())];
                vec![Expected { kind: "ssl", fields, count: self.steps().len() as u32 * 9 / 10 }]
            }
            Technique::Sweep { hosts } => {
                vec![Expected { kind: "conn", fields: vec![("id.resp_p", "445".into())], count: *hosts }]
            }
            Technique::BruteForce { tries } => {
                let refused = vec![("result", "STATUS_LOGON_FAILURE".into())];
                let accepted = vec![("username", self.account.clone()), ("success", "true".into())];
                let refused = Expected { kind: "smb_access_failure", fields: refused, count: *tries };
                vec![refused, one("ntlm", accepted)]
            }
            Technique::DirectorySync => vec![one("dce_rpc", vec![("operation", "DRSGetNCChanges".into())])],
            Technique::Kerberoast { services } => {
                let fields = vec![("request_type", "TGS".into()), ("cipher", "rc4-hmac".into())];
                vec![Expected { kind: "kerberos", fields, count: *services }]
            }
            Technique::Upload { .. } => vec![one("ssl", vec![("server_name", UPLOAD_HOST.into())])],
            Technique::Service { service, command } => vec![
                login,
                exec(&[
                    ("mechanism", "service"),
                    ("operation", "create"),
                    ("object", service),
                    ("command", command),
                ]),
            ],
            Technique::Ransom { files } => {
                let renamed = vec![("action", "SMB::FILE_RENAME".into())];
                let note = vec![("action", "SMB::FILE_WRITE".into()), ("name", RANSOM_NOTE.into())];
                vec![Expected { kind: "smb_files", fields: renamed, count: *files }, one("smb_files", note)]
            }
        }
        .into_iter()
        .map(|expected| self.between_its_parties(company, expected))
        .collect()
    }

    /// Adds the source's address, and the target's where there is one.
    fn between_its_parties(&self, company: &Company, mut expected: Expected) -> Expected {
        let text =
            |device| company.address(device, self.start).map(|[a, b, c, d]| format!("{a}.{b}.{c}.{d}"));
        expected.fields.extend(text(self.source).map(|address| ("id.orig_h", address)));
        let outside = matches!(
            self.technique,
            Technique::Beacon { .. }
                | Technique::Upload { .. }
                | Technique::Sweep { .. }
                | Technique::Kerberoast { .. }
        );
        if !outside {
            expected.fields.extend(text(self.target).map(|address| ("id.resp_h", address)));
        }
        expected
    }
}
