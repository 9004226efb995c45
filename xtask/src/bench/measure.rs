//! How long something takes: the median of many runs, because a machine has other things to do.

use std::hint::black_box;
use std::time::Duration;

use crate::clock;

/// How many times a sample is taken.
const SAMPLES: usize = 31;

/// How long a sample lasts at least: far longer than the clock's resolution.
const SAMPLE: Duration = Duration::from_millis(5);

/// The time that one run takes: the median over samples of many runs each.
pub(crate) fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut runs = 1;
    while sample(runs, &mut work) * runs < SAMPLE && runs < 1 << 24 {
        runs *= 2;
    }
    middle((0..SAMPLES).map(|_| sample(runs, &mut work)).collect())
}

/// The median of some durations.
pub(crate) fn middle(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn sample<T>(runs: u32, work: &mut impl FnMut() -> T) -> Duration {
    let start = clock::start();
    for _ in 0..runs {
        black_box(work());
    }
    start.elapsed() / runs
}
