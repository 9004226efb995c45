//! Public holidays as a person would look them up, and what they do to the hours of a team.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use hours::{Exception, ExceptionRule, Schedule, SiteHours, holidays};
use timeline::{Moment, Period, State};

/// Closed all day on this date in this region for this reason, in English and another language.
fn check_closed(region: &str, date: &str, names: &[(&str, &str)]) {
    let reason = reason_on(region, date).unwrap_or_else(|| panic!("{region} works on {date}"));
    let known = holidays::names(&reason).expect("the names of a holiday");
    for (language, name) in names {
        assert_eq!(known.in_language(language), *name, "{region} on {date}");
    }
}

fn check_open(region: &str, date: &str) {
    assert_eq!(reason_on(region, date), None, "{region} on {date}");
}

/// Why a team that is there round the clock is away at noon.
fn reason_on(region: &str, date: &str) -> Option<String> {
    let site =
        SiteHours { expression: "24/7", time_zone: "UTC", region: Some(region), exceptions: &[] };
    let schedule = Schedule::parse(site).unwrap_or_else(|error| panic!("{error}"));
    let timeline = schedule.timeline(noon(date), 0);
    let last = timeline.periods().last().expect("a period").clone();
    assert_eq!(timeline.periods().len(), 1, "{region} on {date}");
    (last.state == State::Closed).then(|| last.reason.expect("a reason"))
}

fn noon(date: &str) -> Moment {
    let date: NaiveDate = date.parse().expect("a date");
    Moment(date.and_hms_opt(12, 0, 0).expect("a time").and_utc().timestamp_millis())
}

/// Compares the periods of some days in Bavaria, with the German names of holidays.
fn check(expression: &str, exceptions: &[Exception], first: &str, days: u32, expect: &[&str]) {
    let zone: Tz = "Europe/Berlin".parse().expect("a time zone");
    let site = SiteHours { expression, time_zone: zone.name(), region: Some("DE-BY"), exceptions };
    let schedule = Schedule::parse(site).unwrap_or_else(|error| panic!("{error}"));
    let timeline = schedule.timeline(noon(first), days - 1);
    let show = |period: &Period| {
        let from = DateTime::from_timestamp_millis(period.from.0).expect("a moment");
        let from = from.with_timezone(&zone).format("%a %d %H:%M");
        let state = if period.state == State::Open { "open" } else { "closed" };
        match period.reason.as_deref() {
            None => format!("{from} {state}"),
            Some(reason) => {
                let name = holidays::names(reason).map_or(reason, |names| names.in_language("de"));
                format!("{from} {state}: {name}")
            }
        }
    };
    let shown: Vec<_> = timeline.periods().iter().map(show).collect();
    assert_eq!(shown, expect, "{expression}");
}

#[test]
fn a_part_of_a_country_has_its_own() {
    check_closed("DE-BY", "2026-06-04", &[("de", "Fronleichnam"), ("en", "Corpus Christi")]);
    check_closed("DE-BY", "2027-05-27", &[("de", "Fronleichnam")]);
    check_open("DE-BE", "2026-06-04");
    check_open("DE", "2026-06-04");
    check_closed("DE-BE", "2026-03-08", &[("de", "Internationaler Frauentag")]);
    check_closed("DE-SN", "2026-10-31", &[("de", "Reformationstag"), ("en", "Reformation Day")]);
    check_closed("DE-SN", "2026-11-18", &[("de", "Buß- und Bettag")]);
    check_open("DE-BY", "2026-10-31");
    for region in ["DE", "DE-BY", "DE-BE", "DE-BY-A"] {
        check_closed(region, "2026-04-03", &[("de", "Karfreitag"), ("en", "Good Friday")]);
        check_closed(region, "2036-12-25", &[("de", "1. Weihnachtstag")]);
    }
}

#[test]
fn a_part_of_a_part_has_them_all() {
    check_closed("DE-BY-A", "2026-08-08", &[("de", "Augsburger Friedensfest")]);
    check_closed("DE-BY-A", "2026-06-04", &[("de", "Fronleichnam")]);
    check_closed("DE-BY-A", "2026-10-03", &[("de", "Tag der Deutschen Einheit")]);
    check_open("DE-BY", "2026-08-08");
    // date-holidays has this one in small letters, and does not find it itself.
    check_closed("NZ-CAN-TIMARU", "2026-09-28", &[("en", "Dominion Day")]);
}

