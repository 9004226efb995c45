//! How long to wait before the next try to connect.

/// The first pause is up to this long, in milliseconds.
const FIRST: u32 = 500;
/// No pause is longer: whoever looks at a page that says "lost" wants it back.
const LONGEST: u32 = 20_000;
/// No pause is shorter.
const SHORTEST: u32 = 200;

/// The pause in milliseconds before a try, after `failures` failed ones in a row.
///
/// Doubling with full jitter (Brooker, "Exponential Backoff and Jitter", 2015), so
/// that the pages of a whole team do not return in one moment. `dice` is from 0 to 1.
pub(crate) fn pause(failures: u32, dice: f64) -> u32 {
    let longest = FIRST.saturating_mul(1 << failures.min(16)).min(LONGEST);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a pause may be"
    )]
    let pause = (f64::from(longest) * dice).clamp(0.0, f64::from(LONGEST)) as u32;
    pause.max(SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_limit_and_are_spread() {
        assert_eq!(pause(0, 1.0), 500);
        assert_eq!(pause(3, 1.0), 4_000);
        assert_eq!(pause(3, 0.5), 2_000);
        assert_eq!(pause(u32::MAX, 1.0), LONGEST);
        assert_eq!(pause(9, 0.0), SHORTEST);
        assert_eq!(pause(9, f64::NAN), SHORTEST);
    }
}
