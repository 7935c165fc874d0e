//! A server over records made by hand: a job that an antivirus server schedules, and the breach that it raised.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use std::io::Write;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use thymus_analyst::BreachNote;
use thymus_detect::BreachRecord;
use thymus_entity::{AccountView, DeviceView, Entities, Holding, Limits, Networks};
use thymus_model::{Exception, ExceptionFile, Model};
use thymus_record::{Declared as _, Id, OwnedValue, RecordId, Registry, Row, Timestamp};
use thymus_store::{EventStore, Options, Store};
use thymus_web::{
    Clock, Condition, Content, Feed, FileEntry, FileQuery, Files, Finding, Health, HealthReport, HeldModel,
    Identities, Models, ModelsHealth, PacketQuery, Packets, ProtocolHealth, ServiceError, Services, Settings,
    SourceHealth, Token, router,
};
use tower::ServiceExt as _;

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
/// 2026-09-21, a Monday, 06:00 UTC.
pub(crate) const START: i64 = 1_789_970_400;
pub(crate) const MODEL: &str = "\
id: test-job-written
name: Device / Job Written
description: A job was written.
priority: 4
mitre: [T1053.002]
per: pair
components:
  written:
    query: kind:smb_files AND name:*.job
";
pub(crate) const EXCEPTIONS: &str = "\
exceptions:
  - id: the-antivirus
    models: [test-job-written]
    match:
      breach: id.orig_h:10.0.0.9
    owner: j.meier
    reason: It schedules scans.
    created: 2026-09-01
    expires: never
";

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) feed: Arc<Feed>,
    pub(crate) store: Arc<Store>,
    pub(crate) registry: Registry,
    pub(crate) breach: Row,
    pub(crate) evidence: RecordId,
    /// The id of a device, and the name of an account, that were seen.
    pub(crate) device: String,
    pub(crate) account: String,
    directory: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp((START + seconds) * 1_000_000_000)
}

fn registry() -> Registry {
    let own = [BreachRecord::declaration(), BreachNote::declaration()];
    let kinds = thymus_proto::registry::schemas().into_iter().chain(thymus_entity::schemas()).chain(own);
    Registry::new(kinds, thymus_entity::facts())
}

impl World {
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, |_| {})
    }

    pub(crate) fn with(name: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let directory = std::env::temp_dir().join(format!("thymus-web-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        let registry = registry();
        let store = Arc::new(Store::open(&directory, registry.clone(), Options::default()).unwrap());
        let mut rows: Vec<Row> = (0..20).map(|number| smb_file(&registry, number)).collect();
        let evidence = rows[19].id();
        let breach = breach(evidence);
        let mut entities = Entities::new(Networks::default(), Limits::default());
        for row in &mut rows {
            let _ = entities.observe(row);
        }
        let mut login = login(&registry);
        let _ = entities.observe(&mut login);
        let (device, account) = (entities.devices()[0].id.clone(), entities.accounts()[0].name.clone());
        rows.extend([login, breach.clone()]);
        store.append(&rows).unwrap();
        let feed = Arc::new(Feed::new(at(0)));
        let mut settings = Settings::new(Token::new(TOKEN).unwrap());
        change(&mut settings);
        let services = services(&store, &registry, &feed, entities);
        Self {
            router: router(services, settings),
            feed,
            store,
            registry,
            breach,
            evidence,
            device,
            account,
            directory,
        }
    }

    /// Asks with the token.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Option<(&str, String)>) -> Answer {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = body.map_or_else(Body::empty, |(_, text)| Body::from(text));
        self.send(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Json) -> Answer {
        self.ask("POST", path, Some(("application/json", body.to_string()))).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        Answer::of(self.answer(request).await).await
    }

    /// The answer before its body has come.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Self { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.bytes)))
    }

    pub(crate) fn media_type(&self) -> &str {
        let kind = self.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
        kind.split(';').next().unwrap()
    }
}

