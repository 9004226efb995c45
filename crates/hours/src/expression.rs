//! Weekly hours in OpenStreetMap's `opening_hours` syntax: read, checked, and asked day by day.
//!
//! The crate `opening-hours` does the work. A calendar of holidays would be given to it here, as the
//! evaluator's context.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use opening_hours::{OpeningHours, RuleKind};
use opening_hours_syntax::rules::OpeningHoursExpression;
use opening_hours_syntax::rules::day::{MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};
use opening_hours_syntax::{Error as SyntaxError, ExtendedTime};
use pest::error::InputLocation;
use timeline::State;

use crate::day::{Day, MINUTES};
use crate::error::{Field, HoursError, Problem, shortened};
use crate::text::{SUN, after_time, ended_at_midnight, outside_quotes};

/// The longest expression that is read: far more than a week takes, little enough to be read in milliseconds.
const MAX_BYTES: usize = 4096;

/// Hours that come again every week.
#[derive(Clone, Debug)]
pub(crate) struct WeeklyHours {
    all: OpeningHours,
    /// The same hours with each shift ended at midnight; none where no shift lasts longer.
    until_midnight: Option<OpeningHours>,
}

impl WeeklyHours {
    pub(crate) fn parse(text: &str) -> Result<Self, HoursError> {
        let text = text.trim_end();
        let all = parse(Field::Hours, text)?;
        let until_midnight = until_midnight(&all.get_expression(), text)
            .map_err(|problem| HoursError::new(Field::Hours, problem))?;
        Ok(Self { all, until_midnight })
    }

    /// All that holds on a date.
    pub(crate) fn day(&self, date: NaiveDate) -> Day {
        day(&self.all, date)
    }

    /// What holds on a date where nobody stayed from the evening before.
    pub(crate) fn own_day(&self, date: NaiveDate) -> Day {
        day(self.until_midnight.as_ref().unwrap_or(&self.all), date)
    }

    /// The shifts of the evening before that last into this date: what is open on it, but not by its own hours.
    pub(crate) fn night_before(&self, date: NaiveDate) -> Vec<(Range<u16>, Option<Arc<str>>)> {
        if self.until_midnight.is_none() {
            return Vec::new();
        }
        let (day, own) = (self.day(date), self.own_day(date));
        let open = day.segments().filter(|(_, segment)| segment.state == State::Open);
        open.flat_map(|(minutes, segment)| {
            own.segments().filter(|(_, own)| own.state == State::Closed).map(move |(closed, _)| {
                let both = minutes.start.max(closed.start)..minutes.end.min(closed.end);
                (both, segment.reason.clone())
            })
        })
        .filter(|(minutes, _)| !minutes.is_empty())
        .collect()
    }
}

/// Time spans alone, such as "10:00-14:00,22:00-02:00", in minutes from midnight up to those of the day after.
pub(crate) fn parse_time_spans(field: Field, text: &str) -> Result<Vec<Range<u16>>, HoursError> {
    let expression = parse(field, text.trim_end())?.get_expression();
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

fn parse(field: Field, text: &str) -> Result<OpeningHours, HoursError> {
    let refuse = |problem| HoursError::new(field, problem);
    if text.len() > MAX_BYTES {
        return Err(refuse(Problem::TooLong { limit: MAX_BYTES }));
    }
    if text.is_empty() {
        return Err(refuse(Problem::Empty));
    }
    let code = outside_quotes(text);
    // Looked for in the text, because a debug build of the parser panics at "10:00-12:00/24:00".
    if let Some(byte) = after_time(&code, '/') {
        return Err(refuse(Problem::Repetition).at_byte(text, byte));
    }
    let hours: OpeningHours = text.parse().map_err(|error| syntax_error(field, text, error))?;
    match indefinite(&hours.get_expression(), &code) {
        None => Ok(hours),
        Some((problem, None)) => Err(refuse(problem)),
        Some((problem, Some(byte))) => Err(refuse(problem).at_byte(text, byte)),
    }
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
    let is_by_sun = |span: &TimeSpan| minutes(span).is_none();

    if spans().any(is_by_sun) {
        Some((Problem::SunTime, find(&SUN)))
    } else if spans().any(|span| span.open_end) {
        Some((Problem::OpenEnd, after_time(code, '+')))
    } else if days().any(|day| matches!(day, WeekDayRange::Holiday { .. })) {
        Some((Problem::Holiday, find(&["ph", "sh"])))
    } else if dates().any(|date| matches!(date, MonthdayRange::Month { year: Some(_), .. })) {
        // The evaluator takes 2026Dec for its first day; 2026 Dec is read as the year and the month.
        Some((Problem::YearAtMonth, None))
    } else {
        None
    }
}

/// A time span in minutes from midnight, up to those of the day after; none by the sun.
fn minutes(span: &TimeSpan) -> Option<Range<u16>> {
    let (Time::Fixed(start), Time::Fixed(end)) = (span.range.start, span.range.end) else {
        return None;
    };
    let (start, end) = (start.mins_from_midnight(), end.mins_from_midnight());
    Some(if start < end { start..end } else { start..end + MINUTES })
}

/// The same hours with every shift ended at midnight; none where no shift lasts longer.
///
/// The evaluator tells what holds on a date, but not which of it is left from the day before, so it is asked twice.
/// It takes text alone (and what it writes itself does not always read the same again), so the text is changed, and
/// checked to mean what it should.
fn until_midnight(
    expression: &OpeningHoursExpression,
    text: &str,
) -> Result<Option<OpeningHours>, Problem> {
    let mut ended = expression.clone();
    let mut any = false;
    for span in ended.rules.iter_mut().flat_map(|rule| &mut rule.time_selector.spans) {
        if minutes(span).is_some_and(|minutes| minutes.end > MINUTES) {
            span.range.end = Time::Fixed(ExtendedTime::MIDNIGHT_24);
            any = true;
        }
    }
    if !any {
        return Ok(None);
    }
    match ended_at_midnight(text).parse::<OpeningHours>() {
        Ok(hours) if *hours.get_expression() == ended => Ok(Some(hours)),
        _ => Err(Problem::PastMidnight),
    }
}

fn day(hours: &OpeningHours, date: NaiveDate) -> Day {
    let mut day = Day::closed(None);
    for range in hours.schedule_at(date) {
        let minutes = range.range.start.mins_from_midnight()..range.range.end.mins_from_midnight();
        let state = if range.kind == RuleKind::Open { State::Open } else { State::Closed };
        day.set(minutes, state, Some(range.comment).filter(|comment| !comment.is_empty()));
    }
    day
}
