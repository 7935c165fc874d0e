//! The committed description of the API, the routes and real answers hold to each other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "each suite uses a part of it")]
mod world;

use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::Path;
use world::{Answer, EXCEPTIONS, MODEL, SHA256, World};

const ROOT: &str = "http://thymus.invalid/openapi.json";

fn document() -> Json {
    serde_json::to_value(thymus_web::document()).unwrap()
}

/// Method, path and name of every operation.
fn operations(document: &Json) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            found.push((method.to_uppercase(), path.clone(), name));
        }
    }
    found
}

#[test]
fn the_committed_description_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let committed: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(
        committed == document(),
        "docs/openapi.json is old; write it anew: cargo run -p thymus-web --example openapi > docs/openapi.json"
    );
}

/// A route comes into the router together with its description, and in no other way.
#[test]
fn no_route_goes_past_the_description() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut registered = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for way in [".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback_service("] {
                assert!(!text.contains(way), "{} has {way}", path.display());
            }
            registered += text.matches("#[utoipa::path(").count();
        }
    }
    assert_eq!(registered, operations(&document()).len(), "a handler is described and not registered");
}

#[test]
fn names_of_operations_are_different() {
    let operations = operations(&document());
    let names: BTreeSet<&String> = operations.iter().map(|(_, _, name)| name).collect();
    assert_eq!(names.len(), operations.len());
}

/// Schemas in which nothing is allowed that they do not name, so that an answer with a field too many is found.
fn strict(mut document: Json) -> Json {
    for schema in document["components"]["schemas"].as_object_mut().unwrap().values_mut() {
        let object = schema.as_object_mut().unwrap();
        if object.contains_key("properties") && !object.contains_key("additionalProperties") {
            object.insert("additionalProperties".to_owned(), Json::Bool(false));
        }
    }
    document
}

/// Whether a body is what the description says.
fn validate(document: &Json, pointer: &[&str], body: &Json) -> Result<(), String> {
    let escape =
        |part: &&str| part.replace('~', "~0").replace('/', "~1").replace('{', "%7B").replace('}', "%7D");
    let pointer: Vec<String> = pointer.iter().map(escape).collect();
    let place = format!("{ROOT}#/{}", pointer.join("/"));
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.set_default_draft(boon::Draft::V2020_12);
    compiler.add_resource(ROOT, document.clone()).unwrap();
    let schema = compiler.compile(&place, &mut schemas).map_err(|error| format!("{place}: {error:#}"))?;
    schemas.validate(body, schema).map_err(|error| format!("{place}: {error:#}\n{body:#}"))
}

/// The name of an operation, its path, and the body with its type.
type Request = (&'static str, String, Option<(&'static str, String)>);

/// A request for every operation: its name, and the path and body with which it succeeds.
fn requests(world: &World) -> Vec<Request> {
    let json = |body: Json| Some(("application/json", body.to_string()));
    let yaml = |text: &str| Some(("application/yaml", text.to_owned()));
    let (record, breach) = (world.evidence.to_string(), world.breach.id().to_string());
    let figures = json!([{"figure": "count"}, {"figure": "sum", "field": "size"},
        {"figure": "percentile", "field": "size", "share": 0.5}]);
    vec![
        ("search_records", "/api/v1/records?query=*.job&limit=2&from=2026-09-21T00:00:00Z".to_owned(), None),
        (
            "search_records_by_post",
            "/api/v1/records".to_owned(),
            json(json!({"query": "AV1.job", "to": 2e9})),
        ),
        (
            "aggregate_records",
            "/api/v1/records/aggregate".to_owned(),
            json(json!({"groups": [{"field": "name"}, {"step": "5m"}], "metrics": figures, "sort": 0})),
        ),
        ("get_record", format!("/api/v1/records/{record}"), None),
        ("search_around_record", format!("/api/v1/records/{record}/around?by=similar&window=5m"), None),
        ("check_query", "/api/v1/query/check".to_owned(), json(json!({"query": "nme:x"}))),
        ("complete_query", "/api/v1/query/complete".to_owned(), json(json!({"query": "na"}))),
        ("list_kinds", "/api/v1/kinds".to_owned(), None),
        (
            "add_breach_note",
            format!("/api/v1/breaches/{breach}/notes"),
            json(json!({"note": "acknowledged", "author": "j.meier", "text": "the antivirus"})),
        ),
        ("list_breaches", "/api/v1/breaches?acknowledged=true".to_owned(), None),
        ("open_breach", format!("/api/v1/breaches/{breach}"), None),
        ("bundle_breach", format!("/api/v1/breaches/{breach}/bundle.zip"), None),
        ("list_devices", "/api/v1/devices?limit=1".to_owned(), None),
        ("get_device", format!("/api/v1/devices/{}", world.device), None),
        ("who_had", "/api/v1/who-had?address=10.0.0.9".to_owned(), None),
        ("list_accounts", "/api/v1/accounts".to_owned(), None),
        ("get_account", format!("/api/v1/accounts/{}", world.account.replace('\\', "%5C")), None),
        ("put_model", "/api/v1/models/test-job-written".to_owned(), yaml(MODEL)),
        ("list_models", "/api/v1/models".to_owned(), None),
        ("get_model", "/api/v1/models/test-job-written".to_owned(), None),
        ("check_model", "/api/v1/checks/model".to_owned(), yaml("name: [")),
        ("backtest_model", "/api/v1/backtests".to_owned(), json(json!({"text": MODEL}))),
        ("delete_model", "/api/v1/models/test-job-written".to_owned(), None),
        ("put_exceptions", "/api/v1/exceptions".to_owned(), yaml(EXCEPTIONS)),
        ("get_exceptions", "/api/v1/exceptions".to_owned(), None),
        ("check_exceptions", "/api/v1/checks/exceptions".to_owned(), yaml(EXCEPTIONS)),
        (
            "apply_exceptions_backwards",
            "/api/v1/exceptions/backwards".to_owned(),
            json(json!({"text": EXCEPTIONS})),
        ),
        ("get_packets", "/api/v1/packets?host=10.0.0.9&from=1789970400&to=1789970700".to_owned(), None),
        ("list_files", "/api/v1/files?name=*.job".to_owned(), None),
        ("get_file", format!("/api/v1/files/{SHA256}"), None),
        ("get_store_statistics", "/api/v1/store".to_owned(), None),
        ("get_health", "/healthz".to_owned(), None),
        ("get_metrics", "/metrics".to_owned(), None),
        ("get_description", "/api/v1/openapi.json".to_owned(), None),
    ]
}

