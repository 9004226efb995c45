//! What holds for all opening hours: nothing panics, and the timeline agrees with the clock on the wall at every minute,
//! asked of two witnesses: the evaluator itself, and a team that works in shifts.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use chrono_tz::Tz;
use hours::{Exception, ExceptionRule, Schedule, SiteHours, parse_reply_target};
use opening_hours::{OpeningHours, RuleKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use timeline::{Millis, Moment, Status, Timeline};

/// With daylight saving of an hour and of half an hour, without, suspended for a month, and with a date that never was.
const ZONES: [(&str, i32); 7] = [
    ("Europe/Berlin", 2026),
    ("America/New_York", 2026),
    ("America/Sao_Paulo", 2018),
    ("Australia/Lord_Howe", 2026),
    ("Asia/Kathmandu", 2026),
    ("Africa/Casablanca", 2026),
    ("Pacific/Apia", 2011),
];

const EXPRESSIONS: [&str; 24] = [
    "24/7",
    "off",
    "00:00-23:59",
    "Mo-Fr 09:00-17:00",
    "Mo-Fr 09:00-12:30,13:15-17:45; Sa 10:00-14:00",
    "Mo-Su 22:00-02:00",
    "Fr 22:00-02:00; Sa 10:00-14:00",
    "Fr 22:00-02:00, Sa 10:00-14:00",
    "Mo-Th 18:00-01:00; Fr-Sa 18:00-03:00",
    "02:00-03:00",
    "02:30-04:00",
    "00:00-02:30,02:45-02:50",
    "01:15-02:15; Su off",
    "Mo-Fr 08:00-18:00; We 12:00-13:00 off \"Meeting\"",
    "Dec 09:00-22:00; Jan-Nov 09:00-18:00",
    "Mo[1] 09:00-12:00; Mo[-1] 13:00-15:00",
    "week 1-53/2 Mo 10:00-12:00; week 2-52/2 Tu 10:00-12:00",
    "easter -2 days-easter +1 day off \"Easter\"; Mo-Sa 10:00-20:00",
    "Apr 1-Oct 31 10:00-19:00; Nov 1-Mar 31 11:00-16:00",
    "24/7; Dec 24-26 off",
    "Mo-Fr 10:00-20:00 unknown \"by appointment\"; Sa 10:00-14:00",
    "Mo 20:00-30:00; Tu-Fr 09:00-17:00 || Sa 11:00-23:59",
    "2026 Mar 1-2026 Oct 31 08:00-20:00; Sep 06:00-07:00",
    "Sa-Mo 00:00-24:00",
];

fn plain(expression: &str, time_zone: &str) -> Option<Schedule> {
    Schedule::parse(SiteHours { expression, time_zone, exceptions: &[] }).ok()
}

fn moment(utc: NaiveDateTime) -> Moment {
    Moment(utc.and_utc().timestamp_millis())
}

fn local(zone: Tz, moment: Moment) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(moment.0).expect("a moment of this century");
    utc.with_timezone(&zone).naive_local()
}

fn is_open(timeline: &Timeline, at: Moment) -> bool {
    matches!(timeline.status(at, Millis::ZERO), Status::Open { .. })
}

/// What the evaluator says, with the day's last minute belonging to the day.
fn evaluated(hours: &OpeningHours, local: NaiveDateTime) -> bool {
    let minute = TimeDelta::minutes(1);
    let (kind, comment) = hours.state(local);
    let is_last = (local.hour(), local.minute()) == (23, 59);
    kind == RuleKind::Open
        || is_last && comment.is_empty() && hours.state(local - minute).0 == RuleKind::Open
}

/// Every minute of the days on which the clock changes and of those beside them, and every 31st of the year.
fn minutes_of_a_year(zone: Tz, year: i32) -> impl Iterator<Item = Moment> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date").and_time(Default::default());
    let offset = move |at: Moment| local(zone, at) - local(Tz::UTC, at);
    (0..366 * 1440).filter_map(move |minute: i64| {
        let at = moment(first + TimeDelta::minutes(minute));
        let hour = Millis::from_hours(20);
        let is_special = minute % 31 == 0 || offset(at - hour) != offset(at + hour);
        is_special.then_some(at)
    })
}

#[test]
fn a_year_agrees_with_the_evaluator() {
    for (name, year) in ZONES {
        let zone: Tz = name.parse().unwrap();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(Default::default());
        let minutes: Vec<_> = minutes_of_a_year(zone, year).collect();
        assert!(minutes.len() > 16_000);
        for expression in EXPRESSIONS {
            let hours: OpeningHours = expression.parse().unwrap();
            let timeline = plain(expression, name).unwrap().timeline(moment(first), 366);
            for at in &minutes {
                let local = local(zone, *at);
                let expected = evaluated(&hours, local);
                assert_eq!(is_open(&timeline, *at), expected, "{expression} in {name} at {local}");
            }
        }
    }
}

