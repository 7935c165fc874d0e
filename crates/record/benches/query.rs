//! How fast filters answer: `cargo bench -p thymus-record --bench query`.
//!
//! Two hundred filters such as models have are asked of records such as a network gives. Times are those that the thread
//! spent on a processor (`/proc/thread-self/schedstat`), so that other work on the machine does not count.

use std::collections::BTreeMap;
use std::hint::black_box;
use thymus_record::query::{Filter, Scratch};
use thymus_record::{
    Declared as _, Fields, Id, Interval, OwnedValue, Port, Record, Registry, Row, Schema, Timestamp,
};

/// What every kind begins with.
#[derive(Fields)]
struct Head {
    /// When.
    ts: Timestamp,
    /// The flow.
    uid: Id,
    /// The originator.
    #[record(name = "id.orig_h")]
    orig_h: std::net::IpAddr,
    /// Its port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// The responder.
    #[record(name = "id.resp_h")]
    resp_h: std::net::IpAddr,
    /// Its port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
}

macro_rules! kinds {
    ($($name:ident $kind:literal $protocol:literal { $($field:ident: $type:ty),* })*) => {$(
        #[doc = $kind]
        #[derive(Record)]
        #[record(kind = $kind, protocol = $protocol)]
        #[allow(dead_code, reason = "rows are made of the schema")]
        struct $name {
            #[doc = "Common."]
            #[record(flatten)]
            head: Head,
            $(#[doc = "A field."] $field: $type,)*
        }
    )*
    fn declarations() -> Vec<&'static Schema> {
        vec![$($name::declaration()),*]
    }};
}

kinds! {
    Conn "conn" "CONN" {
        proto: String, service: String, duration: Interval, orig_bytes: u64, resp_bytes: u64, conn_state: String,
        missed_bytes: u64, history: String, orig_pkts: u64, resp_pkts: u64, community_id: String, midstream: bool
    }
    Dns "dns" "DNS" {
        trans_id: u64, query: String, qclass_name: String, qtype_name: String, rcode_name: String, rejected: bool,
        answers: Vec<String>, ttls: Vec<Interval>
    }
    Http "http" "HTTP" {
        method: String, host: String, uri: String, user_agent: String, status_code: u64, status_msg: String,
        request_body_len: u64, response_body_len: u64, mime: String
    }
    Ssl "ssl" "TLS" {
        version: String, cipher: String, server_name: String, established: bool, ja4: String, subject: String, issuer: String
    }
    SmbFiles "smb_files" "SMB" { action: String, path: String, name: String, size: u64, account: String }
    SmbMapping "smb_mapping" "SMB" { path: String, share_type: String, account: String }
    DceRpc "dce_rpc" "DCE_RPC" { named_pipe: String, endpoint: String, operation: String, opnum: u64, account: String }
    Kerberos "kerberos" "KRB" { request_type: String, client: String, service: String, cipher: String, success: bool }
    Ntlm "ntlm" "NTLM" { username: String, domainname: String, hostname: String, success: bool }
    Files "files" "FILES" { fuid: Id, source: String, mime_type: String, filename: String, seen_bytes: u64, sha256: String }
    RemoteExec "remote_exec" "EXEC" { mechanism: String, operation: String, command: String, account: String, outcome: String }
    Rdp "rdp" "RDP" { cookie: String, result: String, security_protocol: String }
    Ssh "ssh" "SSH" { client: String, server: String, auth_success: bool, auth_attempts: u64 }
    Ldap "ldap_search" "LDAP" { scope: String, base: String, filter: String, result_count: u64 }
    Smtp "smtp" "SMTP" { mailfrom: String, rcptto: Vec<String>, subject: String }
    Weird "weird" "WEIRD" { name: String, source: String, offset: u64 }
}

/// What later stages add.
#[derive(Fields)]
#[allow(dead_code, reason = "only described")]
struct Facts {
    /// A device.
    #[record(name = "source.device")]
    source_device: String,
    /// A device.
    #[record(name = "destination.device")]
    destination_device: String,
    /// A name.
    #[record(name = "source.name")]
    source_name: String,
    /// Whether it is one's own.
    #[record(name = "source.internal")]
    source_internal: bool,
    /// Whether it is one's own.
    #[record(name = "destination.internal")]
    destination_internal: bool,
    /// Which way.
    direction: String,
    /// Tags.
    #[record(name = "source.tag")]
    source_tag: Vec<String>,
}

/// How many records of what kind come by, in a thousand.
const MIX: &[(&str, u32)] = &[
    ("conn", 450),
    ("dns", 230),
    ("ssl", 90),
    ("http", 60),
    ("files", 40),
    ("smb_files", 30),
    ("dce_rpc", 30),
    ("kerberos", 30),
    ("smb_mapping", 10),
    ("ntlm", 10),
    ("ldap_search", 10),
    ("weird", 5),
    ("smtp", 3),
    ("ssh", 1),
    ("rdp", 1),
];

