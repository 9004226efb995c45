//! Dates on which other hours hold than in the week: an outing, the days between the years, a long Saturday.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use chrono::NaiveDate;
use timeline::State;

use crate::day::{Day, MINUTES};
use crate::error::{Field, HoursError, Problem, shortened};
use crate::expression::parse_time_spans;

/// Other hours on a date, or on each date of a range. Where two name one date, the later in the list holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The first date, as `YYYY-MM-DD` in the site's time zone.
    pub from: String,
    /// The last date, itself included; the first one again where it is a single day.
    pub to: String,
    /// What holds instead of the weekly hours.
    pub rule: ExceptionRule,
    /// Why, for visitors to read; or a key for which the page knows the words.
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
    dates: RangeInclusive<NaiveDate>,
    /// In minutes from midnight, up to those of the day after.
    open: Vec<Range<u16>>,
    note: Option<Arc<str>>,
}

impl ExceptedDates {
    /// Reads the exception with this index in the list.
    pub(crate) fn parse(index: usize, exception: &Exception) -> Result<Self, HoursError> {
        let from = parse_date(Field::ExceptionFrom(index), &exception.from)?;
        let to = parse_date(Field::ExceptionTo(index), &exception.to)?;
        if to < from {
            let problem = Problem::EndsBeforeItBegins;
            return Err(HoursError::new(Field::ExceptionTo(index), problem));
        }
        let open = match &exception.rule {
            ExceptionRule::Closed => Vec::new(),
            ExceptionRule::Hours(times) => parse_time_spans(Field::ExceptionHours(index), times)?,
        };
        let note = exception.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        Ok(Self { dates: from..=to, open, note: note.map(Arc::from) })
    }

    pub(crate) fn holds_on(&self, date: NaiveDate) -> bool {
        self.dates.contains(&date)
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

/// A date in exactly one form, so that 2026-1-5 and 26-01-05 are told rather than guessed at.
fn parse_date(field: Field, text: &str) -> Result<NaiveDate, HoursError> {
    let has_form = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    has_form
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| HoursError::new(field, Problem::NotADate { text: shortened(text) }))
}
