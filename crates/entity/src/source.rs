//! Where a piece of evidence came from, and how much it weighs.

use serde::{Deserialize, Serialize};

/// Where a piece of evidence came from.
///
/// Snapshots hold the place of a variant, so new ones go to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Source {
    /// The hardware address of the packets of a connection.
    Traffic,
    /// ARP: a device says which hardware address has an address.
    Arp,
    /// Neighbour discovery of IPv6, likewise.
    NeighborDiscovery,
    /// DHCP: a server leased an address to a hardware address; the client says its own name.
    Dhcp,
    /// LLDP: a device on the link says what it is called.
    Lldp,
    /// CDP, likewise.
    Cdp,
    /// Kerberos: a machine logged in with its own account, such as `PC17$`.
    KerberosMachine,
    /// Kerberos: the `NetBIOS` name in a client's request.
    KerberosClient,
    /// Kerberos: a client showed the server a ticket for this service.
    KerberosService,
    /// NTLM: the client's name in its login.
    NtlmClient,
    /// NTLM: the server's name in its challenge.
    NtlmServer,
    /// SMB: the client's name in its session.
    SmbClient,
    /// Remote Desktop: the client's name.
    RdpClient,
    /// A `NetBIOS` name that a device answered for.
    Netbios,
    /// A name that a device announced by multicast DNS.
    Mdns,
    /// A name that a device answered for by LLMNR.
    Llmnr,
    /// A name server's answer, within one's own domains.
    Dns,
    /// A name server's answer to a reverse lookup.
    ReverseDns,
    /// The name by which a client called a file server.
    Share,
    /// The subject of a server's certificate.
    Certificate,
    /// The server name in a TLS hello.
    ServerName,
    /// The `Host` field of a request.
    HttpHost,
    /// A name server's answer outside one's own domains, which anybody on the Internet may have chosen.
    ForeignDns,
    /// The key of an SSH server: no name, but what its clients know it by.
    SshHostKey,
}

impl Source {
    /// The source in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Traffic => "traffic",
            Self::Arp => "ARP",
            Self::NeighborDiscovery => "neighbour discovery",
            Self::Dhcp => "DHCP",
            Self::Lldp => "LLDP",
            Self::Cdp => "CDP",
            Self::KerberosMachine => "Kerberos machine account",
            Self::KerberosClient => "Kerberos client name",
            Self::KerberosService => "Kerberos service ticket",
            Self::NtlmClient => "NTLM client name",
            Self::NtlmServer => "NTLM server name",
            Self::SmbClient => "SMB client name",
            Self::RdpClient => "RDP client name",
            Self::Netbios => "NetBIOS",
            Self::Mdns => "mDNS",
            Self::Llmnr => "LLMNR",
            Self::Dns => "DNS",
            Self::ReverseDns => "reverse DNS",
            Self::Share => "share path",
            Self::Certificate => "certificate",
            Self::ServerName => "TLS server name",
            Self::HttpHost => "HTTP host",
            Self::ForeignDns => "DNS outside the own domains",
            Self::SshHostKey => "SSH host key",
        }
    }

    /// How much it weighs, 1 to 9: who says it, and how hard it is to say it wrongly.
    #[must_use]
    pub fn strength(self) -> u8 {
        match self {
            // The login took the machine's own key.
            Self::KerberosMachine => 9,
            // The device says it of itself.
            Self::Dhcp | Self::Lldp | Self::Cdp | Self::NtlmServer | Self::Arp | Self::NeighborDiscovery => 8,
            // The device says it of itself, but software likes to make it up.
            Self::NtlmClient
            | Self::KerberosClient
            | Self::SmbClient
            | Self::RdpClient
            | Self::Mdns
            | Self::KerberosService => 7,
            // Whoever answers first is believed, which is what poisoners live on.
            Self::Netbios | Self::Llmnr | Self::Dns => 6,
            // What others call it.
            Self::ReverseDns | Self::Share => 5,
            Self::Certificate => 4,
            Self::ServerName => 3,
            Self::HttpHost | Self::Traffic => 2,
            Self::ForeignDns | Self::SshHostKey => 1,
        }
    }

    /// Whether the name is the device's own, by which it can be told from others where no hardware address is seen.
    #[must_use]
    pub fn identifies(self) -> bool {
        matches!(
            self,
            Self::KerberosMachine
                | Self::KerberosClient
                | Self::NtlmClient
                | Self::NtlmServer
                | Self::SmbClient
                | Self::RdpClient
                | Self::Mdns
        )
    }

    /// Whether what it tells is a name.
    #[must_use]
    pub fn is_name(self) -> bool {
        self != Self::SshHostKey
    }

    /// Whether a device has one such name at a time, so that a later one takes the place of an earlier.
    #[must_use]
    pub(crate) fn is_single(self) -> bool {
        matches!(self, Self::Dhcp | Self::Lldp | Self::Cdp | Self::NtlmServer | Self::KerberosMachine)
    }
}
