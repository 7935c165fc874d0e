//! HTTP/1.1 (RFC 9112): pages, scripts, pictures, forms and downloads, several over one connection.

use super::super::stage::Stage;
use super::super::truth::Truth;
use super::super::world;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, Ending, Side};

const AGENTS: &[&str] = &[
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
    "Microsoft-CryptoAPI/10.0",
    "curl/8.5.0",
];

/// A kind of body: its type, what it begins with, and what it goes on with.
struct Kind {
    extension: &'static str,
    mime: &'static str,
    start: &'static [u8],
    pool: Pool,
}

const HTML: Kind = Kind {
    extension: "html",
    mime: "text/html; charset=utf-8",
    start: b"<!DOCTYPE html>\n<html>",
    pool: Pool::Text,
};

const KINDS: &[Kind] = &[
    HTML,
    Kind {
        extension: "js",
        mime: "application/javascript",
        start: b"\"use strict\";\n// ",
        pool: Pool::Text,
    },
    Kind { extension: "json", mime: "application/json", start: b"{\"items\": [\"", pool: Pool::Text },
    Kind {
        extension: "png",
        mime: "image/png",
        start: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x06\0\0\0",
        pool: Pool::Noise,
    },
    Kind {
        extension: "jpg",
        mime: "image/jpeg",
        start: b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
        pool: Pool::Noise,
    },
    Kind { extension: "woff2", mime: "font/woff2", start: b"wOF2\0\x01\0\0", pool: Pool::Noise },
    Kind {
        extension: "pdf",
        mime: "application/pdf",
        start: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        pool: Pool::Noise,
    },
];

/// A connection with up to three requests.
pub(in super::super) fn browse(stage: &mut Stage<'_>) {
    let random = &mut stage.random;
    let client = world::any_client(random);
    let inside = random.chance(300);
    let site = stage.world.site(random);
    let (server, host) = if inside {
        (*random.pick(world::WEB_SERVERS), "intranet.corp.example.com".to_owned())
    } else {
        (site.address, site.name.clone())
    };
    let round_trip = if inside { world::near(random) } else { world::far(random) };
    let mut dialog = Dialog::new(round_trip);
    let agent = *random.pick(AGENTS);
    let requests = random.spread(1, 2);
    for _ in 0..requests {
        exchange(stage, &mut dialog, &host, agent);
    }
    if stage.random.chance(100) {
        dialog.ends(Ending::Reset(Side::Client));
    } else if stage.random.chance(500) {
        dialog.ends(Ending::Close(Side::Server));
    }
    stage.tcp(0, client, (server, 80), dialog);
}

fn exchange(stage: &mut Stage<'_>, dialog: &mut Dialog, host: &str, agent: &str) {
    stage.truth.add("http", 1);
    let delay = world::thought(&mut stage.random);
    match stage.random.below(100) {
        0..8 => {
            stage.truth.note("http", "method", "POST");
            dialog.client(delay, post(stage, host, agent)).server(
                "HTTP/1.1 204 No Content\r\nServer: nginx\r\nDate: Mon, 02 Mar 2026 08:00:00 GMT\r\n\r\n",
            );
        }
        8..14 => {
            let kind = stage.random.pick(KINDS);
            dialog.client(delay, get(stage, host, agent, kind, "If-None-Match: \"5f3a\"\r\n")).server(
                "HTTP/1.1 304 Not Modified\r\nServer: nginx\r\nETag: \"5f3a\"\r\nCache-Control: max-age=3600\r\n\r\n",
            );
        }
        14..18 => {
            let kind = stage.random.pick(KINDS);
            dialog.client(delay, get(stage, host, agent, kind, "")).server(not_found(stage.truth));
        }
        18..30 => {
            dialog.client(delay, get(stage, host, agent, &HTML, "")).server(compressed(stage));
        }
        30..42 => {
            dialog.client(delay, get(stage, host, agent, &HTML, "")).server(chunked(stage));
        }
        _ => {
            let kind = stage.random.pick(KINDS);
            let length = stage.random.spread(200, 7);
            dialog.client(delay, get(stage, host, agent, kind, "")).server(body(stage, kind, length));
        }
    }
}

