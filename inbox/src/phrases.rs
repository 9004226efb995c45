//! Times in words: how long ago, how long until.

use words::inbox::Word;

use crate::app::App;
use crate::time::{Ago, Due, Length, ago, due, local_day};
use crate::words::Words;

/// How long ago something was: `5 min ago`, `yesterday, 17:05`, `12 Nov`.
pub(crate) fn past(app: App, at: i64, now: i64) -> String {
    let days = local_day(now).saturating_sub(local_day(at));
    match ago(at, now, days) {
        Ago::JustNow => app.t(Word::JustNow),
        Ago::Minutes(minutes) => app.fill(Word::MinutesAgo, &[("minutes", &minutes.to_string())]),
        Ago::Hours(hours) => app.fill(Word::HoursAgo, &[("hours", &hours.to_string())]),
        Ago::Yesterday => {
            let time = app.format(|formats| formats.time(at));
            app.fill(Word::YesterdayAt, &[("time", &time)])
        }
        Ago::Earlier => app.format(|formats| formats.day(at, now)),
    }
}

/// Until when something lasts: `until 17:05`, `until tomorrow, 9:00`.
pub(crate) fn until(app: App, at: i64, now: i64) -> String {
    let time = app.format(|formats| formats.time(at));
    match local_day(at).saturating_sub(local_day(now)) {
        0 => app.fill(Word::UntilToday, &[("time", &time)]),
        1 => app.fill(Word::UntilTomorrow, &[("time", &time)]),
        _ => {
            let day = app.format(|formats| formats.weekday(at));
            app.fill(Word::UntilOn, &[("day", &day), ("time", &time)])
        }
    }
}

/// How a promise stands, and the class that marks it.
pub(crate) fn promise(app: App, answer_by: i64, now: i64) -> (&'static str, String) {
    let (class, word, length) = match due(answer_by, now) {
        Due::In(length) => ("due", Word::DueIn, length),
        Due::Soon(length) => ("due soon", Word::DueIn, length),
        Due::Overdue(length) => ("due overdue", Word::OverdueBy, length),
    };
    (class, app.fill(word, &[("duration", &app.words(|words| duration(words, length)))]))
}

/// The day of a line in the thread: `Today`, `Yesterday`, `Thursday 12 November`.
pub(crate) fn day(app: App, at: i64, now: i64) -> String {
    match local_day(now).saturating_sub(local_day(at)) {
        0 => app.t(Word::Today),
        1 => app.t(Word::Yesterday),
        _ => app.format(|formats| formats.weekday(at)),
    }
}

/// A length in words: `2 hours`.
pub(crate) fn duration(words: &Words, length: Length) -> String {
    let (word, name, count) = match length {
        Length::Minutes(minutes) => (Word::DurationMinutes, "minutes", minutes),
        Length::Hours(hours) => (Word::DurationHours, "hours", hours),
        Length::Days(days) => (Word::DurationDays, "days", days),
    };
    words.count(word, name, count)
}
