//! What several rules make of a day together: where the crate that reads them would have answered otherwise.

use hours::{Schedule, SiteHours};
use timeline::{Moment, State};

const MINUTE: i64 = 60_000;

/// Compares what is open on a date, in UTC.
fn check(expression: &str, date: &str, expect: &str) {
    let site = SiteHours { expression, time_zone: "UTC", region: None, exceptions: &[] };
    let schedule = Schedule::parse(site).expect("hours to be read");
    let date: chrono::NaiveDate = date.parse().expect("a date");
    let midnight = date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    let timeline = schedule.timeline(Moment(midnight), 0);
    let ends = timeline.periods()[1..].iter().map(|next| next.from).chain([timeline.until()]);
    let open = timeline.periods().iter().zip(ends).filter(|(it, _)| it.state == State::Open);
    let clock = |at: Moment| {
        let minute = (at.0 - midnight) / MINUTE;
        format!("{:02}:{:02}", minute / 60, minute % 60)
    };
    let shown: Vec<_> =
        open.map(|(it, end)| format!("{}-{}", clock(it.from), clock(end))).collect();
    assert_eq!(shown.join(","), expect, "{expression} on {date}");
}

const MONDAY: &str = "2026-03-02";
const SATURDAY: &str = "2026-03-07";
const SUNDAY: &str = "2026-03-08";

#[test]
fn a_span_within_another_does_not_end_it() {
    check("Mo-Fr 10:00-16:00,11:00-12:00", MONDAY, "10:00-16:00");
}

#[test]
fn a_later_rule_keeps_its_night_on_a_day_of_an_earlier_rule() {
    check("Su-Th 11:00-01:00; Fr-Sa 11:00-04:00", SUNDAY, "00:00-04:00,11:00-24:00");
    check("Fr-Sa 11:00-04:00; Su-Th 11:00-01:00", SUNDAY, "11:00-24:00");
}

#[test]
fn a_fallback_fills_whatever_no_rule_opens() {
    check("Mo 09:00-12:00 || Mo 11:00-16:00", MONDAY, "09:00-16:00");
    check("Mo 09:00-17:00; Mo 12:00-13:00 off || 12:30-14:00", MONDAY, "09:00-12:00,12:30-17:00");
    // What is unknown is not to be filled: somebody has said that nobody can promise.
    check("Mo 09:00-12:00 unknown || Mo 11:00-13:00", MONDAY, "12:00-13:00");
}

#[test]
fn a_comma_after_days_goes_on_with_them() {
    check("Sa, Su 10:00-12:00", SATURDAY, "10:00-12:00");
    check("Mo 10:00-12:00, Sa 14:00-16:00", SATURDAY, "14:00-16:00");
}

#[test]
fn days_of_one_month_share_its_name() {
    check("Mar 1,7 10:00-12:00", SATURDAY, "10:00-12:00");
    check("Mar 1-3, 6-8 10:00-12:00", SUNDAY, "10:00-12:00");
}

#[test]
fn days_of_one_month_share_its_year() {
    let christmas = "10:00-12:00; 2026 Dec 24,25 off";
    check(christmas, "2026-12-24", "");
    check(christmas, "2026-12-25", "");
    check(christmas, "2027-12-24", "10:00-12:00");
    check(christmas, "2027-12-25", "10:00-12:00");
    check("10:00-12:00; 2026 Dec 24-26,31 off", "2026-12-31", "");
    check("10:00-12:00; 2026 Dec 24-26,31 off", "2027-12-31", "10:00-12:00");
    check("10:00-12:00; 2025-2026 Dec 24,31 off", "2026-12-31", "");
    check("10:00-12:00; 2025-2026 Dec 24,31 off", "2027-12-31", "10:00-12:00");
}

#[test]
fn a_comment_alone_promises_nothing() {
    check("Mo 09:00-12:00 \"by appointment\"", MONDAY, "");
    check("Mo 09:00-12:00 open \"ring the bell\"", MONDAY, "09:00-12:00");
}

#[test]
fn hours_until_a_minute_before_midnight_last_until_midnight() {
    check("Mo 00:00-23:59", MONDAY, "00:00-24:00");
    check("Mo 00:00-23:59 || \"call us\"", MONDAY, "00:00-24:00");
    check("Mo 00:00-23:59; Mo 22:00-23:59 off \"maintenance\"", MONDAY, "00:00-22:00");
    check("Su 22:00-47:59", MONDAY, "00:00-24:00");
    // Who writes the last minute itself means it.
    check("24/7; 23:59-24:00 off", MONDAY, "00:00-23:59");
    check("Mo 00:00-23:58", MONDAY, "00:00-23:58");
}
