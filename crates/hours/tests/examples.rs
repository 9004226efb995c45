//! Opening hours and the timelines that a person would write down for them, in the site's local time.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use hours::{Exception, ExceptionRule, Schedule, SiteHours};
use timeline::{Moment, Period, State};

const BERLIN: &str = "Europe/Berlin";

/// Compares the periods of some days after a date's midnight of UTC.
fn check(site: SiteHours<'_>, first: &str, days: u32, expect: &[&str]) {
    let schedule = Schedule::parse(site).expect("hours to be read");
    let zone: Tz = site.time_zone.parse().expect("a time zone");
    let first: NaiveDate = first.parse().expect("a date");
    let noon = first.and_hms_opt(12, 0, 0).expect("a time").and_utc();
    let timeline = schedule.timeline(Moment(noon.timestamp_millis()), days - 1);
    let shown: Vec<_> = timeline.periods().iter().map(|period| show(zone, period)).collect();
    assert_eq!(shown, expect, "{site:?}");
}

fn show(zone: Tz, period: &Period) -> String {
    let utc = DateTime::from_timestamp_millis(period.from.0).expect("a moment of this century");
    let from = utc.with_timezone(&zone).format("%a %d %H:%M %z");
    let state = if period.state == State::Open { "open" } else { "closed" };
    match &period.reason {
        None => format!("{from} {state}"),
        Some(reason) => format!("{from} {state}: {reason}"),
    }
}

fn weekly(expression: &str) -> SiteHours<'_> {
    SiteHours { expression, time_zone: BERLIN, region: None, exceptions: &[] }
}

fn closed(from: &str, to: &str, note: Option<&str>) -> Exception {
    let (from, to) = (from.to_owned(), to.to_owned());
    Exception { from, to, rule: ExceptionRule::Closed, note: note.map(str::to_owned) }
}

fn open(date: &str, times: &str) -> Exception {
    let rule = ExceptionRule::Hours(times.to_owned());
    Exception { from: date.to_owned(), to: date.to_owned(), rule, note: None }
}

#[test]
fn a_week_with_a_lunch_break() {
    check(
        weekly("Mo-Fr 09:00-12:00,13:00-17:00; Fr 09:00-12:00"),
        "2026-03-05",
        3,
        &[
            "Thu 05 01:00 +0100 closed",
            "Thu 05 09:00 +0100 open",
            "Thu 05 12:00 +0100 closed",
            "Thu 05 13:00 +0100 open",
            "Thu 05 17:00 +0100 closed",
            "Fri 06 09:00 +0100 open",
            "Fri 06 12:00 +0100 closed",
        ],
    );
}

#[test]
fn always_and_never() {
    check(weekly("24/7"), "2026-03-02", 60, &["Mon 02 01:00 +0100 open"]);
    check(weekly("Mo-Su 00:00-24:00"), "2026-03-02", 60, &["Mon 02 01:00 +0100 open"]);
    check(weekly("Mo-Su 00:00-23:59"), "2026-03-02", 60, &["Mon 02 01:00 +0100 open"]);
    check(weekly("off"), "2026-03-02", 60, &["Mon 02 01:00 +0100 closed"]);
}

#[test]
fn a_shift_past_midnight_is_one_period() {
    let expect = [
        "Thu 05 01:00 +0100 closed",
        "Fri 06 22:00 +0100 open",
        "Sat 07 02:00 +0100 closed",
        "Sat 07 22:00 +0100 open",
        "Sun 08 02:00 +0100 closed",
    ];
    check(weekly("Fr-Sa 22:00-02:00"), "2026-03-05", 4, &expect);
    check(weekly("Fr-Sa 22:00-26:00\n"), "2026-03-05", 4, &expect);
    check(weekly("Fr-Sa 22:00-02:00; We 00:00-00:00"), "2026-03-05", 4, &expect);
    check(
        weekly("Fr-Sa 22:00-23:59; Sa-Su 00:00-02:00,22:00-23:59; Su 00:00-02:00"),
        "2026-03-05",
        4,
        &expect,
    );
}

