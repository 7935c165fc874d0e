//! Transactions that are under way: a client broadcasts, a server answers it elsewhere, so one transaction has several flows.

use super::parser::{Message, message_name};
use super::record::Dhcp;
use crate::{Context, Timestamp};
use std::collections::VecDeque;
use std::net::IpAddr;
use thymus_record::{Id, Interval, Mac};

/// A transaction is over so long after it began.
const LIFE: Interval = Interval::from_seconds(30);

/// A transaction with this many flows becomes a record and begins anew: an ordinary one has four.
const FLOWS_MAX: usize = 5;

/// The same for messages.
const MESSAGES_MAX: usize = 50;

/// Transactions under way at once; the oldest goes out when more come.
const TRANSACTIONS_MAX: usize = 16_384;

/// The transactions under way, oldest first.
#[derive(Default)]
pub(crate) struct Transactions(VecDeque<(u32, Dhcp)>);

impl Transactions {
    /// Takes out those that are over.
    pub(crate) fn expire(&mut self, now: Timestamp) -> Vec<Dhcp> {
        let over = self.0.iter().take_while(|(_, dhcp)| now - dhcp.ts > LIFE).count();
        self.0.drain(..over).map(|(_, dhcp)| dhcp).collect()
    }

    /// Takes out all.
    pub(crate) fn finish(&mut self) -> Vec<Dhcp> {
        self.0.drain(..).map(|(_, dhcp)| dhcp).collect()
    }

    /// Adds a message to its transaction. Returns what became complete by it.
    pub(super) fn add(&mut self, cx: &Context<'_>, message: Message) -> Option<Dhcp> {
        let full = self.take_full(message.transaction);
        let crowded = (self.0.len() >= TRANSACTIONS_MAX).then(|| self.0.pop_front()).flatten();
        let transaction = message.transaction;
        match self.0.iter_mut().rev().find(|(number, _)| *number == transaction) {
            Some((_, dhcp)) => dhcp.add(cx, message),
            None => {
                let mut dhcp = blank(cx);
                dhcp.add(cx, message);
                self.0.push_back((transaction, dhcp));
            }
        }
        full.or(crowded.map(|(_, dhcp)| dhcp))
    }

    fn take_full(&mut self, transaction: u32) -> Option<Dhcp> {
        let is_full = |dhcp: &Dhcp| dhcp.uids.len() >= FLOWS_MAX || dhcp.msg_types.len() >= MESSAGES_MAX;
        let index = self.0.iter().position(|(number, dhcp)| *number == transaction && is_full(dhcp))?;
        self.0.remove(index).map(|(_, dhcp)| dhcp)
    }
}

fn blank(cx: &Context<'_>) -> Dhcp {
    Dhcp {
        ts: cx.now,
        uids: Vec::new(),
        client_addr: None,
        server_addr: None,
        mac: None,
        host_name: None,
        client_fqdn: None,
        domain: None,
        requested_addr: None,
        assigned_addr: None,
        lease_time: None,
        client_message: None,
        server_message: None,
        msg_types: Vec::new(),
        duration: Interval::ZERO,
        vendor_class: None,
        parameter_list: Vec::new(),
    }
}

impl Dhcp {
    fn add(&mut self, cx: &Context<'_>, message: Message) {
        let uid = Id::flow(cx.flow.id.0);
        if !self.uids.contains(&uid) {
            self.uids.push(uid);
        }
        self.duration = cx.now - self.ts;
        self.msg_types.push(message_name(message.options.kind.unwrap_or_default()));
        if let Some(hardware) = message.hardware {
            self.mac = Some(Mac(hardware));
        }
        if message.from_client { self.add_client(cx, message) } else { self.add_server(cx, message) }
    }

    fn add_client(&mut self, cx: &Context<'_>, message: Message) {
        let options = message.options;
        let sender = Some(cx.flow.endpoints.orig_h).filter(|address| !address.is_unspecified());
        keep(&mut self.client_addr, sender);
        keep(&mut self.host_name, options.host_name);
        keep(&mut self.client_fqdn, options.client_fqdn);
        keep(&mut self.requested_addr, options.requested);
        keep(&mut self.client_message, options.message);
        keep(&mut self.vendor_class, options.vendor_class);
        if !options.parameters.is_empty() {
            self.parameter_list = options.parameters;
        }
    }

    fn add_server(&mut self, cx: &Context<'_>, message: Message) {
        let options = message.options;
        // A server is named only when it hands out an address; broadcast is nobody's name.
        if message.yours.is_some() {
            let responder = Some(cx.flow.endpoints.resp_h).filter(|address| !is_broadcast(*address));
            keep(&mut self.server_addr, options.server.map(IpAddr::V4).or(responder));
        }
        keep(&mut self.assigned_addr, message.yours);
        if self.client_addr.is_none() {
            self.client_addr = message.client.map(IpAddr::V4);
        }
        keep(&mut self.domain, options.domain);
        keep(
            &mut self.lease_time,
            options.lease_seconds.map(|seconds| Interval::from_seconds(i64::from(seconds))),
        );
        keep(&mut self.server_message, options.message);
    }
}

fn keep<T>(place: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *place = value;
    }
}

fn is_broadcast(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(address) if address.is_broadcast())
}
