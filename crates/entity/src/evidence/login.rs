//! What logins say: NTLM, Kerberos, SMB, Remote Desktop, LDAP and the procedures that only domain controllers carry out.

use super::{Statement, View, say_name, say_role};
use crate::account::Spelling;
use crate::device::Role;
use crate::{Source, name};

pub(crate) const NTLM: &[&str] = &[
    "username",
    "hostname",
    "domainname",
    "server_nb_computer_name",
    "server_dns_computer_name",
    "server_tree_name",
    "success",
    "server_nb_domain",
    "server_dns_domain",
    "anonymous",
];

pub(crate) fn ntlm_account(view: &View<'_>) -> Option<Spelling> {
    if view.is(9) {
        return None;
    }
    let user = view.text(0)?;
    // Some clients write the domain into the user.
    if user.contains(['@', '\\']) {
        Spelling::parse(user)
    } else {
        Spelling::new(view.text(2).unwrap_or_default(), user)
    }
}

pub(crate) fn ntlm(view: &View<'_>, out: &mut Vec<Statement>) {
    say_name(view, out, view.orig, view.text(1), Source::NtlmClient);
    let computer = view.text(3);
    say_name(view, out, view.resp, view.text(4).or(computer), Source::NtlmServer);
    if let (Some(by), Some(short), Some(long)) = (view.resp, view.text(7), view.text(8)) {
        // A machine outside a domain calls itself its own domain.
        if computer.is_none_or(|computer| !computer.eq_ignore_ascii_case(short)) {
            out.push(Statement::Domain { by, short: short.to_owned(), long: long.to_owned() });
            for domain in [Some(long), view.text(5)].into_iter().flatten() {
                out.push(Statement::Own { by, domain: domain.to_owned(), time: view.ts });
            }
        }
    }
    login(view, out, ntlm_account(view), view.flag(6) == Some(false));
}

pub(crate) const KERBEROS: &[&str] =
    &["request_type", "client", "service", "success", "error_msg", "inferred_client", "client_netbios_name"];

/// A refusal that is a step of every login.
const PREAUTHENTICATION: &str = "KDC_ERR_PREAUTH_REQUIRED";

pub(crate) fn kerberos_account(view: &View<'_>) -> Option<Spelling> {
    view.text(1).and_then(Spelling::of_principal).or_else(|| view.text(5).and_then(Spelling::of_principal))
}

pub(crate) fn kerberos(view: &View<'_>, out: &mut Vec<Statement>) {
    let account = kerberos_account(view);
    let granted = view.flag(3) == Some(true);
    let service = view.text(2).unwrap_or_default();
    let shown = view.text(0) == Some("AP");
    if let (true, Some(account)) = (granted, &account)
        && let Some(machine) = account.machine()
    {
        let name = if account.domain.contains('.') {
            format!("{machine}.{}", account.domain)
        } else {
            machine.to_owned()
        };
        say_name(view, out, view.orig, Some(&name), Source::KerberosMachine);
    }
    say_name(view, out, view.orig, view.text(6), Source::KerberosClient);
    if shown {
        // `cifs/fs01.corp.example.com`, `ldap/dc01.corp.example.com/corp.example.com`, `MSSQLSvc/db01:1433`.
        let host = service.split('/').nth(1).map(name::without_port);
        say_name(view, out, view.resp, host.filter(|_| granted), Source::KerberosService);
    } else if view.flag(3).is_some() {
        say_role(view, out, view.resp, view.orig, Role::Kdc);
    }
    if granted && let (Some(by), Some(account)) = (view.resp, &account) {
        realm(view, out, by, &account.domain, service);
    }
    if view.text(4) != Some(PREAUTHENTICATION) {
        login(view, out, account, view.flag(3) == Some(false));
    }
}

/// A client that asked with the short name of its domain was answered with the long one, in the name of the ticket.
fn realm(view: &View<'_>, out: &mut Vec<Statement>, by: std::net::IpAddr, domain: &str, service: &str) {
    let long = service.strip_prefix("krbtgt/").filter(|long| long.contains('.'));
    if let Some(long) = long.filter(|_| view.text(0) == Some("AS")) {
        out.push(Statement::Domain { by, short: domain.to_owned(), long: long.to_owned() });
    }
    for domain in [Some(domain), long].into_iter().flatten().filter(|domain| domain.contains('.')) {
        out.push(Statement::Own { by, domain: domain.to_owned(), time: view.ts });
    }
}

