//! Each status in its words, for visitors and for the team.

use std::collections::BTreeMap;

use super::*;
use crate::clock::Wall;
use crate::words::english;

const HOUR: i64 = 3_600_000;

/// A calendar in UTC that writes hours and days as numbers.
struct Plain;

impl Zone for Plain {
    fn wall(&self, at: i64) -> Wall {
        Wall(at)
    }
}

impl Calendar for Plain {
    fn time(&self, at: i64) -> String {
        format!("{}:00", at / HOUR % 24)
    }

    fn weekday(&self, at: i64) -> String {
        format!("weekday {}", at / HOUR / 24 % 7)
    }

    fn date(&self, at: i64) -> String {
        format!("day {}", at / HOUR / 24)
    }
}

/// Open from 8 to 16 on the first day, closed with a reason all of the second and third, open
/// from 0 to 8 on the fourth and on the twelfth.
fn hours() -> Timeline {
    let note = BTreeMap::from([("en".to_owned(), "Christmas".to_owned())]);
    let wire = protocol::timeline::Timeline {
        from: 0,
        open: false,
        lengths: vec![480, 480, 480, 0, 2880, 480, 11_040, 480, 480],
        reasons: BTreeMap::from([(4, note)]),
        paused: Vec::new(),
    };
    wire.read("en", "en").unwrap()
}

fn at<R>(hour: i64, tell: impl FnOnce(Telling<'_, Plain>) -> R) -> R {
    let words = english();
    let now = hour * HOUR;
    tell(Telling { words: &words, calendar: &Plain, closing_soon: 60, now })
}

fn switch(to: SwitchTo, until: Option<i64>, note: Option<&str>) -> Switch {
    Switch { to, until: until.map(|hour| hour * HOUR), note: note.map(str::to_owned) }
}

#[test]
fn each_status_has_its_words() {
    for (hour, light, words) in [
        (1, Light::Closed, "Closed, opens today at 8:00"),
        (9, Light::Open, "Open until 16:00"),
        (15, Light::ClosingSoon, "Closes in 60 minutes"),
        (17, Light::Closed, "Closed, opens on weekday 3 at 0:00"),
        (30, Light::Closed, "Closed for Christmas, opens on weekday 3 at 0:00"),
        (50, Light::Closed, "Closed for Christmas, opens tomorrow at 0:00"),
        (81, Light::Closed, "Closed, opens on day 11 at 0:00"),
        (280, Light::Closed, "Closed"),
    ] {
        assert_eq!(at(hour, |told| told.line(&hours())), (light, words.to_owned()), "{hour}");
    }
}

#[test]
fn visitors_read_what_the_preview_says() {
    use SwitchTo::{Open, Paused};
    let meeting = Some("team meeting");
    for (hour, switch, words) in [
        (9, switch(Open, Some(40), None), "Open"),
        (9, switch(Paused, Some(14), meeting), "Paused (team meeting), opens today at 14:00"),
        (9, switch(Paused, Some(20), None), "Paused, opens on weekday 3 at 0:00"),
        (9, switch(Paused, None, meeting), "Paused (team meeting)"),
        (9, switch(Open, Some(18), None), "Open until 18:00"),
        (
            9,
            switch(Open, Some(18), meeting),
            "Open until 18:00, and beside today’s hours: team meeting",
        ),
        (17, switch(Open, Some(19), None), "Open until 19:00"),
        (17, switch(Open, Some(18), None), "Closes in 60 minutes"),
    ] {
        assert_eq!(at(hour, |told| told.preview(&hours(), Some(&switch))), words);
    }
    assert_eq!(at(9, |told| told.preview(&hours(), None)), "Open until 16:00");
}

#[test]
fn the_team_reads_what_it_has_switched() {
    use SwitchTo::{Open, Paused};
    let late = Some("late opening");
    for (hour, switch, words) in [
        (9, switch(Paused, Some(14), late), "Paused (late opening), opens today at 14:00"),
        (9, switch(Paused, None, None), "Paused, until you switch back"),
        (9, switch(Open, Some(18), None), "Open for longer, until 18:00"),
        (9, switch(Open, Some(25), late), "Open for longer (late opening), until tomorrow, 1:00"),
        (17, switch(Open, Some(18), late), "Closes in 60 minutes"),
    ] {
        let line = at(hour, |told| {
            let state = if switch.to == Open { State::Open } else { State::Paused };
            let until = switch.until.map(Moment);
            let by = Override { from: Moment(told.now), until, state, reason: switch.note.clone() };
            told.own_line(&hours().overridden(&by), Some(&switch)).1
        });
        assert_eq!(line, words);
    }
    assert_eq!(at(9, |told| told.own_line(&hours(), None).1), "Open until 16:00");
}
