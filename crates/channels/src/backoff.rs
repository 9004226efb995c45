//! When a delivery is tried again.
//!
//! Exponential back-off with full jitter: the wait is drawn evenly from nothing up to a window that
//! doubles with each attempt (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture
//! Blog, 2015). So what failed together does not come back together.

use std::time::Duration;

use timeline::{Millis, Moment};

/// The first window. Standard Webhooks' example schedule tries again after 5 seconds too.
pub const BASE: Millis = Millis::from_seconds(5);

/// The widest window: waits are 3 hours on average then, so that a channel that was mended in the
/// morning has everything by the afternoon. It is reached after 14 attempts.
pub const CAP: Millis = Millis::from_hours(6);

/// The shortest wait. Full jitter may draw nothing at all, and a loop without a pause
/// would do to a failing channel what the back-off is there to avoid.
pub const MINIMUM: Millis = Millis::from_seconds(1);

/// How long a delivery is tried. Standard Webhooks recommends several days, its example takes
/// three: long enough for a weekend. After about 35 attempts an agent decides.
pub const GIVE_UP: Millis = Millis::from_days(3);

/// The moment of the next attempt, or nothing once the delivery has been tried for [`GIVE_UP`].
///
/// `attempts` is the number of attempts so far, the one that has just failed included,
/// `first_tried` the moment of the first, and `random` an even draw from 0 (included) to 1 (not
/// included). The last attempt is made at the end of that time at the latest.
#[must_use]
pub fn next_attempt(
    attempts: u32,
    first_tried: Moment,
    now: Moment,
    random: f64,
) -> Option<Moment> {
    let end = first_tried + GIVE_UP;
    if now >= end {
        return None;
    }
    let wait = jitter(window(attempts), random).max(MINIMUM);
    let soonest = now + MINIMUM;
    Some((now + wait).min(end).max(soonest))
}

/// `BASE`, doubled with each attempt after the first, up to `CAP`.
fn window(attempts: u32) -> Millis {
    let doubled = 2_i64.saturating_pow(attempts.saturating_sub(1));
    Millis(BASE.0.saturating_mul(doubled)).min(CAP)
}

/// The part of the window that was drawn. A draw that is none takes all of it.
fn jitter(window: Millis, random: f64) -> Millis {
    let whole = Duration::from_millis(window.0.unsigned_abs());
    let drawn = Duration::try_from_secs_f64(whole.as_secs_f64() * random).unwrap_or(whole);
    Millis(i64::try_from(drawn.min(whole).as_millis()).unwrap_or(window.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn windows_grow_from_seconds_to_hours() {
        let seconds: Vec<i64> = (0..=15).map(|attempts| window(attempts).0 / 1_000).collect();
        assert_eq!(
            seconds,
            [5, 5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 21600, 21600]
        );
        assert_eq!(window(u32::MAX), CAP);
    }

    #[test]
    fn the_draw_decides_within_the_window() {
        for (attempts, random, seconds) in
            [(1, 0.0, 1.0), (1, 0.5, 2.5), (3, 0.75, 15.0), (40, 0.5, 10_800.0)]
        {
            let at = next_attempt(attempts, Moment(0), Moment(0), random).unwrap();
            assert!(
                (Duration::from_millis(at.0.unsigned_abs()).as_secs_f64() - seconds).abs() < 0.01
            );
        }
    }

    #[test]
    fn it_ends_after_three_days() {
        let end = Moment(0) + GIVE_UP;
        assert_eq!(
            next_attempt(30, Moment(0), end - Millis(1), 0.9),
            Some(end - Millis(1) + MINIMUM)
        );
        assert_eq!(
            next_attempt(30, Moment(0), end - CAP, 0.999),
            Some(end - CAP + jitter(CAP, 0.999))
        );
        assert_eq!(next_attempt(30, Moment(0), end - MINIMUM, 0.9), Some(end));
        assert_eq!(next_attempt(1, Moment(0), end, 0.5), None);
    }

    proptest! {
        #[test]
        fn never_at_once_and_never_far(
            attempts: u32, first: i64, now: i64, random in 0.0..1.0_f64,
        ) {
            if let Some(next) = next_attempt(attempts, Moment(first), Moment(now), random) {
                prop_assert!(next >= Moment(now) + MINIMUM);
                prop_assert!(next <= Moment(now) + CAP);
                prop_assert!(next <= (Moment(first) + GIVE_UP).max(Moment(now) + MINIMUM));
            }
        }

        #[test]
        fn a_draw_that_is_none_is_survived(attempts: u32, random: f64) {
            let next = next_attempt(attempts, Moment(0), Moment(0), random).unwrap();
            prop_assert!(Moment(0) + MINIMUM <= next && next <= Moment(0) + CAP);
        }

        #[test]
        fn every_delivery_is_given_up_in_the_end(draws in prop::collection::vec(0.0..1.0_f64, 64)) {
            let (mut now, mut attempts) = (Moment(0), 1_u32);
            let mut draws = draws.into_iter().cycle();
            while let Some(next) = next_attempt(attempts, Moment(0), now, draws.next().unwrap()) {
                prop_assert!(next > now);
                (now, attempts) = (next, attempts + 1);
            }
            prop_assert!(now >= Moment(0) + GIVE_UP);
            prop_assert!(now < Moment(0) + GIVE_UP + MINIMUM);
        }
    }
}