#[test]
fn a_later_rule_takes_the_whole_calendar_day_and_an_additional_one_does_not() {
    let friday = "Fri 06 22:00 +0100 open";
    check(
        weekly("Fr 22:00-02:00; Sa 10:00-14:00"),
        "2026-03-06",
        2,
        &[
            "Fri 06 01:00 +0100 closed",
            friday,
            "Sat 07 00:00 +0100 closed",
            "Sat 07 10:00 +0100 open",
            "Sat 07 14:00 +0100 closed",
        ],
    );
    check(
        weekly("Fr 22:00-02:00, Sa 10:00-14:00"),
        "2026-03-06",
        2,
        &[
            "Fri 06 01:00 +0100 closed",
            friday,
            "Sat 07 02:00 +0100 closed",
            "Sat 07 10:00 +0100 open",
            "Sat 07 14:00 +0100 closed",
        ],
    );
}

#[test]
fn the_night_in_which_daylight_saving_begins() {
    check(
        weekly("Mo-Su 09:00-17:00"),
        "2026-03-28",
        2,
        &[
            "Sat 28 01:00 +0100 closed",
            "Sat 28 09:00 +0100 open",
            "Sat 28 17:00 +0100 closed",
            "Sun 29 09:00 +0200 open",
            "Sun 29 17:00 +0200 closed",
        ],
    );
    // 02:30 never comes, so a shift from then on begins when the clock goes on, and one until then ends there.
    check(
        weekly("Su 02:30-04:00"),
        "2026-03-29",
        1,
        &["Sun 29 01:00 +0100 closed", "Sun 29 03:00 +0200 open", "Sun 29 04:00 +0200 closed"],
    );
    check(
        weekly("Su 00:00-02:30"),
        "2026-03-29",
        1,
        &["Sun 29 01:00 +0100 open", "Sun 29 03:00 +0200 closed"],
    );
    check(weekly("Su 02:00-03:00"), "2026-03-29", 1, &["Sun 29 01:00 +0100 closed"]);
}

#[test]
fn the_night_in_which_daylight_saving_ends() {
    check(
        weekly("Sa 22:00-06:00"),
        "2026-10-24",
        2,
        &["Sat 24 02:00 +0200 closed", "Sat 24 22:00 +0200 open", "Sun 25 06:00 +0100 closed"],
    );
    // The clock shows 02:00 to 03:00 twice.
    check(
        weekly("Su 02:00-03:00"),
        "2026-10-25",
        1,
        &["Sun 25 02:00 +0200 open", "Sun 25 03:00 +0100 closed"],
    );
    check(
        weekly("Su 02:30-04:00"),
        "2026-10-25",
        1,
        &[
            "Sun 25 02:00 +0200 closed",
            "Sun 25 02:30 +0200 open",
            "Sun 25 02:00 +0100 closed",
            "Sun 25 02:30 +0100 open",
            "Sun 25 04:00 +0100 closed",
        ],
    );
}

#[test]
fn a_date_that_never_was() {
    let site = SiteHours { time_zone: "Pacific/Apia", ..weekly("Mo-Su 09:00-17:00") };
    // Samoa went from Thursday the 29th to Saturday the 31st.
    check(
        site,
        "2011-12-29",
        3,
        &[
            "Wed 28 14:00 -1000 open",
            "Wed 28 17:00 -1000 closed",
            "Thu 29 09:00 -1000 open",
            "Thu 29 17:00 -1000 closed",
            "Sat 31 09:00 +1400 open",
            "Sat 31 17:00 +1400 closed",
            "Sun 01 09:00 +1400 open",
        ],
    );
}

#[test]
fn a_closed_date_says_why() {
    let exceptions = [closed("2026-12-24", "2026-12-26", Some("Christmas"))];
    check(
        SiteHours { exceptions: &exceptions, ..weekly("Mo-Fr 09:00-17:00") },
        "2026-12-23",
        6,
        &[
            "Wed 23 01:00 +0100 closed",
            "Wed 23 09:00 +0100 open",
            "Wed 23 17:00 +0100 closed",
            "Thu 24 00:00 +0100 closed: Christmas",
            "Sun 27 00:00 +0100 closed",
            "Mon 28 09:00 +0100 open",
            "Mon 28 17:00 +0100 closed",
        ],
    );
}

