//! Weekly hours and exceptions in a time zone, worked out as a timeline.

use chrono::NaiveDate;
use timeline::{Moment, Period, State, Timeline};

use crate::day::Day;
use crate::error::{Field, HoursError, Problem};
use crate::exception::{ExceptedDates, Exception};
use crate::expression::WeeklyHours;
use crate::holidays::Holidays;
use crate::zone::{DAY, Stretch, Zone, date_of, moment, seconds};

/// How far a site's timeline reaches where nothing else is asked for: past any usual holiday, yet a small payload.
pub const DEFAULT_DAYS: u32 = 60;

/// The furthest that a timeline reaches: three years, which take a few milliseconds.
const MAX_DAYS: u32 = 3 * 366;

/// The most exceptions: decades of single days for one team.
const MAX_EXCEPTIONS: usize = 1000;

/// What a site writes down about its hours.
#[derive(Clone, Copy, Debug)]
pub struct SiteHours<'a> {
    /// The weekly hours in OpenStreetMap's `opening_hours` syntax, such as `Mo-Fr 09:00-17:00; Sa 10:00-14:00`.
    pub expression: &'a str,
    /// The time zone's name in the IANA database, such as `Europe/Berlin`.
    pub time_zone: &'a str,
    /// The region whose public holidays hold, such as `DE-BY`: see [`crate::holidays`].
    pub region: Option<&'a str>,
    /// The dates on which other hours hold.
    pub exceptions: &'a [Exception],
}

/// Opening hours that were read and can be worked out for any time.
#[derive(Clone, Debug)]
pub struct Schedule {
    weekly: WeeklyHours,
    /// What holds instead, the later over the earlier: first the holidays that the weekly hours do not name.
    exceptions: Vec<ExceptedDates>,
    holidays: Option<Holidays>,
    zone: Zone,
}

impl Schedule {
    /// Reads what a site wrote down.
    ///
    /// # Errors
    ///
    /// The first fault, with its field, its position where one can be named, and the mend.
    pub fn parse(site: SiteHours<'_>) -> Result<Self, HoursError> {
        let holidays = site.region.map(Holidays::parse).transpose()?;
        let weekly = WeeklyHours::parse(site.expression, holidays.as_ref())?;
        let zone = Zone::parse(site.time_zone)?;
        if site.exceptions.len() > MAX_EXCEPTIONS {
            let problem = Problem::TooMany { limit: MAX_EXCEPTIONS };
            return Err(HoursError::new(Field::Exceptions, problem));
        }
        let mut exceptions = Vec::new();
        if let Some(holidays) = holidays.as_ref().filter(|_| !weekly.name_holidays()) {
            let closed = |(date, reason)| ExceptedDates::closed(date, reason);
            exceptions.extend(holidays.iter().map(closed));
        }
        for (index, exception) in site.exceptions.iter().enumerate() {
            exceptions.push(ExceptedDates::parse(index, exception)?);
        }
        Ok(Self { weekly, exceptions, holidays, zone })
    }

    /// The timeline that holds `now` and at least as many days after it (at most three years).
    ///
    /// It begins at the last midnight of UTC, so that every call on one day gives the same one, and a page that
    /// carries it stays cacheable.
    #[must_use]
    pub fn timeline(&self, now: Moment, days: u32) -> Timeline {
        let from = seconds(now).div_euclid(DAY) * DAY;
        let until = from + (i64::from(days.min(MAX_DAYS)) + 1) * DAY;

        let mut periods = Vec::new();
        for stretch in self.zone.stretches(from..until) {
            self.push_periods(&stretch, &mut periods);
        }
        join(periods, moment(until))
    }

    /// The moments at which days of the calendar begin in the site's time zone: first the day that holds `from`,
    /// last the day after so many, at which they end. So there is one more than days.
    ///
    /// Where daylight saving skips a midnight, the day begins at the first moment that belongs to it. A day that is
    /// skipped altogether is left out. At most three years are told.
    #[must_use]
    pub fn midnights(&self, from: Moment, days: u32) -> Vec<Moment> {
        let from = seconds(from);
        let count = i64::from(days.min(MAX_DAYS)) + 1;
        // The day of `from` may have begun two days of UTC earlier, and one may be skipped on the way.
        let mut midnights = Vec::new();
        let mut today = None;
        let mut last = i64::MIN;
        for stretch in self.zone.stretches(from - 2 * DAY..from + (count + 3) * DAY) {
            for day in stretch.days() {
                let begins = stretch.midnight(day).max(stretch.seconds.start);
                // A clock that is put back past midnight shows a day again that has begun already.
                if day > last {
                    last = day;
                    if begins <= from {
                        today = Some(begins);
                    } else {
                        midnights.push(moment(begins));
                    }
                }
            }
        }
        let all = today.map(moment).into_iter().chain(midnights);
        all.take(usize::try_from(count).unwrap_or(usize::MAX)).collect()
    }

    /// The periods of a stretch of time.
    fn push_periods(&self, stretch: &Stretch, periods: &mut Vec<Period>) {
        for day in stretch.days() {
            let midnight = stretch.midnight(day);
            for (minutes, segment) in self.day(date_of(day)).segments() {
                let start = (midnight + i64::from(minutes.start) * 60).max(stretch.seconds.start);
                let end = (midnight + i64::from(minutes.end) * 60).min(stretch.seconds.end);
                if start < end {
                    let reason = segment.reason.as_deref().map(str::to_owned);
                    periods.push(Period { from: moment(start), state: segment.state, reason });
                }
            }
        }
    }

    /// What holds on a date: see the crate's documentation for what lasts past midnight.
    fn day(&self, date: NaiveDate) -> Day {
        let today = self.exception(date);
        let yesterday = date.pred_opt().and_then(|yesterday| self.exception(yesterday));
        let (mut day, night) = match (today, yesterday) {
            (None, None) => (self.weekly.day(date), Vec::new()),
            (None, Some(yesterday)) => (self.weekly.own_day(date), yesterday.night_after()),
            (Some(today), None) => (today.day(), self.weekly.night_before(date)),
            (Some(today), Some(yesterday)) => (today.day(), yesterday.night_after()),
        };
        for (minutes, reason) in night {
            day.set(minutes, State::Open, reason);
        }
        let holiday = self.holidays.as_ref().and_then(|holidays| holidays.on(date));
        if let (None, Some(reason)) = (today, holiday)
            && self.weekly.heed_holiday(date)
        {
            day.explain(reason);
        }
        day
    }

    fn exception(&self, date: NaiveDate) -> Option<&ExceptedDates> {
        self.exceptions.iter().rev().find(|exception| exception.holds_on(date))
    }
}

/// Every stretch pushes its periods in order and one at least, so that nothing can be wrong with them.
fn join(periods: Vec<Period>, until: Moment) -> Timeline {
    Timeline::joining(periods, until)
        .expect("periods in order, of which the first begins before the end")
}
