//! How long it takes to observe a record: a made-up company's records, in the proportions of a real one's.
//!
//! `cargo run --release -p thymus-entity --example observe`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a measurement reads the clock and may fail"
)]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;
use thymus_entity::{Entities, Limits, Networks};
use thymus_record::{Interval, Mac, OwnedList, OwnedValue, Row, Schema, Timestamp};

const ROWS: u32 = 200_000;
const HOSTS: u32 = 2_000;
const SERVERS: u32 = 20;
const OUTSIDE: u32 = 5_000;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }
}

fn client(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(0x0a00_1000 + number))
}

fn server(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(0x0a00_0001 + number % SERVERS))
}

fn outside(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from(0x1700_0000 + number * 7_919 * 256))
}

fn card(address: IpAddr) -> Mac {
    let IpAddr::V4(address) = address else { return Mac([0; 6]) };
    let [a, b, c, d] = address.octets();
    Mac([0, 0x50, a, b, c, d])
}

fn text(text: impl Into<Box<str>>) -> OwnedValue {
    OwnedValue::text(text)
}

fn kind(name: &str) -> &'static Schema {
    thymus_proto::registry::schemas().into_iter().find(|schema| schema.kind == name).expect("a known kind")
}

fn row(name: &str, at: u32, (orig, resp): (IpAddr, IpAddr), port: u16, more: &[(&str, OwnedValue)]) -> Row {
    let ts = Timestamp(1_700_000_000_000_000_000 + i64::from(at) * 5_000_000);
    let ends = [
        ("ts", OwnedValue::Time(ts)),
        ("id.orig_h", OwnedValue::Address(orig)),
        ("id.resp_h", OwnedValue::Address(resp)),
        ("id.resp_p", OwnedValue::Port(port)),
    ];
    Row::named(kind(name), ends.into_iter().chain(more.iter().cloned()))
}

fn conn(at: u32, ends: (IpAddr, IpAddr), port: u16) -> Row {
    let near = if matches!(ends.1, IpAddr::V4(address) if address.is_private()) {
        card(ends.1)
    } else {
        Mac([0, 1, 2, 3, 4, 5])
    };
    let more = [
        ("proto", text("tcp")),
        ("service", text("ssl")),
        ("duration", OwnedValue::Interval(Interval(30_000_000))),
        ("orig_bytes", OwnedValue::Count(1_000)),
        ("resp_bytes", OwnedValue::Count(20_000)),
        ("conn_state", text("SF")),
        ("resp_pkts", OwnedValue::Count(20)),
        ("orig_l2_addr", OwnedValue::Mac(card(ends.0))),
        ("resp_l2_addr", OwnedValue::Mac(near)),
    ];
    row("conn", at, ends, port, &more)
}

/// One record, of a kind as often as it is in a company.
fn make(dice: &mut Dice, at: u32) -> Row {
    let (own, far) = (client(dice.below(HOSTS)), dice.below(OUTSIDE));
    let inside = (own, server(dice.below(SERVERS)));
    let outward = (own, outside(far));
    match dice.below(100) {
        0..=24 => conn(at, outward, 443),
        25..=44 => conn(at, inside, 445),
        45..=64 => {
            let answers = OwnedValue::List(OwnedList::Texts(vec![outside(far).to_string()]));
            let query = text(format!("www{far}.example{}.com", far % 100));
            let more = [("query", query), ("rcode", OwnedValue::Count(0)), ("answers", answers)];
            row("dns", at, (own, server(0)), 53, &more)
        }
        65..=72 => row(
            "ssl",
            at,
            outward,
            443,
            &[
                ("server_name", text(format!("www{far}.example{}.com", far % 100))),
                ("established", OwnedValue::Bool(true)),
            ],
        ),
        73..=80 => {
            let more = [
                ("host", text(format!("www{far}.example{}.com", far % 100))),
                ("method", text("GET")),
                ("uri", text("/index.html")),
                ("status_code", OwnedValue::Count(200)),
            ];
            row("http", at, outward, 80, &more)
        }
        81..=88 => row(
            "smb_files",
            at,
            inside,
            445,
            &[("account", text(format!(r"CORP\user{}", dice.below(HOSTS)))), ("name", text("report.docx"))],
        ),
        89..=92 => row(
            "dce_rpc",
            at,
            inside,
            135,
            &[("endpoint", text("epmapper")), ("rtt", OwnedValue::Interval(Interval(100)))],
        ),
        93..=95 => {
            let more = [
                ("request_type", text("TGS")),
                ("client", text(format!("user{}/CORP.EXAMPLE.COM", dice.below(HOSTS)))),
                ("service", text("cifs/fs01.corp.example.com")),
                ("success", OwnedValue::Bool(true)),
            ];
            row("kerberos", at, (own, server(1)), 88, &more)
        }
        96 => {
            let more = [
                ("username", text(format!("user{}", dice.below(HOSTS)))),
                ("domainname", text("CORP")),
                ("hostname", text(format!("PC{}", dice.below(HOSTS)))),
                ("success", OwnedValue::Bool(true)),
            ];
            row("ntlm", at, inside, 445, &more)
        }
        97 => lease(at, own),
        _ => row("files", at, outward, 443, &[("mime_type", text("text/html"))]),
    }
}

fn lease(at: u32, own: IpAddr) -> Row {
    let ts = Timestamp(1_700_000_000_000_000_000 + i64::from(at) * 5_000_000);
    let fields = [
        ("ts", OwnedValue::Time(ts)),
        ("mac", OwnedValue::Mac(card(own))),
        ("host_name", text(format!("PC-{own}").replace('.', "-"))),
        ("assigned_addr", OwnedValue::Address(own)),
        ("server_addr", OwnedValue::Address(server(0))),
        ("lease_time", OwnedValue::Interval(Interval::from_seconds(28_800))),
        ("msg_types", OwnedValue::List(OwnedList::Texts(vec!["REQUEST".to_owned(), "ACK".to_owned()]))),
    ];
    Row::named(kind("dhcp"), fields)
}

fn main() {
    let mut dice = Dice(42);
    let mut entities = Entities::new(Networks::default(), Limits::default());
    // Everybody is at work already when the clock starts.
    for host in 0..HOSTS {
        entities.observe(&mut lease(0, client(host)));
    }
    for round in 0..5u32 {
        let mut rows: Vec<Row> = (0..ROWS).map(|number| make(&mut dice, round * ROWS + number)).collect();
        let start = Instant::now();
        let mut changes = 0;
        for row in &mut rows {
            changes += entities.observe(row).len();
        }
        let time = start.elapsed();
        let facts: usize = rows.iter().map(|row| row.facts().count()).sum();
        println!(
            "{:.0} ns a record, {:.1} facts a record, {changes} changes, {:?}",
            time.as_nanos() as f64 / f64::from(ROWS),
            facts as f64 / f64::from(ROWS),
            entities.sizes()
        );
    }
    let start = Instant::now();
    let bytes = entities.snapshot().expect("a snapshot");
    println!("a snapshot of {} bytes in {:?}", bytes.len(), start.elapsed());
}
