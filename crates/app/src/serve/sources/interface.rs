//! Network interfaces, live.

use crate::capture::Reader;
use crate::configuration::{InterfaceSource, SourceConfiguration};
use crate::packets::Keeper;
use crate::pipeline::Lane;
use crate::serve::tally::{Source, SourceKind};
use anyhow::{Context as _, Result};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use thymus_capture::live::{LiveOptions, Ring};

/// Interfaces, open: what needs privileges is done.
pub(in crate::serve) struct Interfaces {
    rings: Vec<(Ring, Arc<Source>)>,
    pub(in crate::serve) sources: Vec<Arc<Source>>,
}

impl Interfaces {
    /// Opens every interface of the configuration.
    pub(in crate::serve) fn open(configured: &[SourceConfiguration]) -> Result<Self> {
        let mut interfaces = Self { rings: Vec::new(), sources: Vec::new() };
        for configured in configured {
            if let SourceConfiguration::Interface(interface) = configured {
                interfaces.add(interface)?;
            }
        }
        Ok(interfaces)
    }

    fn add(&mut self, configured: &InterfaceSource) -> Result<()> {
        let ring_bytes =
            usize::try_from(configured.ring_bytes.0).context("ring_bytes is too much for this machine")?;
        let options = LiveOptions { ring_bytes, ..LiveOptions::new(&configured.name) };
        let rings = Ring::open_group(&options, configured.rings.max(1), group(self.sources.len()))
            .with_context(|| format!("cannot capture from {}", configured.name))?;
        let source = Source::new(configured.name.clone(), SourceKind::Interface);
        self.rings.extend(rings.into_iter().map(|ring| (ring, Arc::clone(&source))));
        self.sources.push(source);
        Ok(())
    }

    /// How many rings there are; each needs a lane.
    pub(in crate::serve) fn rings(&self) -> usize {
        self.rings.len()
    }

    /// Reads until `stop`. Where one fails the others go on.
    pub(in crate::serve) fn start(
        self,
        lanes: Vec<Lane>,
        keeper: &Arc<Mutex<Keeper>>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Vec<JoinHandle<()>>> {
        let readers = self.rings.into_iter().zip(lanes).map(|((ring, source), lane)| {
            let counters = Arc::clone(&source.counters);
            let reader = Reader { ring, lane, keeper: Arc::clone(keeper), stop: Arc::clone(stop), counters };
            std::thread::Builder::new().name("capture".to_owned()).spawn(move || {
                if let Err(error) = reader.run(None) {
                    source.is_wrong(format!("{error:#}; it is not read any more"));
                }
            })
        });
        readers.collect::<std::io::Result<_>>().context("cannot start a thread")
    }
}

/// Two groups on one machine must not have the same number.
fn group(interface: usize) -> u16 {
    let number = std::process::id().wrapping_add(u32::try_from(interface).unwrap_or(0));
    (number & 0xffff) as u16
}