const WORDS: &[&str] = &[
    "www.example.com",
    "files.corp.local",
    r"\\srv-file-01\ADMIN$",
    r"Windows\Tasks\AV.job",
    "report final 2026.docx",
    "svchost.exe",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "TLS_AES_256_GCM_SHA384",
    "SMB::FILE_OPEN",
    "NetrJobAdd",
    "atsvc",
    r"CORP\appadmin",
    "CN=www.example.com,O=Example",
    "NOERROR",
    "tcp",
    "1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "ShADadFf",
    "SF",
    "GET",
    "/index.html?session=4711&lang=en",
    "krbtgt/CORP.LOCAL",
];

/// A row of a kind; `seed` chooses its values.
fn row(schema: &'static Schema, seed: u32, registry: &Registry) -> Row {
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let word = |index: u64| WORDS.get(index as usize % WORDS.len()).copied().unwrap_or_default();
    let values = schema.fields.iter().map(|field| match field.kind {
        thymus_record::Type::Time => {
            OwnedValue::Time(Timestamp(1_795_292_100_000_000_000 + i64::from(seed) * 1_000_000))
        }
        thymus_record::Type::Id => OwnedValue::Id(Id::flow(next(u64::MAX))),
        thymus_record::Type::Address => {
            OwnedValue::Address([10, next(4) as u8, next(250) as u8, next(250) as u8].into())
        }
        thymus_record::Type::Port => {
            OwnedValue::Port([443, 53, 445, 80, 50_000 + next(9_000) as u16][next(5) as usize])
        }
        thymus_record::Type::Count => OwnedValue::Count(next(100_000)),
        thymus_record::Type::Interval => OwnedValue::Interval(Interval(next(1_000_000_000) as i64)),
        thymus_record::Type::Bool => OwnedValue::Bool(next(2) == 0),
        thymus_record::Type::Text => OwnedValue::text(word(next(1000))),
        _ => OwnedValue::Absent,
    });
    let mut row = Row::new(schema, values.collect());
    for fact in registry.facts() {
        let value = match fact.kind {
            thymus_record::Type::Bool => OwnedValue::Bool(next(2) == 0),
            thymus_record::Type::Text => {
                OwnedValue::text(if fact.name == "direction" { "internal" } else { "pc-0017" })
            }
            _ => OwnedValue::Absent,
        };
        row.set_fact(fact, value);
    }
    row
}

/// Filters of the sorts that models have, two hundred of them.
fn queries() -> Vec<String> {
    let mut queries = Vec::new();
    for port in [22, 23, 135, 139, 445, 1433, 3306, 3389, 5900, 5985, 8080, 4444] {
        queries.push(format!("kind:conn AND id.resp_p:{port} AND direction:outbound AND NOT conn_state:S0"));
        queries
            .push(format!("kind:conn id.resp_p:{port} conn_state:(S0 OR REJ OR RSTO) source.internal:true"));
        queries.push(format!(
            "kind:conn AND id.resp_p:{port} AND orig_bytes:>10MiB AND NOT id.resp_h:10.0.0.0/8"
        ));
    }
    for name in [
        "job",
        "exe",
        "dll",
        "ps1",
        "bat",
        "vbs",
        "hta",
        "lnk",
        "locked",
        "encrypted",
        "crypt",
        "kirbi",
        "dit",
        "dmp",
    ] {
        queries.push(format!("kind:smb_files AND name:*.{name} AND action:file_write AND path:*admin$"));
        queries.push(format!("kind:http AND uri:*.{name} AND NOT host:*.corp.local"));
        queries.push(format!("*.{name} AND SMB"));
        queries.push(format!("kind:files AND filename:*.{name} AND source:SMB"));
    }
    for operation in [
        "NetrJobAdd",
        "CreateServiceW",
        "DRSGetNCChanges",
        "SamrEnumerateUsers",
        "NetrSessionEnum",
        "SchRpcRegisterTask",
    ] {
        queries.push(format!("kind:dce_rpc AND operation:{operation}"));
        queries.push(format!(
            "kind:dce_rpc AND operation:{operation} AND NOT account:*svc* AND NOT source.tag:server"
        ));
        queries.push(format!("kind:remote_exec OR (kind:dce_rpc AND operation:{operation})"));
    }
    for word in [
        "mimikatz",
        "psexesvc",
        "cobaltstrike",
        "sharphound",
        "rubeus",
        "lazagne",
        "procdump",
        "ntds.dit",
        "vssadmin",
        "wmic",
    ] {
        queries.push(word.to_owned());
        queries.push(format!("*{word}*"));
        queries.push(format!("\"{word} delete shadows\""));
    }
    for (index, domain) in
        ["duckdns.org", "ngrok.io", "onion.to", "no-ip.com", "pastebin.com", "telegram.org"]
            .iter()
            .enumerate()
    {
        queries.push(format!("kind:dns AND query:*.{domain} AND NOT rejected:true"));
        queries.push(format!("kind:ssl AND server_name:*{domain} AND source.internal:true"));
        queries.push(format!("kind:dns AND qtype_name:TXT AND query:/^[a-z0-9]{{{}}}\\./", 20 + index));
        queries.push(format!("kind:kerberos AND cipher:rc4-hmac AND NOT service:krbtgt AND client:*{index}"));
    }
    for threshold in 0..20 {
        queries.push(format!("kind:ssl AND version:(TLSv10 OR SSLv3) AND id.resp_p:>{threshold}"));
        queries.push(format!(
            "_exists_:source.device AND duration:>{threshold}h AND orig_bytes:>{threshold}GiB"
        ));
    }
    queries.truncate(200);
    queries
}

