//! The one clock of the tests: what is signed must be signed now.

use std::time::{SystemTime, UNIX_EPOCH};

use timeline::Moment;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the tests are native, where the clock works")]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    Moment(i64::try_from(since.as_millis()).expect("the clock is before the year 292 million"))
}