#[test]
fn a_comment_in_the_weekly_hours_is_a_reason_and_unknown_is_closed() {
    check(
        weekly(
            "Mo-Fr 09:00-17:00; We 12:00-14:00 off \"Team meeting\"; Th unknown \"by appointment\"",
        ),
        "2026-03-04",
        2,
        &[
            "Wed 04 01:00 +0100 closed",
            "Wed 04 09:00 +0100 open",
            "Wed 04 12:00 +0100 closed: Team meeting",
            "Wed 04 14:00 +0100 open",
            "Wed 04 17:00 +0100 closed",
            "Thu 05 00:00 +0100 closed: by appointment",
            "Fri 06 00:00 +0100 closed",
        ],
    );
}

#[test]
fn other_hours_on_a_date_and_the_later_exception_holds() {
    let exceptions =
        [closed("2026-03-02", "2026-03-08", None), open("2026-03-04", "10:00-14:00,16:00-17:00")];
    check(
        SiteHours { exceptions: &exceptions, ..weekly("Mo-Fr 09:00-17:00") },
        "2026-03-02",
        8,
        &[
            "Mon 02 01:00 +0100 closed",
            "Wed 04 10:00 +0100 open",
            "Wed 04 14:00 +0100 closed",
            "Wed 04 16:00 +0100 open",
            "Wed 04 17:00 +0100 closed",
            "Mon 09 09:00 +0100 open",
            "Mon 09 17:00 +0100 closed",
        ],
    );
}

#[test]
fn other_hours_with_a_note_last_until_midnight_too() {
    let exceptions =
        [Exception { note: Some("Fair".to_owned()), ..open("2026-03-04", "00:00-23:59") }];
    check(
        SiteHours { exceptions: &exceptions, ..weekly("24/7") },
        "2026-03-03",
        3,
        &["Tue 03 01:00 +0100 open", "Wed 04 00:00 +0100 open: Fair", "Thu 05 00:00 +0100 open"],
    );
}

#[test]
fn an_exception_follows_the_shift() {
    // Friday's shift ends when it was to end; Saturday's does not begin, so nothing is left of it on Sunday.
    let exceptions = [closed("2026-03-07", "2026-03-07", Some("Outing"))];
    check(
        SiteHours { exceptions: &exceptions, ..weekly("Mo-Su 22:00-02:00") },
        "2026-03-06",
        3,
        &[
            "Fri 06 01:00 +0100 open",
            "Fri 06 02:00 +0100 closed",
            "Fri 06 22:00 +0100 open",
            "Sat 07 02:00 +0100 closed: Outing",
            "Sun 08 00:00 +0100 closed",
            "Sun 08 22:00 +0100 open",
        ],
    );
    // Round the clock, there is no shift to end: the date is closed from midnight to midnight.
    check(
        SiteHours { exceptions: &exceptions, ..weekly("24/7") },
        "2026-03-06",
        3,
        &[
            "Fri 06 01:00 +0100 open",
            "Sat 07 00:00 +0100 closed: Outing",
            "Sun 08 00:00 +0100 open",
        ],
    );
    // An exception's own hours may last past midnight too, into a day that has its own.
    let exceptions = [open("2026-03-06", "20:00-03:00")];
    check(
        SiteHours { exceptions: &exceptions, ..weekly("Mo-Sa 09:00-17:00") },
        "2026-03-06",
        2,
        &[
            "Fri 06 01:00 +0100 closed",
            "Fri 06 20:00 +0100 open",
            "Sat 07 03:00 +0100 closed",
            "Sat 07 09:00 +0100 open",
            "Sat 07 17:00 +0100 closed",
        ],
    );
}

#[test]
fn one_day_has_one_timeline() {
    let schedule = Schedule::parse(weekly("Mo-Fr 09:00-17:00")).unwrap();
    let midnight = Moment(1_772_409_600_000);
    let timeline = schedule.timeline(midnight, 60);
    assert_eq!(timeline.from(), midnight);
    assert_eq!(schedule.timeline(Moment(midnight.0 + 86_399_999), 60), timeline);
}

