//! A day of the calendar as schema.org tells of it, and what is usual on a weekday.

use std::ops::Range;

use timeline::{Day, Millis, Moment, State, Timeline};

use crate::front::hosted::calendar::Calendar;

/// The days that are looked at: eight weeks show what is usual, and the holidays that people plan for.
const DAYS: usize = 8 * 7;

/// Who is away for a reason on so many days in a row has holidays, and no such weekdays.
const HOLIDAYS: usize = 7;

/// When each stretch of a day opens and closes, in local time.
pub(super) type Shape = Vec<(String, String)>;

/// A day with its date and its hours.
pub(super) struct Dated {
    pub(super) number: i64,
    pub(super) weekday: usize,
    pub(super) date: String,
    pub(super) shape: Shape,
    /// Whether it may be as usual.
    is_ordinary: bool,
    pub(super) day: Day,
}

impl Dated {
    pub(super) fn reason(&self) -> Option<&str> {
        self.day.reason.as_deref()
    }

    /// Whether the team is away all day for a reason, as on holidays.
    fn is_away(&self) -> bool {
        self.day.open.is_empty() && self.day.reason.is_some()
    }

    fn is_like(&self, other: &Self) -> bool {
        self.shape == other.shape && self.day.reason == other.day.reason
    }
}

/// The days of the next weeks, from today on.
pub(super) fn all(timeline: &Timeline, calendar: &impl Calendar, now: Moment) -> Vec<Dated> {
    let yesterday = calendar.midnight(now) - Millis::MINUTE;
    let days = timeline.days(&calendar.midnights(yesterday, DAYS));
    // At the end of what is known, a shift past midnight may be cut.
    let is_known = |day: &Day| day.until + Millis::from_days(1) <= timeline.until();
    let days = days.into_iter().skip(1).filter(is_known);
    let pauses = pauses(timeline);
    let mut days: Vec<Dated> = days.map(|day| dated(day, &pauses, calendar)).collect();
    for alike in days.chunk_by_mut(|one, next| one.is_away() == next.is_away()) {
        if alike.len() >= HOLIDAYS && alike[0].is_away() {
            for day in alike {
                day.is_ordinary = false;
            }
        }
    }
    days
}

/// A day with what a weekday has most often: hours, and what is said of them. None where there are only pauses and
/// long holidays.
pub(super) fn usual(days: &[Dated], weekday: usize) -> Option<&Dated> {
    let days = days.iter().filter(|day| day.weekday == weekday && day.is_ordinary);
    let days: Vec<&Dated> = days.collect();
    let count = |day: &Dated| days.iter().filter(|other| other.is_like(day)).count();
    // Of two that are as frequent, the one that comes first holds now.
    days.iter().rev().copied().max_by_key(|day| count(day))
}

/// While the team does not answer, though it might.
fn pauses(timeline: &Timeline) -> Vec<Range<Moment>> {
    let ends = timeline.periods().iter().skip(1).map(|next| next.from).chain([timeline.until()]);
    let paused = timeline.periods().iter().zip(ends).filter(|(it, _)| it.state == State::Paused);
    paused.map(|(pause, end)| pause.from..end).collect()
}

fn dated(day: Day, pauses: &[Range<Moment>], calendar: &impl Calendar) -> Dated {
    let is_paused = pauses.iter().any(|it| it.start < day.until && it.end > day.from);
    let local = calendar.local(day.from);
    let clock = |moment: Moment| calendar.local(moment).time();
    let at = |opens: &str, closes: &str| vec![(opens.to_owned(), closes.to_owned())];
    let shape = if day.is_all_open() {
        at("00:00", "23:59")
    } else if day.open.is_empty() {
        at("00:00", "00:00")
    } else {
        day.open.iter().map(|(from, until)| (clock(*from), clock(*until))).collect()
    };
    Dated {
        number: local.day_number(),
        weekday: local.weekday(),
        date: local.date(),
        shape,
        is_ordinary: !is_paused,
        day,
    }
}
