//! What the team says for now, against its hours: a pause, or a longer day.

use crate::{Moment, Period, State, Timeline};

/// A stretch of time in which something else holds than the opening hours say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// From when on.
    pub from: Moment,
    /// Until when; until further notice where it is not known.
    pub until: Option<Moment>,
    /// What holds.
    pub state: State,
    /// Why, where the team said so.
    pub reason: Option<String>,
}

impl Timeline {
    /// The same timeline with the override in it. One that lies outside of what was worked out changes nothing.
    #[must_use]
    pub fn overridden(&self, by: &Override) -> Self {
        let from = by.from.max(self.from());
        let until = by.until.map_or(self.until(), |until| until.min(self.until()));
        if from >= until {
            return self.clone();
        }
        let before = self.periods().iter().take_while(|period| period.from < from).cloned();
        let during = Period { from, state: by.state, reason: by.reason.clone() };
        let resumed = Period { from: until, ..self.periods()[self.index_at(until)].clone() };
        let after = self.periods().iter().skip_while(|period| period.from <= until).cloned();
        Self::joining(before.chain([during, resumed]).chain(after), self.until())
            .unwrap_or_else(|_| self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Closed, Open, Paused};

    /// Open from 8 to 16 and from 32 to 40, until 48.
    fn two_days() -> Timeline {
        timeline(&[(0, Closed), (8, Open), (16, Closed), (32, Open), (40, Closed)])
    }

    fn timeline(periods: &[(i64, State)]) -> Timeline {
        let periods = periods.iter().map(|(from, state)| Period::new(Moment(*from), *state));
        Timeline::new(periods.collect(), Moment(48)).unwrap()
    }

    fn check(from: i64, until: Option<i64>, state: State, expect: &[(i64, State)]) {
        let by = Override { from: Moment(from), until: until.map(Moment), state, reason: None };
        assert_eq!(two_days().overridden(&by), timeline(expect), "{by:?}");
    }

    #[test]
    fn a_pause_ends_in_the_hours_that_hold_then() {
        let rest = [(32, Open), (40, Closed)];
        check(
            10,
            Some(12),
            Paused,
            &[&[(0, Closed), (8, Open), (10, Paused), (12, Open), (16, Closed)], &rest[..]]
                .concat(),
        );
        check(
            10,
            Some(20),
            Paused,
            &[&[(0, Closed), (8, Open), (10, Paused), (20, Closed)], &rest[..]].concat(),
        );
        check(10, Some(32), Paused, &[&[(0, Closed), (8, Open), (10, Paused)], &rest[..]].concat());
        check(10, None, Paused, &[(0, Closed), (8, Open), (10, Paused)]);
    }

    #[test]
    fn a_longer_day_joins_the_hours_it_touches() {
        let rest = [(32, Open), (40, Closed)];
        check(12, Some(20), Open, &[&[(0, Closed), (8, Open), (20, Closed)], &rest[..]].concat());
        check(
            18,
            Some(20),
            Open,
            &[&[(0, Closed), (8, Open), (16, Closed), (18, Open), (20, Closed)], &rest[..]]
                .concat(),
        );
        check(
            18,
            Some(33),
            Open,
            &[(0, Closed), (8, Open), (16, Closed), (18, Open), (40, Closed)],
        );
    }

    #[test]
    fn what_lies_outside_changes_nothing() {
        let all = [(0, Closed), (8, Open), (16, Closed), (32, Open), (40, Closed)];
        check(-5, Some(0), Paused, &all);
        check(48, None, Paused, &all);
        check(12, Some(12), Paused, &all);
        check(12, Some(10), Paused, &all);
        check(-5, Some(100), Paused, &[(0, Paused)]);
    }

    #[test]
    fn the_reason_comes_along() {
        let reason = Some("Team meeting".to_owned());
        let by = Override { from: Moment(10), until: Some(Moment(12)), state: Paused, reason };
        let timeline = two_days().overridden(&by);
        assert_eq!(timeline.periods()[2], Period::new(Moment(10), Paused).because("Team meeting"));
    }
}
