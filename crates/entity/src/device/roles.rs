//! What devices do that tells what they are, and the tags that follow from it.

use crate::timeline::RoleUse;
use serde::{Deserialize, Serialize};

/// Something that only devices of a certain kind do.
///
/// Snapshots hold the place of a variant, so new ones go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Role {
    /// It answered as a Kerberos key distribution centre.
    Kdc,
    /// It answered LDAP.
    Directory,
    /// It answered Netlogon or directory replication.
    Netlogon,
    /// It answered questions for names.
    NameServer,
    /// It leased addresses.
    LeaseServer,
    /// Somebody connected to a share of disks that is not every Windows machine's.
    FileServer,
    /// It took mail.
    MailServer,
    /// It answered HTTP, or TLS on the ports of the web.
    WebServer,
    /// It took print jobs or offers a printer.
    Printer,
    /// It was asked for other servers' pages or to connect to other servers.
    Proxy,
    /// It forwards packets: it says so, or stands in front of many addresses.
    Router,
}

/// A tag that follows from what a device does.
pub(crate) struct Rule {
    pub(crate) tag: &'static str,
    pub(crate) colour: &'static str,
    pub(crate) doc: &'static str,
    /// Whether what was seen is enough.
    holds: fn(&Evidence<'_>) -> bool,
    /// What counts as evidence.
    pub(crate) roles: &'static [Role],
}

/// No rule asks for more than this, so that what comes more often changes no tag.
pub(crate) const COUNT_TELLS_MAX: u64 = 20;

/// An automatic tag goes when its evidence is older than this.
pub(crate) const TAG_LASTS: i64 = 30 * 86_400 * 1_000_000_000;

/// Everything that a device was seen to do, whichever address it had.
pub(crate) struct Evidence<'u> {
    uses: &'u [RoleUse],
    now: i64,
}

/// The tags, in the order in which they are shown.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        tag: "dc",
        colour: "#7c3aed",
        doc: "A domain controller: it grants Kerberos tickets, or answers both LDAP and Netlogon.",
        holds: |seen| {
            seen.count(Role::Kdc) >= 2
                || (seen.count(Role::Directory) > 0
                    && (seen.count(Role::Netlogon) > 0 || seen.count(Role::Kdc) > 0))
        },
        roles: &[Role::Kdc, Role::Directory, Role::Netlogon],
    },
    Rule {
        tag: "dns-server",
        colour: "#0ea5e9",
        doc: "A name server: it answers questions of several clients, or many of one.",
        holds: |seen| seen.serves(Role::NameServer, 4, COUNT_TELLS_MAX),
        roles: &[Role::NameServer],
    },
    Rule {
        tag: "dhcp-server",
        colour: "#0ea5e9",
        doc: "It leases addresses.",
        holds: |seen| seen.count(Role::LeaseServer) > 0,
        roles: &[Role::LeaseServer],
    },
    Rule {
        tag: "file-server",
        colour: "#16a34a",
        doc: "It has shares that are used by several clients, or often by one.",
        holds: |seen| seen.serves(Role::FileServer, 2, 5),
        roles: &[Role::FileServer],
    },
    Rule {
        tag: "mail-server",
        colour: "#ea580c",
        doc: "It takes mail.",
        holds: |seen| seen.serves(Role::MailServer, 2, 3),
        roles: &[Role::MailServer],
    },
    Rule {
        tag: "web-server",
        colour: "#2563eb",
        doc: "It answers HTTP or TLS of several clients, or often of one.",
        holds: |seen| seen.serves(Role::WebServer, 4, COUNT_TELLS_MAX),
        roles: &[Role::WebServer],
    },
    Rule {
        tag: "printer",
        colour: "#78716c",
        doc: "It takes print jobs or offers to.",
        holds: |seen| seen.count(Role::Printer) > 1,
        roles: &[Role::Printer],
    },
    Rule {
        tag: "proxy",
        colour: "#ca8a04",
        doc: "It fetches pages of other servers or connects to them for its clients.",
        holds: |seen| seen.serves(Role::Proxy, 3, 10),
        roles: &[Role::Proxy],
    },
    Rule {
        tag: "router",
        colour: "#475569",
        doc: "It forwards packets of others.",
        holds: |seen| seen.count(Role::Router) > 0,
        roles: &[Role::Router],
    },
];

impl<'u> Evidence<'u> {
    /// Evidence as it stands at this time.
    pub(crate) fn new(uses: &'u [RoleUse], now: i64) -> Self {
        Self { uses, now }
    }

    fn of(&self, role: Role) -> impl Iterator<Item = &'u RoleUse> {
        let now = self.now;
        self.uses.iter().filter(move |seen| seen.role == role && now - seen.last <= TAG_LASTS)
    }

    fn count(&self, role: Role) -> u64 {
        self.of(role).map(|seen| seen.count).sum()
    }

    /// Whether it did it `several` times for at least two groups of peers, or `many` times for one.
    fn serves(&self, role: Role, several: u64, many: u64) -> bool {
        let peers = self.of(role).fold(0, |peers, seen| peers | seen.peers);
        let count = self.count(role);
        count >= many || (count >= several && u64::count_ones(peers) >= 2)
    }
}

impl Rule {
    /// What the tag rests on, if it holds: first and last seen, and the records that first and last showed it.
    pub(crate) fn basis(&self, evidence: &Evidence<'_>) -> Option<(i64, i64, Vec<u64>)> {
        if !(self.holds)(evidence) {
            return None;
        }
        let uses: Vec<&RoleUse> = self.roles.iter().flat_map(|role| evidence.of(*role)).collect();
        let first = uses.iter().map(|seen| seen.first).min()?;
        let last = uses.iter().map(|seen| seen.last).max()?;
        let mut records: Vec<u64> =
            uses.iter().flat_map(|seen| [seen.first_record, seen.last_record]).collect();
        records.sort_unstable();
        records.dedup();
        Some((first, last, records))
    }
}
