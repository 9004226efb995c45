//! Until when a team may pause or stay open longer: the choices that stand ready,
//! worked out from its opening hours.

use timeline::{State, Timeline};

use crate::clock::{DAY, Wall, Zone};

const MINUTE: i64 = 60_000;
/// Ends that are counted from now are told in steps of this, since "back at 14:05"
/// is easier to read than "back at 14:03". In milliseconds.
const STEP: i64 = 5 * MINUTE;

/// When a pause or a longer day ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// After so many minutes.
    After(i64),
    /// When the hours say "open" next, later today.
    NextOpening,
    /// When the hours say "open" for the first time after today.
    RestOfDay,
    /// When somebody switches back.
    SwitchedBack,
    /// At a time of one's own.
    Own,
}

impl End {
    /// The value by which a field of the form stands for it.
    pub(crate) fn name(self) -> String {
        match self {
            Self::After(minutes) => minutes.to_string(),
            Self::NextOpening => "next-opening".to_owned(),
            Self::RestOfDay => "rest-of-day".to_owned(),
            Self::SwitchedBack => "switched-back".to_owned(),
            Self::Own => "own".to_owned(),
        }
    }

    /// Reads what [`Self::name`] writes.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Some(match name {
            "next-opening" => Self::NextOpening,
            "rest-of-day" => Self::RestOfDay,
            "switched-back" => Self::SwitchedBack,
            "own" => Self::Own,
            minutes => Self::After(minutes.parse().ok()?),
        })
    }
}

/// An end to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Which one.
    pub(crate) end: End,
    /// The moment that it means; none where it means no moment, or the agent is to tell.
    pub(crate) until: Option<i64>,
}

/// What a longer day is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// The closing of the hours, at this moment.
    Closing(i64),
    /// Now: the team is closed.
    Now,
    /// Nothing: no closing is near.
    AlwaysOpen,
}

/// The ends of a pause that begins now.
pub(crate) fn pauses(hours: &Timeline, now: i64, zone: &impl Zone) -> Vec<Choice> {
    let choice = |end, until| Choice { end, until };
    let rest = rest_of_day(hours, now, zone);
    let next = stretches(hours).map(|(from, _)| from).find(|from| *from > now);
    let mut choices: Vec<_> =
        [30, 60, 120].map(|count| choice(End::After(count), Some(after(now, count)))).into();
    if let Some(next) = next.filter(|next| *next < rest) {
        choices.push(choice(End::NextOpening, Some(next)));
    }
    choices.push(choice(End::RestOfDay, Some(rest)));
    choices.push(choice(End::SwitchedBack, None));
    choices.push(choice(End::Own, None));
    choices
}

/// The ends of a longer day.
pub(crate) fn longer_days(hours: &Timeline, now: i64) -> Vec<Choice> {
    let until = |minutes| match base(hours, now) {
        Base::Closing(closing) => Some(closing.saturating_add(minutes * MINUTE)),
        Base::Now => Some(after(now, minutes)),
        Base::AlwaysOpen => None,
    };
    let counted =
        [60, 120].into_iter().filter_map(|minutes| Some((End::After(minutes), until(minutes)?)));
    let mut choices: Vec<_> =
        counted.map(|(end, until)| Choice { end, until: Some(until) }).collect();
    if !choices.is_empty() {
        choices.push(Choice { end: End::Own, until: None });
    }
    choices
}

/// What a longer day is counted from.
pub(crate) fn base(hours: &Timeline, now: i64) -> Base {
    let current = stretches(hours).find(|(from, until)| (*from..*until).contains(&now));
    match current {
        Some((_, closing)) if closing <= now.saturating_add(DAY) => Base::Closing(closing),
        Some(_) => Base::AlwaysOpen,
        None => Base::Now,
    }
}

/// When the hours say "open" for the first time after today; where they say so at
/// midnight too, or never, it is midnight.
fn rest_of_day(hours: &Timeline, now: i64, zone: &impl Zone) -> i64 {
    let midnight = zone.moment(Wall::at(zone.wall(now).day().saturating_add(1), 0));
    let mut later = stretches(hours).skip_while(|(_, until)| *until <= midnight);
    match later.next() {
        // A shift past midnight belongs to the day on which it began.
        Some((from, until)) if from < midnight && until.saturating_sub(from) < DAY => {
            later.next().map_or(until, |(from, _)| from)
        }
        Some((from, _)) => from.max(midnight),
        None => midnight,
    }
}

/// A moment some minutes from now, in a whole step.
fn after(now: i64, minutes: i64) -> i64 {
    let exact = now.saturating_add(minutes.saturating_mul(MINUTE));
    exact.saturating_add(STEP / 2).div_euclid(STEP).saturating_mul(STEP)
}

