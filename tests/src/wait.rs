//! Waiting for what happens elsewhere: by events, with one deadline for all of them.

use std::future::Future;
use std::time::Duration;

use tokio::time::timeout;

/// How long anything may take that a test waits for. The slowest thing is a receiver that hangs:
/// 15 seconds until the edge gives up the attempt, and up to 5 until the next one.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// Waits for something, and fails with its name when the deadline has passed.
pub async fn until<T>(what: &str, happens: impl Future<Output = T>) -> T {
    let Ok(value) = timeout(DEADLINE, happens).await else {
        panic!("waited {} s in vain for {what}", DEADLINE.as_secs());
    };
    value
}