pub(crate) const SMB_SESSION: &[&str] =
    &["account", "result", "guest", "anonymous", "client_name", "server_name"];
pub(crate) const SMB_SESSION_ACCOUNT: usize = 0;

pub(crate) fn smb_session(view: &View<'_>, out: &mut Vec<Statement>) {
    say_name(view, out, view.orig, view.text(4), Source::SmbClient);
    say_name(view, out, view.resp, view.text(5), Source::Share);
    let account = view.text(SMB_SESSION_ACCOUNT).and_then(Spelling::parse);
    if !view.is(2) && !view.is(3) {
        login(view, out, account, view.text(1).is_some_and(|result| result != "STATUS_SUCCESS"));
    }
}

pub(crate) const SMB_MAPPING: &[&str] = &["path", "share_type", "result", "account"];
pub(crate) const SMB_MAPPING_ACCOUNT: usize = 3;

/// Shares that every Windows machine has, and those that every domain controller has.
const COMMON_SHARES: &[&str] = &["admin$", "ipc$", "print$", "sysvol", "netlogon"];

pub(crate) fn smb_mapping(view: &View<'_>, out: &mut Vec<Statement>) {
    let path = view.text(0).unwrap_or_default();
    say_name(view, out, view.resp, name::of_share(path), Source::Share);
    if view.text(2) != Some("STATUS_SUCCESS") {
        return;
    }
    let share = path.rsplit('\\').next().unwrap_or_default().to_lowercase();
    let drive = share.len() == 2 && share.ends_with('$');
    match view.text(1) {
        Some("DISK") if !drive && !COMMON_SHARES.contains(&share.as_str()) => {
            say_role(view, out, view.resp, view.orig, Role::FileServer);
        }
        Some("PRINT") => say_role(view, out, view.resp, view.orig, Role::Printer),
        _ => {}
    }
}

pub(crate) const RDP: &[&str] = &["client_name", "cookie"];

/// The cookie is cut to nine characters, so a shorter one is whole.
const COOKIE_BYTES: usize = 9;

pub(crate) fn rdp_account(view: &View<'_>) -> Option<Spelling> {
    view.text(1).filter(|cookie| cookie.len() < COOKIE_BYTES).and_then(Spelling::parse)
}

pub(crate) fn rdp(view: &View<'_>, out: &mut Vec<Statement>) {
    say_name(view, out, view.orig, view.text(0), Source::RdpClient);
}

pub(crate) const LDAP: &[&str] = &["opcode", "result", "object"];

pub(crate) fn ldap_account(view: &View<'_>) -> Option<Spelling> {
    let object = view.text(2).filter(|_| view.text(0) == Some("bind simple"))?;
    Spelling::of_bind(object)
}

pub(crate) fn ldap(view: &View<'_>, out: &mut Vec<Statement>) {
    if view.text(1).is_some() {
        say_role(view, out, view.resp, view.orig, Role::Directory);
    }
    login(view, out, ldap_account(view), view.text(1).is_some_and(|result| result != "success"));
}

pub(crate) const DCE_RPC: &[&str] = &["endpoint", "rtt", "fault", "account"];
pub(crate) const DCE_RPC_ACCOUNT: usize = 3;

/// Netlogon and replication of the directory: only domain controllers carry these out.
pub(crate) fn dce_rpc(view: &View<'_>, out: &mut Vec<Statement>) {
    let answered = view.interval(1) > 0 && view.text(2).is_none();
    if answered && matches!(view.text(0), Some("netlogon" | "drsuapi")) {
        say_role(view, out, view.resp, view.orig, Role::Netlogon);
    }
}

fn login(view: &View<'_>, out: &mut Vec<Statement>, account: Option<Spelling>, failed: bool) {
    if let (Some(address), Some(account)) = (view.orig, account) {
        out.push(Statement::Login { address, account, failed, time: view.ts, record: view.record() });
    }
}
