//! What servers and their clients say: HTTP, TLS, QUIC, SSH, SMTP.

use super::{Statement, View, mark, say_name, say_role};
use crate::device::Role;
use crate::timeline::Claim;
use crate::{Source, name};

pub(crate) const HTTP: &[&str] = &["host", "method", "uri", "status_code", "username"];
pub(crate) const HTTP_USERNAME: usize = 4;

/// Methods by which web pages are asked for; others belong to UPnP and the like, which every television speaks.
const WEB_METHODS: [&str; 5] = ["GET", "POST", "HEAD", "PUT", "OPTIONS"];

pub(crate) fn http(view: &View<'_>, out: &mut Vec<Statement>) {
    let method = view.text(1).unwrap_or_default();
    let answered = view.number(3).is_some_and(|status| (100..600).contains(&status));
    let through = method == "CONNECT" || view.text(2).is_some_and(|uri| uri.starts_with("http://"));
    if through {
        // The host is that of a third; the responder passes it on, if it does not refuse to.
        if view.number(3).is_some_and(|status| (200..400).contains(&status)) {
            say_role(view, out, view.resp, view.orig, Role::Proxy);
        }
        return;
    }
    let host = view.text(0).map(name::without_port);
    said(view, out, host);
    if answered {
        say_name(view, out, view.resp, host, Source::HttpHost);
        if WEB_METHODS.contains(&method) {
            say_role(view, out, view.resp, view.orig, Role::WebServer);
        }
    }
}

pub(crate) const SSL: &[&str] = &["server_name", "subject", "established", "id.resp_p"];

/// Ports on which TLS means a web server.
const WEB_PORTS: [u64; 2] = [443, 8443];

pub(crate) fn tls(view: &View<'_>, out: &mut Vec<Statement>) {
    said(view, out, view.text(0));
    if view.is(2) {
        say_name(view, out, view.resp, view.text(0), Source::ServerName);
        if view.number(3).is_some_and(|port| WEB_PORTS.contains(&port)) {
            say_role(view, out, view.resp, view.orig, Role::WebServer);
        }
    }
    if let Some(address) = view.resp
        && let Some(name) = view.text(1).and_then(name::of_subject)
    {
        let how = Source::Certificate;
        out.push(Statement::Address(address, mark(view, view.ts, Claim::Name { name, how })));
    }
}

fn said(view: &View<'_>, out: &mut Vec<Statement>, host: Option<&str>) {
    if let (Some(client), Some(address), Some(name)) = (view.orig, view.resp, host.and_then(name::clean)) {
        out.push(Statement::Said { client, address, name, time: view.ts });
    }
}

pub(crate) const SSH: &[&str] = &["host_key_alg", "host_key_fingerprint"];

/// A fingerprint is no longer than this, whatever its digest.
const FINGERPRINT_BYTES_MAX: usize = 128;

pub(crate) fn ssh(view: &View<'_>, out: &mut Vec<Statement>) {
    let (Some(address), Some(algorithm), Some(key)) = (view.resp, view.text(0), view.text(1)) else { return };
    if algorithm.len() + key.len() < FINGERPRINT_BYTES_MAX {
        let name = format!("{algorithm} {key}").into();
        let how = Source::SshHostKey;
        out.push(Statement::Address(address, mark(view, view.ts, Claim::Name { name, how })));
    }
}

pub(crate) const SMTP: &[&str] = &["last_reply", "id.resp_p"];

pub(crate) fn smtp(view: &View<'_>, out: &mut Vec<Statement>) {
    if view.text(0).is_some_and(|reply| reply.starts_with('2')) {
        say_role(view, out, view.resp, view.orig, Role::MailServer);
    }
}
