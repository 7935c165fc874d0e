//! `thymus pcap`: packets out of the store.

use crate::cli;
use crate::{Outcome, packets};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use thymus_capture::PcapngWriter;
use thymus_capture::store::{Query, StoreReader};
use thymus_wire::Interval;

pub(crate) fn run(arguments: &cli::Pcap) -> Result<Outcome> {
    let directory = packets::directory(&arguments.data);
    let store = StoreReader::open(&directory)
        .with_context(|| format!("there is no packet store in {}", arguments.data.display()))?;
    let query = query(arguments);
    let failed = || format!("cannot write {}", arguments.output.display());
    let output = open(&arguments.output).with_context(failed)?;
    let mut writer = PcapngWriter::new(output, "thymus", Some(&comment(arguments))).with_context(failed)?;
    let found = store.extract(&query, |packet| writer.packet(packet, None))?;
    writer.finish().and_then(|mut output| output.flush()).with_context(failed)?;
    eprintln!("{} packets, {} bytes", found.packets, found.bytes);
    if found.blocks_lost > 0 {
        eprintln!("thymus: {} blocks of the store are damaged or were just removed", found.blocks_lost);
        return Ok(Outcome::Damaged);
    }
    Ok(Outcome::Done)
}

fn query(arguments: &cli::Pcap) -> Query {
    let half = Interval(arguments.window.0 / 2);
    Query {
        host: Some(arguments.host),
        peer: arguments.peer,
        port: arguments.port,
        from: arguments.around - half,
        to: arguments.around + half,
    }
}

fn comment(arguments: &cli::Pcap) -> String {
    let mut comment = format!("packets of {}", arguments.host);
    if let Some(peer) = arguments.peer {
        comment.push_str(&format!(" with {peer}"));
    }
    if let Some(port) = arguments.port {
        comment.push_str(&format!(" on port {port}"));
    }
    comment
}

/// Where packets are written: a file, or standard output for `-`.
pub(crate) fn open(path: &Path) -> io::Result<BufWriter<Box<dyn Write>>> {
    let output: Box<dyn Write> =
        if path == Path::new("-") { Box::new(io::stdout().lock()) } else { Box::new(File::create(path)?) };
    Ok(BufWriter::new(output))
}
