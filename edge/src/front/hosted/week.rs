//! The week's opening hours as a table, the same that the panel unfolds.

use timeline::{Day, Millis, Moment, Timeline};
use words::{launcher, panel};

use super::calendar::Calendar;
use super::texts::Texts;

/// The days of a table after today.
const FOLLOWING: usize = 6;

/// Whose hours they are, and the days of the week from today on.
#[derive(Debug)]
pub(crate) struct Week {
    pub(crate) caption: String,
    pub(crate) days: Vec<Row>,
}

/// A day of the table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) is_today: bool,
    pub(crate) weekday: String,
    pub(crate) date: String,
    /// The date for machines.
    pub(crate) iso: String,
    /// Whether the team answers at some time of it.
    pub(crate) is_open: bool,
    /// "09:00–12:00" and "13:00–17:00", or that it is closed.
    pub(crate) hours: Vec<String>,
    /// What the site or the team said of it.
    pub(crate) reason: Option<String>,
}

/// Today and the days after it, as far as the timeline reaches.
pub(crate) fn rows(
    timeline: &Timeline,
    texts: &Texts,
    calendar: &impl Calendar,
    now: Moment,
) -> Vec<Row> {
    // Yesterday is only there so that its shift past midnight is none of today's.
    let today = calendar.midnight(now);
    let midnights = calendar.midnights(today - Millis::MINUTE, FOLLOWING + 1);
    let days = timeline.days(&midnights).into_iter().skip(1);
    days.map(|day| Row {
        is_today: day.from == today,
        weekday: calendar.weekday(day.from),
        date: calendar.date(day.from),
        iso: calendar.local(day.from).date(),
        is_open: !day.open.is_empty(),
        hours: hours(&day, texts, calendar),
        reason: day.reason,
    })
    .collect()
}

/// When the team answers on a day, in words.
pub(crate) fn hours(day: &Day, texts: &Texts, calendar: &impl Calendar) -> Vec<String> {
    if day.is_all_open() {
        return vec![texts.panel(panel::Word::OpenAllDay).to_owned()];
    }
    if day.open.is_empty() {
        let word = if day.is_paused { launcher::Word::Paused } else { launcher::Word::Closed };
        return vec![texts.launcher(word).to_owned()];
    }
    let stretch = |(from, until): &(Moment, Moment)| {
        format!("{}–{}", calendar.time(*from), calendar.time(*until))
    };
    day.open.iter().map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use timeline::{Period, State};

    use super::*;
    use crate::front::hosted::calendar::fixed::UTC;

    fn hour(hours: i64) -> Moment {
        Moment(Millis::from_hours(hours).0)
    }

    #[test]
    fn a_week_is_told_day_by_day() {
        use State::{Closed, Open, Paused};
        let periods = [
            // Yesterday's shift, of which today's table shows nothing.
            (-4, Open, None),
            (2, Closed, None),
            (9, Open, None),
            (12, Closed, None),
            (13, Open, None),
            (17, Closed, None),
            (24, Open, None),
            (48, Closed, Some("Corpus Christi")),
            (72, Paused, None),
            (96, Closed, None),
            (118, Open, None),
            (122, Closed, None),
        ];
        let periods = periods.map(|(from, state, reason): (_, _, Option<&str>)| Period {
            from: hour(from),
            state,
            reason: reason.map(str::to_owned),
        });
        let timeline = Timeline::new(periods.to_vec(), hour(200)).unwrap();
        let rows = rows(&timeline, &Texts::of("en"), &UTC, hour(15));
        let told: Vec<_> =
            rows.iter().map(|row| (row.hours.join(", "), row.reason.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("09:00–12:00, 13:00–17:00".to_owned(), None),
                ("Open all day".to_owned(), None),
                ("Closed".to_owned(), Some("Corpus Christi")),
                ("Paused".to_owned(), None),
                ("22:00–02:00".to_owned(), None),
                ("Closed".to_owned(), None),
                ("Closed".to_owned(), None),
            ]
        );
        assert_eq!(rows.iter().map(|row| row.is_today).collect::<Vec<_>>()[..2], [true, false]);
        assert_eq!((&*rows[1].weekday, &*rows[1].iso), ("weekday 1", "1970-01-02"));
    }
}