#[test]
fn an_exception_of_every_year_may_last_over_new_year() {
    let exceptions = [closed("12-24", "01-02", Some("Between the years"))];
    let site = SiteHours { exceptions: &exceptions, ..weekly("24/7") };
    for year in [2026, 2027] {
        let (first, last) = (format!("{year}-12-23"), format!("{}-01-03", year + 1));
        let timeline = |date: &str| {
            let noon = format!("{date}T12:00:00Z").parse::<DateTime<chrono::Utc>>().unwrap();
            Schedule::parse(site).unwrap().timeline(Moment(noon.timestamp_millis()), 0)
        };
        assert_eq!(timeline(&first).periods().last().unwrap().state, State::Closed, "{first}");
        assert_eq!(timeline(&first).periods()[0].state, State::Open, "{first}");
        assert_eq!(timeline(&last).periods()[0].state, State::Open, "{last}");
    }
    check(
        site,
        "2026-12-31",
        4,
        &["Thu 31 01:00 +0100 closed: Between the years", "Sun 03 00:00 +0100 open"],
    );
    // Not outside of it.
    check(site, "2026-01-10", 300, &["Sat 10 01:00 +0100 open"]);
}

#[test]
fn a_leap_day_comes_in_leap_years_alone() {
    let exceptions = [closed("02-29", "02-29", Some("Leap day"))];
    let site = SiteHours { exceptions: &exceptions, ..weekly("24/7") };
    check(site, "2027-02-27", 4, &["Sat 27 01:00 +0100 open"]);
    check(
        site,
        "2028-02-28",
        3,
        &[
            "Mon 28 01:00 +0100 open",
            "Tue 29 00:00 +0100 closed: Leap day",
            "Wed 01 00:00 +0100 open",
        ],
    );
    let exceptions = [closed("02-27", "02-29", None)];
    let site = SiteHours { exceptions: &exceptions, ..weekly("24/7") };
    check(
        site,
        "2027-02-26",
        4,
        &["Fri 26 01:00 +0100 open", "Sat 27 00:00 +0100 closed", "Mon 01 00:00 +0100 open"],
    );
}

#[test]
fn days_begin_at_midnight_or_where_there_is_none_as_soon_as_they_can() {
    let check = |zone: &str, from: &str, days, expect: &[&str]| {
        let schedule = Schedule::parse(SiteHours { time_zone: zone, ..weekly("24/7") }).unwrap();
        let tz: Tz = zone.parse().unwrap();
        let from: DateTime<chrono::Utc> = from.parse().unwrap();
        let begin = |moment: &Moment| {
            let utc = DateTime::from_timestamp_millis(moment.0).unwrap();
            utc.with_timezone(&tz).format("%a %d %H:%M %z").to_string()
        };
        let midnights = schedule.midnights(Moment(from.timestamp_millis()), days);
        assert_eq!(midnights.iter().map(begin).collect::<Vec<_>>(), expect, "{zone}");
    };
    let october = ["Sat 24 00:00 +0200", "Sun 25 00:00 +0200", "Mon 26 00:00 +0100"];
    check(BERLIN, "2026-10-24T12:00:00Z", 2, &october);
    check(BERLIN, "2026-10-23T22:00:00Z", 2, &october);
    check(BERLIN, "2026-10-24T21:59:59Z", 2, &october);
    check(BERLIN, "2026-10-24T22:00:00Z", 0, &october[1..2]);
    // Santiago puts its clocks forward at midnight, and back at midnight too.
    check(
        "America/Santiago",
        "2026-09-05T12:00:00Z",
        2,
        &["Sat 05 00:00 -0400", "Sun 06 01:00 -0300", "Mon 07 00:00 -0300"],
    );
    check(
        "America/Santiago",
        "2026-04-04T12:00:00Z",
        2,
        &["Sat 04 00:00 -0300", "Sun 05 00:00 -0400", "Mon 06 00:00 -0400"],
    );
    check(
        "America/Havana",
        "2026-10-31T12:00:00Z",
        2,
        &["Sat 31 00:00 -0400", "Sun 01 00:00 -0400", "Mon 02 00:00 -0500"],
    );
    // In the hour that is shown again.
    check(
        "America/Havana",
        "2026-11-01T05:30:00Z",
        1,
        &["Sun 01 00:00 -0400", "Mon 02 00:00 -0500"],
    );
    // Samoa had no Friday the 30th.
    check(
        "Pacific/Apia",
        "2011-12-29T12:00:00Z",
        2,
        &["Thu 29 00:00 -1000", "Sat 31 00:00 +1400", "Sun 01 00:00 +1400"],
    );
}
