//! What counts as signed: the published vector, the time window, rotation, and forgeries.

use channels::EventError;
use channels::signed::TOLERANCE;
use channels::webhook::signature::{ID, Key, SIGNATURE, TIMESTAMP};
use http::{HeaderMap, HeaderValue};
use timeline::{Millis, Moment};

use crate::{NOW, OTHER_SECRET, SECRET, event, headers, key, signed};

#[test]
fn the_published_vector_is_reproduced() {
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    let signature = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
    let id = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
    assert_eq!(key(SECRET).sign(id, 1_649_367_553, body), signature);
    let headers = headers(id, "1649367553", signature);
    assert_eq!(key(SECRET).verify(&headers, body, Moment(1_649_367_553_000)), Ok(id));
}

#[test]
fn only_what_was_signed_now_with_the_secret_is_taken() {
    let body = br#"{"type":"ping"}"#;
    let take = |headers: &HeaderMap| event(headers, body, NOW).map(|event| event.id);
    let at = |offset: Millis| take(&signed(SECRET, NOW + offset, body));
    assert!(at(Millis::ZERO).is_ok());
    assert!(at(Millis::from_seconds(-299)).is_ok());
    assert!(at(Millis(TOLERANCE.0)).is_ok());
    assert_eq!(at(Millis::from_seconds(-301)), Err(EventError::Timestamp));
    assert_eq!(at(Millis::from_seconds(301)), Err(EventError::Timestamp));

    let stranger = signed(OTHER_SECRET, NOW, body);
    assert_eq!(take(&stranger), Err(EventError::Signature));
    assert_eq!(take(&signed(SECRET, NOW, b"{}")), Err(EventError::Signature));
    let mut renamed = signed(SECRET, NOW, body);
    renamed.insert(ID, HeaderValue::from_static("msg_2"));
    assert_eq!(take(&renamed), Err(EventError::Signature));
    let mut moved = signed(SECRET, NOW, body);
    moved.insert(TIMESTAMP, HeaderValue::from((NOW.0 / 1_000 + 1).cast_unsigned()));
    assert_eq!(take(&moved), Err(EventError::Signature));
}

#[test]
fn one_of_several_signatures_is_enough() {
    let body = br#"{"type":"ping"}"#;
    let seconds = NOW.0 / 1_000;
    let [old, new] = [OTHER_SECRET, SECRET].map(|secret| key(secret).sign("msg_1", seconds, body));
    let unpadded = new.trim_end_matches('=');
    for (signatures, fits) in [
        (format!("{old} {new}"), true),
        (format!("{new} {old}"), true),
        (format!("v1a,{} {new}", &new[3..]), true),
        (format!("v1,!!! {new}"), true),
        (unpadded.to_owned(), true),
        (format!("{old} {old}"), false),
        (format!("v1a,{}", &new[3..]), false),
        (new[3..].to_owned(), false),
        ("v1,".to_owned(), false),
        (String::new(), false),
        (format!("{} {new}", [old.as_str(); 8].join(" ")), false),
    ] {
        let headers = headers("msg_1", &seconds.to_string(), &signatures);
        assert_eq!(event(&headers, body, NOW).is_ok(), fits, "{signatures}");
    }
}

#[test]
fn missing_and_malformed_headers_are_named() {
    let body = br#"{"type":"ping"}"#;
    for name in [ID, TIMESTAMP, SIGNATURE] {
        let mut headers = signed(SECRET, NOW, body);
        headers.remove(name);
        assert_eq!(event(&headers, body, NOW), Err(EventError::Header(name)));
        let mut headers = signed(SECRET, NOW, body);
        headers.insert(name, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(event(&headers, body, NOW), Err(EventError::Header(name)));
    }
    for (name, value) in
        [(ID, "msg.1"), (ID, ""), (TIMESTAMP, "now"), (TIMESTAMP, "99999999999999999999")]
    {
        let mut headers = signed(SECRET, NOW, body);
        headers.insert(name, HeaderValue::from_static(value));
        assert_eq!(event(&headers, body, NOW), Err(EventError::Header(name)));
    }
}

#[test]
fn secrets_have_the_form_of_the_specification() {
    for good in [SECRET, OTHER_SECRET, " whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\n"] {
        assert!(Key::parse(good).is_ok());
    }
    let long = format!("whsec_{}", "A".repeat(88));
    for bad in ["", "whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "whsec_C2FV", "whsec_!", &long] {
        assert!(Key::parse(bad).is_err(), "{bad}");
    }
}
