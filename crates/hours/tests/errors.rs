//! What is refused, and how it is told: the field, the place in it, the mend.

use hours::{Exception, ExceptionRule, Schedule, SiteHours};

fn check(site: SiteHours<'_>, expect: &str) {
    let error = Schedule::parse(site).map(|_| "was taken").map_err(|error| error.to_string());
    assert_eq!(error, Err(expect.to_owned()));
}

fn weekly(expression: &str) -> SiteHours<'_> {
    SiteHours { expression, time_zone: "Europe/Berlin", region: None, exceptions: &[] }
}

const SYNTAX: &str = "write days as Mo, Tu, We, Th, Fr, Sa, Su and times as 09:00-17:00, such as \"Mo-Fr 09:00-17:00; Sa 10:00-14:00\"";

#[test]
fn hours_that_cannot_be_read() {
    let check_syntax = |expression, place: &str| {
        check(weekly(expression), &format!("hours at character {place} on; {SYNTAX}"));
    };
    check_syntax("Mo-Fr 9am-5pm", "7: cannot be read from \"9am-5pm\"");
    check_syntax("Mo-Fr 09:00-17:00; Montag zu", "22: cannot be read from \"ntag zu\"");
    check_syntax("Mo \"ä\" 09:00-17:00 \"ä", "7: cannot be read from \" 09:00-17:00 \\\"ä\"");
    check_syntax("Mo-Fr 09:00-", "13: cannot be read from its end");
    check_syntax("24/7; 2026 Dec 24-Jan 2,5 off", "25: cannot be read from \"5 off\"");
}

#[test]
fn no_hours() {
    let expect = "hours: are empty; write 24/7 for always, off for never, or rules such as \"Mo-Fr 09:00-17:00\"";
    check(weekly(""), expect);
    check(weekly(" \n"), expect);
}

#[test]
fn hours_that_promise_nothing() {
    check(
        weekly("Mo 10:00-Sunset"),
        "hours at character 10: has no times by the sun; write a time of the clock, such as 07:30",
    );
    check(
        weekly("Mo[1] +1 day 10:00-12:00; Tu 18:00+"),
        "hours at character 35: needs a closing time instead of an open end; write 18:00-22:00 for 18:00+",
    );
    check(
        weekly("week 1-53/2 10:00-16:00/01:30"),
        "hours at character 24: takes no repeated points in time; write the time span without the part from / on",
    );
    check(
        weekly("Mo-Fr 09:00-17:00 \"no PH\"; PH off"),
        "hours at character 28: names public holidays (PH), but no region says whose; add one such as region = \"DE-BY\", or leave PH out",
    );
}

#[test]
fn hours_without_a_meaning() {
    check(
        weekly("week 40-10 Mo 10:00-12:00"),
        "hours: makes no sense: Inverted week ranges are ambiguous, do you mean '10-40'?; put it right, or leave this part out",
    );
    check(
        weekly("Mo 10:00-48:30"),
        "hours: makes no sense: invalid extended time for 48:30; put it right, or leave this part out",
    );
    let never = "makes no sense: Feb 30 never comes; put it right, or leave this part out";
    check(weekly("24/7; Feb 30 off"), &format!("hours at character 7: {never}"));
    check(weekly("24/7; Jan 01-Feb 30 off"), &format!("hours at character 14: {never}"));
    check(weekly("24/7 \"ä\"; Feb 1,30 off"), &format!("hours at character 17: {never}"));
    check(
        weekly("24/7; 2027 Feb 29 off"),
        "hours at character 7: makes no sense: Feb 29 never comes in 2027; put it right, or leave this part out",
    );
    check(
        weekly("24/7; Nov 31 off"),
        "hours at character 7: makes no sense: Nov 31 never comes; put it right, or leave this part out",
    );
    check(
        weekly("24/7; 2026Dec off"),
        "hours at character 7: needs a space between year and month; write 2026 Dec for 2026Dec",
    );
}

#[test]
fn too_much_text() {
    let long = "Mo 10:00-12:00; ".repeat(300);
    check(
        weekly(&long),
        "hours: is longer than 4096 bytes; write fewer rules, and single dates as exceptions",
    );
}

#[test]
fn a_comment_as_long_as_a_page() {
    let hours = |length| format!("Mo-Fr 09:00-17:00 open \"ä\"; Sa off \"{}\"", "ä".repeat(length));
    check(
        weekly(&hours(101)),
        "hours at character 36: has a comment of more than 100 characters; shorten it",
    );
    assert!(Schedule::parse(weekly(&hours(100))).is_ok());
}

