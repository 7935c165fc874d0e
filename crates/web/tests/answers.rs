//! What the API answers: records as they were stored, breaches with their proofs, and to nobody without the token.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "each suite uses a part of it")]
mod world;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;
use std::collections::BTreeSet;
use thymus_web::MetricsAccess;
use world::{EXCEPTIONS, MODEL, SHA256, TOKEN, World};

#[tokio::test(flavor = "multi_thread")]
async fn pages_go_through_everything_once() {
    let world = World::new("pages");
    for order in ["newest_first", "oldest_first"] {
        let (mut cursor, mut seen) = (String::new(), Vec::new());
        loop {
            let path = format!("/api/v1/records?query=kind:smb_files&limit=3&order={order}{cursor}");
            let page = world.get(&path).await.json();
            seen.extend(
                page["records"].as_array().unwrap().iter().map(|record| record["ts"].as_f64().unwrap()),
            );
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 20, "{order}");
        if order == "newest_first" {
            seen.reverse();
        }
        assert!(seen.is_sorted(), "{order}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_of_the_design_finds_what_it_is_to_find() {
    let world = World::new("search");
    let page = world.post("/api/v1/records", json!({"query": "*.JOB AND SMB", "limit": 100})).await.json();
    let records = page["records"].as_array().unwrap();
    let names: BTreeSet<&str> = records.iter().map(|record| record["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 3);
    let record = &records[0];
    assert_eq!(record["_kind"], "smb_files");
    assert!(record["_message"].as_str().unwrap().starts_with("smb_files SMB"), "{record}");
    let id = record["_id"].as_str().unwrap();
    assert_eq!(&world.get(&format!("/api/v1/records/{id}")).await.json(), record);
    let one = world.get("/api/v1/records?query=*.JOB&from=2026-09-21T06:01:00Z&to=1789970520").await.json();
    assert_eq!(one["records"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_query_is_told_with_its_place_and_what_to_write_instead() {
    let world = World::new("wrong");
    for path in ["/api/v1/records?query=nmae:x", "/api/v1/breaches?query=nmae:x"] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let problem = answer.json();
        assert_eq!(problem["code"], "query_invalid");
        assert_eq!(problem["span"]["start"], 0, "{problem}");
        assert!(problem["suggestion"].as_str().unwrap().contains("name"), "{problem}");
    }
    let checked = world.post("/api/v1/query/check", json!({"query": "nmae:x"})).await.json();
    assert_eq!(checked["valid"], false);
    assert!(checked["error"]["rendered"].as_str().unwrap().contains("^^^^"));
    let fine = world.post("/api/v1/query/check", json!({"query": "kind:smb_files"})).await.json();
    assert_eq!((&fine["valid"], &fine["kinds"]), (&json!(true), &json!(["smb_files"])));
    let offered = world.post("/api/v1/query/complete", json!({"query": "kind:smb_fi"})).await.json();
    assert_eq!(offered["completions"][0]["text"], "smb_files");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_those_of_the_records() {
    let world = World::new("figures");
    let ask = |body| world.post("/api/v1/records/aggregate", body);
    let top = ask(json!({"query": "kind:smb_files", "groups": [{"field": "name"}],
        "metrics": [{"figure": "count"}, {"figure": "sum", "field": "size"}], "sort": 0, "limit": 2}));
    let top = top.await.json();
    // Twenty files with three names: 7, 7, 6. Sizes are 1000 to 1019.
    assert_eq!((&top["groups"], &top["records"]), (&json!(3), &json!(20)));
    assert_eq!(top["rows"].as_array().unwrap().len(), 2);
    assert_eq!(top["rows"][0]["values"][0], 7.0);
    let whole = ask(json!({"query": "kind:smb_files", "metrics": [{"figure": "distinct", "field": "name"},
        {"figure": "mean", "field": "size"}, {"figure": "max", "field": "size"}]}));
    assert_eq!(whole.await.json()["rows"][0]["values"], json!([3.0, 1009.5, 1019.0]));
    let histogram = ask(json!({"query": "kind:smb_files", "groups": [{"step": "10m"}]})).await.json();
    assert_eq!(histogram["rows"][0], json!({"keys": [1_789_970_400.0], "values": [10.0]}));
    let unknown = ask(json!({"groups": [{"field": "nmae"}]})).await;
    assert_eq!((unknown.status.as_u16(), &unknown.json()["code"]), (400, &json!("field_unknown")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_opens_with_four_answers_and_their_proofs() {
    let world = World::new("breach");
    let listed = world.get("/api/v1/breaches").await.json();
    assert_eq!(listed["breaches"].as_array().unwrap().len(), 1);
    let id = listed["breaches"][0]["breach"]["breach_id"].as_str().unwrap().to_owned();
    let opened = world.get(&format!("/api/v1/breaches/{id}")).await.json();
    let answers = opened["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 4);
    for proof in answers.iter().flat_map(|answer| answer["sentences"].as_array().unwrap()) {
        for id in proof["proof"].as_array().unwrap() {
            let path = format!("/api/v1/records/{}", id.as_str().unwrap());
            assert_eq!(world.get(&path).await.status, StatusCode::OK, "{proof}");
        }
    }
    let evidence = world.evidence.to_string();
    let log = opened["log"].as_array().unwrap();
    assert!(log.iter().any(|line| line["id"] == evidence.as_str() && line["evidence"] == true));
    // Seven writes of this file by these two, a minute times three apart: fewer than a quarter of an hour between them.
    assert_eq!(opened["recurrence"][0]["days"], 1);
    assert_eq!(world.get(&format!("/api/v1/breaches/{evidence}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("/api/v1/breaches/B00000000000").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledgements_and_comments_stay_and_the_newest_word_counts() {
    let world = World::new("notes");
    let id = world.breach.id().to_string();
    let path = format!("/api/v1/breaches/{id}/notes");
    let note = |note, text| world.post(&path, json!({"note": note, "author": "j.meier", "text": text}));
    assert_eq!(note("comment", "who is that?").await.status, StatusCode::CREATED);
    assert_eq!(note("acknowledged", "the antivirus").await.status, StatusCode::CREATED);
    let settled = world.get("/api/v1/breaches?acknowledged=true").await.json();
    assert_eq!(settled["breaches"][0]["acknowledged"]["text"], "the antivirus");
    assert_eq!(settled["breaches"][0]["comments"], 1);
    let unsettled = world.get("/api/v1/breaches?acknowledged=false").await.json();
    assert_eq!(unsettled["breaches"], json!([]));
    let opened = world.get(&format!("/api/v1/breaches/{id}")).await.json();
    assert_eq!(opened["notes"].as_array().unwrap().len(), 2);
    for (text, author) in [("", "j.meier"), ("x", " ")] {
        let body = json!({"note": "comment", "author": author, "text": text});
        let refused = world.post(&path, body).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_is_an_archive_and_a_file_is_saved_never_shown() {
    let world = World::new("bundle");
    let bundle = world.get(&format!("/api/v1/breaches/{}/bundle.zip", world.breach.id())).await;
    assert_eq!(bundle.status, StatusCode::OK);
    assert!(bundle.bytes.starts_with(b"PK\x03\x04"));
    let names = String::from_utf8_lossy(&bundle.bytes);
    for name in ["manifest.json", "answers.md", "packets.pcapng", "model-then.yaml"] {
        assert!(names.contains(name), "{name}");
    }
    let file = world.get(&format!("/api/v1/files/{SHA256}")).await;
    assert_eq!(file.bytes, b"abc");
    assert_eq!(file.headers["content-type"], "application/octet-stream");
    assert_eq!(file.headers["x-content-type-options"], "nosniff");
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(world.get(&format!("/api/v1/files/{}", "0".repeat(64))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get("/api/v1/files/..%2Fstate%2Ftoken").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn models_are_checked_tried_and_kept() {
    let world = World::new("models");
    let put = |text: &str| {
        world.ask("PUT", "/api/v1/models/test-job-written", Some(("application/yaml", text.to_owned())))
    };
    let refused = put(&MODEL.replace("name:*.job", "nmae:x")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let problem = refused.json();
    assert_eq!(problem["diagnostics"][0]["line"], 9, "{problem}");
    let tried = world.post("/api/v1/backtests", json!({"text": MODEL})).await.json();
    assert_eq!((&tried["compared"], &tried["removed"]["count"]), (&json!(false), &json!(0)));
    assert!(tried["added"]["count"].as_u64().unwrap() >= 1, "{tried}");
    assert_eq!(put(MODEL).await.status, StatusCode::OK);
    let again = world.post("/api/v1/backtests", json!({"text": MODEL})).await.json();
    assert_eq!((&again["compared"], &again["added"]["count"]), (&json!(true), &json!(0)));
    assert_eq!(again["kept"]["count"], tried["added"]["count"]);
    let other =
        world.ask("PUT", "/api/v1/models/another", Some(("application/yaml", MODEL.to_owned()))).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    let backwards = world.post("/api/v1/exceptions/backwards", json!({"text": EXCEPTIONS})).await.json();
    assert!(backwards["suppressed"].is_array(), "{backwards}");
    assert_eq!(backwards["suppressed"].as_array().unwrap().len(), 1, "{backwards}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_without_the_token() {
    let world = World::new("token");
    let ask = |path: &str, header: Option<&str>| {
        let mut request = Request::builder().uri(path);
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        world.send(request.body(Body::empty()).unwrap())
    };
    let document = serde_json::to_value(thymus_web::document()).unwrap();
    let open = BTreeSet::from(["/healthz"]);
    for path in document["paths"].as_object().unwrap().keys() {
        let status = ask(&path.replace(['{', '}'], ""), None).await.status;
        let guarded = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(guarded, !open.contains(path.as_str()), "{path}: {status}");
    }
    for header in [
        "Bearer",
        "Bearer ",
        "Basic 0123456789abcdef0123456789abcdef",
        "Bearer 0123456789abcdef0123456789abcdee",
    ] {
        let answer = ask("/api/v1/kinds", Some(header)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{header}");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    assert_eq!(ask("/api/v1/kinds", Some(&format!("bearer {TOKEN}"))).await.status, StatusCode::OK);
    assert_eq!(ask("/api/v1/nothing", None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_for_whom_they_are_configured() {
    for (access, without, with) in
        [(MetricsAccess::Open, 200, 200), (MetricsAccess::Token, 401, 200), (MetricsAccess::Off, 401, 404)]
    {
        let world = World::with("metrics", |settings| settings.metrics = access);
        let open = world.send(Request::builder().uri("/metrics").body(Body::empty()).unwrap()).await;
        assert_eq!(open.status.as_u16(), without, "{access:?}");
        let told = world.get("/metrics").await;
        assert_eq!(told.status.as_u16(), with, "{access:?}");
        if with == 200 {
            let text = String::from_utf8(told.bytes).unwrap();
            assert!(text.contains("thymus_http_requests_total{method=\"GET\",route=\"/metrics\""), "{text}");
            assert!(text.ends_with("# EOF\n"), "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_bears_the_headers_of_safety() {
    let world = World::new("headers");
    for path in ["/healthz", "/api/v1/kinds", "/api/v1/nothing"] {
        let answer = world.get(path).await;
        for header in
            ["x-content-type-options", "x-frame-options", "content-security-policy", "referrer-policy"]
        {
            assert!(answer.headers.contains_key(header), "{path} {header}");
        }
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
}
