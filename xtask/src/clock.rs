//! The one place that reads the clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use timeline::Moment;

/// The moment from which a duration is counted.
#[expect(clippy::disallowed_methods, reason = "xtask is native, where the clock works")]
pub(crate) fn start() -> Instant {
    Instant::now()
}

/// Now, as the file system has it.
#[expect(clippy::disallowed_methods, reason = "xtask is native, where the clock works")]
pub(crate) fn system() -> SystemTime {
    SystemTime::now()
}

/// Now, as the crates want it.
#[expect(clippy::disallowed_methods, reason = "xtask is native, where the clock works")]
pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
