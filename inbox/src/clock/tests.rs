//! Clocks that change, and what fields and formats hold.

use super::*;

const HOUR: i64 = 60 * MINUTE;

/// A place one hour ahead of UTC, and two from 01:00 UTC on the second day until 01:00 UTC on the fourth.
struct Changing;

impl Zone for Changing {
    fn wall(&self, at: i64) -> Wall {
        let summer = (DAY + HOUR..3 * DAY + HOUR).contains(&at);
        Wall(at + if summer { 2 * HOUR } else { HOUR })
    }
}

#[test]
fn a_clock_leads_back_to_its_moment() {
    for hour in 0..100 {
        // The hour that clocks show twice comes out as its first.
        let at = hour * HOUR;
        let back = Changing.moment(Changing.wall(at));
        assert_eq!(back, if at == 3 * DAY + HOUR { at - HOUR } else { at }, "{hour}");
    }
}

#[test]
fn a_time_that_clocks_leap_over_lies_behind_the_leap() {
    let leapt = Changing.moment(Wall::at(1, 150));
    assert_eq!(leapt, DAY + 90 * MINUTE);
    assert_eq!(Changing.wall(leapt), Wall::at(1, 210));
}

#[test]
fn fields_are_read_as_they_are_written() {
    for text in ["1970-01-01T00:00", "2024-02-29T23:59", "2026-11-22T09:05", "9999-12-31T12:00"] {
        assert_eq!(Wall::read(text).unwrap().day_and_time(), text);
    }
    assert_eq!(Wall::read("2026-11-22T09:05:30"), Wall::read("2026-11-22T09:05"));
    assert_eq!(Wall::read("2026-11-22T09:05").unwrap(), Wall(1_795_338_300_000));
    for text in [
        "",
        "T",
        "2026-11-22",
        "2026-02-29T10:00",
        "2026-13-01T10:00",
        "2026-00-01T10:00",
        "2026-11-22T24:00",
        "2026-11-22T1",
        "99999999999999-01-01T10:00",
        "-1-1-1T1:1",
        "a-b-cTd:e",
    ] {
        assert_eq!(Wall::read(text), None, "{text}");
    }
    assert_eq!(minutes("23:59"), Some(1_439));
    assert_eq!(minutes("7"), None);
}

#[test]
fn the_numbers_of_a_format_are_read() {
    let nine = Wall(1_795_338_300_000 + 30_000);
    assert_eq!(Wall::from_numbers("11/22/2026, 09:05:30"), Some(nine));
    assert_eq!(Wall::from_numbers("11/22/2026, 09:05"), None);
    assert_eq!(Wall::from_numbers("Invalid Date"), None);
    assert_eq!(Wall::from_numbers("11/22/999999, 09:05:30"), None);
    assert!(Wall::from_numbers("65535/65535/65535, 65535:65535:65535").is_some(), "no panic");
}
