//! What an analyzer can see and do beside its bytes.

use crate::expect::Expectation;
use crate::hub::{Hub, Settings};
use crate::services::Services;
use crate::weird::Weird;
use crate::{Head, Layer};
use std::borrow::Cow;
use thymus_flow::{FlowFacts, Side};
use thymus_record::{Id, Record, Timestamp};

/// At most this many `weird` records come from one flow; the rest are counted.
const WEIRDS_PER_FLOW_MAX: u16 = 64;

/// Protocols inside protocols beyond this depth are not looked at: each level costs stack.
const LAYERS_NESTED_MAX: u8 = 8;

/// Who is logged in on a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The account's name.
    pub user: String,
    /// Its domain or realm; empty where none was given.
    pub domain: String,
    /// How it logged in: `NTLM`, `Kerberos`, `simple`.
    pub mechanism: &'static str,
    /// Guessed rather than read in this flow, and from what.
    pub inferred: Option<&'static str>,
}

/// What the analyzers of one flow tell each other.
#[derive(Clone, Debug, Default)]
pub struct SessionFacts {
    /// Who is logged in, if a login was seen to succeed or its outcome was not seen.
    pub account: Option<Account>,
    /// The client's own host name.
    pub client_host: Option<String>,
}

/// What the engine keeps of a flow beside its layers.
#[derive(Default)]
pub(crate) struct FlowShared {
    pub(crate) services: Services,
    pub(crate) session: SessionFacts,
    pub(crate) expected: Option<Box<Expectation>>,
    pub(crate) stopped: bool,
    pub(crate) muted: bool,
    pub(crate) rejected: bool,
    pub(crate) weirds: u16,
    pub(crate) layers: u8,
    pub(crate) files_opened: u32,
    pub(crate) open_files: Vec<u32>,
}

/// An analyzer's view of its flow and its way out: records, anomalies, services, announcements.
pub struct Context<'a> {
    /// The time of the packet at hand.
    pub now: Timestamp,
    /// The flow.
    pub flow: &'a FlowFacts,
    pub(crate) shared: &'a mut FlowShared,
    pub(crate) hub: &'a mut Hub,
}

impl Context<'_> {
    /// The head of a record that happens now.
    #[must_use]
    pub fn head(&self) -> Head {
        Head::new(self.now, self.flow)
    }

    /// The head of a record that happened at `ts`.
    #[must_use]
    pub fn head_at(&self, ts: Timestamp) -> Head {
        Head::new(ts, self.flow)
    }

    /// Sends a record on its way.
    pub fn emit(&mut self, record: &dyn Record) {
        self.hub.emit(record);
    }

    /// Notes that a rule was broken or a limit reached: which protocol's, which rule (Zeek's name where it has one), and
    /// where in the message or stream. Beyond a limit per flow only counted.
    pub fn weird(&mut self, protocol: &'static str, name: &'static str, offset: u64) {
        self.weird_about(protocol, name, offset, None::<String>);
    }

    /// As [`Self::weird`], with what was found (Zeek's `addl`).
    pub fn weird_about(
        &mut self,
        protocol: &'static str,
        name: &'static str,
        offset: u64,
        found: impl Into<Option<String>>,
    ) {
        self.shared.weirds = self.shared.weirds.saturating_add(1);
        let (name, found) = match self.shared.weirds {
            count if count < WEIRDS_PER_FLOW_MAX => (name, found.into()),
            WEIRDS_PER_FLOW_MAX => ("weird_limit_reached", None),
            _ => {
                self.hub.counts.weirds_suppressed += 1;
                return;
            }
        };
        self.hub.counts.weirds += 1;
        let record = Weird::of_flow(self.head(), protocol, Cow::Borrowed(name), found, offset);
        self.hub.emit(&record);
    }

    /// Adds a protocol to the flow's `service`. Done for the analyzer's own name when its probe was certain.
    pub fn confirm(&mut self, service: &'static str) {
        self.shared.services.add(service);
    }

    /// Takes a protocol off the flow's `service`.
    pub fn retract(&mut self, service: &'static str) {
        self.shared.services.remove(service);
    }

    /// Whether this protocol has been recognised in the flow.
    #[must_use]
    pub fn has_service(&self, service: &str) -> bool {
        self.shared.services.contains(service)
    }

    /// Says that nothing more of this flow is wanted: it is counted to its end but no longer reassembled.
    pub fn stop(&mut self) {
        self.shared.stopped = true;
    }

    /// Says that the bytes are not this protocol after all: the analyzer is dropped, its service taken back, and the
    /// bytes that follow are probed for other protocols.
    pub fn reject(&mut self) {
        self.shared.rejected = true;
    }

    /// Counts what was left out because it was told before.
    pub(crate) fn left_out(&mut self) {
        self.hub.counts.repeats += 1;
    }

    /// Announces a flow to come.
    pub fn expect(&mut self, expectation: Expectation) {
        self.hub.expectations.add(self.now, expectation);
    }

    /// The announcement that this flow fulfils, if it was announced.
    #[must_use]
    pub fn expected(&self) -> Option<&Expectation> {
        self.shared.expected.as_deref()
    }

    /// What the analyzers of this flow tell each other.
    pub fn session(&mut self) -> &mut SessionFacts {
        &mut self.shared.session
    }

    /// How the engine is to work.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.hub.settings
    }

    /// The flow's name.
    #[must_use]
    pub fn uid(&self) -> Id {
        Id::flow(self.flow.id.0)
    }

    /// A name for the next file of this flow: the same for the same input.
    pub fn next_file_id(&mut self) -> Id {
        self.shared.files_opened = self.shared.files_opened.wrapping_add(1);
        Id::file(mix(self.flow.id.0, u64::from(self.shared.files_opened)))
    }

    /// Gives bytes to an inner layer: a protocol inside this one (after STARTTLS, CONNECT, a SOCKS reply).
    ///
    /// Beyond a depth of nesting the bytes are dropped, with an anomaly.
    pub fn inner(&mut self, layer: &mut Layer, from: Side, bytes: &[u8]) {
        if self.shared.layers >= LAYERS_NESTED_MAX {
            self.weird("LAYER", "layers_nested_too_deep", 0);
            return self.stop();
        }
        self.shared.layers += 1;
        layer.data(self, from, bytes);
        self.shared.layers -= 1;
    }
}

/// The finaliser of SplitMix64: spreads two numbers over 64 bits without a loss for a fixed second.
pub(crate) fn mix(number: u64, salt: u64) -> u64 {
    let mut z = number ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