fn smb_file(registry: &Registry, number: i64) -> Row {
    let address = |text: &str| OwnedValue::Address(text.parse().unwrap());
    let fields = [
        ("ts", OwnedValue::Time(at(number * 60))),
        ("uid", OwnedValue::Id(Id::flow(7))),
        ("id.orig_h", address("10.0.0.9")),
        ("id.resp_h", address("10.0.1.17")),
        ("action", OwnedValue::text("SMB::FILE_WRITE")),
        ("name", OwnedValue::text(format!(r"Windows\Tasks\AV{}.job", number % 3))),
        ("size", OwnedValue::Count(1_000 + number.unsigned_abs())),
    ];
    Row::named(registry.kind("smb_files").unwrap(), fields)
}

/// A login, by which a device and an account are known.
fn login(registry: &Registry) -> Row {
    let address = |text: &str| OwnedValue::Address(text.parse().unwrap());
    let fields = [
        ("ts", OwnedValue::Time(at(1))),
        ("uid", OwnedValue::Id(Id::flow(7))),
        ("id.orig_h", address("10.0.0.9")),
        ("id.resp_h", address("10.0.1.17")),
        ("username", OwnedValue::text("appadmin")),
        ("domainname", OwnedValue::text("CORP")),
        ("hostname", OwnedValue::text("AVSERVER")),
        ("success", OwnedValue::Bool(true)),
    ];
    Row::named(registry.kind("ntlm").unwrap(), fields)
}

/// The breach that a record raised.
pub(crate) fn breach(evidence: RecordId) -> Row {
    breach_at(evidence, 1_140, 4)
}

pub(crate) fn breach_at(evidence: RecordId, seconds: i64, priority: u8) -> Row {
    Row::of(&BreachRecord {
        ts: at(seconds),
        breach_id: Id { prefix: b'B', number: seconds.unsigned_abs() },
        model: "Device / Job Written".into(),
        model_uuid: "test-job-written".into(),
        model_version: "00".to_owned(),
        priority,
        score: 0.5,
        mitre: vec!["T1053.002"],
        tags: Vec::new(),
        entity: "10.0.0.9 10.0.1.17".to_owned(),
        entity_kind: "pair".to_owned(),
        orig_h: "10.0.0.9".parse().ok(),
        resp_h: "10.0.1.17".parse().ok(),
        source_device: None,
        destination_device: None,
        account: None,
        summary: "A job was written.".to_owned(),
        window_start: at(seconds),
        window_end: at(seconds),
        triggered: vec!["written: 1 record".to_owned()],
        evidence: vec![evidence.into()],
        evidence_count: 1,
        score_parts: vec!["priority 4: 0.5".to_owned()],
        raised: at(seconds),
        repeats: 0,
        suppressed: None,
    })
}

fn services(store: &Arc<Store>, registry: &Registry, feed: &Arc<Feed>, entities: Entities) -> Services {
    let kept =
        Arc::new(Kept { registry: registry.clone(), own: Mutex::default(), exceptions: Mutex::default() });
    Services {
        store: Arc::clone(store) as Arc<dyn EventStore>,
        registry: registry.clone(),
        models: kept.clone(),
        identities: Arc::new(Known(entities)),
        packets: kept.clone(),
        files: kept.clone(),
        health: kept.clone(),
        clock: kept,
        feed: Arc::clone(feed),
        zone: TimeZone::UTC,
        detection: thymus_detect::Options::default(),
        metrics: prometheus_client::registry::Registry::default(),
    }
}

struct Known(Entities);

impl Identities for Known {
    fn devices(&self) -> Vec<DeviceView> {
        self.0.devices()
    }
    fn device(&self, id: &str) -> Option<DeviceView> {
        self.0.device(id)
    }
    fn who_had(&self, address: IpAddr, time: Timestamp) -> Option<Holding> {
        self.0.who_had(address, time)
    }
    fn history(&self, address: IpAddr) -> Vec<Holding> {
        self.0.history(address)
    }
    fn accounts(&self) -> Vec<AccountView> {
        self.0.accounts()
    }
    fn account(&self, name: &str) -> Option<AccountView> {
        self.0.account(name)
    }
}

/// What the program would keep on its disk.
struct Kept {
    registry: Registry,
    own: Mutex<Vec<(String, String)>>,
    exceptions: Mutex<Option<String>>,
}

