//! The records of a made-up company.

use std::net::IpAddr;
use std::sync::LazyLock;
use thymus_record::{Field, Fields, Id, Interval, OwnedValue, Registry, Row, Schema, Timestamp};

/// Facts of the kind that are added to records.
#[derive(Fields)]
struct Facts {
    /// The device that acts.
    #[record(name = "source.device")]
    source: String,
    /// The device that is acted on.
    #[record(name = "destination.device")]
    destination: String,
    /// In which direction.
    direction: String,
    /// Tags of the device that acts.
    #[record(name = "source.tag")]
    tags: Vec<String>,
}

pub(super) static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

const DEVICES: u64 = 5_000;
const SITES: u64 = 20_000;

/// How many records a second of event time has.
const RATE: i64 = 2_000;

pub(super) struct Company<'r> {
    registry: &'r Registry,
    state: u64,
    now: i64,
}

type Named = Vec<(&'static str, OwnedValue)>;

impl<'r> Company<'r> {
    pub(super) fn new(registry: &'r Registry, seed: u64) -> Self {
        Self { registry, state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, now: 1_704_067_200_000_000_000 }
    }

    pub(super) fn rows(&mut self, count: usize) -> Vec<Row> {
        (0..count).filter_map(|_| self.row()).collect()
    }

    fn row(&mut self) -> Option<Row> {
        self.now += 1_000_000_000 / RATE;
        let outside = self.below(100) < 60;
        let (kind, mut fields) = match self.below(100) {
            0..55 => ("conn", self.conn(outside)),
            55..76 => ("dns", self.dns()),
            76..84 => ("http", self.http()),
            84..92 => ("smb_files", self.smb()),
            92..95 => ("dce_rpc", self.rpc()),
            95..98 => ("kerberos", self.kerberos()),
            98 => ("ssl", self.tls()),
            _ => ("ntlm", self.ntlm()),
        };
        let source = self.below(DEVICES);
        let inside = matches!(kind, "smb_files" | "dce_rpc" | "kerberos" | "ntlm" | "dns") || !outside;
        let target = if inside { device(self.below(40)) } else { site(self.below(SITES)) };
        fields.push(("ts", OwnedValue::Time(Timestamp(self.now))));
        fields.push(("uid", OwnedValue::Id(Id::flow(self.next()))));
        fields.push(("id.orig_h", OwnedValue::Address(device(source))));
        fields.push(("id.resp_h", OwnedValue::Address(target)));
        fields
            .push(("id.orig_p", OwnedValue::Port(u16::try_from(1024 + self.below(60_000)).unwrap_or(1024))));
        let schema: &'static Schema = self.registry.kind(kind)?;
        let mut row = Row::named(schema, fields);
        let facts = self.registry.facts();
        row.set_fact(facts.first()?, OwnedValue::text(format!("device-{source}")));
        row.set_fact(facts.get(2)?, OwnedValue::text(if inside { "internal" } else { "outbound" }));
        Some(row)
    }

    fn conn(&mut self, outside: bool) -> Named {
        let (port, service) = self.pick(&[
            (443, "ssl"),
            (53, "dns"),
            (80, "http"),
            (445, "smb,gssapi,ntlm"),
            (88, "krb_tcp"),
            (135, "dce_rpc"),
            (123, "ntp"),
            (8443, "ssl"),
        ]);
        let state = if self.below(100) < 6 { self.pick(&["S0", "REJ", "RSTO", "OTH"]) } else { "SF" };
        let (sent, received) = (self.below(20_000), self.below(200_000));
        vec![
            ("proto", OwnedValue::text(if port == 53 || port == 123 { "udp" } else { "tcp" })),
            ("service", OwnedValue::text(service)),
            ("id.resp_p", OwnedValue::Port(port)),
            (
                "duration",
                OwnedValue::Interval(Interval::from_millis(i64::try_from(self.below(4_000)).unwrap_or(0))),
            ),
            ("orig_bytes", OwnedValue::Count(sent)),
            ("resp_bytes", OwnedValue::Count(received)),
            ("conn_state", OwnedValue::text(state)),
            ("local_orig", OwnedValue::Bool(true)),
            ("local_resp", OwnedValue::Bool(!outside)),
            ("history", OwnedValue::text("ShADadFf")),
            ("orig_pkts", OwnedValue::Count(sent / 1000 + 3)),
            ("resp_pkts", OwnedValue::Count(received / 1000 + 3)),
            ("community_id", OwnedValue::text(format!("1:{:016x}{:08x}=", self.next(), self.below(1 << 32)))),
        ]
    }

    fn dns(&mut self) -> Named {
        let name = if self.below(100) < 5 {
            format!("{:012x}.cdn.example", self.next() >> 16)
        } else {
            format!("www.site{}.example", self.below(SITES))
        };
        let code = if self.below(100) < 8 { "NXDOMAIN" } else { "NOERROR" };
        vec![
            ("proto", OwnedValue::text("udp")),
            ("id.resp_p", OwnedValue::Port(53)),
            ("query", OwnedValue::text(name)),
            ("qclass_name", OwnedValue::text("C_INTERNET")),
            ("qtype_name", OwnedValue::text(self.pick(&["A", "AAAA", "PTR", "SRV", "TXT", "HTTPS"]))),
            ("rcode_name", OwnedValue::text(code)),
            ("rtt", OwnedValue::Interval(Interval::from_millis(20))),
        ]
    }

    fn http(&mut self) -> Named {
        let agent = self.pick(&[
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",
            "Microsoft-CryptoAPI/10.0",
            "curl/8.5.0",
            "Windows-Update-Agent/10.0",
        ]);
        vec![
            ("id.resp_p", OwnedValue::Port(80)),
            ("method", OwnedValue::text(self.pick(&["GET", "GET", "GET", "POST", "HEAD"]))),
            ("host", OwnedValue::text(format!("www.site{}.example", self.below(SITES)))),
            (
                "uri",
                OwnedValue::text(format!(
                    "/static/{:x}/index.html?page={}",
                    self.below(1 << 20),
                    self.below(50)
                )),
            ),
            ("user_agent", OwnedValue::text(agent)),
            ("status_code", OwnedValue::Count(200)),
            ("request_body_len", OwnedValue::Count(self.below(2000))),
            ("response_body_len", OwnedValue::Count(self.below(100_000))),
        ]
    }

    fn smb(&mut self) -> Named {
        let action = self.pick(&[
            "SMB::FILE_OPEN",
            "SMB::FILE_READ",
            "SMB::FILE_WRITE",
            "SMB::FILE_CLOSE",
            "SMB::FILE_RENAME",
        ]);
        let ending = self.pick(&["docx", "xlsx", "pdf", "tmp", "png", "txt"]);
        vec![
            ("id.resp_p", OwnedValue::Port(445)),
            ("action", OwnedValue::text(action)),
            ("path", OwnedValue::text(format!("\\\\files{}\\share", self.below(4)))),
            (
                "name",
                OwnedValue::text(format!(
                    "projects\\{}\\report-{}.{ending}",
                    self.below(300),
                    self.below(100_000)
                )),
            ),
            ("size", OwnedValue::Count(self.below(5_000_000))),
            ("account", OwnedValue::text(format!("ACME\\user{}", self.below(DEVICES)))),
            ("version", OwnedValue::text("3.1.1")),
        ]
    }

    fn rpc(&mut self) -> Named {
        let (endpoint, operation) = self.pick(&[
            ("srvsvc", "NetrShareEnum"),
            ("samr", "SamrConnect5"),
            ("lsarpc", "LsarLookupNames3"),
            ("netlogon", "NetrLogonSamLogonEx"),
            ("epmapper", "ept_map"),
        ]);
        vec![
            ("id.resp_p", OwnedValue::Port(445)),
            ("named_pipe", OwnedValue::text(format!("\\PIPE\\{endpoint}"))),
            ("endpoint", OwnedValue::text(endpoint)),
            ("operation", OwnedValue::text(operation)),
            ("account", OwnedValue::text(format!("ACME\\user{}", self.below(DEVICES)))),
        ]
    }

    fn kerberos(&mut self) -> Named {
        vec![
            ("id.resp_p", OwnedValue::Port(88)),
            ("request_type", OwnedValue::text(self.pick(&["AS", "TGS", "TGS"]))),
            ("client", OwnedValue::text(format!("user{}/ACME.EXAMPLE", self.below(DEVICES)))),
            ("service", OwnedValue::text(format!("cifs/files{}.acme.example", self.below(4)))),
            ("success", OwnedValue::Bool(self.below(100) > 2)),
            ("cipher", OwnedValue::text("aes256-cts-hmac-sha1-96")),
        ]
    }

    fn tls(&mut self) -> Named {
        vec![
            ("id.resp_p", OwnedValue::Port(443)),
            ("version", OwnedValue::text(self.pick(&["TLSv13", "TLSv13", "TLSv12"]))),
            ("cipher", OwnedValue::text("TLS_AES_128_GCM_SHA256")),
            ("server_name", OwnedValue::text(format!("www.site{}.example", self.below(SITES)))),
            ("established", OwnedValue::Bool(true)),
            ("ja4", OwnedValue::text("t13d1516h2_8daaf6152771_b0da82dd1658")),
        ]
    }

    fn ntlm(&mut self) -> Named {
        vec![
            ("id.resp_p", OwnedValue::Port(445)),
            ("username", OwnedValue::text(format!("user{}", self.below(DEVICES)))),
            ("domainname", OwnedValue::text("ACME")),
            ("hostname", OwnedValue::text(format!("PC-{}", self.below(DEVICES)))),
            ("success", OwnedValue::Bool(self.below(100) > 3)),
            ("version", OwnedValue::text("NTLMv2")),
        ]
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let place = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        choices[place]
    }

    fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end.max(1)
    }

    /// xorshift64*
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

fn device(number: u64) -> IpAddr {
    let [.., a, b] = number.to_be_bytes();
    IpAddr::from([10, 1, a, b])
}

fn site(number: u64) -> IpAddr {
    let [.., a, b] = number.to_be_bytes();
    IpAddr::from([93, 184, a, b])
}
