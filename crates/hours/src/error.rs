//! What was wrong with a site's opening hours: in which field, where in it, and what to write instead.

use std::fmt;

use thiserror::Error;

/// Why opening hours were not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}{}: {problem}", At(*.position))]
pub struct HoursError {
    /// The field at fault.
    pub field: Field,
    /// The character of the field's text at which the fault begins, counted from 1, where one can be named.
    pub position: Option<usize>,
    /// What is wrong, and the mend.
    pub problem: Problem,
}

impl HoursError {
    pub(crate) const fn new(field: Field, problem: Problem) -> Self {
        Self { field, position: None, problem }
    }

    /// The same fault, beginning at this byte of the field's text.
    pub(crate) fn at_byte(self, text: &str, byte: usize) -> Self {
        let before = text.char_indices().take_while(|(start, _)| *start < byte).count();
        Self { position: Some(before + 1), ..self }
    }
}

/// A field of a site's configuration, shown by its name there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The weekly hours.
    Hours,
    /// The time zone.
    TimeZone,
    /// The region whose public holidays hold.
    Region,
    /// The exceptions as a whole.
    Exceptions,
    /// The first date of the exception with this index, counted from 0.
    ExceptionFrom(usize),
    /// The last date of the exception with this index, counted from 0.
    ExceptionTo(usize),
    /// The hours of the exception with this index, counted from 0.
    ExceptionHours(usize),
    /// The reply target.
    ReplyTarget,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours => f.write_str("hours"),
            Self::TimeZone => f.write_str("time_zone"),
            Self::Region => f.write_str("region"),
            Self::Exceptions => f.write_str("exceptions"),
            Self::ExceptionFrom(index) => write!(f, "exceptions[{index}].from"),
            Self::ExceptionTo(index) => write!(f, "exceptions[{index}].to"),
            Self::ExceptionHours(index) => write!(f, "exceptions[{index}].hours"),
            Self::ReplyTarget => f.write_str("reply_target"),
        }
    }
}

/// A fault and its mend.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// No text at all.
    #[error(
        "are empty; write 24/7 for always, off for never, or rules such as \"Mo-Fr 09:00-17:00\""
    )]
    Empty,
    /// More text than is read.
    #[error("is longer than {limit} bytes; write fewer rules, and single dates as exceptions")]
    TooLong {
        /// The most bytes that are read.
        limit: usize,
    },
    /// A comment that is longer than a reason may be.
    #[error("has a comment of more than {limit} characters; shorten it")]
    CommentTooLong {
        /// The most characters that are taken.
        limit: usize,
    },
    /// More exceptions than are looked through.
    #[error(
        "are more than {limit}; leave out past ones, and join neighbouring dates with from and to"
    )]
    TooMany {
        /// The most exceptions that are taken.
        limit: usize,
    },
    /// No opening hours in OpenStreetMap's syntax.
    #[error(
        "cannot be read from {near} on; write days as Mo, Tu, We, Th, Fr, Sa, Su and times as 09:00-17:00, \
         such as \"Mo-Fr 09:00-17:00; Sa 10:00-14:00\""
    )]
    Syntax {
        /// The text from the fault on, quoted and shortened, or "its end".
        near: String,
    },
    /// Read, but without a meaning: a range the wrong way round, an hour past 48:00.
    #[error("makes no sense: {detail}; put it right, or leave this part out")]
    Senseless {
        /// What the evaluator says, in English.
        detail: String,
    },
    /// Sunrise, sunset, dawn or dusk.
    #[error("has no times by the sun; write a time of the clock, such as 07:30")]
    SunTime,
    /// `18:00+`.
    #[error("needs a closing time instead of an open end; write 18:00-22:00 for 18:00+")]
    OpenEnd,
    /// `10:00-16:00/01:30`.
    #[error("takes no repeated points in time; write the time span without the part from / on")]
    Repetition,
    /// `PH` without a region.
    #[error(
        "names public holidays (PH), but no region says whose; add one such as region = \"DE-BY\", or leave PH out"
    )]
    HolidaysOfNoRegion,
    /// `SH`.
    #[error("knows no school holidays (SH); write their dates as exceptions")]
    SchoolHolidays,
    /// `PH Mo-Fr`, which would be taken for the days of both.
    #[error(
        "cannot tell holidays on some weekdays from others; write PH,Mo-Fr for holidays and weekdays alike, \
         or PH alone"
    )]
    HolidaysOnWeekdays,
    /// `2026Dec`, which would be taken for a single day.
    #[error("needs a space between year and month; write 2026 Dec for 2026Dec")]
    YearAtMonth,
    /// Read, but not in the same way twice.
    #[error(
        "selects its days in a way that is too intricate; write each choice of days as a rule of its own"
    )]
    Intricate,
    /// More than time spans where only these are taken.
    #[error("takes times only, such as 10:00-14:00,15:00-18:00; a day without hours is closed")]
    NotTimeSpans,
    /// A time zone that is not in the IANA database.
    #[error("{name:?} is no IANA time zone; write one such as Europe/Berlin or UTC")]
    UnknownTimeZone {
        /// What was given, shortened.
        name: String,
    },
    /// A region that is not in the table of public holidays.
    #[error("{text:?} is no region whose public holidays are known; {mend}")]
    UnknownRegion {
        /// What was given, shortened.
        text: String,
        /// What to write instead.
        mend: String,
    },
    /// Not a date of the calendar.
    #[error(
        "{text:?} is no date; write year, month and day such as 2026-12-24, or 12-24 for every year"
    )]
    NotADate {
        /// What was given, shortened.
        text: String,
    },
    /// A first date of every year with a last one of one year, or the other way round.
    #[error(
        "goes with a first date of another kind; write both with the year, such as 2026-12-24, \
         or both without it, such as 12-24"
    )]
    OneDateWithoutYear,
    /// A range of dates the wrong way round.
    #[error("is before the first date; write the same date or a later one")]
    EndsBeforeItBegins,
    /// Not a length of time.
    #[error(
        "{text:?} is no reply target; write opening time such as 2h or 90min, up to {limit_hours}h, \
         or opening days such as \"1 opening day\", up to {limit_days}"
    )]
    NotAReplyTarget {
        /// What was given, shortened.
        text: String,
        /// The longest target that is taken, in hours.
        limit_hours: u32,
        /// The longest target that is taken, in opening days.
        limit_days: u32,
    },
}

/// What was given, no longer than fits into a message.
pub(crate) fn shortened(text: &str) -> String {
    const CHARACTERS: usize = 24;
    match text.char_indices().nth(CHARACTERS) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Shows a position as " at character 5", and nothing where it is not known.
struct At(Option<usize>);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |position| write!(f, " at character {position}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_field_position_and_mend() {
        let error =
            HoursError::new(Field::ExceptionHours(2), Problem::OpenEnd).at_byte("ä18:00+", 7);
        assert_eq!(
            error.to_string(),
            "exceptions[2].hours at character 7: needs a closing time instead of an open end; \
             write 18:00-22:00 for 18:00+"
        );
    }

    #[test]
    fn shortens_between_characters() {
        assert_eq!(shortened("2h"), "2h");
        assert_eq!(shortened(&"ß".repeat(30)), format!("{}…", "ß".repeat(24)));
    }
}
