//! Dates on which other hours hold than in the week: an outing, the days between the years, a long Saturday.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use timeline::State;

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

/// The dates of an exception, the last one included.
#[derive(Clone, Debug)]
enum Dates {
    Once(RangeInclusive<NaiveDate>),
    /// Month and day.
    EveryYear {
        from: (u32, u32),
        to: (u32, u32),
    },
}

/// An exception that was read.
#[derive(Clone, Debug)]
pub(crate) struct ExceptedDates {
    dates: Dates,
    /// In minutes from midnight, up to those of the day after.
    open: Vec<Range<u16>>,
    note: Option<Arc<str>>,
}

impl ExceptedDates {
    /// Reads the exception with this index in the list.
    pub(crate) fn parse(index: usize, exception: &Exception) -> Result<Self, HoursError> {
        let dates = Dates::parse(index, exception)?;
        let open = match &exception.rule {
            ExceptionRule::Closed => Vec::new(),
            ExceptionRule::Hours(times) => parse_time_spans(Field::ExceptionHours(index), times)?,
        };
        let note = exception.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        Ok(Self { dates, open, note: note.map(Arc::from) })
    }

    /// One date on which nobody is there.
    pub(crate) fn closed(date: NaiveDate, reason: &Arc<str>) -> Self {
        let dates = Dates::Once(date..=date);
        Self { dates, open: Vec::new(), note: Some(Arc::clone(reason)) }
    }

    pub(crate) fn holds_on(&self, date: NaiveDate) -> bool {
        match &self.dates {
            Dates::Once(dates) => dates.contains(&date),
            Dates::EveryYear { from, to } => {
                let day = (date.month(), date.day());
                if from <= to { (from..=to).contains(&&day) } else { day >= *from || day <= *to }
            }
        }
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

impl Dates {
    fn parse(index: usize, exception: &Exception) -> Result<Self, HoursError> {
        let to = Field::ExceptionTo(index);
        match (
            Date::parse(Field::ExceptionFrom(index), &exception.from)?,
            Date::parse(to, &exception.to)?,
        ) {
            (Date::Once(first), Date::Once(last)) if last < first => {
                Err(HoursError::new(to, Problem::EndsBeforeItBegins))
            }
            (Date::Once(first), Date::Once(last)) => Ok(Self::Once(first..=last)),
            (Date::EveryYear(from), Date::EveryYear(to)) => Ok(Self::EveryYear { from, to }),
            _ => Err(HoursError::new(to, Problem::OneDateWithoutYear)),
        }
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
