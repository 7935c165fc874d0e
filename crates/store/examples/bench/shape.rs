//! The shape of the data that the store is measured on: what a company's traffic says in thirty days.
//!
//! 57 % connections, 21 % DNS, 8 % HTTP, 8 % files over SMB, 3 % RPC, 3 % Kerberos; 5,000 devices, 200,000 addresses outside,
//! 300,000 domains and as many subdomains of chance as 5 % of the lookups, 500,000 files, of which one in 5,000 is a `.job`.
//! Made from a seed: the same number gives the same records.

use std::net::{IpAddr, Ipv4Addr};
use thymus_record::{Id, Interval, Mac, OwnedList, OwnedValue, Row, Schema, Timestamp};

/// What is to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// How many records.
    pub records: u64,
    /// Over how many days they spread.
    pub days: u64,
    /// Whether the fields are there that no compression helps against: community ids, digests of tickets, times of
    /// files. Without them the data are those of the trial from which the bars come.
    pub full: bool,
    /// What the records are made from.
    pub seed: u64,
}

/// 2026-10-01 00:00:00 UTC.
pub(crate) const START: Timestamp = Timestamp(1_790_812_800_000_000_000);

const DAY_MICROSECONDS: u64 = 86_400_000_000;
const DEVICES: u64 = 5_000;
const OUTSIDE: u64 = 200_000;
const DOMAINS: u64 = 300_000;
const FILES: u64 = 500_000;

const WORDS: &[&str] = &[
    "cloud", "soft", "micro", "data", "net", "sync", "update", "mail", "web", "cdn", "static", "api",
    "login", "store", "video", "news", "shop", "bank", "track", "ads", "metric", "log", "push", "edge",
    "img", "media",
];
const ENDINGS: &[&str] = &["com", "net", "org", "io", "de", "co.uk", "info"];
const EXTENSIONS: &[&str] = &["docx", "xlsx", "pdf", "txt", "tmp", "dll", "exe", "ini", "lnk", "pptx"];
const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0",
    "Microsoft-CryptoAPI/10.0",
    "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.70",
    "curl/8.4.0",
];
const OPERATIONS: &[(&str, &str, &str)] = &[
    ("\\pipe\\lsass", "samr", "SamrConnect5"),
    ("\\pipe\\lsass", "lsarpc", "LsarLookupSids"),
    ("\\pipe\\srvsvc", "srvsvc", "NetrShareEnum"),
    ("\\pipe\\svcctl", "svcctl", "OpenSCManagerW"),
    ("\\pipe\\atsvc", "atsvc", "NetrJobEnum"),
    ("135", "epmapper", "ept_map"),
    ("49664", "drsuapi", "DRSBind"),
];

/// The records, one after the other in time.
pub(crate) struct Maker {
    shape: Shape,
    kinds: Kinds,
    made: u64,
    state: u64,
    clock: u64,
}

struct Kinds {
    conn: &'static Schema,
    dns: &'static Schema,
    http: &'static Schema,
    smb_files: &'static Schema,
    dce_rpc: &'static Schema,
    kerberos: &'static Schema,
}

impl Maker {
    pub(crate) fn new(shape: Shape) -> Self {
        let all = crate::kinds::registry();
        let kind = |name: &str| all.kind(name).expect("the kind is declared");
        let kinds = Kinds {
            conn: kind("conn"),
            dns: kind("dns"),
            http: kind("http"),
            smb_files: kind("smb_files"),
            dce_rpc: kind("dce_rpc"),
            kerberos: kind("kerberos"),
        };
        Self { shape, kinds, made: 0, state: shape.seed ^ 0x9e37_79b9_7f4a_7c15, clock: 0 }
    }

