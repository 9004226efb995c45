//! The timeline as people write it down: day by day.
//!
//! Nothing here knows a time zone. Days are what lies between two midnights, which the caller knows.

use crate::{Millis, Moment, Period, State, Timeline};

/// From this length on a stretch is no shift that belongs to the evening on which it began.
const SHIFT: Millis = Millis::from_days(1);

/// One day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its first moment.
    pub from: Moment,
    /// The first moment of the day after.
    pub until: Moment,
    /// When the team answers: each stretch with its first moment, and the first one after it.
    pub open: Vec<(Moment, Moment)>,
    /// Whether it does not answer because it is paused.
    pub is_paused: bool,
    /// What the site or the team said of it: why it does not answer at some time of this day, or else of its hours.
    /// Nothing of a shift that began on the day before.
    pub reason: Option<String>,
}

impl Day {
    /// Whether the team answers all day.
    #[must_use]
    pub fn is_all_open(&self) -> bool {
        self.open.first().is_some_and(|(from, until)| *from <= self.from && *until >= self.until)
    }
}

impl Timeline {
    /// The days that lie between these midnights, as far as the timeline reaches.
    ///
    /// A shift past midnight stands on the day on which it began, also with what lasts into the next one:
    /// "22:00 to 02:00". What began before the first day, or lasts a day and longer, is cut at midnight.
    #[must_use]
    pub fn days(&self, midnights: &[Moment]) -> Vec<Day> {
        let first = midnights.first().copied().unwrap_or(self.until());
        let stretches: Vec<_> = self.open_stretches(first).collect();
        let known = midnights.windows(2).filter(|day| day[0] < self.until());
        known
            .map(|day| {
                let (from, until) = (day[0], day[1]);
                let open = of_day(&stretches, first, (from, until));
                let within = || self.within(from, until);
                let is_paused = open.is_empty() && within().any(|it| it.state == State::Paused);
                let is_own = |period: &&Period| {
                    let begins = period.from.max(from);
                    period.state != State::Open
                        || open.iter().any(|(start, end)| (*start..*end).contains(&begins))
                };
                // "Christmas Eve" says more about a shorter day than "ring the bell" does.
                let (opening, away): (Vec<_>, Vec<_>) =
                    within().filter(is_own).partition(|period| period.state == State::Open);
                let reason = away.into_iter().chain(opening).find_map(|it| it.reason.clone());
                Day { from, until, open, is_paused, reason }
            })
            .collect()
    }

    /// The moment at which `days` opening days have passed since `start`: the last open moment of the last of them.
    ///
    /// An opening day is one on which the team answers at all, as [`Timeline::days`] tells it: a shift past midnight
    /// belongs to the day on which it began, and the day ends with it. The day of `start` is one only where none of its
    /// opening time has passed yet. None where midnights or timeline end before.
    #[must_use]
    pub fn after_opening_days(
        &self,
        start: Moment,
        days: u32,
        midnights: &[Moment],
    ) -> Option<Moment> {
        if days == 0 {
            return Some(start);
        }
        // All of them, because a shift that has begun before the first midnight belongs to none of these days.
        let stretches: Vec<_> = self.open_stretches(self.from()).collect();
        let mut left = days;
        for day in midnights.windows(2) {
            let open = of_day(&stretches, self.from(), (day[0], day[1]));
            let (Some((opens, _)), Some((_, closes))) = (open.first(), open.last()) else {
                continue;
            };
            if *opens < start {
                continue;
            }
            // How long a shift lasts that reaches the timeline's end is not known.
            if day[1] > self.until() || *closes > day[1] && *closes == self.until() {
                return None;
            }
            left = left.saturating_sub(1);
            if left == 0 {
                return Some(*closes);
            }
        }
        None
    }

    /// The periods of which a part lies between two moments.
    fn within(&self, from: Moment, until: Moment) -> impl Iterator<Item = &Period> {
        self.periods()[self.index_at(from)..].iter().take_while(move |period| period.from < until)
    }
}

