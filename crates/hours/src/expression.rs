//! Weekly hours in OpenStreetMap's `opening_hours` syntax: read, checked, and asked day by day.
//!
//! The crate `opening-hours` reads them, and is given the public holidays of the site's region.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::Error as SyntaxError;
use opening_hours_syntax::rules::day::{HolidayKind, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleSequence};
use pest::error::InputLocation;
use timeline::State;

use crate::day::{Day, MINUTES};
use crate::error::{Field, HoursError, Problem, shortened};
use crate::holidays::Holidays;
use crate::misread::{misread, never_comes, never_comes_at, year_at_month};
use crate::rules::Rules;
use crate::text::{SUN, after_time, as_meant, long_comment, outside_quotes};

/// The longest expression that is read: far more than a week takes, little enough to be read in milliseconds.
const MAX_BYTES: usize = 4096;

/// The longest comment: what fits beside a day's hours. It stands in a site's timeline once for each period that it
/// belongs to, and so travels to every visitor many times.
const MAX_COMMENT: usize = 100;

/// Hours that come again every week.
#[derive(Clone, Debug)]
pub(crate) struct WeeklyHours {
    rules: Rules,
    /// The same without a holiday ever; none where they name no public holidays.
    on_ordinary_days: Option<Rules>,
}

impl WeeklyHours {
    /// Reads hours, of which those on public holidays (`PH`) need to know when these are.
    pub(crate) fn parse(text: &str, holidays: Option<&Holidays>) -> Result<Self, HoursError> {
        let text = text.trim_end();
        let expression = parse(Field::Hours, text)?;
        let rules = |context| {
            let rules = Rules::of(&expression, &context);
            rules.map_err(|problem| HoursError::new(Field::Hours, problem))
        };
        if !expression.rules.iter().any(names_holidays) {
            return Ok(Self { rules: rules(Context::default())?, on_ordinary_days: None });
        }
        let Some(holidays) = holidays else {
            let error = HoursError::new(Field::Hours, Problem::HolidaysOfNoRegion);
            let byte = outside_quotes(text).find("ph");
            return Err(byte.map_or(error.clone(), |byte| error.at_byte(text, byte)));
        };
        let on_ordinary_days = Some(rules(Context::default())?);
        Ok(Self { rules: rules(holidays.context())?, on_ordinary_days })
    }

    /// Whether they say what holds on public holidays.
    pub(crate) const fn name_holidays(&self) -> bool {
        self.on_ordinary_days.is_some()
    }

    /// Whether a holiday on this date makes a difference to them, or nobody is there on it anyway: then it is why
    /// the team is away. Hours that hold on holidays as ever do not heed them.
    pub(crate) fn heed_holiday(&self, date: NaiveDate) -> bool {
        self.on_ordinary_days.as_ref().is_some_and(|ordinary| {
            let day = self.rules.day(date);
            !day.is_open_at_all() || day != ordinary.day(date)
        })
    }

    /// All that holds on a date.
    pub(crate) fn day(&self, date: NaiveDate) -> Day {
        self.rules.day(date)
    }

    /// What holds on a date where nobody stayed from the evening before.
    pub(crate) fn own_day(&self, date: NaiveDate) -> Day {
        self.rules.own_day(date)
    }

    /// The shifts of the evening before that last into this date: what is open on it, but not by its own hours.
    pub(crate) fn night_before(&self, date: NaiveDate) -> Vec<(Range<u16>, Option<Arc<str>>)> {
        let (day, own) = (self.day(date), self.own_day(date));
        let open = day.segments().filter(|(_, segment)| segment.state == State::Open);
        open.flat_map(|(minutes, segment)| {
            let stayed = own.closed_within(&minutes);
            stayed.into_iter().map(|minutes| (minutes, segment.reason.clone()))
        })
        .collect()
    }
}

/// Time spans alone, such as "10:00-14:00,22:00-02:00", in minutes from midnight up to those of the day after.
pub(crate) fn parse_time_spans(field: Field, text: &str) -> Result<Vec<Range<u16>>, HoursError> {
    let expression = parse(field, text.trim_end())?;
    match expression.rules.as_slice() {
        [rule]
            if rule.day_selector.is_empty()
                && rule.kind == RuleKind::Open
                && rule.comment.is_empty() =>
        {
            Ok(rule.time_selector.spans.iter().filter_map(minutes).collect())
        }
        _ => Err(HoursError::new(field, Problem::NotTimeSpans)),
    }
}