/// What cannot be asked here: an endless answer, which `stream.rs` asks for.
const ELSEWHERE: &[&str] = &["stream_breaches"];

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_as_the_description_says() {
    let world = World::new("document");
    let document = strict(document());
    let operations = operations(&document);
    let mut asked: BTreeSet<&str> = ELSEWHERE.iter().copied().collect();
    for (name, path, body) in requests(&world) {
        let found = operations.iter().find(|(_, _, known)| known == name);
        let (method, template, _) = found.unwrap_or_else(|| panic!("{name} is not described"));
        let answer = world.ask(method, &path, body).await;
        let told = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(answer.status.is_success(), "{method} {path}: {} {told}", answer.status);
        check_answer(&document, template, method, &answer);
        asked.insert(name);
    }
    let all: BTreeSet<&str> = operations.iter().map(|(_, _, name)| name.as_str()).collect();
    assert_eq!(asked, all, "every operation is asked for");
}

fn check_answer(document: &Json, template: &str, method: &str, answer: &Answer) {
    let operation = &document["paths"][template][method.to_lowercase()];
    let status = answer.status.as_str();
    let response = &operation["responses"][status];
    assert!(response.is_object(), "{method} {template} answers {status}, which is not described");
    let Some(content) = response["content"].as_object() else {
        assert!(answer.bytes.is_empty(), "{method} {template} has a body that is not described");
        return;
    };
    let kind = answer.media_type();
    assert!(content.contains_key(kind), "{method} {template} answers {kind}, which is not described");
    if kind == "application/json" {
        let lower = method.to_lowercase();
        let pointer = ["paths", template, &lower, "responses", status, "content", kind, "schema"];
        validate(document, &pointer, &answer.json()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_told_as_described() {
    let world = World::new("problems");
    let document = strict(document());
    let yaml = |text: &str| Some(("application/yaml", text.to_owned()));
    let requests = [
        ("GET", "/api/v1/records?query=nme:x", None, 400),
        ("GET", "/api/v1/records?limit=5001", None, 400),
        ("GET", "/api/v1/records/R00000000000", None, 404),
        ("GET", "/api/v1/nothing", None, 404),
        ("PUT", "/api/v1/kinds", None, 405),
        ("POST", "/api/v1/records", yaml("{}"), 415),
        ("POST", "/api/v1/records", Some(("application/json", "x".repeat((1 << 20) + 1))), 413),
        ("PUT", "/api/v1/models/broken", yaml("name: ["), 422),
        ("DELETE", "/api/v1/models/nobody", None, 404),
    ];
    for (method, path, body, status) in requests {
        let answer = world.ask(method, path, body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(answer.media_type(), "application/problem+json", "{method} {path}");
        let problem = answer.json();
        assert_eq!(problem["status"], status);
        validate(&document, &["components", "schemas", "Problem"], &problem).unwrap();
    }
}

#[test]
fn the_check_of_answers_finds_what_is_wrong() {
    let document = strict(document());
    let place = ["components", "schemas", "Span"];
    assert!(validate(&document, &place, &json!({"start": 1, "end": 2})).is_ok());
    for wrong in
        [json!({"start": 1}), json!({"start": "1", "end": 2}), json!({"start": 1, "end": 2, "more": 3})]
    {
        assert!(validate(&document, &place, &wrong).is_err(), "{wrong}");
    }
}