#[test]
fn time_zones() {
    let site = |time_zone| SiteHours { time_zone, ..weekly("24/7") };
    check(
        site("CEST"),
        "time_zone: \"CEST\" is no IANA time zone; write one such as Europe/Berlin or UTC",
    );
    check(
        site("Europe/Berlin\n"),
        "time_zone: \"Europe/Berlin\\n\" is no IANA time zone; write one such as Europe/Berlin or UTC",
    );
}

#[test]
fn exceptions() {
    let check_second = |from: &str, to: &str, rule, expect: &str| {
        let fine = Exception {
            from: "2026-12-24".to_owned(),
            to: "2026-12-24".to_owned(),
            rule: ExceptionRule::Closed,
            note: None,
        };
        let second = Exception { from: from.to_owned(), to: to.to_owned(), rule, ..fine.clone() };
        check(SiteHours { exceptions: &[fine, second], ..weekly("24/7") }, expect);
    };
    let hours = |times: &str| ExceptionRule::Hours(times.to_owned());
    let day = "2026-12-24";

    check_second(
        "24.12.2026",
        day,
        ExceptionRule::Closed,
        "exceptions[1].from: \"24.12.2026\" is no date; write year, month and day such as 2026-12-24, or 12-24 for every year",
    );
    check_second(
        day,
        "2026-02-30",
        ExceptionRule::Closed,
        "exceptions[1].to: \"2026-02-30\" is no date; write year, month and day such as 2026-12-24, or 12-24 for every year",
    );
    check_second(
        day,
        "2026-12-23",
        ExceptionRule::Closed,
        "exceptions[1].to: is before the first date; write the same date or a later one",
    );
    check_second(
        day,
        day,
        hours("10-14"),
        &format!("exceptions[1].hours at character 1: cannot be read from \"10-14\" on; {SYNTAX}"),
    );
    check_second(
        day,
        day,
        hours("Mo 10:00-14:00"),
        "exceptions[1].hours: takes times only, such as 10:00-14:00,15:00-18:00; a day without hours is closed",
    );
    check_second(
        day,
        day,
        hours("off"),
        "exceptions[1].hours: takes times only, such as 10:00-14:00,15:00-18:00; a day without hours is closed",
    );
}

#[test]
fn exceptions_of_every_year() {
    let check_dates = |from: &str, to: &str, expect: &str| {
        let (from, to) = (from.to_owned(), to.to_owned());
        let exception = Exception { from, to, rule: ExceptionRule::Closed, note: None };
        check(SiteHours { exceptions: &[exception], ..weekly("24/7") }, expect);
    };
    let mend = "write year, month and day such as 2026-12-24, or 12-24 for every year";
    check_dates("02-30", "02-30", &format!("exceptions[0].from: \"02-30\" is no date; {mend}"));
    check_dates("1-5", "1-5", &format!("exceptions[0].from: \"1-5\" is no date; {mend}"));
    check_dates("12-24", "ü-02", &format!("exceptions[0].to: \"ü-02\" is no date; {mend}"));
    let mixed = "exceptions[0].to: goes with a first date of another kind; \
        write both with the year, such as 2026-12-24, or both without it, such as 12-24";
    check_dates("2026-12-24", "01-02", mixed);
    check_dates("12-24", "2027-01-02", mixed);
    // All of the year but three days is never meant.
    let backwards =
        "exceptions[0].to: is before the first date; write the same date or a later one";
    check_dates("12-24", "12-20", backwards);
}

#[test]
fn holidays() {
    let region = |region| SiteHours { region: Some(region), ..weekly("24/7") };
    check(
        region("de-by"),
        "region: \"de-by\" is no region whose public holidays are known; write DE-BY",
    );
    check(
        region("DE-BAYERN"),
        "region: \"DE-BAYERN\" is no region whose public holidays are known; write DE for what holds in all of it, \
         or a part with its own: DE-BB, DE-BE, DE-BW, DE-BY, DE-HB, DE-HE, DE-HH, DE-MV, …",
    );
    check(
        region("Germany"),
        "region: \"Germany\" is no region whose public holidays are known; \
         write the code of a country in ISO 3166 such as DE, or of a part of it such as DE-BY",
    );
    let bavaria = |expression| SiteHours { region: Some("DE-BY"), ..weekly(expression) };
    check(
        bavaria("Mo-Fr 09:00-17:00; SH off"),
        "hours at character 20: knows no school holidays (SH); write their dates as exceptions",
    );
    check(
        bavaria("09:00-17:00 \"ü PH Mo\"; PH Mo-Fr off"),
        "hours at character 24: cannot tell holidays on some weekdays from others; \
         write PH,Mo-Fr for holidays and weekdays alike, or PH alone",
    );
}

#[test]
fn weeks_of_a_month_counted_backwards() {
    check(
        weekly("Mo[3-1] 09:00-17:00"),
        "hours at character 3: makes no sense: [3-1] counts backwards, do you mean [1-3]?; \
         put it right, or leave this part out",
    );
}
