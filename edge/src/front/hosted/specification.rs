//! Opening hours as schema.org writes them: the usual ones of each weekday, and the dates that differ.
//!
//! After <https://schema.org/OpeningHoursSpecification> and Google's documentation of local businesses: what is
//! closed all day opens and closes at 00:00, what is open all day closes at 23:59, and a shift past midnight is
//! one entry that closes earlier than it opens.

mod dated;

use serde_json::{Map, Value, json};
use timeline::{Day, Moment, Timeline};

use self::dated::{Dated, usual};
use super::calendar::Calendar;

/// As schema.org names them, in the order of `Local::weekday`.
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The opening hours of the next weeks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Specification {
    /// An entry for each stretch, with the weekdays on which it is usual.
    pub(crate) usual: Vec<Value>,
    /// An entry for each stretch of dates that differ.
    pub(crate) special: Vec<Value>,
}

/// A date that differs, and why.
type Differing<'days> = (&'days Dated, Option<&'days str>);

/// What a timeline says from today on.
pub(crate) fn of(timeline: &Timeline, calendar: &impl Calendar, now: Moment) -> Specification {
    let days = dated::all(timeline, calendar, now);
    let usual: [Option<&Dated>; 7] = std::array::from_fn(|weekday| usual(&days, weekday));
    let differing = days.iter().filter_map(|day| {
        let usual = usual[day.weekday];
        let differs = usual.is_none_or(|usual| usual.shape != day.shape);
        // What is said of the usual hours is not why others hold.
        let why = day.reason().filter(|why| usual.and_then(Dated::reason) != Some(why));
        differs.then_some((day, why))
    });
    let alike = |(one, why): &Differing<'_>, (next, why_next): &Differing<'_>| {
        one.number + 1 == next.number && one.shape == next.shape && why == why_next
    };
    let differing: Vec<Differing<'_>> = differing.collect();
    Specification {
        usual: weekly(&usual),
        special: differing.chunk_by(alike).flat_map(special).collect(),
    }
}

/// A day with what is usual on each weekday, from Monday on; none where nothing is known of what is usual.
pub(crate) fn usual_week(
    timeline: &Timeline,
    calendar: &impl Calendar,
    now: Moment,
) -> [Option<Day>; 7] {
    let days = dated::all(timeline, calendar, now);
    std::array::from_fn(|weekday| usual(&days, weekday).map(|usual| usual.day.clone()))
}

/// One entry for each stretch, with all weekdays that have it.
fn weekly(usual: &[Option<&Dated>; 7]) -> Vec<Value> {
    let mut stretches: Vec<(&(String, String), Vec<&str>)> = Vec::new();
    for (usual, weekday) in usual.iter().zip(WEEKDAYS) {
        for stretch in usual.iter().flat_map(|usual| &usual.shape) {
            match stretches.iter_mut().find(|(known, _)| *known == stretch) {
                Some((_, weekdays)) => weekdays.push(weekday),
                None => stretches.push((stretch, vec![weekday])),
            }
        }
    }
    let entry = |(stretch, weekdays): (_, Vec<&str>)| {
        let mut entry = entry(stretch);
        entry.insert("dayOfWeek".to_owned(), json!(weekdays));
        entry.into()
    };
    stretches.into_iter().map(entry).collect()
}