    /// SplitMix64: enough chance for made data, and nothing to depend on.
    fn chance(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.chance()) * u128::from(bound)) >> 64) as u64
    }

    /// A number below the bound, small ones far more often: the popularity of servers and names.
    fn popular(&mut self, bound: u64) -> u64 {
        let unit = (self.chance() >> 11) as f64 / (1u64 << 53) as f64;
        let power = (bound as f64).ln() * unit;
        (power.exp() as u64).saturating_sub(1).min(bound - 1)
    }

    /// Exponential lengths make arrivals like those of a real link.
    fn step(&mut self) {
        let mean = (self.shape.days * DAY_MICROSECONDS) as f64 / self.shape.records as f64;
        let unit = ((self.chance() >> 11) + 1) as f64 / (1u64 << 53) as f64;
        self.clock += (-unit.ln() * mean) as u64;
    }

    fn fields(&mut self, schema: &'static Schema, responder: IpAddr, port: u16) -> Fields {
        let device = self.below(DEVICES);
        let mut fields = Fields { schema, values: vec![OwnedValue::Absent; schema.fields.len()] };
        let ts = Timestamp(START.0 + self.clock as i64 * 1000);
        fields.set("ts", OwnedValue::Time(ts));
        // The name of the flow: 42 bits of milliseconds, 22 of order, as the flow table makes them.
        let number = (ts.0 / 1_000_000) as u64 * (1 << 22) + (self.made % 131_072) * 32;
        fields.set("uid", OwnedValue::Id(Id::flow(number)));
        fields.set("id.orig_h", OwnedValue::Address(inside(device)));
        fields.set("id.orig_p", OwnedValue::Port(49_152 + self.below(16_384) as u16));
        fields.set("id.resp_h", OwnedValue::Address(responder));
        fields.set("id.resp_p", OwnedValue::Port(port));
        fields
    }

    fn conn(&mut self) -> Row {
        let (service, port, proto) = match self.below(100) {
            0..35 => ("ssl", 443, "tcp"),
            35..65 => ("dns", 53, "udp"),
            65..75 => ("http", 80, "tcp"),
            75..88 => ("smb,gssapi,ntlm", 445, "tcp"),
            88..92 => ("krb_tcp", 88, "tcp"),
            92..95 => ("dce_rpc", 135, "tcp"),
            _ => ("", 1024 + self.below(60_000) as u16, "tcp"),
        };
        let local = matches!(port, 53 | 445 | 88 | 135);
        let responder = if local { inside(self.popular(50)) } else { outside(self.popular(OUTSIDE)) };
        let mut fields = self.fields(self.kinds.conn, responder, port);
        fields.set("proto", OwnedValue::text(proto));
        if !service.is_empty() {
            fields.set("service", OwnedValue::text(service));
        }
        let sent = self.popular(100_000);
        let received = self.popular(50_000_000);
        fields.set("duration", OwnedValue::Interval(Interval(self.popular(600_000_000) as i64 * 1000)));
        fields.set("orig_bytes", OwnedValue::Count(sent));
        fields.set("resp_bytes", OwnedValue::Count(received));
        fields.set("conn_state", OwnedValue::text(if self.below(10) < 8 { "SF" } else { "S0" }));
        fields.set("local_orig", OwnedValue::Bool(true));
        fields.set("local_resp", OwnedValue::Bool(local));
        fields.set("missed_bytes", OwnedValue::Count(0));
        let history = ["ShADadFf", "Dd", "ShADadFfR", "S", "ShADadfF", "ShADadtFf"][self.below(6) as usize];
        fields.set("history", OwnedValue::text(history));
        fields.set("orig_pkts", OwnedValue::Count(sent / 900 + 3));
        fields.set("orig_ip_bytes", OwnedValue::Count(sent + (sent / 900 + 3) * 40));
        fields.set("resp_pkts", OwnedValue::Count(received / 1400 + 2));
        fields.set("resp_ip_bytes", OwnedValue::Count(received + (received / 1400 + 2) * 40));
        fields.set("ip_proto", OwnedValue::Count(if proto == "tcp" { 6 } else { 17 }));
        if self.shape.full {
            fields.set("community_id", OwnedValue::text(community(mix(self.state), mix(self.made))));
            let device = mix(self.state) % DEVICES;
            fields
                .set("orig_l2_addr", OwnedValue::Mac(Mac([0, 80, 86, 0, (device >> 8) as u8, device as u8])));
            fields.set("resp_l2_addr", OwnedValue::Mac(Mac([0, 80, 86, 255, 0, 1])));
        }
        fields.row()
    }

    fn domain(&mut self) -> String {
        let number = self.popular(DOMAINS);
        let random = self.below(20) == 0;
        let chance = self.chance();
        let base = domain(number);
        if random { format!("{:012x}.{base}", chance >> 16) } else { base }
    }

    fn dns(&mut self) -> Row {
        let server = inside(self.below(4));
        let mut fields = self.fields(self.kinds.dns, server, 53);
        let query = self.domain();
        fields.set("proto", OwnedValue::text("udp"));
        fields.set("trans_id", OwnedValue::Count(self.below(65_536)));
        fields.set("rtt", OwnedValue::Interval(Interval(self.popular(200_000) as i64 * 1000)));
        fields.set("qclass", OwnedValue::Count(1));
        fields.set("qclass_name", OwnedValue::text("C_INTERNET"));
        let (kind, name) = [(1, "A"), (1, "A"), (28, "AAAA"), (65, "HTTPS")][self.below(4) as usize];
        fields.set("qtype", OwnedValue::Count(kind));
        fields.set("qtype_name", OwnedValue::text(name));
        let found = self.below(20) != 0;
        fields.set("rcode", OwnedValue::Count(if found { 0 } else { 3 }));
        fields.set("rcode_name", OwnedValue::text(if found { "NOERROR" } else { "NXDOMAIN" }));
        for (flag, value) in [("AA", false), ("TC", false), ("RD", true), ("RA", true), ("rejected", false)] {
            fields.set(flag, OwnedValue::Bool(value));
        }
        fields.set("Z", OwnedValue::Count(0));
        if found && kind == 1 {
            let number = mix(query.len() as u64 ^ mix(query.as_bytes()[0].into())) % OUTSIDE;
            fields.set("answers", OwnedValue::List(OwnedList::Texts(vec![outside(number).to_string()])));
            fields.set("TTLs", OwnedValue::List(OwnedList::Intervals(vec![Interval::from_seconds(300)])));
        }
        fields.set("query", OwnedValue::text(query));
        fields.set("opcode", OwnedValue::Count(0));
        fields.set("opcode_name", OwnedValue::text("query"));
        fields.row()
    }

    fn http(&mut self) -> Row {
        let server = outside(self.popular(OUTSIDE));
        let host = self.domain();
        let mut fields = self.fields(self.kinds.http, server, 80);
        fields.set("trans_depth", OwnedValue::Count(1));
        fields.set("method", OwnedValue::text(if self.below(10) < 9 { "GET" } else { "POST" }));
        fields.set("host", OwnedValue::text(host));
        let path = self.popular(20_000);
        let word = WORDS[(mix(path) % WORDS.len() as u64) as usize];
        fields.set("uri", OwnedValue::text(format!("/{word}/{path}/index.html")));
        fields.set("version", OwnedValue::text("1.1"));
        fields.set("user_agent", OwnedValue::text(AGENTS[self.below(AGENTS.len() as u64) as usize]));
        fields.set("request_body_len", OwnedValue::Count(0));
        fields.set("response_body_len", OwnedValue::Count(self.popular(10_000_000)));
        let (status, message) =
            [(200, "OK"), (200, "OK"), (304, "Not Modified"), (404, "Not Found")][self.below(4) as usize];
        fields.set("status_code", OwnedValue::Count(status));
        fields.set("status_msg", OwnedValue::text(message));
        fields.set("resp_mime_types", OwnedValue::List(OwnedList::Texts(vec!["text/html".to_owned()])));
        fields.row()
    }

    fn smb(&mut self) -> Row {
        let server = inside(self.popular(30));
        let mut fields = self.fields(self.kinds.smb_files, server, 445);
        let number = self.popular(FILES);
        let name = if self.below(5_000) == 0 {
            ["AV.job", "AT1.JOB", "AT2.JOB", "At17.job", "backup.Job"][self.below(5) as usize].to_owned()
        } else {
            file_name(number)
        };
        fields.set("action", OwnedValue::text(["SMB::FILE_OPEN", "SMB::FILE_READ"][self.below(2) as usize]));
        fields.set(
            "path",
            OwnedValue::text(format!("\\\\FS{:02}\\share{}", mix(number) % 20, mix(number) % 7)),
        );
        fields.set("name", OwnedValue::text(name));
        fields.set("size", OwnedValue::Count(mix(number) % 10_000_000));
        if self.shape.full {
            for (name, step) in [("times.modified", 1), ("times.accessed", 2), ("times.created", 3)] {
                let moment = START.0 - (mix(number ^ step) % 100_000_000_000) as i64 * 1_000_000;
                fields.set(name, OwnedValue::Time(Timestamp(moment / 100 * 100)));
            }
        }
        fields.set("result", OwnedValue::text("SUCCESS"));
        fields.set("account", OwnedValue::text(format!("CORP\\user{:04}", self.popular(4_000))));
        fields.set("version", OwnedValue::text("SMB3"));
        fields.row()
    }

    fn rpc(&mut self) -> Row {
        let (pipe, endpoint, operation) = OPERATIONS[self.below(OPERATIONS.len() as u64) as usize];
        let server = inside(self.popular(30));
        let mut fields = self.fields(self.kinds.dce_rpc, server, 445);
        fields.set("rtt", OwnedValue::Interval(Interval(self.popular(100_000) as i64 * 1000)));
        fields.set("named_pipe", OwnedValue::text(pipe));
        fields.set("endpoint", OwnedValue::text(endpoint));
        fields.set("operation", OwnedValue::text(operation));
        fields.set("opnum", OwnedValue::Count(operation.len() as u64));
        fields.set("call_id", OwnedValue::Count(self.popular(100)));
        fields.row()
    }

    fn kerberos(&mut self) -> Row {
        let server = inside(self.below(2));
        let mut fields = self.fields(self.kinds.kerberos, server, 88);
        let user = self.popular(4_000);
        fields.set("request_type", OwnedValue::text(if self.below(5) == 0 { "AS" } else { "TGS" }));
        fields.set("client", OwnedValue::text(format!("user{user:04}/CORP.EXAMPLE")));
        fields.set("service", OwnedValue::text(format!("cifs/fs{:02}.corp.example", self.below(20))));
        fields.set("success", OwnedValue::Bool(true));
        fields.set("cipher", OwnedValue::text("aes256-cts-hmac-sha1-96"));
        fields.set("forwardable", OwnedValue::Bool(true));
        fields.set("renewable", OwnedValue::Bool(true));
        if self.shape.full {
            for name in ["auth_ticket_sha256", "new_ticket_sha256"] {
                let digest: String = (0..4).map(|_| format!("{:016x}", self.chance())).collect();
                fields.set(name, OwnedValue::text(digest));
            }
        }
        fields.row()
    }
}

