//! The dates on which a rule holds, asked of the crate `opening-hours`.
//!
//! It evaluates expressions that it has read from text, and nothing else. So the part of a rule that selects
//! dates is written as an expression of its own, and checked to be read as what it was.

use chrono::{Days, NaiveDate};
use opening_hours::{Context, OpeningHours};
use opening_hours_syntax::rules::day::{DaySelector, WeekDayRange};
use opening_hours_syntax::rules::{
    OpeningHoursExpression, RuleKind, RuleOperator, RuleSequence, time::TimeSelector,
};

use crate::error::Problem;

/// Dates of which each has to fulfil all conditions.
#[derive(Clone, Debug)]
pub(crate) struct Dates(Vec<Condition>);

/// Alternatives: hours that are open on the dates that are meant, and how many days later those count.
type Condition = Vec<(OpeningHours, i64)>;

impl Dates {
    pub(crate) fn of(selector: &DaySelector, context: &Context) -> Result<Self, Problem> {
        let DaySelector { year, monthday, week, weekday } = selector.clone();
        // Year and month apart from each other: the crate writes them without the space that it needs to read them.
        let year = DaySelector { year, ..DaySelector::default() };
        let dates = DaySelector { monthday, week, ..DaySelector::default() };
        let (moved, weekday): (Vec<_>, Vec<_>) =
            weekday.into_iter().partition(|day| later(day) != 0);
        let weekday = DaySelector { weekday, ..DaySelector::default() };

        let mut conditions = Vec::new();
        for selector in [year, dates] {
            if !selector.is_empty() {
                conditions.push(vec![(hours(selector, context)?, 0)]);
            }
        }
        let mut days = Vec::new();
        if !weekday.is_empty() {
            days.push((hours(weekday, context)?, 0));
        }
        for day in moved {
            // A holiday that counts on another day is not always read as it was written, either.
            let days_later = later(&day);
            let weekday = vec![on_the_day(day)];
            let selector = DaySelector { weekday, ..DaySelector::default() };
            days.push((hours(selector, context)?, days_later));
        }
        if !days.is_empty() {
            conditions.push(days);
        }
        Ok(Self(conditions))
    }

    pub(crate) fn contain(&self, date: NaiveDate) -> bool {
        self.0.iter().all(|alternatives| {
            alternatives.iter().any(|(hours, later)| {
                let date = if *later < 0 {
                    date.checked_add_days(Days::new(later.unsigned_abs()))
                } else {
                    date.checked_sub_days(Days::new(later.unsigned_abs()))
                };
                date.is_some_and(|date| !hours.schedule_at(date).is_empty())
            })
        })
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
fn hours(day_selector: DaySelector, context: &Context) -> Result<OpeningHours, Problem> {
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
            Ok(hours.with_context(context.clone()))
        }
        _ => Err(Problem::Intricate),
    }
}
