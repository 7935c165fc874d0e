//! SSH (RFC 4253): versions, algorithms and keys in clear, then noise.

use crate::packet::bytes::Put as _;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::Dialog;
use crate::random::Random;

/// The port of servers.
pub(crate) const PORT: u16 = 22;
const KEX_INIT: u8 = 20;
const NEW_KEYS: u8 = 21;
const KEX_ECDH_INIT: u8 = 30;
const KEX_ECDH_REPLY: u8 = 31;

/// Appends versions, key exchange and login. The server's key is made up where none is given.
pub(crate) fn log_in(
    random: &mut Random,
    dialog: &mut Dialog,
    client: &str,
    server: &str,
    key: Option<&[u8; 32]>,
) {
    dialog.client(100_000, format!("SSH-2.0-{client}\r\n")).server(format!("SSH-2.0-{server}\r\n"));
    dialog.client(200_000, algorithms(random)).server(algorithms(random));
    let mut share = vec![KEX_ECDH_INIT];
    share.u32_be(32).put(&random.array::<32>());
    dialog.client(500_000, packet(random, &share));
    let mut reply = vec![KEX_ECDH_REPLY];
    let key = key.copied().unwrap_or_else(|| random.array());
    reply.u32_be(51).u32_be(11).put(b"ssh-ed25519").u32_be(32).put(&key);
    reply.u32_be(32).put(&random.array::<32>());
    reply.u32_be(83).u32_be(11).put(b"ssh-ed25519").u32_be(64).put(&random.bytes(64));
    let mut flight = packet(random, &reply);
    flight.extend(packet(random, &[NEW_KEYS]));
    dialog.server(flight);
    dialog.client(900_000, packet(random, &[NEW_KEYS]));
    for length in [44, 68, 100, 372] {
        dialog.client(2_000_000, noise(random, length)).server(noise(random, length));
    }
}

/// So much of what is encrypted.
pub(crate) fn noise(random: &mut Random, length: u64) -> Content {
    let mut content = Content::default();
    content.filler(Pool::Noise, random, length);
    content
}

/// A packet of the binary protocol, in clear (RFC 4253 section 6).
fn packet(random: &mut Random, payload: &[u8]) -> Vec<u8> {
    let padding = 8 - (payload.len() + 5) % 8;
    let padding = if padding < 4 { padding + 8 } else { padding };
    let mut packet = Vec::with_capacity(payload.len() + padding + 5);
    packet.u32_be((payload.len() + padding + 1) as u32).u8(padding as u8).put(payload);
    packet.put(&random.bytes(padding));
    packet
}

fn algorithms(random: &mut Random) -> Vec<u8> {
    const LISTS: [&str; 10] = [
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group14-sha256",
        "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256",
        "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com",
        "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com",
        "umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-256",
        "umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-256",
        "none,zlib@openssh.com",
        "none,zlib@openssh.com",
        "",
        "",
    ];
    let mut payload = vec![KEX_INIT];
    payload.put(&random.array::<16>());
    for list in LISTS {
        payload.u32_be(list.len() as u32).put(list.as_bytes());
    }
    payload.u8(0).u32_be(0);
    packet(random, &payload)
}
