//! What the form of the switch tells.

use timeline::{Moment, Period, State};

use super::*;
use crate::clock::{DAY, Wall, Zone};
use crate::words::english;

const HOUR: i64 = 3_600_000;

/// A calendar in UTC that writes numbers.
struct Plain;

impl Zone for Plain {
    fn wall(&self, at: i64) -> Wall {
        Wall(at)
    }
}

impl Calendar for Plain {
    fn time(&self, at: i64) -> String {
        Wall(at).time()
    }

    fn weekday(&self, at: i64) -> String {
        format!("weekday {}", at / DAY)
    }

    fn date(&self, at: i64) -> String {
        format!("day {}", at / DAY)
    }
}

/// Open from 8 to 12 and from 13 to 17 every day.
fn days() -> Timeline {
    let hours = [(8, State::Open), (12, State::Closed), (13, State::Open), (17, State::Closed)];
    let day =
        |day: i64| hours.map(|(hour, state)| Period::new(Moment(day * DAY + hour * HOUR), state));
    Timeline::new((0..60).flat_map(day).collect(), Moment(60 * DAY)).unwrap()
}

fn face(hours: &Timeline, now: i64, change: impl FnOnce(&mut Form)) -> Face {
    let mut form = Form::new(None, hours, now, &Plain);
    change(&mut form);
    let words = english();
    let telling = Telling { words: &words, calendar: &Plain, closing_soon: 30, now };
    Face::of(&form, hours, None, &telling)
}

fn ends(face: &Face) -> Vec<(&str, &str)> {
    face.ends.iter().map(|end| (end.name.as_str(), end.until.as_str())).collect()
}

#[test]
fn the_ends_of_a_pause_tell_their_moments() {
    let face = face(&days(), 10 * HOUR, |form| form.to = Some(SwitchTo::Paused));
    assert_eq!(
        ends(&face),
        [
            ("30 minutes", "until 10:30"),
            ("1 hour", "until 11:00"),
            ("2 hours", "until 12:00"),
            ("Next opening", "until 13:00"),
            ("Rest of the day", "until tomorrow, 08:00"),
            ("Until I switch back", ""),
            ("Another time", ""),
        ]
    );
    assert_eq!((face.verb.as_str(), face.own), ("Pause now", None));
    assert_eq!(face.preview, "Paused, opens today at 11:00");
}

#[test]
fn a_longer_day_is_longer_than_the_hours_or_begins_now() {
    let open = |now| face(&days(), now, |form| form.to = Some(SwitchTo::Open));
    let before = open(14 * HOUR);
    assert_eq!(ends(&before)[0], ("1 hour longer", "until 18:00"));
    assert_eq!(before.preview, "Open until 18:00");
    assert_eq!(ends(&open(20 * HOUR))[0], ("1 hour", "until 21:00"));
}

#[test]
fn who_is_always_open_is_told_why_there_is_nothing_to_choose() {
    let period = Period::new(Moment(0), State::Open);
    let always = Timeline::new(vec![period], Moment(60 * DAY)).unwrap();
    let face = face(&always, HOUR, |form| form.to = Some(SwitchTo::Open));
    assert_eq!(ends(&face), []);
    assert_eq!(face.no_ends, "The team is always open, it cannot stay longer.");
    assert_eq!(face.verb, "");
}

#[test]
fn as_it_is_there_is_nothing_to_do() {
    let face = face(&days(), 10 * HOUR, |_| {});
    assert_eq!((&*face.verb, &*face.preview), ("", "Open until 12:00"));
}

#[test]
fn the_note_is_in_the_sentence_and_counted() {
    let noted = |note: &str| {
        let note = note.to_owned();
        face(&days(), 10 * HOUR, |form| {
            form.to = Some(SwitchTo::Paused);
            form.note = note;
        })
    };
    let face = noted("team meeting");
    assert_eq!(face.preview, "Paused (team meeting), opens today at 11:00");
    assert_eq!((&*face.note_left, &*face.note_wrong), ("88 characters left", ""));
    let long = noted(&"x".repeat(MAX_NOTE + 1));
    assert_eq!((&*long.note_left, &*long.preview), ("", ""));
    assert_eq!(long.note_wrong, "This is too long. Please use at most 100 characters.");
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let wrong = |wrong| {
        let face = face(&days(), 10 * HOUR, |form| {
            form.to = Some(SwitchTo::Paused);
            form.pause = End::Own;
            form.wrong = Some(wrong);
        });
        assert_eq!(face.own, Some(SwitchTo::Paused));
        (face.until_wrong, face.note_wrong, face.wrong)
    };
    let none = String::new;
    let passed = "This time has passed. Please choose a later one.".to_owned();
    assert_eq!(wrong(Wrong::TimePassed), (passed, none(), none()));
    let refused = "As the edge says.".to_owned();
    assert_eq!(wrong(Wrong::Refused(refused.clone())), (none(), none(), refused));
}