/// What belongs to a day of these stretches, which are known from `first` on: see [`Timeline::days`].
fn of_day(
    stretches: &[(Moment, Moment)],
    first: Moment,
    (from, until): (Moment, Moment),
) -> Vec<(Moment, Moment)> {
    let within = |&(start, end): &(Moment, Moment)| {
        let is_shift = end - start < SHIFT && start > first;
        let (start, end) = if is_shift { (start, end) } else { (start.max(from), end.min(until)) };
        ((from..until).contains(&start) && start < end).then_some((start, end))
    };
    stretches.iter().filter_map(within).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Closed, Open, Paused};

    const DAY: i64 = 24;

    /// Five days, in hours from the first midnight.
    fn timeline(periods: &[(i64, State)]) -> Timeline {
        let periods = periods.iter().map(|(from, state)| Period::new(hour(*from), *state));
        Timeline::new(periods.collect(), hour(5 * DAY)).unwrap()
    }

    fn hour(hours: i64) -> Moment {
        Moment(Millis::from_hours(hours).0)
    }

    fn midnights() -> Vec<Moment> {
        (0..=5).map(|day| hour(day * DAY)).collect()
    }

    fn open(timeline: &Timeline) -> Vec<Vec<(i64, i64)>> {
        let hours = |(from, until): &(Moment, Moment)| (from.0 / 3_600_000, until.0 / 3_600_000);
        timeline.days(&midnights()).iter().map(|day| day.open.iter().map(hours).collect()).collect()
    }

    #[test]
    fn a_shift_past_midnight_stands_on_its_evening() {
        let shifts =
            timeline(&[(0, Open), (2, Closed), (22, Open), (26, Closed), (32, Open), (40, Closed)]);
        assert_eq!(open(&shifts), [vec![(0, 2), (22, 26)], vec![(32, 40)], vec![], vec![], vec![]]);
    }

    #[test]
    fn always_open_is_open_all_of_each_day() {
        let always = timeline(&[(0, Open)]);
        assert_eq!(open(&always)[1], [(24, 48)]);
        assert!(always.days(&midnights()).iter().all(Day::is_all_open));
        assert!(!timeline(&[(0, Open), (20, Closed)]).days(&midnights())[0].is_all_open());
    }

    #[test]
    fn a_day_tells_its_first_reason() {
        let periods = vec![
            Period::new(hour(0), Closed),
            Period::new(hour(8), Open).because("Christmas Eve"),
            Period::new(hour(14), Closed).because("Christmas Eve"),
            Period::new(hour(24), Closed).because("Christmas"),
            Period::new(hour(48), Paused),
        ];
        let days = Timeline::new(periods, hour(5 * DAY)).unwrap().days(&midnights());
        let told: Vec<_> = days.iter().map(|day| (day.reason.as_deref(), day.is_paused)).collect();
        let paused = (None, true);
        assert_eq!(
            told,
            [(Some("Christmas Eve"), false), (Some("Christmas"), false), paused, paused, paused]
        );
    }

    #[test]
    fn an_opening_day_ends_when_its_last_hours_do() {
        // 8 to 12 and 13 to 17 on the first two days and on the fourth.
        let days = [0, 1, 3].map(|day| day * DAY);
        let hours = days.iter().flat_map(|day| {
            [(day + 8, Open), (day + 12, Closed), (day + 13, Open), (day + 17, Closed)]
        });
        let week = timeline(&[(0, Closed)].into_iter().chain(hours).collect::<Vec<_>>());
        let after = |start, days| week.after_opening_days(hour(start), days, &midnights());
        assert_eq!(after(7, 1), Some(hour(17)));
        assert_eq!(after(8, 1), Some(hour(17)));
        assert_eq!(after(9, 1), Some(hour(DAY + 17)));
        assert_eq!(after(12, 1), Some(hour(DAY + 17)));
        assert_eq!(after(20, 2), Some(hour(3 * DAY + 17)));
        assert_eq!(after(DAY + 9, 1), Some(hour(3 * DAY + 17)));
        assert_eq!(after(9, 3), None);
        assert_eq!(after(9, 0), Some(hour(9)));
    }

    #[test]
    fn an_opening_day_without_end_ends_at_midnight() {
        let always = timeline(&[(0, Open)]);
        assert_eq!(always.after_opening_days(hour(30), 1, &midnights()), Some(hour(72)));
    }

    #[test]
    fn an_opening_day_of_a_shift_past_midnight_ends_with_the_shift() {
        // 22 to 2 on the first three evenings.
        let nights = (0..3).flat_map(|day| [(day * DAY + 22, Open), (day * DAY + 26, Closed)]);
        let week = timeline(&[(0, Closed)].into_iter().chain(nights).collect::<Vec<_>>());
        let midnights = midnights();
        let after = |start, days| week.after_opening_days(hour(start), days, &midnights);
        assert_eq!(after(12, 1), Some(hour(26)));
        assert_eq!(after(12, 2), Some(hour(DAY + 26)));
        assert_eq!(after(22, 1), Some(hour(26)));
        // Within the shift, before and after midnight, the next one counts; so it does on the day after.
        assert_eq!(after(23, 1), Some(hour(DAY + 26)));
        assert_eq!(after(25, 1), Some(hour(DAY + 26)));
        assert_eq!(after(DAY + 12, 1), Some(hour(DAY + 26)));
        // The calendar may begin within the shift.
        assert_eq!(week.after_opening_days(hour(25), 1, &midnights[1..]), Some(hour(DAY + 26)));
        assert_eq!(after(2 * DAY + 23, 1), None);
    }

    #[test]
    fn an_opening_day_of_a_stretch_of_a_day_and_longer_ends_at_midnight() {
        // From 9 to 12 on the day after, as where an agent keeps the team open over night.
        let longer = timeline(&[(0, Closed), (9, Open), (DAY + 12, Closed)]);
        let after = |start| longer.after_opening_days(hour(start), 1, &midnights());
        assert_eq!(after(8), Some(hour(DAY)));
        assert_eq!(after(20), Some(hour(DAY + 12)));
        assert_eq!(after(DAY + 1), None);
    }

    #[test]
    fn a_shift_of_unknown_end_is_not_promised() {
        // Two hours east of UTC, where the last known day ends two hours before the timeline.
        let midnights: Vec<_> = (0..=5).map(|day| hour(day * DAY - 2)).collect();
        let after = |opens| {
            let evening = timeline(&[(0, Closed), (opens, Open)]);
            evening.after_opening_days(hour(4 * DAY), 1, &midnights)
        };
        assert_eq!(after(5 * DAY - 4), None);
        assert_eq!(after(4 * DAY), Some(hour(5 * DAY - 2)));
    }
}
