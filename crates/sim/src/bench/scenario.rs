//! Which traffic a capture holds, and when.

use super::makers::{dns, ftp, http, kerberos, ldap, rpc, small, smb, smtp, ssh, tls};
use super::scheduler::{Cue, Maker};
use crate::packet::dialog::SECOND;
use crate::random::Random;

/// One kind of capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// The life of a company of two thousand people: all protocols, half of the bytes in large files.
    Mixed,
    /// Many small flows: names looked up that do not exist, and a scan.
    Small,
    /// Two dozen flows of large files.
    Bulk,
    /// Two hundred thousand connections open at once.
    ManyFlows,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Mixed, Self::Small, Self::Bulk, Self::ManyFlows];

    /// What it is called on the command line and in file names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::Small => "small",
            Self::Bulk => "bulk",
            Self::ManyFlows => "many-flows",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scenario| scenario.name() == name)
    }

    /// What is played, in the order of time. `scale` is 1 for the whole capture, less for a part of it.
    pub(super) fn cues(self, seed: u64, scale: f64) -> Vec<Cue> {
        let mut random = Random::part(seed, u64::MAX - 1);
        let (span, shares) = self.shares();
        // A short capture still has many flows at once.
        let span = ((span as f64 * scale.sqrt()) as u64).max(SECOND);
        let mut cues = Vec::new();
        for (count, maker) in shares {
            let count = ((*count as f64 * scale).round() as u64).max(1);
            cues.extend((0..count).map(|number| Cue { at: random.below(span), maker: *maker, number }));
        }
        cues.sort_by_key(|cue| cue.at);
        cues
    }

    /// How long flows keep beginning, in nanoseconds, and how many of each kind there are.
    fn shares(self) -> (u64, &'static [(u64, Maker)]) {
        match self {
            Self::Mixed => (300 * SECOND, MIXED),
            Self::Small => (300 * SECOND, SMALL),
            Self::Bulk => (5 * SECOND, BULK),
            Self::ManyFlows => (30 * SECOND, MANY_FLOWS),
        }
    }
}

const MIXED: &[(u64, Maker)] = &[
    (60_000, dns::lookup),
    (22_000, tls::visit),
    (12_000, http::browse),
    (9_000, small::unanswered),
    (6_000, small::refused),
    (3_500, kerberos::over_tcp),
    (2_500, kerberos::over_udp),
    (3_000, ldap::searches),
    (2_500, small::ntp),
    (2_000, smb::office),
    (1_500, small::echo),
    (1_200, rpc::mapped),
    (1_000, smtp::mails),
    (900, ssh::session),
    (500, ftp::retrieval),
    (600, small::dhcp),
    (24, mixed_smb_bulk),
    (24, mixed_http_bulk),
];

const SMALL: &[(u64, Maker)] = &[(250_000, dns::flood), (280_000, small::scan)];

const BULK: &[(u64, Maker)] = &[(7, bulk_smb_read), (5, bulk_smb_write), (12, bulk_http)];

const MANY_FLOWS: &[(u64, Maker)] = &[(200_000, tls::held)];

fn mixed_smb_bulk(stage: &mut super::stage::Stage<'_>) {
    let writing = stage.number.is_multiple_of(4);
    smb::bulk(stage, 10 << 20, writing, 4_000_000);
}

fn mixed_http_bulk(stage: &mut super::stage::Stage<'_>) {
    http::download(stage, 10 << 20, 4_000_000);
}

fn bulk_smb_read(stage: &mut super::stage::Stage<'_>) {
    smb::bulk(stage, 44 << 20, false, 400_000);
}

fn bulk_smb_write(stage: &mut super::stage::Stage<'_>) {
    smb::bulk(stage, 44 << 20, true, 400_000);
}

fn bulk_http(stage: &mut super::stage::Stage<'_>) {
    http::download(stage, 44 << 20, 400_000);
}
