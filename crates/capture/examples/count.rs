//! Counts the packets and bytes of captures, and how fast they are read: `count FILE...`.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::time::Instant;

use thymus_capture::{CaptureError, Item, Source};

fn main() -> Result<(), CaptureError> {
    let paths: Vec<_> = std::env::args().skip(1).collect();
    let mut source = Source::open(&paths)?;
    let begin = Instant::now();
    let (mut packets, mut bytes) = (0_u64, 0_u64);
    loop {
        match source.next() {
            Ok(Some(Item::Packet(packet))) => {
                packets += 1;
                bytes += packet.bytes.len() as u64;
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => eprintln!("{}: {error}", source.current().display()),
        }
    }
    let nanoseconds = begin.elapsed().as_nanos() as f64;
    println!("{packets} packets, {bytes} bytes, {:.1} ns per packet", nanoseconds / packets.max(1) as f64);
    Ok(())
}
