//! The status in words, as the launcher says it.

use protocol::site::Site;
use timeline::{Millis, Moment, Status};
use words::fill;
use words::launcher::Word;

use super::calendar::{Calendar, Nearness, nearness};
use super::texts::Texts;

const DAY: Millis = Millis::from_days(1);

/// What holds now, in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StatusText {
    /// Whether the team answers.
    pub(crate) open: bool,
    /// Whether it tells a time of day, which is one of the site's zone.
    pub(crate) timed: bool,
    /// The status.
    pub(crate) text: String,
}

/// The status of a site; none where its timeline cannot be read.
pub(crate) fn of(
    site: &Site,
    language: &str,
    texts: &Texts,
    calendar: &impl Calendar,
    now: Moment,
) -> Option<StatusText> {
    let timeline = site.timeline.read(language, &site.language).ok()?;
    let status = timeline.status(now, Millis::from_minutes(i64::from(site.closing_soon)));
    Some(in_words(&status, texts, calendar, now))
}

fn in_words(status: &Status, texts: &Texts, calendar: &impl Calendar, now: Moment) -> StatusText {
    let say = |word: Word, values: &[(&str, &str)]| fill(texts.launcher(word), values);
    let time = |moment: Moment| say(Word::TimeOfDay, &[("here", &calendar.time(moment))]);
    let open = |timed: bool, text: String| StatusText { open: true, timed, text };
    match status {
        // A time of day says little about a closing that is days away.
        Status::Open { until: Some(until) } if *until - now < DAY => {
            open(true, say(Word::OpenUntil, &[("time", &time(*until))]))
        }
        Status::Open { .. } => open(false, say(Word::Open, &[])),
        Status::ClosingSoon { at } => {
            // Rounded up: who still has half a minute is not told there is none.
            let minutes = (*at - now).0.div_euclid(Millis::MINUTE.0)
                + i64::from((*at - now).0.rem_euclid(Millis::MINUTE.0) > 0);
            let minutes = u32::try_from(minutes).unwrap_or_default();
            let text = texts.counted(texts.launcher(Word::ClosesInMinutes), minutes.into());
            open(false, fill(text, &[("minutes", &calendar.number(minutes))]))
        }
        Status::Closed { reopens, reason } | Status::Paused { reopens, reason } => {
            let paused = matches!(status, Status::Paused { .. });
            let word = match (paused, reason) {
                (false, None) => Word::Closed,
                (false, Some(_)) => Word::ClosedFor,
                (true, None) => Word::Paused,
                (true, Some(_)) => Word::PausedFor,
            };
            let why = say(word, &[("reason", reason.as_deref().unwrap_or_default())]);
            let Some(at) = *reopens else {
                return StatusText { open: false, timed: false, text: why };
            };
            let word = match nearness(calendar, now, at) {
                Nearness::Today => Word::OpensToday,
                Nearness::Tomorrow => Word::OpensTomorrow,
                Nearness::Other => Word::OpensOn,
            };
            let (day, time) = (calendar.day(now, at), time(at));
            let text = say(word, &[("status", &why), ("day", &day), ("time", &time)]);
            StatusText { open: false, timed: true, text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::hosted::calendar::fixed::UTC;

    const HOUR: i64 = 3_600_000;

    #[track_caller]
    fn check(status: &Status, now: i64, open: bool, text: &str) {
        let said = in_words(status, &Texts::of("en"), &UTC, Moment(now));
        assert_eq!(said, StatusText { open, timed: text.contains(':'), text: text.to_owned() });
    }

    #[test]
    fn an_open_team_says_until_when_where_that_is_near() {
        check(&Status::Open { until: None }, 0, true, "Open now");
        check(&Status::Open { until: Some(Moment(17 * HOUR)) }, 0, true, "Open until 17:00");
        check(&Status::Open { until: Some(Moment(41 * HOUR)) }, 0, true, "Open now");
    }

    #[test]
    fn closing_minutes_are_rounded_up() {
        let at = Moment(HOUR);
        check(&Status::ClosingSoon { at }, HOUR - 60_001, true, "Closes in 2 minutes");
        check(&Status::ClosingSoon { at }, HOUR - 60_000, true, "Closes in 1 minute");
        check(&Status::ClosingSoon { at }, HOUR - 1, true, "Closes in 1 minute");
    }

    #[test]
    fn a_closed_team_says_when_it_opens_and_why_it_is_closed() {
        let closed = |hours: Option<i64>, reason: Option<&str>| Status::Closed {
            reopens: hours.map(|hours| Moment(hours * HOUR)),
            reason: reason.map(str::to_owned),
        };
        check(&closed(None, None), 0, false, "Closed");
        check(&closed(Some(8), None), 0, false, "Closed, opens today at 08:00");
        check(&closed(Some(32), None), 0, false, "Closed, opens tomorrow at 08:00");
        check(&closed(Some(80), None), 0, false, "Closed, opens on weekday 3 at 08:00");
        let fair = Some("the {day} fair");
        check(
            &closed(Some(176), fair),
            0,
            false,
            "Closed for the {day} fair, opens on day 7 at 08:00",
        );
        check(&closed(None, fair), 0, false, "Closed for the {day} fair");
    }

    #[test]
    fn a_paused_team_says_so() {
        let paused = |hours: Option<i64>, reason: Option<&str>| Status::Paused {
            reopens: hours.map(|hours| Moment(hours * HOUR)),
            reason: reason.map(str::to_owned),
        };
        check(&paused(None, None), 0, false, "Paused");
        check(&paused(Some(8), None), 0, false, "Paused, opens today at 08:00");
        check(&paused(Some(8), Some("drill")), 0, false, "Paused (drill), opens today at 08:00");
    }
}
