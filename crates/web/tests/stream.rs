//! New breaches as server-sent events: all of them, in order, also for a client that was away; and never without bound.

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
use http_body_util::BodyExt as _;
use std::time::Duration;
use thymus_web::limits::FEED_EVENTS_MAX;
use world::{TOKEN, World, breach_at};

/// Somebody who listens.
struct Client {
    body: Body,
    text: String,
}

impl Client {
    async fn of(world: &World, query: &str, last: Option<&str>) -> Self {
        let mut request = Request::builder()
            .uri(format!("/api/v1/breaches/stream{query}"))
            .header("authorization", format!("Bearer {TOKEN}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = world.answer(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body(), text: String::new() }
    }

    /// The next event: its fields by name. None when the stream has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = Event::parse(event);
                self.text = rest.to_owned();
                return Some(event);
            }
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame()).await;
            let bytes = frame.expect("an event").transpose().unwrap()?.into_data().unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

#[derive(Debug, Default)]
struct Event {
    id: String,
    event: String,
    data: String,
}

impl Event {
    fn parse(text: &str) -> Self {
        let mut event = Self::default();
        for line in text.lines() {
            match line.split_once(':') {
                Some(("id", value)) => event.id = value.trim().to_owned(),
                Some(("event", value)) => event.event = value.trim().to_owned(),
                Some(("data", value)) => event.data = value.trim().to_owned(),
                _ => {}
            }
        }
        event
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.data).unwrap()
    }
}

fn publish(world: &World, numbers: std::ops::Range<i64>) {
    for number in numbers {
        world.feed.publish(&breach_at(world.evidence, number, 4));
    }
}

fn second(event: &Event) -> i64 {
    event.json()["ts"].as_f64().unwrap() as i64 - world::START
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_comes_back_hears_what_it_missed_and_nothing_twice() {
    let world = World::new("stream-back");
    publish(&world, 0..3);
    let mut client = Client::of(&world, "", None).await;
    publish(&world, 3..5);
    let first = client.next().await.unwrap();
    assert_eq!((first.event.as_str(), second(&first)), ("breach", 3));
    assert_eq!(first.json()["_kind"], "breach");
    drop(client);
    publish(&world, 5..6);
    let mut again = Client::of(&world, "", Some(&first.id)).await;
    for expected in [4, 5] {
        assert_eq!(second(&again.next().await.unwrap()), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_client_is_told_how_many_it_missed() {
    let world = World::new("stream-slow");
    let mut client = Client::of(&world, "", None).await;
    let many = FEED_EVENTS_MAX as i64 + 7;
    publish(&world, 0..many);
    let missed = client.next().await.unwrap();
    assert_eq!((missed.event.as_str(), missed.json()["missed"].as_u64()), ("missed", Some(7)));
    assert_eq!(second(&client.next().await.unwrap()), 7);
    let mut again = Client::of(&world, "", Some(&missed.id)).await;
    assert_eq!(second(&again.next().await.unwrap()), 7, "the place of what was missed counts too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_another_run_is_told_so_and_hears_all_of_this_one() {
    let world = World::new("stream-run");
    publish(&world, 0..2);
    for last in ["1-5", "no place", ""] {
        let mut client = Client::of(&world, "", Some(last)).await;
        let missed = client.next().await.unwrap();
        assert_eq!((missed.event.as_str(), missed.data.as_str()), ("missed", r#"{"missed":null}"#), "{last}");
        assert_eq!(second(&client.next().await.unwrap()), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for_is_heard() {
    let world = World::new("stream-priority");
    let mut client = Client::of(&world, "?priority_min=5", None).await;
    publish(&world, 0..3);
    world.feed.publish(&breach_at(world.evidence, 9, 5));
    assert_eq!(second(&client.next().await.unwrap()), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_listen_and_all_are_let_go_at_the_end() {
    let world = World::with("stream-most", |settings| settings.listeners_max = 1);
    let mut client = Client::of(&world, "", None).await;
    let refused = world.get("/api/v1/breaches/stream").await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers["retry-after"], "5");
    world.feed.close();
    assert!(client.next().await.is_none(), "the stream ends");
    drop(client);
    let mut next = Client::of(&world, "", None).await;
    assert!(next.next().await.is_none());
}
