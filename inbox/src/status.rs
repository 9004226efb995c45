//! The team's own opening status: the sentence that visitors read, and the one that
//! tells the team what it has switched.

use protocol::inbox::{Switch, SwitchTo};
use timeline::{Millis, Moment, Override, State, Status, Timeline};
use words::inbox::Word;

use crate::clock::{DAY, Zone};
use crate::words::Words;

/// How far a weekday alone says which day is meant, in days.
const WEEK: i64 = 6;

/// Which light stands before the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    /// Open.
    Open,
    /// Open, and closing within the site's `closing_soon`.
    ClosingSoon,
    /// Closed.
    Closed,
    /// Paused.
    Paused,
}

/// How moments are told in the site's zone: by the browser's formats, or a test's.
pub(crate) trait Calendar: Zone {
    /// A time of day.
    fn time(&self, at: i64) -> String;
    /// The name of a day of the week.
    fn weekday(&self, at: i64) -> String;
    /// A day without its year.
    fn date(&self, at: i64) -> String;
}

/// The opening hours, and what is needed to tell them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Telling<'a, C> {
    /// The words.
    pub(crate) words: &'a Words,
    /// The site's clocks and calendar.
    pub(crate) calendar: &'a C,
    /// How many minutes before the end the status says so.
    pub(crate) closing_soon: u32,
    /// The moment.
    pub(crate) now: i64,
}

/// A day as people call it.
enum Day {
    Today,
    Tomorrow,
    Named(String),
}

impl<C: Calendar> Telling<'_, C> {
    /// The status as visitors read it.
    pub(crate) fn line(&self, timeline: &Timeline) -> (Light, String) {
        let words = self.words;
        let closing_soon = Millis::from_minutes(i64::from(self.closing_soon));
        match timeline.status(Moment(self.now), closing_soon) {
            // A time of day says little about a closing that is days away.
            Status::Open { until: Some(Moment(until)) } if until.saturating_sub(self.now) < DAY => {
                let time = self.calendar.time(until);
                (Light::Open, words.fill(Word::StatusOpenUntil, &[("time", &time)]))
            }
            Status::Open { .. } => (Light::Open, words.get(Word::StatusOpen).to_owned()),
            Status::ClosingSoon { at } => {
                let left = (at - Moment(self.now)).0.max(0).unsigned_abs();
                let minutes = left.div_ceil(Millis::MINUTE.0.unsigned_abs());
                (Light::ClosingSoon, words.count(Word::StatusClosesIn, "minutes", minutes))
            }
            Status::Closed { reopens, reason } => {
                let status = self.because(Word::StatusClosed, Word::StatusClosedFor, reason);
                (Light::Closed, self.reopening(status, reopens))
            }
            Status::Paused { reopens, reason } => {
                let status = self.because(Word::StatusPaused, Word::StatusPausedFor, reason);
                (Light::Paused, self.reopening(status, reopens))
            }
        }
    }

    /// The same for the team, which also wants to know what it has switched itself.
    pub(crate) fn own_line(&self, timeline: &Timeline, switch: Option<&Switch>) -> (Light, String) {
        let (light, line) = self.line(timeline);
        let line = match (switch, light) {
            (Some(Switch { to: SwitchTo::Paused, until: None, .. }), Light::Paused) => {
                self.words.fill(Word::StatusUntilBack, &[("status", &line)])
            }
            (Some(Switch { to: SwitchTo::Open, until: Some(until), note }), Light::Open) => {
                let until = self.until(*until);
                let note = note.as_deref().unwrap_or_default();
                let word = if note.is_empty() { Word::StatusLonger } else { Word::StatusLongerFor };
                self.words.fill(word, &[("until", &until), ("reason", note)])
            }
            _ => line,
        };
        (light, line)
    }

    /// What visitors would read with this switch; with none, what the hours say.
    pub(crate) fn preview(&self, hours: &Timeline, switch: Option<&Switch>) -> String {
        match switch {
            Some(Switch { to, until, note }) => {
                let switched = hours.overridden(&Override {
                    from: Moment(self.now),
                    until: until.map(Moment),
                    state: match to {
                        SwitchTo::Paused => State::Paused,
                        SwitchTo::Open => State::Open,
                    },
                    reason: note.clone(),
                });
                let line = self.line(&switched).1;
                match note {
                    // No status tells it: it stands in the week's hours.
                    Some(note) if *to == SwitchTo::Open => {
                        self.words.fill(Word::PreviewNoted, &[("status", &line), ("note", note)])
                    }
                    _ => line,
                }
            }
            None => self.line(hours).1,
        }
    }

    /// Until when something lasts: `until 14:00`, `until Monday, 08:00`.
    pub(crate) fn until(&self, at: i64) -> String {
        let time = self.calendar.time(at);
        match self.day(at) {
            Day::Today => self.words.fill(Word::UntilToday, &[("time", &time)]),
            Day::Tomorrow => self.words.fill(Word::UntilTomorrow, &[("time", &time)]),
            Day::Named(day) => self.words.fill(Word::UntilOn, &[("day", &day), ("time", &time)]),
        }
    }

    fn because(&self, word: Word, word_for: Word, reason: Option<String>) -> String {
        match reason {
            Some(reason) => self.words.fill(word_for, &[("reason", &reason)]),
            None => self.words.get(word).to_owned(),
        }
    }

    fn reopening(&self, status: String, reopens: Option<Moment>) -> String {
        let Some(Moment(reopens)) = reopens else { return status };
        let time = self.calendar.time(reopens);
        let values = [("status", status.as_str()), ("time", &time)];
        match self.day(reopens) {
            Day::Today => self.words.fill(Word::StatusOpensToday, &values),
            Day::Tomorrow => self.words.fill(Word::StatusOpensTomorrow, &values),
            Day::Named(day) => {
                let [status, time] = values;
                self.words.fill(Word::StatusOpensOn, &[status, time, ("day", &day)])
            }
        }
    }

    fn day(&self, at: i64) -> Day {
        let day = |at| self.calendar.wall(at).day();
        match day(at).saturating_sub(day(self.now)) {
            0 => Day::Today,
            1 => Day::Tomorrow,
            2..=WEEK => Day::Named(self.calendar.weekday(at)),
            _ => Day::Named(self.calendar.date(at)),
        }
    }
}

#[cfg(test)]
mod tests;