/// A team that works in shifts of its own weekdays, and of its exceptions' dates.
#[derive(Clone, Debug)]
struct Shifts {
    /// For each weekday from Monday on, in minutes from its midnight.
    weekly: [Vec<(u16, u16)>; 7],
    /// Days after the first date, and the shifts then: the later in the list hold.
    exceptions: Vec<(u64, u64, Vec<(u16, u16)>)>,
}

const WEEKDAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

fn span((start, end): (u16, u16)) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
}

impl Shifts {
    fn expression(&self) -> String {
        let rules = WEEKDAYS.iter().zip(&self.weekly).flat_map(|(day, shifts)| {
            shifts.iter().map(move |shift| format!("{day} {}", span(*shift)))
        });
        let rules: Vec<_> = rules.collect();
        if rules.is_empty() { "off".to_owned() } else { rules.join(", ") }
    }

    fn exceptions(&self, first: NaiveDate) -> Vec<Exception> {
        let exception = |(from, to, shifts): &(u64, u64, Vec<(u16, u16)>)| {
            let spans: Vec<_> = shifts.iter().map(|shift| span(*shift)).collect();
            let rule = match shifts.as_slice() {
                [] => ExceptionRule::Closed,
                _ => ExceptionRule::Hours(spans.join(",")),
            };
            let date = |days| (first + Days::new(days)).to_string();
            Exception { from: date(*from), to: date(*to), rule, note: None }
        };
        self.exceptions.iter().map(exception).collect()
    }

    fn begun_on(&self, first: NaiveDate, date: NaiveDate) -> &[(u16, u16)] {
        let excepted = self.exceptions.iter().rev().find(|(from, to, _)| {
            (first + Days::new(*from)..=first + Days::new(*to)).contains(&date)
        });
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).expect("one of seven");
        excepted.map_or(&self.weekly[weekday], |(_, _, shifts)| shifts)
    }

    fn is_open(&self, first: NaiveDate, local: NaiveDateTime) -> bool {
        let minute = u16::try_from(local.hour() * 60 + local.minute()).expect("of a day");
        let during = |date, minute| {
            let mut shifts = self.begun_on(first, date).iter();
            shifts.any(|(start, end)| (*start..*end).contains(&minute))
        };
        let yesterday = local.date() - Days::new(1);
        during(local.date(), minute) || during(yesterday, minute + 1440)
    }
}

/// Shifts that end before the first one of the next day begins.
fn shifts() -> impl Strategy<Value = Vec<(u16, u16)>> {
    let shift = (24u16..96, 1u16..70).prop_map(|(start, length)| {
        let end = (start + length).min(24 + 96);
        (start * 15, end * 15)
    });
    vec(shift, 0..3)
}

fn teams() -> impl Strategy<Value = Shifts> {
    let weekly = [shifts(), shifts(), shifts(), shifts(), shifts(), shifts(), shifts()];
    let exception =
        (0u64..12, 0u64..3, shifts()).prop_map(|(from, more, it)| (from, from + more, it));
    (weekly, vec(exception, 0..4)).prop_map(|(weekly, exceptions)| Shifts { weekly, exceptions })
}

/// Strings out of the pieces that opening hours are made of.
fn likely_expressions() -> impl Strategy<Value = String> {
    const PIECES: [&str; 62] = [
        " ",
        " ",
        " ",
        "; ",
        ", ",
        " || ",
        ",",
        "-",
        "+",
        "/",
        ":",
        "\"",
        "[",
        "]",
        "(",
        ")",
        "Mo",
        "Tu",
        "Fr",
        "Sa",
        "Su",
        "Mo-Fr",
        "Sa-Mo",
        "Mo[1]",
        "Mo[-1]",
        "Mo[3-1]",
        "PH",
        "SH",
        "09:00-17:00",
        "22:00-02:00",
        "00:00-24:00",
        "00:00-00:00",
        "12:00",
        "26:00",
        "24:00",
        "48:00",
        "48:30",
        "23:59",
        "Dec",
        "Feb 29",
        "Feb 30",
        "Jan-Mar",
        "Dec 24-26",
        "Dec 31-2",
        "easter",
        " +9999 days",
        " -1 day",
        "-Su",
        "2026",
        "2020-2030/3",
        "9999",
        "1900",
        "week",
        "week 1-53/2",
        "53",
        "sunset",
        "(dusk+23:59)",
        "off",
        "unknown",
        "open",
        "\"note\"",
        "24/7",
    ];
    vec(select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat())
}

