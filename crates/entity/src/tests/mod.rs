//! Scenarios: records as the engine makes them, and what must follow from them.

mod accounts;
mod bounds;
mod devices;
mod externals;
mod order;
mod servers;
mod snapshots;

use crate::{Entities, Holding, Limits, Networks};
use std::net::IpAddr;
use std::sync::LazyLock;
use thymus_record::{
    Declared as _, Interval, Mac, OwnedList, OwnedValue, Record, Row, Schema, Timestamp, Value,
};

/// The kinds that the link tells of, as far as they matter here; the engine's own count if it has them.
mod link {
    use super::{Mac, Record, Timestamp};
    use std::net::IpAddr;

    /// Which hardware address has an address.
    #[derive(Record)]
    #[record(kind = "arp", protocol = "ARP")]
    pub(super) struct Arp {
        /// When it was told.
        ts: Timestamp,
        /// The sender's address.
        #[record(name = "id.orig_h")]
        orig_h: IpAddr,
        /// The target's address.
        #[record(name = "id.resp_h")]
        resp_h: IpAddr,
        /// Request or reply.
        operation: String,
        /// The sender's hardware address.
        orig_l2_addr: Option<Mac>,
        /// A question whether an address is free.
        probe: bool,
    }

    /// Neighbour discovery.
    #[derive(Record)]
    #[record(kind = "nd", protocol = "ND")]
    pub(super) struct Nd {
        /// When it was told.
        ts: Timestamp,
        /// What kind of message it is.
        operation: String,
        /// The address that is told of.
        addr: Option<IpAddr>,
        /// The hardware address that it has.
        l2_addr: Option<Mac>,
        /// Who sent the frame.
        mac_src: Option<Mac>,
        /// A question whether an address is free.
        probe: bool,
        /// It is a router's.
        is_router: Option<bool>,
    }

    /// What a device says of itself.
    #[derive(Record)]
    #[record(kind = "lldp", protocol = "LLDP")]
    pub(super) struct Lldp {
        /// When it was told.
        ts: Timestamp,
        /// Who sent the frame.
        mac_src: Option<Mac>,
        /// The device.
        chassis_id: Option<String>,
        /// What names the device.
        chassis_id_type: Option<String>,
        /// Its name.
        system_name: Option<String>,
        /// What it does.
        enabled_capabilities: Vec<String>,
        /// Where it is managed.
        management_addresses: Vec<IpAddr>,
    }
}

static KINDS: LazyLock<Vec<&'static Schema>> = LazyLock::new(|| {
    let mut all = thymus_proto::registry::schemas();
    for own in [link::Arp::declaration(), link::Nd::declaration(), link::Lldp::declaration()] {
        if all.iter().all(|schema| schema.kind != own.kind) {
            all.push(own);
        }
    }
    all
});

/// A record of a kind. Times are in seconds.
pub(super) fn row(kind: &str, ts: f64, fields: &[(&str, OwnedValue)]) -> Row {
    let schema = KINDS.iter().find(|schema| schema.kind == kind).unwrap_or_else(|| panic!("no kind {kind}"));
    for (name, _) in fields {
        assert!(schema.index_of(name).is_some(), "{kind} has no field {name}");
    }
    let time = OwnedValue::Time(at(ts));
    Row::named(
        schema,
        std::iter::once(("ts", time)).chain(fields.iter().map(|(name, value)| (*name, value.clone()))),
    )
}

pub(super) fn at(seconds: f64) -> Timestamp {
    Timestamp((seconds * 1e9) as i64)
}

pub(super) fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub(super) fn address(text: &str) -> OwnedValue {
    OwnedValue::Address(ip(text))
}

pub(super) fn text(text: &str) -> OwnedValue {
    OwnedValue::text(text)
}

pub(super) fn texts(list: &[&str]) -> OwnedValue {
    OwnedValue::List(OwnedList::Texts(list.iter().map(|text| (*text).to_owned()).collect()))
}

pub(super) fn mac(text: &str) -> OwnedValue {
    OwnedValue::Mac(crate::hardware::parse(text).unwrap())
}

pub(super) fn seconds(length: f64) -> OwnedValue {
    OwnedValue::Interval(Interval((length * 1e9) as i64))
}