fn parse(field: Field, text: &str) -> Result<OpeningHoursExpression, HoursError> {
    let refuse = |problem| HoursError::new(field, problem);
    if text.len() > MAX_BYTES {
        return Err(refuse(Problem::TooLong { limit: MAX_BYTES }));
    }
    if text.is_empty() {
        return Err(refuse(Problem::Empty));
    }
    if let Some(byte) = long_comment(text, MAX_COMMENT) {
        return Err(refuse(Problem::CommentTooLong { limit: MAX_COMMENT }).at_byte(text, byte));
    }
    let code = outside_quotes(text);
    // Looked for in the text, because a debug build of the parser panics at "10:00-12:00/24:00".
    if let Some(byte) = after_time(&code, '/') {
        return Err(refuse(Problem::Repetition).at_byte(text, byte));
    }
    // Faults are told in the text as it was written.
    let expression = read(&as_meant(text)).map_err(|error| match read(text) {
        Err(error) => syntax_error(field, text, error),
        Ok(_) => syntax_error(field, &as_meant(text), error),
    })?;
    match indefinite(&expression, &code) {
        None => Ok(expression),
        Some((problem, None)) => Err(refuse(problem)),
        Some((problem, Some(byte))) => Err(refuse(problem).at_byte(text, byte)),
    }
}

fn read(text: &str) -> Result<OpeningHoursExpression, SyntaxError> {
    Ok(text.parse::<OpeningHours>()?.get_expression().as_ref().clone())
}

fn syntax_error(field: Field, text: &str, error: SyntaxError) -> HoursError {
    match error {
        SyntaxError::Syntax(error) => {
            let (InputLocation::Pos(byte) | InputLocation::Span((byte, _))) = error.location;
            let near = match text.get(byte..) {
                None | Some("") => "its end".to_owned(),
                Some(rest) => format!("{:?}", shortened(rest)),
            };
            HoursError::new(field, Problem::Syntax { near }).at_byte(text, byte)
        }
        error => HoursError::new(field, Problem::Senseless { detail: error.to_string() }),
    }
}

/// What a team cannot be held to or is read wrongly, and at which byte it stands.
fn indefinite(expression: &OpeningHoursExpression, code: &str) -> Option<(Problem, Option<usize>)> {
    let find = |words: &[&str]| words.iter().filter_map(|word| code.find(word)).min();
    let dates = || expression.rules.iter().flat_map(|rule| &rule.day_selector.monthday);
    let days = || expression.rules.iter().flat_map(|rule| &rule.day_selector.weekday);
    let spans = || expression.rules.iter().flat_map(|rule| &rule.time_selector.spans);
    let is_school_holiday =
        |day: &_| matches!(day, WeekDayRange::Holiday { kind: HolidayKind::School, .. });
    let is_by_sun = |span: &TimeSpan| minutes(span).is_none();

    if spans().any(is_by_sun) {
        Some((Problem::SunTime, find(&SUN)))
    } else if spans().any(|span| span.open_end) {
        Some((Problem::OpenEnd, after_time(code, '+')))
    } else if days().any(is_school_holiday) {
        Some((Problem::SchoolHolidays, find(&["sh"])))
    } else if let Some((problem, byte)) = misread(code) {
        Some((problem, Some(byte)))
    } else if dates().any(|date| matches!(date, MonthdayRange::Month { year: Some(_), .. })) {
        // The evaluator takes 2026Dec for its first day; 2026 Dec is read as the year and the month.
        Some((Problem::YearAtMonth, year_at_month(code)))
    } else {
        dates().find_map(never_comes).map(|problem| (problem, never_comes_at(code)))
    }
}

fn names_holidays(rule: &RuleSequence) -> bool {
    let public = |day: &_| matches!(day, WeekDayRange::Holiday { kind: HolidayKind::Public, .. });
    rule.day_selector.weekday.iter().any(public)
}

/// A time span in minutes from midnight, up to those of the day after; none by the sun.
///
/// One until 23:59 is one until midnight: there is no other way to write "until the day's end" on many forms, and a
/// gap of one minute is never meant.
pub(crate) fn minutes(span: &TimeSpan) -> Option<Range<u16>> {
    let (Time::Fixed(start), Time::Fixed(end)) = (span.range.start, span.range.end) else {
        return None;
    };
    let (start, end) = (start.mins_from_midnight(), end.mins_from_midnight());
    let end = if start < end { end } else { end + MINUTES };
    Some(start..if end % MINUTES == MINUTES - 1 { end + 1 } else { end })
}
