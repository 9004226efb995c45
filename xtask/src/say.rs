//! Says what a step does, and how long it took.

use std::io::Write as _;
use std::time::Duration;

use anyhow::Result;

use crate::clock;

/// Runs a step that takes a while, with a line before and one after.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    line(&format!("  ...  {what}"));
    let start = clock::start();
    let outcome = work();
    let took = seconds(start.elapsed());
    match &outcome {
        Ok(_) => line(&format!("   ok  {what} ({took})")),
        Err(_) => line(&format!(" FAIL  {what} ({took})")),
    }
    outcome
}

/// One line about something that is already as it should be.
pub(crate) fn fact(what: &str) {
    line(&format!("   ok  {what}"));
}

/// One line for the person, at once even when the output is a pipe.
pub(crate) fn line(text: &str) {
    println!("{text}");
    // Nothing can be told to a person whose output is gone.
    std::io::stdout().flush().ok();
}

/// A duration as people say it: `0.3 s`, `58 s`, `2 min 05 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}