pub(super) fn ends<'n>(orig: &str, resp: &str, port: u16) -> Vec<(&'n str, OwnedValue)> {
    vec![("id.orig_h", address(orig)), ("id.resp_h", address(resp)), ("id.resp_p", OwnedValue::Port(port))]
}

/// A lease: the server 10.0.0.1 gives the address for so many seconds.
pub(super) fn lease(ts: f64, card: &str, host: &str, given: &str, length: f64) -> Row {
    let fields = [
        ("mac", mac(card)),
        ("host_name", text(host)),
        ("assigned_addr", address(given)),
        ("server_addr", address("10.0.0.1")),
        ("lease_time", seconds(length)),
        ("msg_types", texts(&["REQUEST", "ACK"])),
    ];
    row("dhcp", ts, &fields)
}

pub(super) fn arp(ts: f64, card: &str, own: &str) -> Row {
    let fields = [
        ("id.orig_h", address(own)),
        ("id.resp_h", address("10.0.0.1")),
        ("operation", text("request")),
        ("orig_l2_addr", mac(card)),
        ("probe", OwnedValue::Bool(false)),
    ];
    row("arp", ts, &fields)
}

/// A connection that was answered.
pub(super) fn conn(ts: f64, orig: &str, resp: &str, port: u16, cards: Option<(&str, &str)>) -> Row {
    let mut fields = ends(orig, resp, port);
    fields.push(("proto", text("tcp")));
    fields.push(("duration", seconds(1.0)));
    fields.push(("orig_bytes", OwnedValue::Count(100)));
    fields.push(("resp_pkts", OwnedValue::Count(5)));
    if let Some((orig, resp)) = cards {
        fields.push(("orig_l2_addr", mac(orig)));
        fields.push(("resp_l2_addr", mac(resp)));
    }
    row("conn", ts, &fields)
}

pub(super) fn kerberos(ts: f64, orig: &str, kind: &str, client: &str, service: &str, success: bool) -> Row {
    let mut fields = ends(orig, "10.0.0.10", 88);
    fields.push(("request_type", text(kind)));
    fields.push(("client", text(client)));
    fields.push(("service", text(service)));
    fields.push(("success", OwnedValue::Bool(success)));
    row("kerberos", ts, &fields)
}

pub(super) fn ntlm(ts: f64, orig: &str, resp: &str, host: &str, account: (&str, &str)) -> Row {
    let mut fields = ends(orig, resp, 445);
    fields.push(("hostname", text(host)));
    fields.push(("domainname", text(account.0)));
    fields.push(("username", text(account.1)));
    fields.push(("success", OwnedValue::Bool(true)));
    row("ntlm", ts, &fields)
}

pub(super) fn dns(ts: f64, client: &str, server: &str, query: &str, answers: &[&str]) -> Row {
    let mut fields = ends(client, server, 53);
    fields.push(("query", text(query)));
    fields.push(("rcode", OwnedValue::Count(0)));
    fields.push(("answers", texts(answers)));
    row("dns", ts, &fields)
}

pub(super) fn entities() -> Entities {
    Entities::new(Networks::default(), Limits::default())
}

/// Observes records and gives back what changed.
pub(super) fn observe(entities: &mut Entities, rows: impl IntoIterator<Item = Row>) -> Vec<Row> {
    rows.into_iter().flat_map(|mut row| entities.observe(&mut row)).collect()
}

/// The record with its facts.
pub(super) fn stamped(entities: &mut Entities, mut row: Row) -> Row {
    entities.observe(&mut row);
    row
}

pub(super) fn fact(row: &Row, name: &str) -> String {
    match row.get(name) {
        Value::Text(text) => text.to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Count(value) => value.to_string(),
        Value::List(list) => {
            let texts: Vec<String> = list
                .iter()
                .map(|value| if let Value::Text(text) = value { text.to_owned() } else { String::new() })
                .collect();
            texts.join(" ")
        }
        _ => String::new(),
    }
}

pub(super) fn who(entities: &Entities, address: &str, time: f64) -> Holding {
    entities.who_had(ip(address), at(time)).unwrap_or_else(|| panic!("nobody had {address}"))
}

pub(super) fn words(changes: &[Row]) -> Vec<String> {
    changes.iter().map(|row| fact(row, "change")).collect()
}
