//! The team's own opening status, in the header.

use timeline::{Millis, Moment, Status, Timeline};
use words::inbox::Word;

use crate::words::Words;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Which light stands before the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    /// Open.
    Open,
    /// Open, and closing within the site's `closing_soon`.
    ClosingSoon,
    /// Closed.
    Closed,
}

/// How moments are told in the site's zone: by the browser's formats, or a test's.
pub(crate) trait Calendar {
    /// A time of day.
    fn time(&self, at: i64) -> String;
    /// A day with its weekday.
    fn weekday(&self, at: i64) -> String;
}

/// The status in words.
pub(crate) fn line(
    words: &Words,
    timeline: &Timeline,
    closing_soon: u32,
    now: i64,
    calendar: &impl Calendar,
) -> (Light, String) {
    match timeline.status(Moment(now), Millis::from_minutes(i64::from(closing_soon))) {
        Status::Open { until: None } => (Light::Open, words.get(Word::StatusOpen).to_owned()),
        Status::Open { until: Some(until) } => {
            let time = calendar.time(until.0);
            (Light::Open, words.fill(Word::StatusOpenUntil, &[("time", &time)]))
        }
        Status::ClosingSoon { at } => {
            let left = at - Moment(now);
            let minutes = left.0.max(0).unsigned_abs().div_ceil(Millis::MINUTE.0.unsigned_abs());
            let (one, other) = (Word::StatusClosesInOne, Word::StatusClosesInOther);
            (Light::ClosingSoon, words.count(one, other, "minutes", minutes))
        }
        Status::Closed { reopens, reason } | Status::Paused { reopens, reason } => {
            (Light::Closed, closed(words, reopens, reason.as_deref(), now, calendar))
        }
    }
}

fn closed(
    words: &Words,
    reopens: Option<Moment>,
    reason: Option<&str>,
    now: i64,
    calendar: &impl Calendar,
) -> String {
    let closed = match reason {
        Some(reason) => words.fill(Word::StatusClosedFor, &[("reason", reason)]),
        None => words.get(Word::StatusClosed).to_owned(),
    };
    let Some(reopens) = reopens else { return closed };
    let time = calendar.time(reopens.0);
    let day = calendar.weekday(reopens.0);
    let opens = if day == calendar.weekday(now) {
        words.fill(Word::StatusOpensToday, &[("time", &time)])
    } else if day == calendar.weekday(now.saturating_add(DAY)) {
        words.fill(Word::StatusOpensTomorrow, &[("time", &time)])
    } else {
        words.fill(Word::StatusOpensOn, &[("day", &day), ("time", &time)])
    };
    format!("{closed} · {opens}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::words::english;

    const HOUR: i64 = 3_600_000;

    /// A calendar in UTC that writes hours and days as numbers.
    struct Plain;

    impl Calendar for Plain {
        fn time(&self, at: i64) -> String {
            format!("{}:00", at / HOUR % 24)
        }

        fn weekday(&self, at: i64) -> String {
            format!("day {}", at / HOUR / 24)
        }
    }

    /// Open from 8 to 16 on the first day, closed with a reason all of the second and third, open on the fourth.
    fn shown(hour: i64) -> (Light, String) {
        let note = BTreeMap::from([("en".to_owned(), "Outing".to_owned())]);
        let wire = protocol::timeline::Timeline {
            from: 0,
            open: false,
            lengths: vec![480, 480, 480, 0, 2880, 480, 480],
            reasons: BTreeMap::from([(4, note)]),
            paused: Vec::new(),
        };
        line(&english(), &wire.read("en", "en").unwrap(), 60, hour * HOUR, &Plain)
    }

    #[test]
    fn each_status_has_its_words() {
        for (hour, light, words) in [
            (1, Light::Closed, "Closed · opens today at 8:00"),
            (9, Light::Open, "Open until 16:00"),
            (15, Light::ClosingSoon, "Closes in 60 minutes"),
            (17, Light::Closed, "Closed · opens on day 3 at 0:00"),
            (30, Light::Closed, "Closed (Outing) · opens on day 3 at 0:00"),
            (50, Light::Closed, "Closed (Outing) · opens tomorrow at 0:00"),
            (81, Light::Closed, "Closed"),
        ] {
            assert_eq!(shown(hour), (light, words.to_owned()), "{hour}");
        }
    }
}
