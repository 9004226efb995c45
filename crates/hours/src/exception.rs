//! Dates on which other hours hold than in the week: an outing, the days between the years, a long Saturday.

use std::ops::Range;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use timeline::State;

use crate::date_range::DateRange;
use crate::day::{Day, MINUTES};
use crate::error::{Field, HoursError, Problem, shortened};
use crate::expression::parse_time_spans;

/// Other hours on a date, or on each date of a range. Where two name one date, the later in the list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first date in the site's time zone: `2026-12-24`, or `12-24` for every year.
    pub from: String,
    /// The last date in the same form, itself included; the first one again where it is a single day.
    ///
    /// Without a year it may come before the first one: `12-24` to `01-02` lasts over New Year. `02-29` comes in
    /// leap years alone; a range that begins or ends on it loses only that day in the others.
    pub to: String,
    /// What holds instead of the weekly hours.
    pub rule: ExceptionRule,
    /// Why, for visitors to read; or a key for which the page knows the words. It comes out as the period's
    /// reason. A comment of the weekly hours does so too, which cannot hold the sign `"`.
    pub note: Option<String>,
}

/// What holds on a date that is excepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptionRule {
    /// The team is away all day.
    Closed,
    /// The team is there within these times alone: `10:00-14:00` or `10:00-12:00,22:00-02:00`, in OpenStreetMap's syntax.
    Hours(String),
}

/// An exception that was read.
#[derive(Clone, Debug)]
pub(crate) struct ExceptedDates {
    dates: DateRange,
    /// In minutes from midnight, up to those of the day after.
    open: Vec<Range<u16>>,
    note: Option<Arc<str>>,
}

impl ExceptedDates {
    /// Reads the exception with this index in the list.
    pub(crate) fn parse(index: usize, exception: &Exception) -> Result<Self, HoursError> {
        let dates = parse_dates(index, exception)?;
        let open = match &exception.rule {
            ExceptionRule::Closed => Vec::new(),
            ExceptionRule::Hours(times) => parse_time_spans(Field::ExceptionHours(index), times)?,
        };
        let note = exception.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        Ok(Self { dates, open, note: note.map(Arc::from) })
    }

    /// One date on which nobody is there.
    pub(crate) fn closed(date: NaiveDate, reason: &Arc<str>) -> Self {
        let dates = DateRange::Once(date..=date);
        Self { dates, open: Vec::new(), note: Some(Arc::clone(reason)) }
    }

    pub(crate) fn holds_on(&self, date: NaiveDate) -> bool {
        self.dates.contains(date)
    }

    /// A date of this exception, without what is left from the evening before.
    pub(crate) fn day(&self) -> Day {
        let mut day = Day::closed(self.note.clone());
        for minutes in &self.open {
            day.set(minutes.clone(), State::Open, self.note.clone());
        }
        day
    }

    /// The part of the hours that lasts into the day after.
    pub(crate) fn night_after(&self) -> Vec<(Range<u16>, Option<Arc<str>>)> {
        let late = self.open.iter().filter(|minutes| minutes.end > MINUTES);
        late.map(|minutes| {
            let morning = minutes.start.saturating_sub(MINUTES)..minutes.end - MINUTES;
            (morning, self.note.clone())
        })
        .collect()
    }
}

fn parse_dates(index: usize, exception: &Exception) -> Result<DateRange, HoursError> {
    let from = Date::parse(Field::ExceptionFrom(index), &exception.from)?;
    let last = Field::ExceptionTo(index);
    match (from, Date::parse(last, &exception.to)?) {
        (Date::Once(from), Date::Once(to)) if to < from => {
            Err(HoursError::new(last, Problem::EndsBeforeItBegins))
        }
        (Date::Once(from), Date::Once(to)) => Ok(DateRange::Once(from..=to)),
        // Over New Year from one month into an earlier one; within a month it is the wrong way round.
        (Date::EveryYear(from), Date::EveryYear(to)) if to < from && to.0 == from.0 => {
            Err(HoursError::new(last, Problem::EndsBeforeItBegins))
        }
        (Date::EveryYear(from), Date::EveryYear(to)) => Ok(DateRange::EveryYear { from, to }),
        _ => Err(HoursError::new(last, Problem::OneDateWithoutYear)),
    }
}

/// A date as it was written.
enum Date {
    Once(NaiveDate),
    EveryYear((u32, u32)),
}

impl Date {
    /// Takes exactly two forms, so that 2026-1-5 and 26-01-05 are told rather than guessed at.
    fn parse(field: Field, text: &str) -> Result<Self, HoursError> {
        let has_form = |form: &str| {
            let alike = |(byte, form)| match form {
                b'0' => u8::is_ascii_digit(byte),
                _ => *byte == form,
            };
            text.len() == form.len() && text.as_bytes().iter().zip(form.bytes()).all(alike)
        };
        let date = if has_form("0000-00-00") {
            text.parse().ok().map(Self::Once)
        } else if has_form("00-00") {
            // A leap year has every date.
            let date = format!("2028-{text}").parse().ok();
            date.map(|date: NaiveDate| Self::EveryYear((date.month(), date.day())))
        } else {
            None
        };
        date.ok_or_else(|| HoursError::new(field, Problem::NotADate { text: shortened(text) }))
    }
}
