//! The stand-in's faults, as a client meets them.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::*;

/// A service that counts what has an effect.
async fn counting() -> (Service, Arc<AtomicUsize>) {
    let effects = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&effects);
    let handler: Handler = Arc::new(move |request| {
        let count = counter.fetch_add(1, Ordering::SeqCst) + 1;
        json(201, &json!({ "count": count, "path": request.uri().path() }))
    });
    (Service::start(handler).await, effects)
}

async fn post(service: &Service) -> reqwest::Result<reqwest::Response> {
    let url = format!("{}/messages?team=1", service.url());
    // A client of its own, because a kept connection would be tried again by itself.
    reqwest::Client::new().post(url).body("a question").send().await
}

#[tokio::test]
async fn it_serves_and_notes() {
    let (service, _) = counting().await;
    let answer = post(&service).await.unwrap();
    assert_eq!(answer.status(), 201);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body, json!({ "count": 1, "path": "/messages" }));
    let seen = service.requests("one request", |all| all.len() == 1).await;
    assert_eq!((&seen[0].method, &*seen[0].path), (&Method::POST, "/messages?team=1"));
    assert_eq!((&*seen[0].body, seen[0].fault.clone()), (&b"a question"[..], None));
}

#[tokio::test]
async fn faults_are_met_once_each_in_their_order_by_what_matches() {
    let (service, effects) = counting().await;
    let rest = Fault::WithHeader(429, "retry-after", "90".to_owned());
    service.fail(Method::POST, "/messages", [Fault::Status(500), rest]);
    service.fail(Method::POST, "/elsewhere", [Fault::Status(404)]);
    service.fail(Method::GET, "/messages", [Fault::Status(404)]);
    assert_eq!(post(&service).await.unwrap().status(), 500);
    let second = post(&service).await.unwrap();
    assert_eq!(
        (second.status().as_u16(), &second.headers()["retry-after"]),
        (429, &"90".parse().unwrap())
    );
    assert_eq!(effects.load(Ordering::SeqCst), 0, "neither had an effect");
    assert_eq!(post(&service).await.unwrap().status(), 201);
    assert_eq!(service.so_far()[0].fault, Some(Fault::Status(500)));
    service.fail(Method::POST, "", [Fault::Status(500)]);
    service.recover();
    assert_eq!(post(&service).await.unwrap().status(), 201);
}

#[tokio::test]
async fn a_cut_connection_has_no_answer() {
    for (fault, effect) in [(Fault::CutBefore, 0), (Fault::CutAfter, 1)] {
        let (service, effects) = counting().await;
        service.fail(Method::POST, "/messages", [fault.clone()]);
        let error = post(&service).await.unwrap_err();
        assert!(error.is_request() && error.status().is_none(), "{fault:?}: {error:?}");
        assert_eq!(effects.load(Ordering::SeqCst), effect, "{fault:?}");
        assert_eq!(post(&service).await.unwrap().status(), 201, "the next one is served");
    }
}

#[tokio::test]
async fn what_hangs_ends_with_the_service() {
    for (fault, effect) in [(Fault::HangBefore, 0), (Fault::HangAfter, 1)] {
        let (mut service, effects) = counting().await;
        service.fail(Method::POST, "/messages", [fault.clone()]);
        let url = format!("{}/messages", service.url());
        let waiting = tokio::spawn(reqwest::Client::new().post(url).send());
        service.requests("the request that hangs", |all| all.len() == 1).await;
        assert_eq!(effects.load(Ordering::SeqCst), effect, "{fault:?}");
        assert_eq!(post(&service).await.unwrap().status(), 201, "others are served meanwhile");
        assert!(!waiting.is_finished(), "{fault:?}");
        service.stop();
        assert!(wait::until("the connection to end", waiting).await.unwrap().is_err());
    }
}

#[tokio::test]
async fn half_a_body_breaks_off() {
    let (service, effects) = counting().await;
    service.fail(Method::POST, "/messages", [Fault::BrokenBody]);
    let mut answer = post(&service).await.unwrap();
    assert_eq!(answer.status(), 200);
    let announced = answer.content_length().unwrap();
    let half = answer.chunk().await.unwrap().unwrap();
    assert!(half.starts_with(b"{\"count\":1") && announced > half.len() as u64, "{half:?}");
    assert!(answer.chunk().await.is_err());
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_endless_body_goes_on_after_its_beginning() {
    let (service, effects) = counting().await;
    service.fail(Method::POST, "/messages", [Fault::Endless]);
    let mut answer = post(&service).await.unwrap();
    assert!(answer.chunk().await.unwrap().unwrap().starts_with(b"{\"count\":1"));
    let mut length = 0;
    while length < 4 * 1024 * 1024 {
        length += answer.chunk().await.unwrap().unwrap().len();
    }
    assert_eq!(effects.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_stopped_service_refuses_and_comes_back_on_its_port() {
    let (mut service, _) = counting().await;
    post(&service).await.unwrap();
    let url = service.url();
    service.stop();
    wait::until("the port to be closed", async { while post(&service).await.is_ok() {} }).await;
    assert!(post(&service).await.unwrap_err().is_connect());
    service.start_again().await;
    assert_eq!(service.url(), url);
    let answer: Value = post(&service).await.unwrap().json().await.unwrap();
    assert!(answer["count"].as_u64().unwrap() >= 2, "it knows what it knew: {answer}");
}