#[test]
fn other_countries() {
    check_closed("US", "2026-11-26", &[("en", "Thanksgiving Day"), ("de", "Thanksgiving Day")]);
    check_closed("US-TX", "2026-11-27", &[("en", "Day after Thanksgiving")]);
    check_open("US", "2026-11-27");
    check_closed("US-MA", "2026-04-20", &[("en", "Patriots' Day")]);
    check_closed(
        "CH-TI",
        "2026-03-19",
        &[("it", "San Giuseppe"), ("de-CH", "Josefstag"), ("en", "Saint Joseph")],
    );
    check_closed("CH-GE", "2026-08-01", &[("fr", "Fête nationale"), ("de", "Bundesfeiertag")]);
    check_closed("GB-SCT", "2026-11-30", &[("en", "St Andrew’s Day")]);
    check_closed("JP", "2026-05-06", &[("ja", "憲法記念日 (振替休日)")]);
    for date in ["2026-02-16", "2026-02-17", "2026-02-18"] {
        check_closed("KR", date, &[("ko", "설날"), ("en", "Korean New Year")]);
    }
    check_closed("GR", "2026-04-13", &[("en", "Easter Monday")]);
}

#[test]
fn a_name_that_says_no_language_is_one_of_the_place() {
    check_closed("AU-QLD", "2026-10-05", &[("en", "King's Birthday")]);
    check_closed("US-VA", "2026-11-03", &[("en", "Election Day")]);
    check_closed("ES-AS", "2026-09-08", &[("es", "Día de Asturias"), ("en", "Día de Asturias")]);
    check_closed("ES-GA", "2027-05-17", &[("es", "Día de las Letras Gallegas")]);
    check_closed("ES-GA", "2027-07-25", &[("es", "Día Nacional de Galicia")]);
    check_closed("ML", "2027-05-25", &[("fr", "Jour de l'Afrique")]);
}

#[test]
fn a_holiday_on_a_weekend_is_made_up_for_where_the_law_says_so() {
    check_closed("GB-ENG", "2026-12-26", &[("en", "Boxing Day")]);
    check_closed("GB-ENG", "2026-12-28", &[("en", "Boxing Day (substitute day)")]);
    check_open("DE", "2026-12-28");
}

#[test]
fn what_is_no_holiday_by_law_is_none() {
    // Employment Standards Act, 2000, s. 1 (1).
    check_open("CA-ON", "2026-04-06");
    check_open("CA-ON", "2027-03-29");
    check_closed("CA-ON", "2026-04-03", &[("en", "Good Friday")]);
    // Only Le Landeron has Corpus Christi.
    check_open("CH-NE", "2026-06-04");
    check_closed("CH-VS", "2026-06-04", &[("fr", "la Fête-Dieu")]);
    // The first of May is a Saturday in 2027, and a Sunday in 2033.
    check_open("ES-CT", "2027-05-03");
    check_open("ES-CT", "2032-05-03");
    check_closed("ES-CT", "2033-05-02", &[("en", "Labour Day (substitute day)")]);
}

#[test]
fn a_holiday_of_several_days_is_one_on_each() {
    for date in ["2026-03-20", "2026-03-21", "2026-03-22"] {
        check_closed(
            "TR",
            date,
            &[("en", "End of Ramadan (Eid al-Fitr)"), ("tr", "Ramazan Bayramı")],
        );
    }
    check_open("TR", "2026-03-23");
}

#[test]
fn neither_half_days_nor_days_of_banks_alone() {
    check_open("DE", "2026-12-24");
    check_open("AU-QLD", "2026-12-24");
}

#[test]
fn outside_of_the_table_there_are_none() {
    check_closed("DE", "2025-01-01", &[("de", "Neujahr")]);
    check_closed("DE", "2036-12-26", &[]);
    check_open("DE", "2024-12-25");
    check_open("DE", "2037-01-01");
}

#[test]
fn a_team_is_away_on_holidays_where_its_hours_name_none() {
    let shift_of_the_evening_before = [
        "Wed 03 02:00 closed",
        "Wed 03 22:00 open",
        "Thu 04 02:00 closed: Fronleichnam",
        "Fri 05 00:00 closed",
        "Fri 05 22:00 open",
    ];
    check("Mo-Su 22:00-02:00", &[], "2026-06-03", 3, &shift_of_the_evening_before);
}

