//! Devices: what they are, what they are called, where they stand.

use crate::packet::frame::{Address, Card};

/// A device by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u16);

/// What a device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Desktop,
    Laptop,
    DomainController,
    FileServer,
    MailServer,
    WebServer,
    ProxyServer,
    PrintServer,
    BackupServer,
    AntivirusServer,
    VulnerabilityScanner,
    JumpHost,
    DeploymentServer,
    DatabaseServer,
    ApplicationServer,
    MonitoringServer,
    CameraRecorder,
    TelephoneExchange,
    BuildingController,
    Printer,
    Phone,
    Camera,
    Sensor,
}

impl Role {
    /// As it stands in the ground truth.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Laptop => "laptop",
            Self::DomainController => "domain-controller",
            Self::FileServer => "file-server",
            Self::MailServer => "mail-server",
            Self::WebServer => "web-server",
            Self::ProxyServer => "proxy-server",
            Self::PrintServer => "print-server",
            Self::BackupServer => "backup-server",
            Self::AntivirusServer => "antivirus-server",
            Self::VulnerabilityScanner => "vulnerability-scanner",
            Self::JumpHost => "jump-host",
            Self::DeploymentServer => "deployment-server",
            Self::DatabaseServer => "database-server",
            Self::ApplicationServer => "application-server",
            Self::MonitoringServer => "monitoring-server",
            Self::CameraRecorder => "camera-recorder",
            Self::TelephoneExchange => "telephone-exchange",
            Self::BuildingController => "building-controller",
            Self::Printer => "printer",
            Self::Phone => "phone",
            Self::Camera => "camera",
            Self::Sensor => "sensor",
        }
    }

    /// A person sits before it.
    #[must_use]
    pub fn is_client(self) -> bool {
        matches!(self, Self::Desktop | Self::Laptop)
    }

    /// It is a server of the company, or works like one.
    #[must_use]
    pub fn is_server(self) -> bool {
        !self.is_client() && !matches!(self, Self::Printer | Self::Phone | Self::Camera | Self::Sensor)
    }
}

/// What runs on a device, as far as packets show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum System {
    Windows,
    Linux,
    Embedded,
}

impl System {
    /// The time to live that its packets begin with.
    pub(crate) fn hops(self) -> u8 {
        match self {
            Self::Windows => 128,
            Self::Linux => 64,
            Self::Embedded => 255,
        }
    }
}

/// A network of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subnet {
    Servers,
    OfficeA,
    OfficeB,
    Wireless,
    Phones,
    Things,
}

impl Subnet {
    /// Its first three bytes.
    pub(crate) fn prefix(self) -> [u8; 3] {
        match self {
            Self::Servers => [10, 20, 0],
            Self::OfficeA => [10, 20, 10],
            Self::OfficeB => [10, 20, 11],
            Self::Wireless => [10, 20, 20],
            Self::Phones => [10, 20, 30],
            Self::Things => [10, 20, 40],
        }
    }

    pub(crate) fn address(self, host: u8) -> Address {
        let [a, b, c] = self.prefix();
        [a, b, c, host]
    }

    /// The router.
    pub(crate) fn router(self) -> Address {
        self.address(1)
    }

    /// The subnet that holds this address.
    pub(crate) fn of(address: Address) -> Option<Self> {
        let [a, b, c, _] = address;
        Self::ALL.into_iter().find(|subnet| subnet.prefix() == [a, b, c])
    }

    const ALL: [Self; 6] =
        [Self::Servers, Self::OfficeA, Self::OfficeB, Self::Wireless, Self::Phones, Self::Things];

    /// Addresses that are given out: the first host and how many.
    pub(crate) fn pool(self) -> (u8, u8) {
        match self {
            Self::Servers => (200, 40),
            Self::OfficeA => (50, 120),
            // Fewer than there are laptops: an address goes from one to the other.
            Self::OfficeB => (50, 20),
            Self::Wireless => (50, 14),
            Self::Phones | Self::Things => (20, 120),
        }
    }

    /// How long an address is given out for, in seconds.
    pub(crate) fn lease_seconds(self) -> u64 {
        match self {
            Self::Wireless => 2 * 3600,
            Self::Phones | Self::Things => 24 * 3600,
            _ => 8 * 3600,
        }
    }
}

/// Where a device's address comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addressing {
    /// It was set by hand, or is kept for it by the server.
    Fixed(Address),
    /// It is given out for a while.
    Leased,
}

/// A device.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its number.
    pub id: DeviceId,
    /// Its host name, without the domain.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// What runs on it.
    pub system: System,
    /// Its network card.
    pub(crate) card: Card,
    pub(crate) addressing: Addressing,
    /// The number of the person who uses it, if it is one's.
    pub(crate) person: Option<u16>,
    /// The first and the last day on which it is there.
    pub(crate) days: (u32, u32),
}

impl Device {
    /// Its network card, as it is usually written.
    #[must_use]
    pub fn card_text(&self) -> String {
        let [a, b, c, d, e, f] = self.card;
        format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}")
    }

    /// The name of its account in the directory.
    pub(crate) fn account(&self) -> String {
        format!("{}$", self.name)
    }
}