/// The entries of neighbouring dates that have the same hours for the same reason.
fn special(dates: &[Differing<'_>]) -> Vec<Value> {
    let (Some((first, why)), Some((last, _))) = (dates.first(), dates.last()) else {
        return Vec::new();
    };
    let entry = |stretch| {
        let mut entry = entry(stretch);
        entry.insert("validFrom".to_owned(), first.date.as_str().into());
        entry.insert("validThrough".to_owned(), last.date.as_str().into());
        if let Some(why) = why {
            entry.insert("name".to_owned(), (*why).into());
        }
        entry.into()
    };
    first.shape.iter().map(entry).collect()
}

fn entry((opens, closes): &(String, String)) -> Map<String, Value> {
    let kind = ("@type".to_owned(), "OpeningHoursSpecification".into());
    let times = [("opens", opens), ("closes", closes)];
    let times = times.map(|(name, time)| (name.to_owned(), time.as_str().into()));
    std::iter::once(kind).chain(times).collect()
}

#[cfg(test)]
mod tests {
    use timeline::{Millis, Override, Period, State};

    use super::*;
    use crate::front::hosted::calendar::fixed::Fixed;

    /// Thursday 2026-12-03, 00:00 in Berlin, where no clock is changed in the weeks after it.
    const START: i64 = 1_796_252_400_000;

    fn hour(hours: i64) -> Moment {
        Moment(START) + Millis::from_hours(hours)
    }

    /// Two months of the same hours on some weekdays; Monday is 0.
    fn months(hours: &[(i64, i64)], weekdays: &[i64]) -> Timeline {
        let days = (0..60).filter(|day| weekdays.contains(&((day + 3) % 7)));
        let shifts = days.flat_map(|day| hours.iter().map(move |hours| (24 * day, *hours)));
        let periods = shifts.flat_map(|(midnight, (from, until))| {
            [(midnight + from, State::Open), (midnight + until, State::Closed)]
        });
        let periods = std::iter::once((0, State::Closed)).chain(periods);
        let periods = periods.map(|(from, state)| Period::new(hour(from), state));
        Timeline::joining(periods, hour(60 * 24)).unwrap()
    }

    /// On Saturday, at 10 o'clock.
    #[track_caller]
    fn check(timeline: &Timeline, usual: &Value, special: &Value) {
        let berlin = Fixed("Europe/Berlin".parse().unwrap());
        let found = of(timeline, &berlin, hour(2 * 24 + 10));
        assert_eq!((&json!(found.usual), &json!(found.special)), (usual, special));
    }

    fn usual(days: &[&str], opens: &str, closes: &str) -> Value {
        let kind = "OpeningHoursSpecification";
        json!({ "@type": kind, "dayOfWeek": days, "opens": opens, "closes": closes })
    }

    fn special(from: &str, through: &str, opens: &str, closes: &str) -> Value {
        let kind = "OpeningHoursSpecification";
        let (opens, closes) = (json!(opens), json!(closes));
        json!({ "@type": kind, "opens": opens, "closes": closes, "validFrom": from, "validThrough": through })
    }

    const EVERY_DAY: [i64; 7] = [0, 1, 2, 3, 4, 5, 6];

    #[test]
    fn a_week_with_lunch_breaks() {
        check(
            &months(&[(9, 12), (13, 17)], &EVERY_DAY[..5]),
            &json!([
                usual(&WEEKDAYS[..5], "09:00", "12:00"),
                usual(&WEEKDAYS[..5], "13:00", "17:00"),
                usual(&WEEKDAYS[5..], "00:00", "00:00"),
            ]),
            &json!([]),
        );
    }

    #[test]
    fn shifts_past_midnight_and_days_without_end() {
        let others = ["Monday", "Tuesday", "Wednesday", "Thursday", "Sunday"];
        check(
            &months(&[(22, 26)], &[4, 5]),
            &json!([
                usual(&others, "00:00", "00:00"),
                usual(&["Friday", "Saturday"], "22:00", "02:00")
            ]),
            &json!([]),
        );
        let always = usual(&WEEKDAYS, "00:00", "23:59");
        check(&months(&[(0, 24)], &EVERY_DAY), &json!([always]), &json!([]));
    }

    #[test]
    fn dates_that_differ_are_told_together_with_why() {
        let by = |from: i64, until: i64, state: State, reason: Option<&str>| Override {
            from: hour(from),
            until: Some(hour(until)),
            state,
            reason: reason.map(str::to_owned),
        };
        let timeline = months(&[(9, 17)], &EVERY_DAY)
            .overridden(&by(22 * 24, 24 * 24, State::Closed, Some("Christmas")))
            .overridden(&by(28 * 24 + 12, 29 * 24, State::Closed, Some("New Year's Eve")))
            .overridden(&by(40 * 24 + 17, 40 * 24 + 20, State::Open, None));
        let named = |mut entry: Value, name: &str| {
            entry["name"] = json!(name);
            entry
        };
        let christmas = special("2026-12-25", "2026-12-26", "00:00", "00:00");
        let eve = special("2026-12-31", "2026-12-31", "09:00", "12:00");
        check(
            &timeline,
            &json!([usual(&WEEKDAYS, "09:00", "17:00")]),
            &json!([
                named(christmas, "Christmas"),
                named(eve, "New Year's Eve"),
                special("2027-01-12", "2027-01-12", "09:00", "20:00"),
            ]),
        );
    }

    /// The same with something said of each period in this state, as comments in `hours` do.
    fn saying(timeline: &Timeline, state: State, comment: &str) -> Timeline {
        let periods = timeline.periods().iter().cloned();
        let said = |it: Period| if it.state == state { it.because(comment) } else { it };
        Timeline::new(periods.map(said).collect(), timeline.until()).unwrap()
    }

    #[test]
    fn what_is_said_of_each_week_is_usual() {
        let weekdays = json!([
            usual(&WEEKDAYS[..5], "09:00", "17:00"),
            usual(&WEEKDAYS[5..], "00:00", "00:00")
        ]);
        let hours = months(&[(9, 17)], &EVERY_DAY[..5]);
        let ring = saying(&hours, State::Open, "ring the bell");
        check(&ring, &weekdays, &json!([]));
        check(&saying(&hours, State::Closed, "weekend and nights"), &weekdays, &json!([]));

        // It is not why a day is shorter.
        let shorter = ring.overridden(&Override {
            from: hour(4 * 24 + 12),
            until: Some(hour(5 * 24)),
            state: State::Closed,
            reason: None,
        });
        check(&shorter, &weekdays, &json!([special("2026-12-07", "2026-12-07", "09:00", "12:00")]));
    }

    #[test]
    fn long_holidays_are_nothing_usual() {
        let holidays = |from: i64, until: i64| {
            months(&[(9, 17)], &EVERY_DAY).overridden(&Override {
                from: hour(from * 24),
                until: Some(hour(until * 24)),
                state: State::Closed,
                reason: Some("Winter break".to_owned()),
            })
        };
        let away = |from: &str, through: &str| {
            let mut away = special(from, through, "00:00", "00:00");
            away["name"] = json!("Winter break");
            json!([away])
        };
        let all = json!([usual(&WEEKDAYS, "09:00", "17:00")]);
        check(&holidays(10, 52), &all, &away("2026-12-13", "2027-01-23"));
        check(&holidays(0, 60), &json!([]), &away("2026-12-05", "2027-01-29"));
        let before = json!([usual(&["Saturday", "Sunday"], "09:00", "17:00")]);
        check(&holidays(4, 60), &before, &away("2026-12-07", "2027-01-29"));
    }

    #[test]
    fn a_pause_is_nothing_usual() {
        let pause = |from: i64, until: Option<i64>| {
            months(&[(9, 17)], &EVERY_DAY).overridden(&Override {
                from: hour(from),
                until: until.map(hour),
                state: State::Paused,
                reason: None,
            })
        };
        let all = json!([usual(&WEEKDAYS, "09:00", "17:00")]);
        let afternoon = special("2026-12-05", "2026-12-05", "09:00", "11:00");
        check(&pause(2 * 24 + 11, Some(3 * 24)), &all, &json!([afternoon]));
        // Nothing is known of what is usual, and so it is not told.
        let further = special("2026-12-06", "2027-01-29", "00:00", "00:00");
        check(&pause(2 * 24 + 11, None), &json!([]), &json!([afternoon, further]));
    }
}
