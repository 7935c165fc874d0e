//! MQTT 3.1.1 (OASIS), what a sensor says.

use crate::packet::bytes::Put as _;

pub(crate) const PORT: u16 = 1883;

/// The client's beginning: a clean session, kept alive for five minutes.
pub(crate) fn connect(client: &str) -> Vec<u8> {
    let mut body = Vec::new();
    body.sized_u16_be(b"MQTT").u8(4).u8(2).u16_be(300).sized_u16_be(client.as_bytes());
    packet(0x10, &body)
}

/// The server's answer.
pub(crate) fn connected() -> Vec<u8> {
    packet(0x20, &[0, 0])
}

/// A message that nobody acknowledges.
pub(crate) fn publish(topic: &str, text: &str) -> Vec<u8> {
    let mut body = Vec::new();
    body.sized_u16_be(topic.as_bytes()).put(text.as_bytes());
    packet(0x30, &body)
}

/// Goodbye.
pub(crate) fn disconnect() -> Vec<u8> {
    packet(0xe0, &[])
}

/// All messages here are shorter than 128 bytes.
fn packet(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![kind, body.len() as u8];
    packet.put(body);
    packet
}
