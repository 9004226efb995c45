//! The dates on which a rule holds: weekdays and dates are looked at here, the rest is asked of the crate
//! `opening-hours`.
//!
//! It evaluates expressions that it has read from text, and nothing else. So the part of a rule that selects
//! dates is written as an expression of its own, and checked to be read as what it was.

use chrono::{Datelike as _, NaiveDate, Weekday};
use opening_hours::{Context, OpeningHours};
use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, MonthdayRange, WeekDayRange,
};
use opening_hours_syntax::rules::{
    OpeningHoursExpression, RuleKind, RuleOperator, RuleSequence, time::TimeSelector,
};

use crate::date_range::DateRange;
use crate::error::Problem;

/// Dates of which each has to fulfil all conditions.
#[derive(Clone, Debug)]
pub(crate) struct Dates(Vec<Condition>);

/// Alternatives, and how many days later each counts.
type Condition = Vec<(Days, i64)>;

/// Dates that can be told from how they are written, as nearly all can, or have to be asked for: asking takes most of a
/// timeline's time.
#[derive(Clone, Debug)]
enum Days {
    Dates(DateRange),
    /// Where the last one comes before the first, they last over Sunday.
    Weekdays {
        first: Weekday,
        last: Weekday,
    },
    /// Hours that are open on the dates that are meant.
    Asked(OpeningHours),
}

impl Dates {
    pub(crate) fn of(selector: &DaySelector, context: &Context) -> Result<Self, Problem> {
        let DaySelector { year, monthday, week, weekday } = selector.clone();
        let ask = |selector: DaySelector| -> Result<Condition, Problem> {
            if selector.is_empty() {
                Ok(Vec::new())
            } else {
                Ok(vec![(hours(selector, context)?, 0)])
            }
        };
        // Year and month apart from each other: the crate writes them without the space that it needs to read them.
        let year = ask(DaySelector { year, ..DaySelector::default() })?;
        let week = ask(DaySelector { week, ..DaySelector::default() })?;

        let mut dates: Condition = monthday.iter().filter_map(told).map(|it| (it, 0)).collect();
        let monthday = monthday.into_iter().filter(|dates| told(dates).is_none()).collect();
        dates.extend(ask(DaySelector { monthday, ..DaySelector::default() })?);

        let mut days = Vec::new();
        for day in weekday {
            if let Some(weekdays) = told_weekdays(&day) {
                days.push((weekdays, 0));
                continue;
            }
            // A holiday that counts on another day is not always read as it was written.
            let days_later = later(&day);
            let weekday = vec![on_the_day(day)];
            let selector = DaySelector { weekday, ..DaySelector::default() };
            days.push((hours(selector, context)?, days_later));
        }
        let conditions = [year, week, dates, days].into_iter();
        Ok(Self(conditions.filter(|alternatives| !alternatives.is_empty()).collect()))
    }

    pub(crate) fn contain(&self, date: NaiveDate) -> bool {
        self.0.iter().all(|alternatives| {
            alternatives.iter().any(|(days, later)| {
                let date = if *later < 0 {
                    date.checked_add_days(chrono::Days::new(later.unsigned_abs()))
                } else {
                    date.checked_sub_days(chrono::Days::new(later.unsigned_abs()))
                };
                date.is_some_and(|date| days.contain(date))
            })
        })
    }
}

impl Days {
    fn contain(&self, date: NaiveDate) -> bool {
        match self {
            Self::Dates(range) => range.contains(date),
            Self::Weekdays { first, last } => {
                let day = date.weekday();
                day.days_since(*first) <= last.days_since(*first)
            }
            Self::Asked(hours) => !hours.schedule_at(date).is_empty(),
        }
    }
}

/// Dates that are written as such: `Dec 24`, `Dec 24-Jan 02`, `2026 Dec 24-27`.
fn told(dates: &MonthdayRange) -> Option<Days> {
    let MonthdayRange::Date { start, end } = dates else { return None };
    if [start.1, end.1] != [DateOffset::default(); 2] {
        return None;
    }
    let (Date::Fixed { year: first, month, day }, to) = (start.0, end.0) else { return None };
    let from = (month as u32, u32::from(day));
    let Date::Fixed { year: last, month, day } = to else { return None };
    let to = (month as u32, u32::from(day));
    let range = match (first, last) {
        (None, None) => DateRange::EveryYear { from, to },
        (Some(first), Some(last)) => {
            let from = NaiveDate::from_ymd_opt(*first, from.0, from.1)?;
            let to = NaiveDate::from_ymd_opt(*last, to.0, to.1)?;
            (from <= to).then_some(DateRange::Once(from..=to))?
        }
        _ => return None,
    };
    Some(Days::Dates(range))
}

/// Weekdays of every week: `Mo`, `Fr-Su`.
fn told_weekdays(day: &WeekDayRange) -> Option<Days> {
    match day {
        WeekDayRange::Fixed {
            range,
            offset: 0,
            nth_from_start: [true, true, true, true, true],
            nth_from_end: [true, true, true, true, true],
        } => Some(Days::Weekdays { first: *range.start(), last: *range.end() }),
        _ => None,
    }
}

/// How many days after a holiday the rule holds.
fn later(day: &WeekDayRange) -> i64 {
    match day {
        WeekDayRange::Holiday { offset, .. } => i64::from(*offset),
        WeekDayRange::Fixed { .. } => 0,
    }
}

fn on_the_day(day: WeekDayRange) -> WeekDayRange {
    match day {
        WeekDayRange::Holiday { kind, .. } => WeekDayRange::Holiday { kind, offset: 0 },
        fixed @ WeekDayRange::Fixed { .. } => fixed,
    }
}

/// Hours that are open all day on these dates.
fn hours(day_selector: DaySelector, context: &Context) -> Result<Days, Problem> {
    let rule = RuleSequence {
        day_selector,
        time_selector: TimeSelector::default(),
        kind: RuleKind::Open,
        operator: RuleOperator::Normal,
        comment: "".into(),
    };
    let expression = OpeningHoursExpression { rules: vec![rule] };
    match expression.to_string().parse::<OpeningHours>() {
        Ok(hours) if *hours.get_expression() == expression => {
            Ok(Days::Asked(hours.with_context(context.clone())))
        }
        _ => Err(Problem::Intricate),
    }
}
