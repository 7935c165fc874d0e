//! The packets of a span of time, as a capture.

use super::{feed, write_truth};
use anyhow::{Context as _, Result, ensure};
use std::ops::Range;
use std::path::Path;
use thymus_capture::PcapngWriter;
use thymus_sim::Company;
use thymus_wire::Timestamp;

/// Writes the packets of the window as pcapng, and what is true beside unless they go to standard output.
pub(super) fn write(company: &Company, window: Range<Timestamp>, path: &Path) -> Result<()> {
    let span = company.span();
    ensure!(window.start < window.end, "--packets {} {}: the end comes first", window.start, window.end);
    ensure!(
        window.start < span.end && span.start < window.end,
        "there is nothing from {} to {}: the company's days are from {} to {}",
        window.start,
        window.end,
        span.start,
        span.end
    );
    let failed = || format!("cannot write {}", path.display());
    let output = crate::pcap::open(path).with_context(failed)?;
    let mut writer =
        PcapngWriter::new(output, "thymus", Some("packets of a made-up company")).with_context(failed)?;
    let mut bytes = 0;
    let packets = feed(company, window, |packet| {
        bytes += packet.bytes.len() as u64;
        writer.packet(packet, None).with_context(failed)
    })?;
    writer.finish().and_then(|mut output| std::io::Write::flush(&mut output)).with_context(failed)?;
    eprintln!("{packets} packets, {bytes} bytes");
    if path == Path::new("-") { Ok(()) } else { write_truth(company, &path.with_extension("truth.ndjson")) }
}
