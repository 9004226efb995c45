//! Timelines against direct evaluation: the crate that reads opening hours is asked for each rule alone, and the
//! rules are put together as OpenStreetMap's specification says, at every minute of a year.

use chrono::NaiveDate;
use chrono_tz::Tz;
use opening_hours::{OpeningHours, RuleKind};
use proptest::prelude::*;
use proptest::sample::select;

use crate::expressions::{EXPRESSIONS, Rule, expression, rules};
use crate::year::Year;
use crate::{ZONES, cases, local, moment, new_year, plain};

const MINUTES: usize = 24 * 60;

/// What the crate says to the whole expression at each minute; for expressions that it puts together rightly.
#[test]
fn a_year_agrees_with_the_evaluator() {
    for (name, year) in ZONES {
        let year = Year::new(name, year);
        for expression in EXPRESSIONS {
            let hours: OpeningHours = until_midnight(expression).parse().unwrap();
            let timeline = plain(expression, name).unwrap().timeline(year.start(), 366);
            let differs = year.first_difference(&timeline, |date| whole(&hours, date));
            assert_eq!(differs, None, "{expression} in {name}");
        }
    }
}

/// The same, asked for single minutes: the only test that depends on no table of days.
#[test]
fn single_minutes_agree_with_the_evaluator() {
    for (name, year) in ZONES {
        let zone: Tz = name.parse().unwrap();
        for expression in EXPRESSIONS {
            let hours: OpeningHours = until_midnight(expression).parse().unwrap();
            let timeline = plain(expression, name).unwrap().timeline(moment(new_year(year)), 366);
            // A prime, so that each minute of the day comes up.
            for minute in (0..366 * 1440).step_by(1_009) {
                let at = moment(new_year(year) + chrono::TimeDelta::minutes(minute));
                let local = local(zone, at);
                let open = crate::is_open(&timeline, at);
                let is_open = hours.state(local).0 == RuleKind::Open;
                assert_eq!(open, is_open, "{expression} in {name} at {local}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn rules_agree_with_the_evaluator(rules in rules(), (name, year) in select(&ZONES[..])) {
        let text = expression(&rules);
        if let Some(schedule) = plain(&text, name) {
            let year = Year::new(name, year);
            let timeline = schedule.timeline(year.start(), 366);
            let witness = Witness::of(&rules);
            let differs = year.first_difference(&timeline, |date| witness.day(date));
            prop_assert_eq!(differs, None, "{} in {}", text, name);
        }
    }
}

/// With the day's last minute belonging to the day, as the crate does not have it.
fn until_midnight(text: &str) -> String {
    text.replace("-23:59", "-24:00")
}

fn whole(hours: &OpeningHours, date: NaiveDate) -> [bool; MINUTES] {
    let mut day = [None; MINUTES];
    paint(&mut day, hours, date, |range| Some(range.kind));
    open(&day)
}

/// What holds at a minute; none where no rule says anything.
type Answer = Option<RuleKind>;

fn paint(
    day: &mut [Answer; MINUTES],
    hours: &OpeningHours,
    date: NaiveDate,
    answer: impl Fn(&opening_hours::schedule::TimeRange) -> Answer,
) {
    for range in hours.schedule_at(date) {
        let start = usize::from(range.range.start.mins_from_midnight());
        let end = usize::from(range.range.end.mins_from_midnight()).min(MINUTES);
        if let Some(answer) = answer(&range) {
            day[start..end].fill(Some(answer));
        }
    }
}

fn open(day: &[Answer; MINUTES]) -> [bool; MINUTES] {
    day.map(|answer| answer == Some(RuleKind::Open))
}

/// Each rule alone: its dates open all day, and its dates and times open, whatever it says of them.
struct Witness(Vec<(Rule, OpeningHours, OpeningHours)>);

impl Witness {
    fn of(rules: &[Rule]) -> Self {
        let read = |text: String| until_midnight(&text).parse().expect("a part of what was read");
        let alone = |rule: &Rule| {
            let days = if rule.days.is_empty() { "Mo-Su " } else { rule.days };
            let dates = read(format!("{days}00:00-24:00"));
            let times = if rule.times.is_empty() || rule.times == "24/7" {
                "00:00-24:00"
            } else {
                rule.times
            };
            (*rule, dates, read(format!("{days}{times}")))
        };
        Self(rules.iter().map(alone).collect())
    }

    fn day(&self, date: NaiveDate) -> [bool; MINUTES] {
        let mut day = [None; MINUTES];
        for (index, (rule, dates, times)) in self.0.iter().enumerate() {
            let kind = rule.kind();
            let is_normal = index == 0 || rule.separator.trim() == ";";
            if is_normal && kind != RuleKind::Closed && !dates.schedule_at(date).is_empty() {
                day = [None; MINUTES];
            }
            let before = day;
            paint(&mut day, times, date, |range| (range.kind == RuleKind::Open).then_some(kind));
            if rule.separator.trim() == "||" && index > 0 {
                for (now, before) in day.iter_mut().zip(before) {
                    if matches!(before, Some(RuleKind::Open | RuleKind::Unknown)) {
                        *now = before;
                    }
                }
            }
        }
        open(&day)
    }
}
