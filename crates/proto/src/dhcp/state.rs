//! The DHCP messages of one flow, on their way to their transactions.

use super::parser::Message;
use crate::{Analyzer, Context, Side};

/// Reads the DHCP of one flow; what lasts stands in the transactions, which belong to no flow.
pub(super) struct DhcpAnalyzer;

impl Analyzer for DhcpAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, _from: Side, bytes: &[u8]) {
        expire(cx);
        let message = match Message::parse(bytes) {
            Ok(message) => message,
            Err(truncated) => return cx.weird("DHCP", "dhcp_truncated_header", truncated.offset as u64),
        };
        if let Some(offset) = message.damaged_at {
            cx.weird("DHCP", "dhcp_truncated_option", offset as u64);
        }
        // Plain BOOTP has no message type and no lease: nothing that a record could say.
        if message.options.kind.is_none() {
            return;
        }
        let mut transactions = std::mem::take(&mut cx.hub.dhcp);
        let complete = transactions.add(cx, message);
        cx.hub.dhcp = transactions;
        if let Some(dhcp) = complete {
            cx.emit(&dhcp);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        expire(cx);
    }
}

fn expire(cx: &mut Context<'_>) {
    for dhcp in cx.hub.dhcp.expire(cx.now) {
        cx.emit(&dhcp);
    }
}
