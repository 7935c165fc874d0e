//! The `smtp` record.

use crate::Head;
use std::net::IpAddr;
use thymus_record::{Id, Record};

/// One mail transaction: an envelope, what the message's header says, and how it ended.
#[derive(Debug, Record)]
#[record(kind = "smtp", protocol = "SMTP")]
pub struct Smtp {
    /// When the transaction began, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// Which message of the connection it is, from 1.
    pub trans_depth: u32,
    /// What the client called itself.
    pub helo: Option<String>,
    /// The address of MAIL FROM; absent for the empty one.
    pub mailfrom: Option<String>,
    /// The addresses of RCPT TO.
    pub rcptto: Vec<String>,
    /// The `Date` field.
    pub date: Option<String>,
    /// The `From` field.
    pub from: Option<String>,
    /// The addresses of the `To` fields.
    pub to: Vec<String>,
    /// The addresses of the `Cc` fields.
    pub cc: Vec<String>,
    /// The `Reply-To` field.
    pub reply_to: Option<String>,
    /// The `Message-ID` field.
    pub msg_id: Option<String>,
    /// The `In-Reply-To` field.
    pub in_reply_to: Option<String>,
    /// The `Subject` field, as sent.
    pub subject: Option<String>,
    /// The address in the `X-Originating-IP` field.
    pub x_originating_ip: Option<IpAddr>,
    /// The last `Received` field: that of the first host.
    pub first_received: Option<String>,
    /// The `Received` field before it.
    pub second_received: Option<String>,
    /// The server's last reply.
    pub last_reply: Option<String>,
    /// The message's way: this server, this client, and the addresses in the `Received` fields.
    pub path: Vec<IpAddr>,
    /// The program that wrote the message.
    pub user_agent: Option<String>,
    /// The connection went over to TLS.
    pub tls: bool,
    /// The parts of the message.
    pub fuids: Vec<Id>,
    /// The message was written in a web mail program.
    pub is_webmail: bool,
}

impl Smtp {
    /// A transaction of which nothing is known yet.
    pub(super) fn new(head: Head, trans_depth: u32, helo: Option<String>) -> Self {
        Self {
            head,
            trans_depth,
            helo,
            mailfrom: None,
            rcptto: Vec::new(),
            date: None,
            from: None,
            to: Vec::new(),
            cc: Vec::new(),
            reply_to: None,
            msg_id: None,
            in_reply_to: None,
            subject: None,
            x_originating_ip: None,
            first_received: None,
            second_received: None,
            last_reply: None,
            path: vec![head.resp_h, head.orig_h],
            user_agent: None,
            tls: false,
            fuids: Vec::new(),
            is_webmail: false,
        }
    }
}
