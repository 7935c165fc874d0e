//! EtherTypes (IEEE 802 registration authority) that this crate unwraps or that its users ask for.

/// Internet Protocol version 4.
pub const IPV4: u16 = 0x0800;
/// Address Resolution Protocol.
pub const ARP: u16 = 0x0806;
/// Cisco Discovery Protocol; a SNAP protocol of Cisco's, not an EtherType of its own.
pub const CDP: u16 = 0x2000;
/// Transparent Ethernet bridging (RFC 1701), an Ethernet frame in GRE.
pub const ETHERNET: u16 = 0x6558;
/// IEEE 802.1Q customer VLAN tag.
pub const VLAN: u16 = 0x8100;
/// Internet Protocol version 6.
pub const IPV6: u16 = 0x86dd;
/// Point-to-Point Protocol; what follows begins with PPP's protocol field.
pub const PPP: u16 = 0x880b;
/// Multiprotocol label switching, unicast.
pub const MPLS: u16 = 0x8847;
/// Multiprotocol label switching with upstream-assigned labels.
pub const MPLS_UPSTREAM: u16 = 0x8848;
/// PPP over Ethernet, discovery stage.
pub const PPPOE_DISCOVERY: u16 = 0x8863;
/// PPP over Ethernet, session stage.
pub const PPPOE_SESSION: u16 = 0x8864;
/// LLC in frames longer than the 802.3 length field can say.
pub const JUMBO_LLC: u16 = 0x8870;
/// EAP over LAN (IEEE 802.1X).
pub const EAPOL: u16 = 0x888e;
/// PROFINET real time.
pub const PROFINET: u16 = 0x8892;
/// EtherCAT.
pub const ETHERCAT: u16 = 0x88a4;
/// IEEE 802.1ad service VLAN tag.
pub const SERVICE_VLAN: u16 = 0x88a8;
/// IEC 61850 GOOSE.
pub const GOOSE: u16 = 0x88b8;
/// IEC 61850 sampled values.
pub const SAMPLED_VALUES: u16 = 0x88ba;
/// Encapsulated remote switched port analysis, types I and II.
pub const ERSPAN_II: u16 = 0x88be;
/// Link Layer Discovery Protocol (IEEE 802.1AB).
pub const LLDP: u16 = 0x88cc;
/// IEEE 802.1AE MAC security.
pub const MACSEC: u16 = 0x88e5;
/// IEEE 802.1ah provider backbone bridging, service instance tag.
pub const BACKBONE_SERVICE: u16 = 0x88e7;
/// Cisco FabricPath, around a whole Ethernet frame.
pub const FABRIC_PATH: u16 = 0x8903;
/// Cisco metadata (TrustSec security group tag).
pub const CISCO_METADATA: u16 = 0x8909;
/// VN-Tag (IEEE 802.1BR's forerunner).
pub const VN_TAG: u16 = 0x8926;
/// Network service header (RFC 8300).
pub const NETWORK_SERVICE: u16 = 0x894f;
/// Encapsulated remote switched port analysis, type III.
pub const ERSPAN_III: u16 = 0x22eb;
/// Double tagging before IEEE 802.1ad.
pub const OLD_VLAN: [u16; 3] = [0x9100, 0x9200, 0x9300];

/// Values below this in an Ethernet header are an 802.3 length or undefined.
pub const MIN: u16 = 0x0600;
