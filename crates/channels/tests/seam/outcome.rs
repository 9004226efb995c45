//! What becomes of an attempt, and what a service may say of it.

use channels::{Failure, Reason, Said, Then};
use http::HeaderMap;
use proptest::prelude::*;
use timeline::{Millis, Moment};

const NOW: Moment = Moment(1_795_426_000_000);

fn of_status(status: u16, retry_after: Option<&str>) -> Failure {
    let mut headers = HeaderMap::new();
    if let Some(value) = retry_after {
        headers.insert("retry-after", value.parse().expect("it fits a header"));
    }
    Failure::of_status(status, &headers, NOW)
}

fn said(text: &str) -> Option<String> {
    Said::parse(text).map(|said| said.to_string())
}

#[test]
fn every_status_has_a_reason_that_shows_it() {
    for status in 0..=u16::MAX {
        let failure = of_status(status, None);
        let told = failure.reason.status().is_none_or(|told| told == status);
        assert!(told, "{status}: {failure:?}");
        assert_eq!(failure.said, None);
        let expected = match status {
            410 => Then::SwitchOff,
            413 => Then::GiveUp,
            _ => Then::Retry { after: None },
        };
        assert_eq!(failure.then, expected, "{status}");
    }
}

#[test]
fn reasons_are_those_that_a_team_can_act_upon() {
    for (statuses, expected) in [
        (&[300, 301, 302, 303, 307, 308, 399][..], "moved"),
        (&[401, 403, 407], "unauthorised"),
        (&[404, 405], "not_found"),
        (&[408], "timed_out"),
        (&[410], "gone"),
        (&[413], "too_large"),
        (&[425, 429], "busy"),
        (&[400, 402, 406, 409, 411, 415, 422, 451, 499], "refused"),
        (&[500, 501, 502, 503, 504, 507, 599], "fault"),
        (&[0, 99, 100, 101, 199, 200, 204, 299, 600, 999, 65_535], "unexpected"),
    ] {
        for status in statuses {
            assert_eq!(of_status(*status, None).reason.code(), expected, "{status}");
        }
    }
}

#[test]
fn a_rest_is_heeded_whatever_is_wrong_but_not_for_what_is_over() {
    let minute = Then::Retry { after: Some(Millis::from_seconds(60)) };
    for status in [401, 404, 408, 422, 429, 500, 503] {
        assert_eq!(of_status(status, Some("60")).then, minute, "{status}");
    }
    assert_eq!(of_status(410, Some("60")).then, Then::SwitchOff);
    assert_eq!(of_status(413, Some("60")).then, Then::GiveUp);
    let year = of_status(503, Some("31536000")).then;
    assert_eq!(year, Then::Retry { after: Some(Millis::from_hours(6)) }, "nobody rests for a year");
}

#[test]
fn what_a_service_says_is_one_short_line() {
    assert_eq!(said("invalid_auth").as_deref(), Some("invalid_auth"));
    assert_eq!(
        said(" two\r\nlines\tand\u{0}a\u{1b}[31mcolour ").as_deref(),
        Some("two lines and a [31mcolour")
    );
    for nothing in ["", " ", "\r\n\t", "\u{0}\u{7}"] {
        assert_eq!(said(nothing), None, "{nothing:?}");
    }
    assert_eq!(said(&"\u{fc}".repeat(1_000)), Some("\u{fc}".repeat(200)));
    let spaces = format!("{}late", " ".repeat(100_000));
    assert_eq!(said(&spaces), None, "no more than the beginning is looked at");
}

#[test]
fn words_are_added_to_a_failure_and_change_nothing_else() {
    let busy = of_status(429, Some("60"));
    let saying = busy.clone().saying(Some("slow down"));
    assert_eq!((saying.reason, saying.then), (busy.reason, busy.then));
    assert_eq!(saying.said.as_ref().map(Said::as_str), Some("slow down"));
    assert_eq!(saying.saying(None).said, None);
    assert_eq!(Failure::retry(Reason::TimedOut).then, Then::Retry { after: None });
    assert_eq!(Failure::give_up(Reason::Unsendable).then, Then::GiveUp);
}

proptest! {
    #[test]
    fn whatever_a_service_says_fits_a_line(text: String) {
        if let Some(line) = said(&text) {
            prop_assert!(line.chars().count() <= 200 && !line.contains(char::is_control));
            prop_assert_eq!(line.trim(), &line);
            prop_assert_eq!(said(&line), Some(line));
        }
    }
}