/// From when until when the team is open, each time. The last one may last longer than is known.
fn stretches(hours: &Timeline) -> impl Iterator<Item = (i64, i64)> {
    let periods = hours.periods();
    let ends = periods.iter().skip(1).map(|next| next.from).chain([hours.until()]);
    let mut stretches: Vec<(i64, i64)> = Vec::new();
    for (period, end) in periods.iter().zip(ends) {
        match stretches.last_mut() {
            _ if period.state != State::Open => {}
            Some((_, until)) if *until == period.from.0 => *until = end.0,
            _ => stretches.push((period.from.0, end.0)),
        }
    }
    stretches.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{Moment, Period};

    const HOUR: i64 = 60 * MINUTE;

    /// Clocks that show UTC.
    struct Utc;

    impl Zone for Utc {
        fn wall(&self, at: i64) -> Wall {
            Wall(at)
        }
    }

    /// What is open, in hours, within ten days that begin closed.
    fn hours(open: &[(i64, i64)]) -> Timeline {
        let mut periods = vec![Period::new(Moment(-1), State::Closed)];
        for (from, until) in open {
            periods.push(Period::new(Moment(from * HOUR), State::Open));
            periods.push(Period::new(Moment(until * HOUR), State::Closed));
        }
        Timeline::joining(periods, Moment(240 * HOUR)).unwrap()
    }

    fn until(choices: &[Choice], end: End) -> Option<i64> {
        let choice = choices.iter().find(|choice| choice.end == end);
        choice.and_then(|choice| choice.until).map(|until| until / HOUR)
    }

    fn check_pauses(open: &[(i64, i64)], now: i64, next: Option<i64>, rest: i64) {
        let choices = pauses(&hours(open), now * HOUR, &Utc);
        let found = (until(&choices, End::NextOpening), until(&choices, End::RestOfDay));
        assert_eq!(found, (next, Some(rest)), "{open:?} at {now}");
    }

    #[test]
    fn a_pause_ends_by_the_hours() {
        let days = [(8, 12), (13, 17), (32, 41)];
        check_pauses(&days, 9, Some(13), 32);
        check_pauses(&days, 14, None, 32);
        check_pauses(&days, 6, Some(8), 32);
        check_pauses(&days, 18, None, 32);
        check_pauses(&[(8, 17), (104, 113)], 9, None, 104);
        check_pauses(&[], 9, None, 24);
        check_pauses(&[(0, 240)], 9, None, 24);
    }

    #[test]
    fn a_shift_past_midnight_belongs_to_its_evening() {
        check_pauses(&[(18, 26), (42, 50)], 20, None, 42);
        check_pauses(&[(18, 26)], 20, None, 26);
        check_pauses(&[(18, 24), (42, 50)], 20, None, 42);
        check_pauses(&[(18, 26), (42, 50)], 25, Some(42), 50);
    }

    #[test]
    fn a_pause_of_some_time_ends_in_a_whole_step() {
        for (now, until) in [(0, 30), (2, 30), (3, 35), (27, 55)] {
            let choices = pauses(&hours(&[]), now * MINUTE + 10_000, &Utc);
            assert_eq!(choices[0], Choice { end: End::After(30), until: Some(until * MINUTE) });
        }
        assert!(pauses(&hours(&[]), i64::MAX, &Utc).len() > 3);
    }

    #[test]
    fn a_longer_day_goes_on_from_closing_and_else_from_now() {
        let days = hours(&[(8, 17), (18, 19)]);
        let ends =
            |now| longer_days(&days, now * HOUR).iter().map(|it| it.until).collect::<Vec<_>>();
        assert_eq!(ends(9), [Some(18 * HOUR), Some(19 * HOUR), None]);
        assert_eq!(ends(20), [Some(21 * HOUR), Some(22 * HOUR), None]);
        assert_eq!(base(&days, 9 * HOUR), Base::Closing(17 * HOUR));
        assert_eq!(base(&days, 17 * HOUR), Base::Now);
    }

    #[test]
    fn an_end_is_read_as_it_is_written() {
        for choice in pauses(&hours(&[(18, 19)]), 9 * HOUR, &Utc) {
            assert_eq!(End::read(&choice.end.name()), Some(choice.end));
        }
        assert_eq!(End::read("tomorrow"), None);
    }

    #[test]
    fn nobody_is_open_longer_than_always() {
        assert_eq!(longer_days(&hours(&[(0, 240)]), HOUR), []);
        assert_eq!(base(&hours(&[(0, 240)]), HOUR), Base::AlwaysOpen);
    }
}