impl Iterator for Maker {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.made == self.shape.records {
            return None;
        }
        self.made += 1;
        self.step();
        Some(match self.below(100) {
            0..57 => self.conn(),
            57..78 => self.dns(),
            78..86 => self.http(),
            86..94 => self.smb(),
            94..97 => self.rpc(),
            _ => self.kerberos(),
        })
    }
}

struct Fields {
    schema: &'static Schema,
    values: Vec<OwnedValue>,
}

impl Fields {
    fn set(&mut self, name: &str, value: OwnedValue) {
        let index = self.schema.index_of(name).expect("the kind has this field");
        self.values[index] = value;
    }

    fn row(self) -> Row {
        Row::new(self.schema, self.values)
    }
}

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

fn inside(number: u64) -> IpAddr {
    let number = number as u32 + 1;
    IpAddr::V4(Ipv4Addr::from(0x0a00_0000 | (number / 250) << 8 | (number % 250 + 1)))
}

fn outside(number: u64) -> IpAddr {
    // Anywhere from 23.0.0.0 up, so that nothing is private.
    let hash = mix(number) as u32;
    IpAddr::V4(Ipv4Addr::from((23 << 24) | (hash % 0x6000_0000)))
}

fn domain(number: u64) -> String {
    let hash = mix(number ^ 0xd0);
    let count = WORDS.len() as u64;
    let first = WORDS[(hash % count) as usize];
    let second = WORDS[(hash / count % count) as usize];
    let ending = ENDINGS[(hash / count / count % ENDINGS.len() as u64) as usize];
    format!("www.{first}{second}{number}.{ending}")
}

fn file_name(number: u64) -> String {
    let hash = mix(number ^ 0xf1);
    let count = WORDS.len() as u64;
    let folder = WORDS[(hash % count) as usize];
    let word = WORDS[(hash / count % count) as usize];
    let extension = EXTENSIONS[(hash / count / count % EXTENSIONS.len() as u64) as usize];
    format!("{folder}\\{word}_{number}.{extension}")
}

fn community(one: u64, two: u64) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let three = mix(one ^ two);
    let digit = |index: u32| {
        let source = [one, two, three][index as usize / 10];
        char::from(DIGITS[(source >> (index % 10 * 6) & 63) as usize])
    };
    let mut text = String::from("1:");
    text.extend((0..27).map(digit));
    text.push('=');
    text
}
