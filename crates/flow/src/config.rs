//! Limits and time-outs, all named.

use crate::tcp::Delays;
use crate::tcp::reassembly::Limits;
use thymus_wire::Interval;

/// What to do with packets whose checksum is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checksums {
    /// Take them: captures made on the sending host have checksums that the network card fills in later.
    #[default]
    Ignore,
    /// Drop them, as a receiver would, and note a `C` in the history.
    Drop,
}

/// How a [`crate::FlowTable`] behaves. The defaults are Zeek's where Zeek has them.
#[derive(Clone, Debug)]
pub struct Config {
    /// Flows remembered at once; beyond, the flow nearest to its time-out is forgotten.
    pub flows_max: usize,
    /// An established TCP connection is forgotten after so long a silence.
    pub tcp_inactivity: Interval,
    /// As [`Self::tcp_inactivity`], before the handshake is done.
    pub tcp_handshake_inactivity: Interval,
    /// An unanswered SYN is forgotten so long after it was sent.
    pub tcp_attempt_delay: Interval,
    /// A connection that ended is remembered for so long, for what still straggles in.
    pub tcp_close_delay: Interval,
    /// A connection that looks ended lingers for so long after its last packet.
    pub tcp_connection_linger: Interval,
    /// A UDP flow is forgotten after so long a silence.
    pub udp_inactivity: Interval,
    /// Ports of UDP services that are one question and one answer, whose flows are forgotten sooner. A later question
    /// from the same port is another flow.
    pub udp_transaction_ports: Vec<u16>,
    /// How long these flows last at least; every such interval one that was silent for nearly as long is forgotten.
    pub udp_transaction_interval: Interval,
    /// An ICMP flow is forgotten after so long a silence.
    pub icmp_inactivity: Interval,
    /// A flow of another protocol is forgotten after so long a silence.
    pub other_inactivity: Interval,
    /// Bytes that may wait behind a hole, per side of a connection.
    pub reassembly_bytes_per_side_max: usize,
    /// Segments that may wait behind holes, per side of a connection.
    pub reassembly_segments_max: usize,
    /// Bytes held by all reassembly together.
    pub reassembly_bytes_total_max: usize,
    /// Bytes that may wait behind a hole of a connection whose other side never acknowledges anything.
    pub reassembly_bytes_without_acks_max: usize,
    /// IP datagrams being put together at once.
    pub fragment_datagrams_max: usize,
    /// As [`Self::fragment_datagrams_max`], between one pair of addresses.
    pub fragment_datagrams_per_pair_max: usize,
    /// Pieces of one datagram.
    pub fragment_pieces_max: usize,
    /// Bytes of all incomplete datagrams together.
    pub fragment_bytes_max: usize,
    /// An incomplete datagram is dropped so long after its first piece (RFC 8200 section 4.5: 60 s).
    pub fragment_timeout: Interval,
    /// IP tunnels remembered at once.
    pub tunnels_max: usize,
    /// An IP tunnel is forgotten when it carried no new flow for so long.
    pub tunnel_timeout: Interval,
    /// What to do with packets whose checksum is wrong.
    pub checksums: Checksums,
    /// Seeds the hash of the table, against floods of colliding flows. Changes no result.
    pub seed: u64,
    /// The capture ring's number, 0 to 7, which goes into the names of flows.
    pub ring: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            flows_max: 1_000_000,
            tcp_inactivity: Interval::from_seconds(300),
            tcp_handshake_inactivity: Interval::from_seconds(60),
            tcp_attempt_delay: Interval::from_seconds(5),
            tcp_close_delay: Interval::from_seconds(5),
            tcp_connection_linger: Interval::from_seconds(5),
            udp_inactivity: Interval::from_seconds(60),
            udp_transaction_ports: vec![53, 137, 5353, 5355],
            udp_transaction_interval: Interval::from_seconds(10),
            icmp_inactivity: Interval::from_seconds(60),
            other_inactivity: Interval::from_seconds(60),
            reassembly_bytes_per_side_max: 4 << 20,
            reassembly_segments_max: 4096,
            reassembly_bytes_total_max: 256 << 20,
            reassembly_bytes_without_acks_max: 16 << 10,
            fragment_datagrams_max: 4096,
            fragment_datagrams_per_pair_max: 256,
            fragment_pieces_max: 1024,
            fragment_bytes_max: 32 << 20,
            fragment_timeout: Interval::from_seconds(60),
            tunnels_max: 65_536,
            tunnel_timeout: Interval::from_seconds(3600),
            checksums: Checksums::Ignore,
            seed: 0,
            ring: 0,
        }
    }
}

impl Config {
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            bytes_per_side: self.reassembly_bytes_per_side_max,
            segments: self.reassembly_segments_max,
            bytes_total: self.reassembly_bytes_total_max,
            bytes_unacknowledged: self.reassembly_bytes_without_acks_max,
        }
    }

    pub(crate) fn delays(&self) -> Delays {
        Delays {
            handshake_inactivity: self.tcp_handshake_inactivity,
            inactivity: self.tcp_inactivity,
            attempt: self.tcp_attempt_delay,
            close: self.tcp_close_delay,
            linger: self.tcp_connection_linger,
        }
    }
}

/// Tunnels within tunnels that are followed. The names of flows have room for so many.
pub const TUNNEL_DEPTH_MAX: usize = 3;
/// Anomalies told per flow; further ones only count in [`Statistics::anomalies_suppressed`].
pub const ANOMALIES_PER_FLOW_MAX: u8 = 32;
/// After so many changes between tunnels a flow is marked `X` and further ones are not followed, as in Zeek.
pub const TUNNEL_CHANGES_MAX: u8 = 5;

/// What a table has seen. Counters only grow, but for the `live` ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Packets given to the table.
    pub packets: u64,
    /// Their bytes on the wire.
    pub bytes: u64,
    /// Packets that carried no IP.
    pub packets_not_ip: u64,
    /// IP packets that could not be read.
    pub packets_damaged: u64,
    /// Packets dropped for a wrong checksum.
    pub packets_bad_checksum: u64,
    /// Flows begun.
    pub flows_opened: u64,
    /// Flows remembered now.
    pub flows_live: u64,
    /// Flows forgotten because the table was full.
    pub flows_evicted: u64,
    /// Flows forgotten after silence.
    pub flows_timed_out: u64,
    /// IP fragments seen.
    pub fragments: u64,
    /// Datagrams put together from fragments.
    pub fragments_reassembled: u64,
    /// Incomplete datagrams dropped, by time-out or limit.
    pub fragments_dropped: u64,
    /// Tunnels found.
    pub tunnels: u64,
    /// Bytes given up as never seen.
    pub gap_bytes: u64,
    /// Holes given up because a limit was reached.
    pub reassembly_limits_reached: u64,
    /// Anomalies told.
    pub anomalies: u64,
    /// Anomalies not told because their flow had too many.
    pub anomalies_suppressed: u64,
}
