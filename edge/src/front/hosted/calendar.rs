//! Days and times of day, written the visitor's way in the site's time zone.

use js_sys::{Object, Reflect};
use timeline::Moment;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Error;

use crate::problem::{ApiError, ApiResult};

/// What has to be known of a time zone and a language to speak of moments.
pub(crate) trait Calendar {
    /// The time of day, such as `17:00`.
    fn time(&self, moment: Moment) -> String;
    /// The day of the week, such as `Monday`.
    fn weekday(&self, moment: Moment) -> String;
    /// The day of the year, such as `3 August`.
    fn date(&self, moment: Moment) -> String;
    /// The number of the day: neighbours differ by one.
    fn day_number(&self, moment: Moment) -> i64;

    /// The day as the panel tells it: by its name among the next six days, since in a week the
    /// next one has the same name, else by its date.
    fn day(&self, now: Moment, moment: Moment) -> String {
        match self.day_number(moment) - self.day_number(now) {
            1..7 => self.weekday(moment),
            _ => self.date(moment),
        }
    }
}

/// How far a moment's day is from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearness {
    /// The same day.
    Today,
    /// The day after.
    Tomorrow,
    /// Another day.
    Other,
}

/// How far a moment's day is from that of `now`.
pub(crate) fn nearness(calendar: &impl Calendar, now: Moment, moment: Moment) -> Nearness {
    match calendar.day_number(moment) - calendar.day_number(now) {
        0 => Nearness::Today,
        1 => Nearness::Tomorrow,
        _ => Nearness::Other,
    }
}

/// The moments that JavaScript can tell: 100 million days around 1970 (ECMA-262, section 21.4.1.1).
const FURTHEST: i64 = 8_640_000_000_000_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    #[derive(Debug)]
    type DateTimeFormat;

    // The one of js-sys does not catch what is thrown at an unknown language or zone.
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;
}

/// The runtime's calendar.
#[derive(Debug)]
pub(crate) struct RuntimeCalendar {
    time: DateTimeFormat,
    weekday: DateTimeFormat,
    date: DateTimeFormat,
    number: DateTimeFormat,
}

impl RuntimeCalendar {
    /// A calendar for a language tag and an IANA time zone.
    ///
    /// # Errors
    /// Where the runtime knows one of them not.
    pub(crate) fn new(locale: &str, time_zone: &str) -> ApiResult<Self> {
        let format = |locale: &str, options: &[(&str, &str)]| -> ApiResult<DateTimeFormat> {
            let object = Object::new();
            for (name, value) in options.iter().chain(&[("timeZone", time_zone)]) {
                Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value))
                    .map_err(Error::from)?;
            }
            DateTimeFormat::new(locale, &object)
                .map_err(|error| ApiError::internal(format!("{locale} in {time_zone}: {error:?}")))
        };
        let numbers = [("year", "numeric"), ("month", "numeric"), ("day", "numeric")];
        Ok(Self {
            time: format(locale, &[("timeStyle", "short")])?,
            weekday: format(locale, &[("weekday", "long")])?,
            date: format(locale, &[("month", "long"), ("day", "numeric")])?,
            number: format("en-US-u-ca-gregory-nu-latn", &numbers)?,
        })
    }
}

impl Calendar for RuntimeCalendar {
    fn time(&self, moment: Moment) -> String {
        self.time.format(told(moment))
    }

    fn weekday(&self, moment: Moment) -> String {
        self.weekday.format(told(moment))
    }

    fn date(&self, moment: Moment) -> String {
        self.date.format(told(moment))
    }

    fn day_number(&self, moment: Moment) -> i64 {
        number_of(&self.number.format(told(moment))).unwrap_or_default()
    }
}

fn told(moment: Moment) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the bound is below 2^53")]
    let milliseconds = moment.0.clamp(-FURTHEST, FURTHEST) as f64;
    milliseconds
}

/// The number of the day written as `month/day/year`, counted from 1 March of year 0
/// (after Howard Hinnant's `days_from_civil`).
fn number_of(date: &str) -> Option<i64> {
    let mut parts = date.split('/').map(|part| part.parse::<i64>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year,
    )
}

#[cfg(test)]
pub(crate) mod fixed {
    //! A calendar for tests: UTC, with weekdays and days that are named by their number.

    use timeline::Moment;

    use super::Calendar;

    /// UTC.
    pub(crate) struct Utc;

    impl Calendar for Utc {
        fn time(&self, moment: Moment) -> String {
            let minute = moment.minute().rem_euclid(24 * 60);
            format!("{:02}:{:02}", minute / 60, minute % 60)
        }

        fn weekday(&self, moment: Moment) -> String {
            format!("weekday {}", self.day_number(moment).rem_euclid(7))
        }

        fn date(&self, moment: Moment) -> String {
            format!("day {}", self.day_number(moment))
        }

        fn day_number(&self, moment: Moment) -> i64 {
            moment.minute().div_euclid(24 * 60)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_days_differ_by_one() {
        let days = ["2/28/2024", "2/29/2024", "3/1/2024", "12/31/2024", "1/1/2025"];
        let numbers: Vec<i64> = days.iter().map(|day| number_of(day).unwrap()).collect();
        assert_eq!(numbers[1] - numbers[0], 1);
        assert_eq!(numbers[2] - numbers[1], 1);
        assert_eq!(numbers[4] - numbers[3], 1);
        assert_eq!(number_of("1/1/1970").unwrap() - number_of("1/1/1969").unwrap(), 365);
        assert_eq!(number_of("soon"), None);
    }

    #[test]
    fn midnight_parts_the_days() {
        let at = |hour: i64| Moment(hour * 3_600_000);
        let near = |now, then| nearness(&fixed::Utc, at(now), at(then));
        assert_eq!(near(23, 23), Nearness::Today);
        assert_eq!(near(23, 24), Nearness::Tomorrow);
        assert_eq!(near(23, 48), Nearness::Other);
    }

    #[test]
    fn a_day_of_the_next_six_is_told_by_its_name() {
        let day = |days: i64| fixed::Utc.day(Moment(0), Moment(days * 24 * 3_600_000));
        assert_eq!(
            [-1, 0, 1, 6, 7].map(day),
            ["day -1", "day 0", "weekday 1", "weekday 6", "day 7"]
        );
    }
}