/// Rules that are mostly read, so that what is built on them is reached.
fn rules() -> impl Strategy<Value = String> {
    const DAYS: [&str; 18] = [
        "",
        "",
        "Mo ",
        "Mo-Fr ",
        "Sa,Su ",
        "Fr-Mo ",
        "Mo[1] ",
        "Tu[-1] +1 day ",
        "Dec ",
        "2026 Dec ",
        "Dec 24-26 ",
        "Feb 29 ",
        "easter -2 days ",
        "easter -2 days-easter +1 day ",
        "week 2-50/3 Mo ",
        "2026-2028/2 ",
        "Nov-Feb Fr ",
        "2026 Mar Su[-1]-2026 Oct Su[-1] ",
    ];
    const TIMES: [&str; 13] = [
        "",
        "24/7",
        "09:00-17:00",
        "9:00-12:00,13:00-17:30",
        "22:00-02:00",
        "18:00-26:30",
        "00:00-24:00",
        "10:00-10:00",
        "00:00-23:59",
        "02:00-03:00",
        "20:00-48:00",
        "23:00-01:00,00:30-02:00",
        "06:00-07:00, 08:00 - 09:00",
    ];
    const STATES: [&str; 7] = ["", "", "", " open", " off", " closed \"away\"", " unknown"];
    const SEPARATORS: [&str; 5] = ["; ", "; ", ";", ", ", " || "];
    let rule =
        (select(&SEPARATORS[..]), select(&DAYS[..]), select(&TIMES[..]), select(&STATES[..]));
    vec(rule, 1..5).prop_map(|rules| {
        let first = rules.first().map_or(0, |(separator, ..)| separator.len());
        let all: String = rules.iter().map(|(a, b, c, d)| [*a, b, c, d].concat()).collect();
        all[first..].to_owned()
    })
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => likely_expressions(),
        4 => rules(),
        1 => any::<String>(),
        1 => "[ -~]{0,80}",
        1 => vec(rules(), 0..200).prop_map(|rules| {
            let mut long = rules.join("; ");
            long.truncate(4096);
            long
        }),
        1 => (likely_expressions(), 1usize..1000).prop_map(|(it, times)| {
            let mut long = it.repeat(times);
            long.truncate(4096);
            long
        }),
    ]
}

proptest! {
    #[test]
    fn no_text_panics(text in anything(), now in any::<i64>(), days in 0u32..70) {
        if let Some(schedule) = plain(&text, "Europe/Berlin") {
            let _ = schedule.timeline(Moment(now), days);
            let _ = schedule.timeline(Moment(now % 4_000_000_000_000), days);
        }
        let _ = plain("24/7", &text);
        let _ = parse_reply_target(&text);
        let date = "2026-10-25".to_owned();
        let hours = Exception {
            from: date.clone(),
            to: date.clone(),
            rule: ExceptionRule::Hours(text.clone()),
            note: Some(text.clone()),
        };
        let dates = Exception { from: text, to: date, rule: ExceptionRule::Closed, note: None };
        for exception in [hours, dates] {
            let site = SiteHours {
                expression: "22:00-02:00",
                time_zone: "Europe/Berlin",
                exceptions: &[exception],
            };
            if let Ok(schedule) = Schedule::parse(site) {
                let _ = schedule.timeline(Moment(1_792_800_000_000), 3);
            }
        }
    }

    #[test]
    fn rules_agree_with_the_evaluator(
        text in rules(),
        (name, year) in select(&ZONES[..]),
        day in 0u64..366,
        minutes in vec(0i64..14 * 1440, 60),
    ) {
        if let Some(schedule) = plain(&text, name) {
            let zone: Tz = name.parse().unwrap();
            let hours: OpeningHours = text.parse().unwrap();
            let start = NaiveDate::from_ymd_opt(year, 1, 1).unwrap() + Days::new(day);
            let start = start.and_time(Default::default());
            let timeline = schedule.timeline(moment(start), 14);
            for minute in minutes {
                let at = moment(start + TimeDelta::minutes(minute));
                let local = local(zone, at);
                prop_assert_eq!(is_open(&timeline, at), evaluated(&hours, local), "at {}", local);
            }
        }
    }

    #[test]
    fn a_team_in_shifts_agrees(
        team in teams(),
        (name, year) in select(&ZONES[..]),
        day in 0u64..366,
        minutes in vec(0i64..14 * 96, 100),
    ) {
        let zone: Tz = name.parse().unwrap();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap() + Days::new(day);
        let site = SiteHours {
            expression: &team.expression(),
            time_zone: name,
            exceptions: &team.exceptions(first),
        };
        let schedule = Schedule::parse(site).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let start = first.and_time(Default::default());
        let timeline = schedule.timeline(moment(start), 14);
        for quarter in minutes {
            let at = moment(start + TimeDelta::minutes(quarter * 15));
            let local = local(zone, at);
            prop_assert_eq!(is_open(&timeline, at), team.is_open(first, local), "at {}", local);
        }
    }

    #[test]
    fn a_timeline_holds_what_was_asked_for(text in rules(), now in 0i64..4_000_000_000_000, days in 0u32..70) {
        if let Some(schedule) = plain(&text, "Europe/Berlin") {
            let timeline = schedule.timeline(Moment(now), days);
            prop_assert!(timeline.from() <= Moment(now));
            prop_assert!(timeline.until() >= Moment(now) + Millis::from_days(days.into()));
            prop_assert_eq!(Timeline::try_from(timeline.to_wire()), Ok(timeline));
        }
    }
}
