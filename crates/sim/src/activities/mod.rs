//! What happens in the company: one line each in [`ACTIVITIES`].

mod administration;
mod antivirus;
mod attacks;
mod backup;
mod browsing;
mod deployment;
mod directory;
mod documents;
mod intranet;
mod logon;
mod mail;
mod neighbours;
mod policy;
mod printing;
mod scanning;
mod servers;
mod start;
pub(crate) mod talk;
mod things;
mod twins;

pub(crate) use antivirus::UPDATER;
pub(crate) use backup::{ACCOUNT as BACKUP_ACCOUNT, VAULT_NAME};
pub(crate) use deployment::{AGENT_FILE, INSTALLER};
pub(crate) use twins::{ARCHIVER, BROCHURE_NAME, LICENCE_NAME, OLD_APPLICATION, somebody};

use crate::play::Activity;

/// Everything that happens. Their order decides among those of the same moment.
pub(crate) static ACTIVITIES: &[&Activity] = &[
    &start::START,
    &start::RENEWAL,
    &logon::MORNING,
    &logon::UNLOCK,
    &policy::REFRESH,
    &browsing::VISIT,
    &browsing::PROGRAM,
    &browsing::LOST_NAME,
    &neighbours::ANNOUNCEMENT,
    &mail::NEWS,
    &mail::INCOMING,
    &mail::OUTGOING,
    &documents::WORK,
    &printing::PRINT,
    &intranet::PAGES,
    &intranet::APPLICATION,
    &intranet::DATABASE,
    &intranet::VISITORS,
    &antivirus::REPORT,
    &antivirus::UPDATE,
    &antivirus::SOURCE,
    &administration::REMOTE_DESKTOP,
    &administration::REMOTE_SHELL,
    &administration::ADMIN_SHARE,
    &administration::ACCOUNTS,
    &administration::SECURE_SHELL,
    &deployment::PATCHES,
    &deployment::ROLL_OUT,
    &scanning::SCAN,
    &backup::SAVE,
    &backup::VAULT,
    &servers::REPLICATION,
    &servers::TIME,
    &servers::WATCH,
    &servers::PROXY,
    &servers::MACHINE,
    &things::REGISTER,
    &things::CALL,
    &things::PICTURES,
    &things::MEASUREMENTS,
    &things::CLOCK,
    &twins::LICENCE,
    &twins::BROCHURE,
    &twins::ARCHIVE,
    &twins::OLD_CIPHER,
    &twins::OLD_PASSWORD,
    &crate::story::MORNING,
    &attacks::ATTACK,
];

/// The beginning of a program for Windows: the header of DOS, and where that of PE begins.
pub(crate) const EXECUTABLE_START: [u8; 128] = {
    let mut start = [0; 128];
    start[0] = b'M';
    start[1] = b'Z';
    start[2] = 0x90;
    start[4] = 3;
    start[8] = 4;
    start[12] = 0xff;
    start[13] = 0xff;
    start[60] = 0x80;
    start
};
