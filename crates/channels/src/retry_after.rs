//! The header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.

use chrono::DateTime;
use http::HeaderMap;
use http::header::RETRY_AFTER;
use timeline::{Millis, Moment};

use crate::backoff::{CAP, MINIMUM};

/// How long the other side wants to be left alone, within the bounds of the back-off:
/// a mistaken or hostile value must not hold a visitor's question for years.
pub(crate) fn retry_after(headers: &HeaderMap, now: Moment) -> Option<Millis> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let wait = if digits {
        value.parse().map_or(CAP, Millis::from_seconds)
    } else {
        Moment(DateTime::parse_from_rfc2822(value).ok()?.timestamp_millis()) - now
    };
    Some(wait.clamp(MINIMUM, CAP))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn seconds_and_dates_are_understood_and_bounded() {
        // Sunday, 6 November 1994, 08:49:37 GMT, the example of RFC 9110.
        let now = Moment(784_111_777_000);
        for (value, expected) in [
            ("120", Some(Millis::from_seconds(120))),
            (" 7 ", Some(Millis::from_seconds(7))),
            ("0", Some(MINIMUM)),
            ("99999999999999999999999999", Some(CAP)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(Millis::from_seconds(60))),
            ("Sun, 06 Nov 1994 08:49:07 GMT", Some(MINIMUM)),
            ("Mon, 06 Nov 2034 08:49:37 GMT", Some(CAP)),
            ("", None),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("\u{e4}", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            assert_eq!(retry_after(&headers, now), expected, "{value}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