#[test]
fn hours_that_name_holidays_decide() {
    let week = "Mo-Fr 09:00-17:00";
    check(
        &format!("{week}; PH 10:00-14:00"),
        &[],
        "2026-06-03",
        2,
        &[
            "Wed 03 02:00 closed",
            "Wed 03 09:00 open",
            "Wed 03 17:00 closed",
            "Thu 04 00:00 closed: Fronleichnam",
            "Thu 04 10:00 open",
            "Thu 04 14:00 closed: Fronleichnam",
            "Fri 05 00:00 closed",
        ],
    );
    check(
        &format!("{week}; PH off"),
        &[],
        "2026-06-04",
        1,
        &["Thu 04 02:00 closed: Fronleichnam", "Fri 05 00:00 closed"],
    );
    check(
        &format!("{week}; PH off \"On the lake\""),
        &[],
        "2026-06-04",
        1,
        &["Thu 04 02:00 closed: On the lake", "Fri 05 00:00 closed"],
    );
    // As on any Thursday, so the holiday is not why nobody is there at eight.
    check(
        "Mo-Fr,PH 09:00-17:00",
        &[],
        "2026-06-04",
        1,
        &["Thu 04 02:00 closed", "Thu 04 09:00 open", "Thu 04 17:00 closed"],
    );
    // OpenStreetMap's rule takes the calendar day: what lasts into it from the day before, and not what would have
    // lasted out of it. Hours that name no holidays follow the shift instead.
    check(
        "Mo-Su 22:00-02:00; PH off",
        &[],
        "2026-06-03",
        3,
        &[
            "Wed 03 02:00 closed",
            "Wed 03 22:00 open",
            "Thu 04 00:00 closed: Fronleichnam",
            "Fri 05 00:00 open",
            "Fri 05 02:00 closed",
            "Fri 05 22:00 open",
        ],
    );
    check(
        "Mo-Fr 09:00-17:00; PH +1 day 11:00-12:00",
        &[],
        "2026-06-04",
        2,
        &[
            "Thu 04 02:00 closed",
            "Thu 04 09:00 open",
            "Thu 04 17:00 closed",
            "Fri 05 11:00 open",
            "Fri 05 12:00 closed",
        ],
    );
}

#[test]
fn exceptions_beat_holidays() {
    let open = Exception {
        from: "06-04".to_owned(),
        to: "06-04".to_owned(),
        rule: ExceptionRule::Hours("08:00-12:00".to_owned()),
        note: Some("0".to_owned()),
    };
    let expect = [
        "Thu 04 02:00 closed: 0",
        "Thu 04 08:00 open: 0",
        "Thu 04 12:00 closed: 0",
        "Fri 05 00:00 closed",
    ];
    for hours in ["24/7 off", "off; PH 10:00-14:00"] {
        check(hours, std::slice::from_ref(&open), "2026-06-04", 1, &expect);
    }
}

proptest::proptest! {
    #[test]
    fn no_region_panics(region in "[A-Z]{0,2}[-_ ]?[A-Zäß0-9-]{0,5}|\\PC{0,40}") {
        let site = SiteHours {
            expression: "24/7; PH off",
            time_zone: "UTC",
            region: Some(&region),
            exceptions: &[],
        };
        let known = holidays::regions().any(|known| known == region);
        proptest::prop_assert_eq!(Schedule::parse(site).is_ok(), known);
    }

    #[test]
    fn no_reason_panics(reason in "(holiday)?\\PC{0,20}", language in "\\PC{0,8}") {
        let _ = holidays::names(&reason).map(|names| names.in_language(&language).len());
    }
}

#[test]
fn every_region_is_taken() {
    let regions: Vec<_> = holidays::regions().collect();
    for region in ["DE", "DE-BY", "DE-BY-A", "US-CA", "CH-ZH", "GB-NIR", "AT-9"] {
        assert!(regions.contains(&region), "{region}");
    }
    for region in regions {
        let site = SiteHours {
            expression: "24/7",
            time_zone: "UTC",
            region: Some(region),
            exceptions: &[],
        };
        assert!(Schedule::parse(site).is_ok(), "{region}");
    }
}
