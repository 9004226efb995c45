//! What counts as signed: the published example, the time window, and forgeries.

use channels::{EventError, Incoming};
use http::HeaderMap;
use timeline::{Millis, Moment};

use crate::{NOW, SECRET, channel, headers, signed, take_with};

/// The example of Slack's documentation, "Verifying requests from Slack".
const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&\
    channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&\
    command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F\
    T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&\
    trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const TIMESTAMP: &str = "1531420618";

#[test]
fn the_published_example_is_verified() {
    let take = |signature: &str, timestamp: &str, body: &str, now: i64| {
        let headers = headers(timestamp, signature, "application/json");
        let incoming = Incoming { headers: &headers, key: None, body: body.as_bytes() };
        channels::event(&channel(), &incoming, Moment(now))
    };
    // It is the form of a command, which is none of ours: verified, and then not understood.
    let understood = Err(EventError::Body("it needs a text `type`"));
    assert_eq!(take(SIGNATURE, TIMESTAMP, BODY, 1_531_420_618_000), understood);
    assert_eq!(
        take(&SIGNATURE.to_uppercase().replace("V0", "v0"), TIMESTAMP, BODY, 1_531_420_618_000),
        understood
    );
    let other = BODY.replace("foobar", "foobaz");
    assert_eq!(take(SIGNATURE, TIMESTAMP, &other, 1_531_420_618_000), Err(EventError::Signature));
    assert_eq!(take(SIGNATURE, "1531420619", BODY, 1_531_420_618_000), Err(EventError::Signature));
    assert_eq!(take(SIGNATURE, TIMESTAMP, BODY, 1_531_420_919_000), Err(EventError::Timestamp));
}

#[test]
fn only_what_was_signed_now_with_the_secret_is_taken() {
    let body = br#"{"type":"app_rate_limited"}"#;
    let at =
        |offset: Millis| take_with(&signed(SECRET, NOW + offset, "application/json", body), body);
    for seconds in [0, -299, 299] {
        assert!(at(Millis::from_seconds(seconds)).is_ok(), "{seconds}");
    }
    for seconds in [-301, 301, -86_400] {
        assert_eq!(at(Millis::from_seconds(seconds)), Err(EventError::Timestamp), "{seconds}");
    }
    let stranger = signed("another-secret-of-32-characters!", NOW, "application/json", body);
    assert_eq!(take_with(&stranger, body), Err(EventError::Signature));
    assert_eq!(
        take_with(&signed(SECRET, NOW, "application/json", b"{}"), body),
        Err(EventError::Signature)
    );
}

#[test]
fn what_is_no_signature_is_refused() {
    let body = b"{}";
    let seconds = (NOW.0 / 1_000).to_string();
    for (timestamp, signature, status) in [
        (&*seconds, "", 400),
        (&*seconds, "v0=", 400),
        (&*seconds, "v0=zz", 400),
        (&*seconds, &SIGNATURE[3..], 400),
        (&*seconds, &SIGNATURE[..61], 400),
        (&*seconds, SIGNATURE, 401),
        ("", SIGNATURE, 400),
        ("-1", SIGNATURE, 401),
        ("+1795426000", SIGNATURE, 401),
        ("99999999999999999999", SIGNATURE, 400),
        ("999999999999999", SIGNATURE, 401),
        ("1795426000.5", SIGNATURE, 400),
    ] {
        let error =
            take_with(&headers(timestamp, signature, "application/json"), body).unwrap_err();
        assert_eq!(error.status(), status, "{timestamp} {signature}");
    }
    assert_eq!(take_with(&HeaderMap::new(), body).unwrap_err().status(), 400);
}
