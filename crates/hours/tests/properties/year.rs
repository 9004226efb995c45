//! Every minute of a year, as a clock on the wall shows it.

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use timeline::{Moment, State, Timeline};

use crate::{local, moment, new_year};

const MINUTE: i64 = 60_000;

/// The minutes of a year in a time zone.
pub(crate) struct Year {
    start: Moment,
    /// Local times at quarters of an hour: no zone is put back or forward within one.
    quarters: Vec<NaiveDateTime>,
}

impl Year {
    pub(crate) fn new(zone: &str, year: i32) -> Self {
        let zone: Tz = zone.parse().expect("a time zone");
        let start = moment(new_year(year));
        let quarters =
            (0..366 * 96).map(|quarter| local(zone, Moment(start.0 + quarter * 15 * MINUTE)));
        Self { start, quarters: quarters.collect() }
    }

    pub(crate) fn start(&self) -> Moment {
        self.start
    }

    /// The first local time at which a timeline is not what a witness says about the minutes of its date.
    pub(crate) fn first_difference(
        &self,
        timeline: &Timeline,
        witness: impl Fn(NaiveDate) -> [bool; 1440],
    ) -> Option<NaiveDateTime> {
        let mut periods = timeline.periods().iter().peekable();
        let mut state = State::Closed;
        let mut known: Option<(NaiveDate, [bool; 1440])> = None;
        for (quarter, local) in (0..).zip(&self.quarters) {
            let at = self.start.0 + quarter * 15 * MINUTE;
            let day = match known {
                Some((date, day)) if date == local.date() => day,
                _ => witness(local.date()),
            };
            known = Some((local.date(), day));
            for minute in 0..15u32 {
                while let Some(period) =
                    periods.next_if(|it| it.from.0 <= at + i64::from(minute) * MINUTE)
                {
                    state = period.state;
                }
                let of_day = usize::try_from(local.hour() * 60 + local.minute() + minute);
                if (state == State::Open) != day[of_day.expect("a minute of a day")] {
                    return Some(*local + chrono::TimeDelta::minutes(minute.into()));
                }
            }
        }
        None
    }
}
