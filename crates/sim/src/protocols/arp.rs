//! ARP (RFC 826, RFC 5227) as whole frames.

use crate::packet::bytes::Put as _;
use crate::packet::frame::{Address, Card};

const BROADCAST: Card = [0xff; 6];
const NOBODY: Card = [0; 6];

/// A host asks who has an address. From 0.0.0.0 it is a probe whether anybody has it; from the address itself an
/// announcement.
pub(crate) fn question(card: Card, own: Address, wanted: Address) -> Vec<u8> {
    frame(BROADCAST, card, 1, (card, own), (NOBODY, wanted))
}

/// Whoever has it answers.
pub(crate) fn answer(card: Card, own: Address, to: (Card, Address)) -> Vec<u8> {
    frame(to.0, card, 2, (card, own), to)
}

fn frame(to: Card, from: Card, operation: u16, sender: (Card, Address), target: (Card, Address)) -> Vec<u8> {
    let mut frame = Vec::with_capacity(60);
    frame.put(&to).put(&from).u16_be(0x0806).u16_be(1).u16_be(0x0800).u8(6).u8(4).u16_be(operation);
    frame.put(&sender.0).put(&sender.1).put(&target.0).put(&target.1);
    frame
}
