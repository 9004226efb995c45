//! What Chatwoot tells, and how it shows that it is Chatwoot.

use channels::event::Whose;
use channels::{Channel, Event, EventError, Incoming, MAX_EVENT, event};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use sha2::Sha256;
use timeline::{Millis, Moment};

use crate::deliveries::told;
use crate::{CONVERSATION, KEY, NOW, SECRET, channel, configuration, fixture, signing};

const REPLY: &[u8] = br#"{"event":"message_created","id":7,"content":"Yes.","message_type":"outgoing","private":false,
    "conversation":{"contact_inbox":{"source_id":"nordwind_abcdefghijklmnopqrstuvwxyz"}}}"#;

pub(crate) fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let pair = |&(name, value): &(&'static str, &str)| {
        (HeaderName::from_static(name), HeaderValue::from_str(value).expect("it fits a header"))
    };
    pairs.iter().map(pair).collect()
}

fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length fits");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    let tag = mac.finalize().into_bytes();
    tag.iter().fold("sha256=".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

fn signed(secret: &str, at: Moment, body: &[u8]) -> HeaderMap {
    let timestamp = (at.0 / 1_000).to_string();
    headers(&[
        ("x-chatwoot-timestamp", &timestamp),
        ("x-chatwoot-signature", &signature(secret, &timestamp, body)),
        ("x-chatwoot-delivery", "0b7a4c1e-6a0e-4d4e-9d1c-0c8f3f2a5b61"),
    ])
}

fn take(channel: &Channel, headers: &HeaderMap, body: &[u8]) -> Result<Event, EventError> {
    event(channel, &Incoming { headers, key: Some(KEY), body }, NOW)
}

#[test]
fn events_mean_what_is_recorded() {
    let channel = channel(configuration());
    for case in fixture(include_str!("../../fixtures/chatwoot/events.json")) {
        let what = case["what"].as_str().unwrap();
        let body = match &case["body"] {
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        match take(&channel, &HeaderMap::new(), body.as_bytes()) {
            Ok(event) => {
                assert_eq!(case["status"], Value::Null, "{what}");
                assert_eq!(event.answer, None, "{what}");
                let news: Vec<_> = event.news.iter().map(|news| told(&news.what)).collect();
                assert_eq!(Value::from(news), case["news"], "{what}");
                for news in &event.news {
                    let Whose::Conversation(id) = &news.of else { panic!("{what}") };
                    assert_eq!(id.as_str(), case["of"].as_str().unwrap_or(CONVERSATION), "{what}");
                }
            }
            Err(error) => {
                assert_eq!(Some(u64::from(error.status())), case["status"].as_u64(), "{what}");
            }
        }
    }
}

#[test]
fn the_key_at_the_end_of_the_address_is_always_needed() {
    for channel in [channel(configuration()), signing()] {
        let headers = signed(SECRET, NOW, REPLY);
        for (key, expected) in [
            (Some(KEY), None),
            (None, Some(EventError::Key)),
            (Some(""), Some(EventError::Key)),
            (Some(&KEY[..31]), Some(EventError::Key)),
            (Some("f3a1c58e9b7d42068e1f5a3c7b9d0e25"), Some(EventError::Key)),
        ] {
            let taken = event(&channel, &Incoming { headers: &headers, key, body: REPLY }, NOW);
            assert_eq!(taken.err(), expected, "{key:?}");
        }
    }
}

#[test]
fn a_signature_is_needed_where_there_is_a_secret() {
    let timestamp = (NOW.0 / 1_000).to_string();
    let good = signature(SECRET, &timestamp, REPLY);
    let refused = |headers: &[(&'static str, &str)]| {
        take(&signing(), &self::headers(headers), REPLY).unwrap_err()
    };
    let (at, by) = ("x-chatwoot-timestamp", "x-chatwoot-signature");
    assert_eq!(refused(&[]), EventError::Header(at));
    assert_eq!(refused(&[(at, &timestamp)]), EventError::Header(by));
    assert_eq!(refused(&[(by, &good)]), EventError::Header(at));
    assert_eq!(refused(&[(at, "soon"), (by, &good)]), EventError::Header(at));
    let short = &good[..good.len() - 2];
    for malformed in
        [&good[7..], short, "sha256=", "sha256=zz", "sha256=abc", "sha256=\u{e9}", "sha1=00", ""]
    {
        let error = refused(&[(at, &timestamp), (by, malformed)]);
        assert_eq!(error, EventError::Header(by), "{malformed}");
    }
    let other_time = format!("{}", NOW.0 / 1_000 + 1);
    for (time, tag) in [
        (&*timestamp, &*signature("another secret", &timestamp, REPLY)),
        (&timestamp, &signature(SECRET, &timestamp, b"{}")),
        (&other_time, &good),
    ] {
        assert_eq!(refused(&[(at, time), (by, tag)]), EventError::Signature, "{time} {tag}");
    }
    assert!(take(&signing(), &headers(&[(at, &timestamp), (by, &good)]), REPLY).is_ok());
}

#[test]
fn a_signature_holds_for_five_minutes() {
    for (minutes, seconds, fits) in
        [(0, 0, true), (5, 0, true), (-5, 1, true), (6, 0, false), (-6, 0, false)]
    {
        let at = NOW + Millis::from_minutes(minutes) + Millis::from_seconds(seconds);
        let taken = take(&signing(), &signed(SECRET, at, REPLY), REPLY);
        assert_eq!(taken.is_ok(), fits, "{minutes}");
        assert!(fits || taken == Err(EventError::Timestamp), "{minutes}");
    }
    for extreme in [i64::MIN, i64::MAX] {
        let timestamp = extreme.to_string();
        let headers = headers(&[
            ("x-chatwoot-timestamp", &timestamp),
            ("x-chatwoot-signature", &signature(SECRET, &timestamp, REPLY)),
        ]);
        assert_eq!(take(&signing(), &headers, REPLY), Err(EventError::Timestamp));
    }
}

#[test]
fn an_event_has_the_id_of_its_delivery() {
    let event = take(&signing(), &signed(SECRET, NOW, REPLY), REPLY).unwrap();
    assert_eq!(event.id.as_deref(), Some("0b7a4c1e-6a0e-4d4e-9d1c-0c8f3f2a5b61"));
    let long = "x".repeat(257);
    for strange in ["", "two words", &long] {
        let headers = headers(&[("x-chatwoot-delivery", strange)]);
        let event = take(&channel(configuration()), &headers, REPLY).unwrap();
        assert_eq!(event.id, None);
        assert_eq!(event.news.len(), 1);
    }
}

#[test]
fn an_event_is_bounded() {
    let body = vec![b' '; MAX_EVENT + 1];
    let error = take(&channel(configuration()), &HeaderMap::new(), &body).unwrap_err();
    assert_eq!(error, EventError::TooLarge(MAX_EVENT));
}
