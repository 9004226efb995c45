//! Timelines against a team that works in shifts, exceptions included: written without the evaluator or its syntax.

use chrono::{Datelike, Days, NaiveDate};
use hours::{Exception, ExceptionRule, Schedule, SiteHours};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::year::Year;
use crate::{ZONES, cases, new_year};

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_team_in_shifts_agrees(team in teams(), (name, year) in select(&ZONES[..])) {
        let first = new_year(year).date();
        let site = SiteHours {
            expression: &team.expression(),
            time_zone: name,
            region: None,
            exceptions: &team.exceptions(first),
        };
        let schedule = Schedule::parse(site).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let year = Year::new(name, year);
        let timeline = schedule.timeline(year.start(), 366);
        let differs = year.first_difference(&timeline, |date| team.day(first, date));
        prop_assert_eq!(differs, None);
    }
}

/// Beginning and end in minutes from midnight, up to those of the day after.
type Shift = (u16, u16);

/// The first and the last date, in days after the first of all, and the shifts then.
type Excepted = (u64, u64, Vec<Shift>);

/// A team that works in shifts of its own weekdays, and of its exceptions' dates.
#[derive(Clone, Debug)]
struct Shifts {
    /// For each weekday from Monday on, in minutes from its midnight.
    weekly: [Vec<Shift>; 7],
    /// The later in the list hold.
    exceptions: Vec<Excepted>,
}

const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

fn span((start, end): Shift) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
}

impl Shifts {
    fn expression(&self) -> String {
        let rules = WEEKDAYS.iter().zip(&self.weekly).flat_map(|(day, shifts)| {
            shifts.iter().map(move |shift| format!("{day} {}", span(*shift)))
        });
        let rules: Vec<_> = rules.collect();
        if rules.is_empty() { "off".to_owned() } else { rules.join(", ") }
    }

    fn exceptions(&self, first: NaiveDate) -> Vec<Exception> {
        let exception = |(from, to, shifts): &Excepted| {
            let spans: Vec<_> = shifts.iter().map(|shift| span(*shift)).collect();
            let rule = match shifts.as_slice() {
                [] => ExceptionRule::Closed,
                _ => ExceptionRule::Hours(spans.join(",")),
            };
            let date = |days| (first + Days::new(days)).to_string();
            Exception { from: date(*from), to: date(*to), rule, note: None }
        };
        self.exceptions.iter().map(exception).collect()
    }

    fn begun_on(&self, first: NaiveDate, date: NaiveDate) -> &[Shift] {
        let excepted = self.exceptions.iter().rev().find(|(from, to, _)| {
            (first + Days::new(*from)..=first + Days::new(*to)).contains(&date)
        });
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).expect("one of seven");
        excepted.map_or(&self.weekly[weekday], |(_, _, shifts)| shifts)
    }

    fn day(&self, first: NaiveDate, date: NaiveDate) -> [bool; 1440] {
        let yesterday = self.begun_on(first, date - Days::new(1));
        let today = self.begun_on(first, date);
        std::array::from_fn(|minute| {
            let minute = u16::try_from(minute).expect("of a day");
            let during = |(start, end): &Shift, minute| (*start..*end).contains(&minute);
            today.iter().any(|shift| during(shift, minute))
                || yesterday.iter().any(|shift| during(shift, minute + 1440))
        })
    }
}

/// Shifts that end before the first one of the next day begins.
fn shifts() -> impl Strategy<Value = Vec<Shift>> {
    let shift = (24u16..96, 1u16..70).prop_map(|(start, length)| {
        let end = (start + length).min(24 + 96);
        (start * 15, end * 15)
    });
    vec(shift, 0..3)
}

fn teams() -> impl Strategy<Value = Shifts> {
    let weekly = [shifts(), shifts(), shifts(), shifts(), shifts(), shifts(), shifts()];
    let exception =
        (0u64..366, 0u64..9, shifts()).prop_map(|(from, more, it)| (from, from + more, it));
    (weekly, vec(exception, 0..9)).prop_map(|(weekly, exceptions)| Shifts { weekly, exceptions })
}
