//! Which devices there are.

use super::device::{Addressing, Device, DeviceId, Role, Subnet, System};
use super::people::{Department, Person};
use crate::packet::frame::Card;
use crate::random::{Random, number_of};

/// The servers that others need to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Servers {
    pub(crate) controllers: [DeviceId; 2],
    pub(crate) files: [DeviceId; 2],
    pub(crate) mail: DeviceId,
    pub(crate) web: DeviceId,
    pub(crate) proxy: DeviceId,
    pub(crate) print: DeviceId,
    pub(crate) backup: DeviceId,
    pub(crate) antivirus: DeviceId,
    pub(crate) scanner: DeviceId,
    pub(crate) jump: DeviceId,
    pub(crate) deployment: DeviceId,
    pub(crate) database: DeviceId,
    pub(crate) application: DeviceId,
    pub(crate) monitoring: DeviceId,
    pub(crate) recorder: DeviceId,
    pub(crate) telephones: DeviceId,
    pub(crate) building: DeviceId,
}

/// Name, role, system and host number of every server.
const SERVERS: [(&str, Role, System, u8); 19] = [
    ("DC01", Role::DomainController, System::Windows, 10),
    ("DC02", Role::DomainController, System::Windows, 11),
    ("FS01", Role::FileServer, System::Windows, 20),
    ("FS02", Role::FileServer, System::Windows, 21),
    ("MAIL01", Role::MailServer, System::Windows, 30),
    ("WEB01", Role::WebServer, System::Linux, 40),
    ("PROXY01", Role::ProxyServer, System::Linux, 41),
    ("PRINT01", Role::PrintServer, System::Windows, 45),
    ("BACKUP01", Role::BackupServer, System::Windows, 50),
    ("AV01", Role::AntivirusServer, System::Windows, 55),
    ("SCAN01", Role::VulnerabilityScanner, System::Linux, 60),
    ("JUMP01", Role::JumpHost, System::Windows, 65),
    ("DEPLOY01", Role::DeploymentServer, System::Windows, 70),
    ("SQL01", Role::DatabaseServer, System::Windows, 75),
    ("APP01", Role::ApplicationServer, System::Windows, 80),
    ("MON01", Role::MonitoringServer, System::Linux, 85),
    ("NVR01", Role::CameraRecorder, System::Linux, 90),
    ("PBX01", Role::TelephoneExchange, System::Linux, 95),
    ("BMS01", Role::BuildingController, System::Linux, 96),
];

const PRINTERS: u16 = 6;
const PHONES: u16 = 14;
const CAMERAS: u16 = 8;
const SENSORS: u16 = 7;

/// The first three bytes of network cards, as makers of such devices have them.
const MAKER_SERVER: [u8; 3] = [0x00, 0x50, 0x56];
const MAKERS_CLIENT: [[u8; 3]; 3] = [[0x48, 0x4d, 0x7e], [0xa4, 0xbb, 0x6d], [0x3c, 0x52, 0x82]];
const MAKER_PRINTER: [u8; 3] = [0x00, 0x17, 0xc8];
const MAKER_PHONE: [u8; 3] = [0x80, 0x5e, 0x0c];
const MAKER_CAMERA: [u8; 3] = [0xac, 0xcc, 0x8e];
const MAKER_SENSOR: [u8; 3] = [0x24, 0x0a, 0xc4];

/// Makes devices one after the other.
struct Roster {
    random: Random,
    devices: Vec<Device>,
    days: (u32, u32),
}

/// All devices: the servers first, then what stands around, then what people use, in their order.
pub(crate) fn all_devices(seed: u64, people: &[Person], days: u32) -> Vec<Device> {
    let random = Random::of(seed, &[number_of("devices")]);
    let mut roster = Roster { random, devices: Vec::new(), days: (0, days.saturating_sub(1)) };
    for (name, role, system, host) in SERVERS {
        roster.fixed(name.to_owned(), role, system, Subnet::Servers, host, MAKER_SERVER);
    }
    roster.things();
    for (number, person) in people.iter().enumerate() {
        roster.client(number as u16, person);
    }
    roster.devices
}

impl Roster {
    fn things(&mut self) {
        for number in 1..=PRINTERS {
            let (name, host) = (format!("PRN{number:02}"), 200 + number as u8);
            self.fixed(name, Role::Printer, System::Embedded, Subnet::Things, host, MAKER_PRINTER);
        }
        for number in 1..=PHONES {
            let (name, host) = (format!("PHONE{number:02}"), 19 + number as u8);
            self.fixed(name, Role::Phone, System::Linux, Subnet::Phones, host, MAKER_PHONE);
        }
        for number in 1..=CAMERAS {
            let (name, host) = (format!("CAM{number:02}"), 19 + number as u8);
            self.fixed(name, Role::Camera, System::Linux, Subnet::Things, host, MAKER_CAMERA);
        }
        for number in 1..=SENSORS {
            let (name, host) = (format!("SENSOR{number:02}"), 39 + number as u8);
            self.fixed(name, Role::Sensor, System::Embedded, Subnet::Things, host, MAKER_SENSOR);
        }
    }

    fn client(&mut self, number: u16, person: &Person) {
        let maker = *self.random.pick(&MAKERS_CLIENT);
        let (role, name) = if person.has_laptop {
            (Role::Laptop, format!("HLD-NB{:04}", 101 + number))
        } else {
            (Role::Desktop, format!("HLD-PC{:04}", 101 + number))
        };
        let device = self.device(name, role, System::Windows, Addressing::Leased, maker);
        self.devices.push(Device { person: Some(number), days: person.days, ..device });
    }

    fn fixed(&mut self, name: String, role: Role, system: System, subnet: Subnet, host: u8, maker: [u8; 3]) {
        let device = self.device(name, role, system, Addressing::Fixed(subnet.address(host)), maker);
        self.devices.push(device);
    }

    fn device(
        &mut self,
        name: String,
        role: Role,
        system: System,
        addressing: Addressing,
        maker: [u8; 3],
    ) -> Device {
        let [a, b, c] = maker;
        let [d, e, f] = self.random.array();
        let card: Card = [a, b, c, d, e, f];
        let id = DeviceId(self.devices.len() as u16);
        Device { id, name, role, system, card, addressing, person: None, days: self.days }
    }
}

impl Servers {
    /// Where the servers stand in the list of all devices.
    pub(crate) fn find(devices: &[Device]) -> Self {
        let named = |wanted: &str| {
            devices.iter().find(|device| device.name == wanted).map_or(DeviceId(0), |device| device.id)
        };
        Self {
            controllers: [named("DC01"), named("DC02")],
            files: [named("FS01"), named("FS02")],
            mail: named("MAIL01"),
            web: named("WEB01"),
            proxy: named("PROXY01"),
            print: named("PRINT01"),
            backup: named("BACKUP01"),
            antivirus: named("AV01"),
            scanner: named("SCAN01"),
            jump: named("JUMP01"),
            deployment: named("DEPLOY01"),
            database: named("SQL01"),
            application: named("APP01"),
            monitoring: named("MON01"),
            recorder: named("NVR01"),
            telephones: named("PBX01"),
            building: named("BMS01"),
        }
    }
}

/// The computer that the story is about: the first desktop of the finance department, whose owner stays.
pub(crate) fn computer_of_the_story(devices: &[Device], people: &[Person]) -> Option<DeviceId> {
    let is_it = |device: &&Device| {
        let person = device.person.and_then(|number| people.get(usize::from(number)));
        device.role == Role::Desktop && person.is_some_and(|person| person.department == Department::Finance)
    };
    devices.iter().find(is_it).map(|device| device.id)
}