impl Models for Kept {
    fn models(&self) -> Vec<HeldModel> {
        let own = self.own.lock().unwrap();
        let read = |text: &str| Arc::new(Model::read(text, &self.registry).value.unwrap());
        own.iter()
            .map(|(id, text)| HeldModel { model: read(text), path: format!("{id}.yaml"), shipped: false })
            .collect()
    }
    fn findings(&self) -> Vec<Finding> {
        let diagnostics = Model::read("name: [", &self.registry).diagnostics;
        vec![Finding { path: "broken.yaml".to_owned(), diagnostics }]
    }
    fn exceptions(&self) -> Vec<Arc<Exception>> {
        let text = self.exceptions.lock().unwrap().clone().unwrap_or_default();
        let read = ExceptionFile::read(&text, &self.registry).value.unwrap_or_default();
        read.exceptions.into_iter().map(Arc::new).collect()
    }
    fn text_then(&self, _: &str, _: &str) -> Option<String> {
        Some(MODEL.to_owned())
    }
    fn put_model(&self, id: &str, text: &str) -> Result<(), ServiceError> {
        let mut own = self.own.lock().unwrap();
        own.retain(|(known, _)| known != id);
        own.push((id.to_owned(), text.to_owned()));
        Ok(())
    }
    fn delete_model(&self, id: &str) -> Result<(), ServiceError> {
        let mut own = self.own.lock().unwrap();
        let before = own.len();
        own.retain(|(known, _)| known != id);
        if own.len() < before {
            Ok(())
        } else {
            Err(ServiceError::NotFound(format!("there is no model {id}")))
        }
    }
    fn exceptions_text(&self) -> Result<Option<String>, ServiceError> {
        Ok(self.exceptions.lock().unwrap().clone())
    }
    fn put_exceptions(&self, text: &str) -> Result<(), ServiceError> {
        *self.exceptions.lock().unwrap() = Some(text.to_owned());
        Ok(())
    }
}

impl Packets for Kept {
    fn extract(&self, query: &PacketQuery, out: &mut dyn Write) -> Result<u64, ServiceError> {
        write!(out, "packets of {:?}", query.host)?;
        Ok(1)
    }
}

impl Files for Kept {
    fn list(&self, query: &FileQuery) -> Result<Vec<FileEntry>, ServiceError> {
        let entry = FileEntry {
            ts: at(0),
            fuid: "F0".to_owned(),
            uid: "C0".to_owned(),
            orig_h: "10.0.0.9".to_owned(),
            resp_h: "10.0.1.17".to_owned(),
            source: "SMB".to_owned(),
            filename: Some("AV.job".to_owned()),
            mime_type: None,
            sha256: SHA256.to_owned(),
            bytes: 3,
            complete: true,
        };
        Ok(std::iter::repeat_n(entry, query.limit.min(2)).collect())
    }
    fn open(&self, sha256: &str) -> Result<Option<Content>, ServiceError> {
        let content = || Content { bytes: 3, reader: Box::new(&b"abc"[..]) };
        Ok((sha256 == SHA256).then(content))
    }
}

impl Health for Kept {
    fn report(&self) -> HealthReport {
        HealthReport {
            status: Condition::Degraded,
            problems: vec!["broken.yaml is refused".to_owned()],
            version: "0.1.0".to_owned(),
            started: START as f64,
            sources: vec![SourceHealth {
                name: "eth0".to_owned(),
                kind: "interface".to_owned(),
                status: Condition::Ok,
                problem: None,
                packets: 99,
                packets_lost: 1,
                loss: 0.01,
                last_seen: Some(START as f64),
            }],
            protocols: vec![ProtocolHealth {
                protocol: "SMB".to_owned(),
                kind: "smb_files".to_owned(),
                records: 20,
                last_seen: START as f64,
            }],
            models: ModelsHealth { running: 1, refused: vec!["broken.yaml".to_owned()] },
        }
    }
}

impl Clock for Kept {
    fn now(&self) -> Timestamp {
        at(3600)
    }
}
