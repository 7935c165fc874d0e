//! Questions of chance in the query language.

use crate::rows::{Chance, DIGESTS};
use thymus_record::query::{Filter, parse};
use thymus_record::{Interval, Registry};
use thymus_store::{Aggregation, Group, Metric, Sort};

/// Every kind of leaf, with values that records have and values that they have not.
const LEAVES: &[&str] = &[
    "*",
    "smb",
    "job",
    "AV.job",
    "*.job",
    "*.JOB",
    "*.com",
    "*.evil.com",
    "*.1",
    "*.0.0.1",
    "10.0.0.1",
    "10.0.*",
    "10.0.0.0/8",
    "::1",
    "2001",
    "cafe",
    "ffff",
    "2001:db8::1",
    "443",
    "44?",
    "4*",
    "65535",
    "*soft*",
    "*ame1*",
    "?v.job",
    "w*.com",
    "file",
    "note",
    "FLOW",
    "straße.de",
    "grüße",
    "*stan*",
    "dots",
    "zz.nothing",
    "*nothing*",
    "de",
    "ff",
    "00",
    "?e",
    "corp",
    "user0042",
    "x_1-2$",
    "\"cmd /c whoami\"",
    "\"a b\"",
    "\"flow FLOW\"",
    "\"av.job smb\"",
    "lqu9qzlk",
    "*qzlk*",
    "1",
    "kind:flow",
    "kind:file",
    "kind:(file OR note)",
    "_exists_:service",
    "_exists_:digest",
    "_exists_:device",
    "_exists_:answers",
    "service:smb",
    "service:AV.job",
    "service:*.job",
    "service:*v*",
    "service:=\"smb\"",
    "service:=\"SMB,NTLM\"",
    "service:=\"\"",
    "service:/^av/",
    "service:/s.b|whoami/",
    "service:\"cmd /c\"",
    "service:*dots.*",
    "service:c*1.job",
    "name:*.job",
    "name:name1*",
    "names:smb",
    "names:*.com",
    "text:*",
    "text:file",
    "bytes:443",
    "bytes:>=1000",
    "bytes:[1 TO 443}",
    "bytes:<2",
    "bytes:smb",
    "delta:-1",
    "delta:>0",
    "delta:[-5 TO 7]",
    "score:>0.25",
    "score:0.5",
    "score:<=0",
    "score:[-4 TO 0]",
    "duration:>0s",
    "duration:<1ms",
    "local:true",
    "local:false",
    "id.orig_h:10.0.0.0/8",
    "id.orig_h:10.0.0.1",
    "id.orig_h:2001:db8::/32",
    "id.orig_h:10.0.*",
    "source_ip:192.168.0.1",
    "id.orig_p:443",
    "id.orig_p:>1000",
    "answers:10.0.0.1",
    "answers:2001:db8::/32",
    "mac:00:01:02:03:04:05",
    "mac:de*",
    "counts:445",
    "counts:>65535",
    "ttls:>1s",
    "digest:d41d8cd98f00b204e9800998ecf8427e",
    "digest:1*",
    "digest:*qzl*",
    "digest:=\"1:lqu9qzlk+b5f3kdmev6m5pmibrg=\"",
    "digest:/^sha/",
    "device:smb",
    "device:*.job",
    "tags:smb",
    "tags:*o*",
    "rarity:>0.1",
    "internal:true",
    "changed:>2023-11-15",
    "/whoami/",
];

/// Fields to count by.
const FIELDS: &[&str] = &[
    "kind",
    "service",
    "name",
    "names",
    "id.orig_h",
    "id.orig_p",
    "bytes",
    "delta",
    "local",
    "mac",
    "digest",
    "answers",
    "counts",
    "files",
    "device",
    "tags",
    "score",
    "duration",
    "changed",
    "text",
    "uid",
];

pub fn text(chance: &mut Chance, depth: usize) -> String {
    match chance.below(if depth == 0 { 1 } else { 5 }) {
        0 if chance.one_in(20) => (*chance.pick(DIGESTS)).to_owned().replace([':', '/', '+', '='], " "),
        0 => (*chance.pick(LEAVES)).to_owned(),
        1 => format!("NOT ({})", text(chance, depth - 1)),
        2 | 3 => format!("({}) AND ({})", text(chance, depth - 1), text(chance, depth - 1)),
        _ => format!("({}) OR ({})", text(chance, depth - 1), text(chance, depth - 1)),
    }
}

pub fn filter(text: &str, registry: &Registry) -> Filter {
    let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    Filter::bind(&query, registry).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// All leaves, each alone.
pub fn leaves() -> impl Iterator<Item = String> {
    LEAVES
        .iter()
        .map(|leaf| (*leaf).to_owned())
        .chain(DIGESTS.iter().map(|digest| format!("digest:=\"{digest}\"")))
}

fn group(chance: &mut Chance) -> Group {
    match chance.below(3) {
        0 => {
            Group::Time(Interval(*chance.pick(&[250_000, 1_000_000, 3_600_000_000_000, 86_400_000_000_000])))
        }
        _ => Group::Field((*chance.pick(FIELDS)).to_owned()),
    }
}

fn metric(chance: &mut Chance) -> Metric {
    let field = (*chance.pick(FIELDS)).to_owned();
    match chance.below(6) {
        0 => Metric::Count,
        1 => Metric::Distinct(field),
        2 => Metric::Sum(field),
        3 => Metric::Mean(field),
        4 => Metric::Min(field),
        _ => Metric::Max(field),
    }
}

pub fn aggregation(chance: &mut Chance) -> Aggregation {
    let groups: Vec<Group> = (0..chance.below(3)).map(|_| group(chance)).collect();
    let metrics: Vec<Metric> = match chance.one_in(2) {
        true => vec![Metric::Count],
        false => (0..1 + chance.below(3)).map(|_| metric(chance)).collect(),
    };
    let sort = if chance.one_in(2) { Sort::Key } else { Sort::Metric(chance.below(metrics.len())) };
    Aggregation { groups, metrics, sort, limit: *chance.pick(&[1, 3, 1000]) }
}