/// One large file, slowly.
pub(in super::super) fn download(stage: &mut Stage<'_>, length: u64, pace: u64) {
    let client = world::any_client(&mut stage.random);
    let site = stage.world.site(&mut stage.random);
    let mut dialog = Dialog::new(world::far(&mut stage.random));
    dialog.pace = pace;
    stage.truth.add("http", 1);
    let archive = Kind {
        extension: "7z",
        mime: "application/x-7z-compressed",
        start: b"7z\xbc\xaf\x27\x1c\0\x04",
        pool: Pool::Noise,
    };
    let request = get(stage, &site.name, "curl/8.5.0", &archive, "");
    dialog.client(1_000_000, request).server(body(stage, &archive, length));
    dialog.ends(Ending::Close(Side::Server));
    stage.tcp(0, client, (site.address, 80), dialog);
}

/// A body of so many bytes, when it is unpacked.
fn file(truth: &mut Truth, length: u64) {
    truth.note("files", "source", "HTTP");
    truth.sum("files", "seen_bytes", length);
}

fn get(stage: &mut Stage<'_>, host: &str, agent: &str, kind: &Kind, more: &str) -> String {
    stage.truth.note("http", "method", "GET");
    let random = &mut stage.random;
    let path =
        format!("/{}/{}/{}.{}", world::word(random), world::word(random), random.word(10), kind.extension);
    let query = if random.chance(200) { format!("?v={}", random.below(100_000)) } else { String::new() };
    format!(
        "GET {path}{query} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n\
         Accept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate\r\n{more}Connection: keep-alive\r\n\r\n"
    )
}

fn post(stage: &mut Stage<'_>, host: &str, agent: &str) -> Content {
    let random = &mut stage.random;
    let length = random.spread(60, 6);
    let start = b"user=a&text=";
    file(stage.truth, length + start.len() as u64);
    let mut content = Content::from(format!(
        "POST /form/{} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\r\n",
        world::word(random),
        length + start.len() as u64,
    ));
    content.own(start.to_vec()).filler(Pool::Text, random, length);
    content
}

fn body(stage: &mut Stage<'_>, kind: &Kind, length: u64) -> Content {
    let total = length + kind.start.len() as u64;
    file(stage.truth, total);
    let mut content = Content::from(format!(
        "HTTP/1.1 200 OK\r\nDate: Mon, 02 Mar 2026 08:00:00 GMT\r\nServer: nginx\r\nContent-Type: {}\r\n\
         Content-Length: {total}\r\nLast-Modified: Sun, 01 Mar 2026 10:00:00 GMT\r\nAccept-Ranges: bytes\r\n\r\n",
        kind.mime
    ));
    content.own(kind.start.to_vec()).filler(kind.pool, &mut stage.random, length);
    content
}

fn compressed(stage: &mut Stage<'_>) -> Content {
    let body = stage.random.pick(&stage.world.compressed);
    file(stage.truth, body.uncompressed);
    let mut content = Content::from(format!(
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\
         Vary: Accept-Encoding\r\nContent-Length: {}\r\n\r\n",
        body.bytes.len()
    ));
    content.shared(&body.bytes);
    content
}

fn chunked(stage: &mut Stage<'_>) -> Content {
    let mut content = Content::from(
        "HTTP/1.1 200 OK\r\nServer: Apache\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n\
         16\r\n<!DOCTYPE html>\n<html>\r\n",
    );
    let mut total = 0x16;
    for _ in 0..stage.random.between(1, 6) {
        let length = stage.random.spread(300, 5);
        total += length;
        content.own(format!("{length:x}\r\n").into_bytes());
        content.filler(Pool::Text, &mut stage.random, length).own(b"\r\n".to_vec());
    }
    content.own(b"0\r\n\r\n".to_vec());
    file(stage.truth, total);
    content
}

fn not_found(truth: &mut Truth) -> &'static str {
    file(truth, 48);
    "HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 48\r\n\r\n\
     <html><body><h1>404 Not Found</h1></body></html>"
}
