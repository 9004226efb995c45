//! Days, times of day and numbers, written the visitor's way; moments in the site's time zone.

use chrono_tz::Tz;
use js_sys::{Object, Reflect};
use timeline::{Millis, Moment};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Error;

use super::local::Local;
use crate::problem::{ApiError, ApiResult};

/// What has to be known of a time zone and a language to speak of moments.
pub(crate) trait Calendar {
    /// The time of day, such as `17:00`.
    fn time(&self, moment: Moment) -> String;
    /// The day of the week, such as `Monday`.
    fn weekday(&self, moment: Moment) -> String;
    /// The day of the year, such as `3 August`.
    fn date(&self, moment: Moment) -> String;
    /// A number, in the digits of the language.
    fn number(&self, number: u32) -> String;
    /// What calendar and clock on the wall show.
    fn local(&self, moment: Moment) -> Local;

    /// The number of the day: neighbours differ by one.
    fn day_number(&self, moment: Moment) -> i64 {
        self.local(moment).day_number()
    }

    /// The day as the panel tells it: by its name among the next six days, since in a week the
    /// next one has the same name, else by its date.
    fn day(&self, now: Moment, moment: Moment) -> String {
        match self.day_number(moment) - self.day_number(now) {
            1..7 => self.weekday(moment),
            _ => self.date(moment),
        }
    }

    /// The first moment of the day that holds this moment. It is not 00:00 where the clocks go
    /// forward at midnight.
    fn midnight(&self, moment: Moment) -> Moment {
        let number = self.day_number(moment);
        let is_today = |minute: i64| self.day_number(Moment::from_minute(minute)) >= number;
        let guess = moment.minute() - self.local(moment).minute;
        if is_today(guess) && !is_today(guess - 1) {
            return Moment::from_minute(guess);
        }
        // The clocks have changed today, by hours at the most.
        let (mut before, mut today) = (guess - CHANGE, moment.minute());
        while today - before > 1 {
            let middle = before.midpoint(today);
            if is_today(middle) { today = middle } else { before = middle }
        }
        Moment::from_minute(today)
    }

    /// Where days begin: the one that holds this moment, and so many after it; and where the last one ends.
    fn midnights(&self, from: Moment, days: usize) -> Vec<Moment> {
        // Some hours into the next day, of whatever length this one is.
        let next = |midnight: &Moment| Some(self.midnight(*midnight + Millis::from_hours(30)));
        std::iter::successors(Some(self.midnight(from)), next).take(days + 2).collect()
    }
}

/// More minutes than clocks are put forward or back.
const CHANGE: i64 = 4 * 60;

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

    #[wasm_bindgen(js_namespace = Intl)]
    #[derive(Debug)]
    type NumberFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn of(locale: &str) -> Result<NumberFormat, JsValue>;

    #[wasm_bindgen(method, js_name = format)]
    fn write(this: &NumberFormat, number: u32) -> String;
}

/// Words by the runtime, which knows all languages.
#[derive(Debug)]
pub(crate) struct RuntimeCalendar {
    time: DateTimeFormat,
    weekday: DateTimeFormat,
    date: DateTimeFormat,
    number: NumberFormat,
    zone: Tz,
}

impl RuntimeCalendar {
    /// A calendar for a language tag and an IANA time zone.
    ///
    /// # Errors
    /// Where one of them is not known.
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
        Ok(Self {
            time: format(locale, &[("timeStyle", "short")])?,
            weekday: format(locale, &[("weekday", "long")])?,
            date: format(locale, &[("month", "long"), ("day", "numeric")])?,
            number: NumberFormat::of(locale)
                .map_err(|error| ApiError::internal(format!("{locale}: {error:?}")))?,
            zone: time_zone.parse().map_err(ApiError::internal)?,
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

    fn number(&self, number: u32) -> String {
        self.number.write(number)
    }

    fn local(&self, moment: Moment) -> Local {
        Local::of(self.zone, moment).unwrap_or_default()
    }
}

fn told(moment: Moment) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "the bound is below 2^53")]
    let milliseconds = moment.0.clamp(-FURTHEST, FURTHEST) as f64;
    milliseconds
}

#[cfg(test)]
pub(crate) mod fixed {
    //! Calendars for tests, with weekdays and days that are named by their number since 1970.

    use chrono_tz::Tz;
    use timeline::Moment;

    use super::{Calendar, Local};

    /// UTC.
    pub(crate) const UTC: Fixed = Fixed(Tz::UTC);

    /// A time zone.
    pub(crate) struct Fixed(pub(crate) Tz);

    const EPOCH: Local = Local { year: 1970, month: 1, day: 1, minute: 0 };

    impl Calendar for Fixed {
        fn time(&self, moment: Moment) -> String {
            self.local(moment).time()
        }

        fn weekday(&self, moment: Moment) -> String {
            format!("weekday {}", (self.day_number(moment) - EPOCH.day_number()).rem_euclid(7))
        }

        fn date(&self, moment: Moment) -> String {
            format!("day {}", self.day_number(moment) - EPOCH.day_number())
        }

        fn number(&self, number: u32) -> String {
            number.to_string()
        }

        fn local(&self, moment: Moment) -> Local {
            Local::of(self.0, moment).unwrap()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn midnight_parts_the_days() {
        let at = |hour: i64| Moment(hour * HOUR);
        let near = |now, then| nearness(&fixed::UTC, at(now), at(then));
        assert_eq!(near(23, 23), Nearness::Today);
        assert_eq!(near(23, 24), Nearness::Tomorrow);
        assert_eq!(near(23, 48), Nearness::Other);
    }

    #[test]
    fn a_day_of_the_next_six_is_told_by_its_name() {
        let day = |days: i64| fixed::UTC.day(Moment(0), Moment(days * 24 * HOUR));
        assert_eq!(
            [-1, 0, 1, 6, 7].map(day),
            ["day -1", "day 0", "weekday 1", "weekday 6", "day 7"]
        );
    }

    #[test]
    fn days_begin_where_the_table_of_the_panel_has_them() {
        let cases = include_str!("../../../../crates/timeline/fixtures/days.json");
        let cases: serde_json::Value = serde_json::from_str(cases).unwrap();
        for case in cases.as_array().unwrap() {
            let calendar = fixed::Fixed(case["time_zone"].as_str().unwrap().parse().unwrap());
            let known = case["midnights"].as_array().unwrap();
            let known: Vec<_> = known.iter().map(|at| Moment(at.as_i64().unwrap())).collect();
            for now in [known[0], known[1] - Millis(1)] {
                assert_eq!(calendar.midnights(now, known.len() - 2), known, "{}", case["name"]);
            }
        }
    }

    #[test]
    fn every_day_of_a_year_has_its_midnight() {
        for zone in ["Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo"] {
            let calendar = fixed::Fixed(zone.parse().unwrap());
            let midnights = calendar.midnights(Moment(1_767_225_600_000), 400);
            for day in midnights.windows(2) {
                let number = calendar.day_number(day[0]);
                assert_eq!(calendar.day_number(day[0] - Millis(1)), number - 1, "{zone}");
                assert_eq!(calendar.day_number(day[1] - Millis(1)), number, "{zone}");
            }
        }
    }
}
