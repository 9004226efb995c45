//! The public holidays of a region: on which dates they fall, and what they are called.
//!
//! A region is a country of ISO 3166-1 (`DE`), a subdivision of it as in ISO 3166-2 (`DE-BY`), or, where
//! holidays differ below that, a part of the subdivision (`DE-BY-A`, the city of Augsburg). Whoever names a
//! region has its holidays and those of all that it lies in.
//!
//! The dates reach from 2025 to 2036; outside of these years there are no holidays. They are whole days: what
//! begins at noon is none, and days on which only banks close are none. [`table`] reads the file
//! that `cargo xtask holidays` makes, and `xtask/src/holidays/generate.mjs` says what is taken into it.
//!
//! What a government sets year by year is not there: bridge days, working Saturdays, days of mourning, and days
//! of elections where no law sets the date (Brazil's and New York's do). Where a month begins with the sight of the
//! moon, a date may be off by a day. A site's exceptions put both right.

mod dates;
pub(crate) mod region;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::NaiveDate;
use compact_calendar::CompactCalendar;
use opening_hours::{Context, ContextHolidays};

use crate::error::HoursError;

/// Begins a reason that names a holiday. A comment of the weekly hours cannot hold the quotation mark.
const KEY: &str = "holiday\"";

/// The public holidays of one region, worked out.
#[derive(Clone, Debug)]
pub(crate) struct Holidays {
    reasons: BTreeMap<NaiveDate, Arc<str>>,
}

impl Holidays {
    /// Reads a site's region.
    pub(crate) fn parse(region: &str) -> Result<Self, HoursError> {
        let Some((languages, holidays)) = table::holidays(region) else {
            return Err(region::unknown(region));
        };
        let mut reasons = BTreeMap::new();
        for holiday in holidays {
            let reason: Arc<str> = reason(&languages, &holiday.names).into();
            for date in holiday.dates {
                // Where two fall on one date, the country's own is named, and the earlier in its list.
                reasons.entry(date).or_insert_with(|| Arc::clone(&reason));
            }
        }
        Ok(Self { reasons })
    }

    /// The dates in order, each with the reason that names its holiday.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (NaiveDate, &Arc<str>)> {
        self.reasons.iter().map(|(date, reason)| (*date, reason))
    }

    /// The reason that names the holiday on this date.
    pub(crate) fn on(&self, date: NaiveDate) -> Option<&Arc<str>> {
        self.reasons.get(&date)
    }

    /// The dates as the evaluator wants them.
    ///
    /// Its own calendar stays out: it takes every holiday that some part of a country has for one of the whole
    /// country (<https://github.com/remi-dupre/opening-hours-rs/issues/85>), and knows no names.
    pub(crate) fn context(&self) -> Context {
        let mut calendar = CompactCalendar::default();
        for date in self.reasons.keys() {
            calendar.insert(*date);
        }
        Context::default().with_holidays(ContextHolidays::new(Arc::new(calendar), Arc::default()))
    }
}

/// The names with their languages in one text, so that a timeline that was stored still has them when the
/// table has changed.
fn reason(languages: &[&str], names: &[&str]) -> String {
    let mut reason = String::from("holiday");
    for (language, name) in languages.iter().zip(names).filter(|(_, name)| !name.is_empty()) {
        // Writing into a string does not fail.
        let _ = write!(reason, "\"{language}={name}");
    }
    reason
}

/// What a holiday is called: in English, and in the languages of its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a>(&'a str);

/// The names of the holiday that closes a period, from the period's reason; none where the reason is another:
/// the note of an exception, or a comment of the weekly hours.
#[must_use]
pub fn names(reason: &str) -> Option<Names<'_>> {
    let names = Names(reason.strip_prefix(KEY)?);
    names.iter().next().map(|_| names)
}

impl<'a> Names<'a> {
    /// Each language as a tag of BCP 47, with the name in it; English first, where it is known.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.0.split('"').filter_map(|name| name.split_once('='))
    }

    /// The name in a language such as `de` or `de-CH`; else in English; else in the country's language.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> &'a str {
        let language = primary(tag);
        let find = |wanted: &str| self.iter().find(|(known, _)| *known == wanted);
        let name = find(&language).or_else(|| find("en")).or_else(|| self.iter().next());
        name.map_or("", |(_, name)| name)
    }
}

/// The language of a tag as the table writes it: without script or country, and Norwegian as one.
fn primary(tag: &str) -> String {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if language == "nb" || language == "nn" { "no".to_owned() } else { language }
}

/// Every region that has public holidays of its own here, a country before its parts.
pub fn regions() -> impl Iterator<Item = &'static str> {
    table::regions()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_carries_the_names() {
        let reason = reason(&["en", "de", "fr"], &["Easter Monday", "", "Lundi de Pâques"]);
        assert_eq!(reason, "holiday\"en=Easter Monday\"fr=Lundi de Pâques");
        let names = names(&reason).expect("names");
        let all: Vec<_> = names.iter().collect();
        assert_eq!(all, [("en", "Easter Monday"), ("fr", "Lundi de Pâques")]);
        assert_eq!(names.in_language("fr-CH"), "Lundi de Pâques");
        assert_eq!(names.in_language("de"), "Easter Monday");
    }

    #[test]
    fn other_reasons_carry_none() {
        for reason in ["", "0", "holiday", "holiday\"", "Christmas", "holiday: en=x"] {
            assert_eq!(names(reason), None, "{reason}");
        }
    }

    #[test]
    fn a_language_of_the_country_stands_in_where_english_is_missing() {
        let names = names("holiday\"no=Skjærtorsdag").expect("names");
        assert_eq!(names.in_language("nb"), "Skjærtorsdag");
        assert_eq!(names.in_language("de"), "Skjærtorsdag");
    }
}