/// How long this thread has run so far, in nanoseconds. The kernel tells it in steps of some milliseconds.
fn processor_time() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0)
}

/// How long a measurement takes at least, in nanoseconds: many of the kernel's steps.
const LEAST: u64 = 200_000_000;

/// Prints how long one of `count` took in the best of three measurements.
fn measure(what: &str, unit: &str, count: usize, mut run: impl FnMut() -> usize) {
    let mut best = f64::INFINITY;
    let mut found = 0;
    for _ in 0..3 {
        let (start, mut runs) = (processor_time(), 0);
        while processor_time() - start < LEAST {
            found = black_box(run());
            runs += 1;
        }
        best = best.min((processor_time() - start) as f64 / (runs * count) as f64);
    }
    println!("{what:50} {best:9.1} ns/{unit} {:12.0} {unit}s/s  {found} found", 1e9 / best);
}

fn main() {
    let mut facts = Vec::new();
    Facts::describe(&mut facts);
    let facts: &'static [thymus_record::Field] = facts.leak();
    let registry = Registry::new(declarations(), facts.iter());
    let mut rows = Vec::new();
    for index in 0..20_000u32 {
        let mut place = index.wrapping_mul(2_654_435_761) % 1000;
        let kind = MIX.iter().find(|(_, share)| {
            let here = place < *share;
            place = place.wrapping_sub(*share);
            here
        });
        let schema = registry.kind(kind.map_or("conn", |(kind, _)| kind)).unwrap_or(declarations()[0]);
        rows.push(row(schema, index, &registry));
    }
    let filters: Vec<Filter> = queries()
        .iter()
        .map(|text| Filter::parse(text, &registry).unwrap_or_else(|error| panic!("{}", error.render())))
        .collect();
    println!("{} records, {} filters", rows.len(), filters.len());
    let mut scratch = Scratch::new(&registry);

    measure("all filters asked of every record", "record", rows.len(), || {
        let mut found = 0;
        for row in &rows {
            let subject = scratch.subject(row);
            found += filters.iter().filter(|filter| filter.matches_source(&subject)).count();
        }
        found
    });
    let mut by_kind: BTreeMap<&str, Vec<&Filter>> = BTreeMap::new();
    for (index, schema) in registry.kinds().iter().enumerate() {
        let possible = |filter: &&Filter| filter.kinds().is_none_or(|kinds| kinds.contains(&index));
        by_kind.insert(schema.kind, filters.iter().filter(possible).collect());
    }
    measure("those filters asked that can match the kind", "record", rows.len(), || {
        let mut found = 0;
        for row in &rows {
            let subject = scratch.subject(row);
            let filters = by_kind.get(row.kind()).map(Vec::as_slice).unwrap_or_default();
            found += filters.iter().filter(|filter| filter.matches_source(&subject)).count();
        }
        found
    });
    for text in [
        "kind:conn id.resp_p:445",
        "orig_bytes:>50k",
        "id.orig_h:10.1.0.0/16",
        "service:smb",
        "query:*.example.com",
        "SMB",
        "*.JOB AND SMB",
        "\"AV.job corp\"",
        "host:/^www\\./",
        "/netrjobadd/",
        "name:(*.exe OR *.dll OR *.job)",
    ] {
        let filter = Filter::parse(text, &registry).unwrap_or_else(|error| panic!("{}", error.render()));
        measure(&format!("`{text}`"), "record", rows.len(), || {
            let mut found = 0;
            for row in &rows {
                found += usize::from(filter.matches_source(&scratch.subject(row)));
            }
            found
        });
    }
    let texts = queries();
    measure("a query parsed and bound", "query", texts.len(), || {
        texts.iter().filter(|text| Filter::parse(text, &registry).is_ok()).count()
    });
}
