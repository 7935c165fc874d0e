//! Questions and answers of one flow, paired by their number.

use super::parser::{self, Damage, Header, OPCODE_UPDATE, Question, ResourceRecord};
use super::record::Dns;
use super::{PORT_MDNS, PORT_NBNS, names, rdata};
use crate::{Analyzer, Context, Pending, Side, Step, Transport};
use std::collections::VecDeque;
use thymus_record::Interval;
use thymus_wire::Reader;

/// Questions of one flow that wait for their answers; the oldest goes out unanswered when more come.
const PENDING_MAX: usize = 1024;

/// Answers of one message that become text.
const ANSWERS_MAX: usize = 512;

/// A DNS message over TCP, with its length.
const STREAM_BYTES_MAX: usize = 65_537;

/// Reads the DNS of one flow.
pub(super) struct DnsAnalyzer {
    pending: VecDeque<Dns>,
    streams: [Pending; 2],
    /// What comes may begin in the middle of a message.
    after_gap: bool,
}

impl Default for DnsAnalyzer {
    fn default() -> Self {
        Self {
            pending: VecDeque::new(),
            streams: [Pending::new(STREAM_BYTES_MAX), Pending::new(STREAM_BYTES_MAX)],
            after_gap: false,
        }
    }
}

impl Analyzer for DnsAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if cx.flow.transport == Transport::Tcp {
            self.stream(cx, from, bytes);
        } else {
            self.message(cx, bytes);
        }
    }

    /// The next message begins with a segment of its own more often than not: try there.
    fn gap(&mut self, _cx: &mut Context<'_>, from: Side, _length: u64) {
        if let Some(stream) = self.streams.get_mut(from.index()) {
            stream.clear();
        }
        self.after_gap = true;
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        for record in self.pending.drain(..) {
            cx.emit(&record);
        }
    }
}

impl DnsAnalyzer {
    fn stream(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.after_gap && !parser::begins_framed_message(bytes) {
            return;
        }
        self.after_gap = false;
        let Some(place) = self.streams.get_mut(from.index()) else { return };
        let mut stream = std::mem::replace(place, Pending::new(STREAM_BYTES_MAX));
        let fed = stream.feed(bytes, |bytes| match bytes.split_first_chunk() {
            None => Step::More,
            Some((length, rest)) => {
                let length = usize::from(u16::from_be_bytes(*length));
                match rest.get(..length) {
                    None => Step::Need(2 + length),
                    Some(message) => {
                        self.message(cx, message);
                        Step::Took(2 + length)
                    }
                }
            }
        });
        if fed.is_err() {
            cx.weird("DNS", "DNS_message_too_long", 0);
        }
        if let Some(place) = self.streams.get_mut(from.index()) {
            *place = stream;
        }
    }

    fn message(&mut self, cx: &mut Context<'_>, message: &[u8]) {
        let mut reader = Reader::new(message);
        let Ok(header) = Header::parse(&mut reader) else {
            return cx.weird("DNS", "DNS_truncated_len_lt_hdr_len", 0);
        };
        let read = if header.is_response() {
            self.response(cx, header, &mut reader)
        } else {
            self.request(cx, header, &mut reader)
        };
        if let Err(Damage { rule, offset }) = read {
            cx.weird("DNS", rule, offset as u64);
        }
    }

    fn request(
        &mut self,
        cx: &mut Context<'_>,
        header: Header,
        reader: &mut Reader<'_>,
    ) -> Result<(), Damage> {
        if header.opcode() == OPCODE_UPDATE {
            let mut record = blank(cx, header);
            let read = update(&mut record, header, reader);
            self.wait(cx, record);
            return read;
        }
        if header.questions == 0 {
            self.wait(cx, blank(cx, header));
        }
        for _ in 0..header.questions {
            let question = Question::parse(reader)?;
            let mut record = blank(cx, header);
            record.recursion_desired = header.recursion_desired();
            record.truncated = header.truncated();
            record.z = header.z();
            record.ask(cx, question);
            self.wait(cx, record);
        }
        Ok(())
    }

    fn wait(&mut self, cx: &mut Context<'_>, record: Dns) {
        if self.pending.len() >= PENDING_MAX {
            cx.weird("DNS", "dns_pending_queries_limit", 0);
            if let Some(oldest) = self.pending.pop_front() {
                cx.emit(&oldest);
            }
        }
        self.pending.push_back(record);
    }

    fn response(
        &mut self,
        cx: &mut Context<'_>,
        header: Header,
        reader: &mut Reader<'_>,
    ) -> Result<(), Damage> {
        let mut record = self.asked(cx, header).unwrap_or_else(|| blank(cx, header));
        record.rcode = Some(header.code());
        record.rcode_name = Some(names::code_name(header.code()));
        let read = if header.opcode() == OPCODE_UPDATE {
            answered(&mut record, cx, header);
            Ok(())
        } else {
            response_body(&mut record, cx, header, reader)
        };
        cx.emit(&record);
        read
    }

