//! What Zammad's webhook tells, and what is not taken from it.

use channels::event::Whose;
use channels::{EventError, Incoming, MAX_EVENT, event};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use serde_json::{Value, json};
use sha1::Sha1;

use crate::{NOW, SECRET, channel, fixture, told};

/// The headers of Zammad's webhook.
fn headers(secret: &str, body: &[u8]) -> HeaderMap {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any length is fine");
    mac.update(body);
    let tag = mac.finalize().into_bytes();
    let signature = tag.iter().fold("sha1=".to_owned(), |text, byte| format!("{text}{byte:02x}"));
    let value = |text: &str| text.parse().expect("it fits a header");
    let mut headers = HeaderMap::new();
    headers.insert("x-hub-signature", value(&signature));
    headers.insert("x-zammad-trigger", value("Askhours: replies"));
    headers.insert("x-zammad-delivery", value("2b4e7a52-11d3-4e39-a1a5-1d4bbe3ae4a1"));
    headers
}

fn take(headers: &HeaderMap, body: &[u8]) -> Result<channels::Event, EventError> {
    event(&channel(), &Incoming { headers, key: None, body }, NOW)
}

fn base() -> Value {
    serde_json::from_str(include_str!("../../fixtures/zammad/webhook.json"))
        .expect("the fixture is JSON")
}

/// The recorded body with a case's changes.
fn body(case: &Value) -> Vec<u8> {
    if let Some(raw) = case["raw"].as_str() {
        return raw.as_bytes().to_vec();
    }
    let mut payload = base();
    for part in ["ticket", "article"] {
        match &case[part] {
            Value::String(none) if none == "none" => payload[part] = Value::Null,
            Value::String(_) => payload[part] = json!({}),
            changes => {
                for (name, value) in changes.as_object().into_iter().flatten() {
                    payload[part][name] = value.clone();
                }
            }
        }
    }
    payload.to_string().into_bytes()
}

#[test]
fn events_mean_what_is_recorded() {
    for case in fixture(include_str!("../../fixtures/zammad/events.json")) {
        let body = body(&case);
        match take(&headers(SECRET, &body), &body) {
            Ok(event) => {
                assert_eq!(told(&event.news), case["news"], "{}", case["what"]);
                let place = Whose::Place("81".to_owned());
                assert!(event.news.iter().all(|news| news.of == place));
                assert_eq!(event.id.as_deref(), Some("2b4e7a52-11d3-4e39-a1a5-1d4bbe3ae4a1"));
                assert_eq!(event.answer, None);
            }
            Err(error) => {
                let status = case["status"].as_u64();
                assert_eq!(Some(u64::from(error.status())), status, "{}", case["what"]);
            }
        }
    }
}

#[test]
fn the_signature_is_the_published_one() {
    // The second example of RFC 2202, 3: its key and its data.
    let headers = headers("Jefe", b"what do ya want for nothing?");
    let signature = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
    assert_eq!(headers["x-hub-signature"], signature);
}

#[test]
fn only_what_was_signed_with_the_secret_is_taken() {
    let body = base().to_string().into_bytes();
    let good = headers(SECRET, &body);
    assert!(take(&good, &body).is_ok());
    assert_eq!(take(&headers("another-shared-secret", &body), &body), Err(EventError::Signature));
    assert_eq!(take(&good, b"{}"), Err(EventError::Signature));
    let signature = good["x-hub-signature"].to_str().unwrap().to_owned();
    let sha256 = signature.replace("sha1=", "sha256=");
    let cut = &signature[..signature.len() - 2];
    let long = format!("{signature}00");
    let odd = format!("{}x", &signature[..signature.len() - 1]);
    for bad in ["", "sha1=", &signature[5..], &sha256, cut, &long, &odd, "sha1=\u{fc}"] {
        let mut headers = good.clone();
        headers.insert("x-hub-signature", http::HeaderValue::from_bytes(bad.as_bytes()).unwrap());
        assert_eq!(take(&headers, &body), Err(EventError::Header("x-hub-signature")), "{bad}");
    }
    let mut headers = good.clone();
    headers.remove("x-hub-signature");
    assert_eq!(take(&headers, &body), Err(EventError::Header("x-hub-signature")));
    let mut headers = good;
    headers.insert(
        "x-hub-signature",
        signature.to_uppercase().replace("SHA1", "sha1").parse().unwrap(),
    );
    assert!(take(&headers, &body).is_ok());
}

#[test]
fn an_id_that_is_none_is_left_out() {
    let body = base().to_string().into_bytes();
    for bad in ["", "two words", "\u{fc}", &"x".repeat(257)] {
        let mut headers = headers(SECRET, &body);
        headers.insert("x-zammad-delivery", http::HeaderValue::from_bytes(bad.as_bytes()).unwrap());
        assert_eq!(take(&headers, &body).unwrap().id, None, "{bad}");
    }
}

#[test]
fn an_event_is_bounded() {
    let body = vec![b'x'; MAX_EVENT + 1];
    assert_eq!(take(&headers(SECRET, &body), &body), Err(EventError::TooLarge(MAX_EVENT)));
}

proptest::proptest! {
    #[test]
    fn any_signed_body_is_harmless(
        ticket in "[1-9][0-9]{0,2}|-1|1e9|null|\"[a-z]{0,9}\"|\\{\\}|\\[\\]",
        field in "id|state|updated_at|customer|customer_id|article_ids",
        article in "id|sender|internal|body|from|to|created_by|preferences|attachments|type|content_type",
    ) {
        let value: Value = serde_json::from_str(&ticket).unwrap();
        let mut payload = base();
        payload["ticket"][&field] = value.clone();
        payload["article"][&article] = value;
        let body = payload.to_string().into_bytes();
        if let Err(error) = take(&headers(SECRET, &body), &body) {
            assert_eq!(error.status(), 400);
        }
    }
}