    /// The oldest question with this number. Multicast answers belong to no question: everybody asks and answers.
    fn asked(&mut self, cx: &Context<'_>, header: Header) -> Option<Dns> {
        let ends = &cx.flow.endpoints;
        if ends.orig_p == PORT_MDNS && ends.resp_p == PORT_MDNS {
            return None;
        }
        let index = self.pending.iter().position(|record| record.trans_id == header.id)?;
        self.pending.remove(index)
    }
}

fn blank(cx: &Context<'_>, header: Header) -> Dns {
    Dns {
        head: cx.head(),
        proto: cx.flow.transport.name(),
        trans_id: header.id,
        rtt: None,
        query: None,
        qclass: None,
        qclass_name: None,
        qtype: None,
        qtype_name: None,
        rcode: None,
        rcode_name: None,
        authoritative: false,
        truncated: false,
        recursion_desired: false,
        recursion_available: false,
        z: 0,
        answers: Vec::new(),
        ttls: Vec::new(),
        rejected: false,
        opcode: header.opcode(),
        opcode_name: names::opcode_name(header.opcode()),
    }
}

impl Dns {
    fn ask(&mut self, cx: &Context<'_>, question: Question) {
        let netbios = cx.flow.endpoints.resp_p == PORT_NBNS || cx.flow.endpoints.orig_p == PORT_NBNS;
        self.qclass = Some(question.class);
        self.qclass_name = Some(names::class_name(question.class));
        self.qtype = Some(question.kind);
        // RFC 1002 gave NBSTAT the number that SRV has in DNS.
        self.qtype_name = Some(if netbios && question.kind == 33 {
            "NBSTAT".into()
        } else {
            names::type_name(question.kind)
        });
        let plain = netbios.then(|| parser::netbios_name(&question.name)).flatten();
        self.query = Some(plain.unwrap_or(question.name));
    }

    fn answer(&mut self, text: String, ttl_seconds: u32) {
        self.answers.push(text);
        self.ttls.push(Interval::from_seconds(i64::from(ttl_seconds)));
    }
}

fn response_body(
    record: &mut Dns,
    cx: &mut Context<'_>,
    header: Header,
    reader: &mut Reader<'_>,
) -> Result<(), Damage> {
    for _ in 0..header.questions {
        let question = Question::parse(reader)?;
        if record.query.is_none() {
            record.ask(cx, question);
        }
        record.rejected = header.records() == 0;
    }
    for count in 0..usize::from(header.answers) {
        let resource = ResourceRecord::parse(reader)?;
        if record.query.is_none() {
            record.query = Some(resource.name.clone());
        }
        let text = rdata::text(&resource)?;
        if let Some(text) = text {
            answered(record, cx, header);
            if count < ANSWERS_MAX {
                record.answer(text, resource.ttl_seconds);
            }
        }
    }
    Ok(())
}

/// The server's own flags and the time it took count when it sent an answer.
fn answered(record: &mut Dns, cx: &Context<'_>, header: Header) {
    record.authoritative = header.authoritative();
    record.recursion_available = header.recursion_available();
    let rtt = cx.now - record.head.ts;
    if record.rtt.is_none() && rtt != Interval::ZERO {
        record.rtt = Some(rtt);
    }
}

/// RFC 2136: a zone, what must hold in it, and what is to change.
fn update(record: &mut Dns, header: Header, reader: &mut Reader<'_>) -> Result<(), Damage> {
    for _ in 0..header.questions {
        Question::parse(reader)?;
    }
    for _ in 0..header.answers {
        let resource = ResourceRecord::parse(reader)?;
        record.query.get_or_insert_with(|| resource.name.clone());
        record.answer(prerequisite(&resource), resource.ttl_seconds);
    }
    for _ in 0..header.authorities {
        let resource = ResourceRecord::parse(reader)?;
        record.query.get_or_insert_with(|| resource.name.clone());
        record.answer(change(&resource)?, resource.ttl_seconds);
    }
    Ok(())
}

const CLASS_NONE: u16 = 254;
const CLASS_ANY: u16 = 255;

/// RFC 2136 §2.4.
fn prerequisite(resource: &ResourceRecord<'_>) -> String {
    let kind = names::type_name(resource.kind);
    let name = &resource.name;
    match (resource.class, resource.kind) {
        (CLASS_ANY, 255) => format!("pre: Name {name}"),
        (CLASS_NONE, 255) => format!("pre: NoName {name}"),
        (CLASS_NONE, _) => format!("pre: NoRRSet {kind} {name}"),
        _ => format!("pre: RRSet {kind} {name}"),
    }
}

/// RFC 2136 §2.5.
fn change(resource: &ResourceRecord<'_>) -> Result<String, Damage> {
    let kind = names::type_name(resource.kind);
    let name = &resource.name;
    Ok(match (resource.class, resource.kind) {
        (CLASS_ANY, 255) => "del: Name".to_owned(),
        (CLASS_ANY, _) => format!("del: RRSet {kind}"),
        (CLASS_NONE, _) => format!("del: RR {kind} {name} {}", rdata::text(resource)?.unwrap_or_default()),
        _ => format!("add: {kind} {name} {}", rdata::text(resource)?.unwrap_or_default()),
    })
}
