//! What the form makes of what was chosen and typed.

use protocol::problem::FieldError;
use timeline::{Moment, Period, State};

use super::*;
use crate::clock::DAY;

const MINUTE: i64 = 60_000;
/// Half past two in the afternoon of the second day, by the clocks of the site.
const NOW: i64 = DAY + 13 * HOUR + 30 * MINUTE;

/// One hour ahead of UTC.
struct Winter;

impl Zone for Winter {
    fn wall(&self, at: i64) -> Wall {
        Wall(at + HOUR)
    }
}

/// Open every day from 08:00 to 17:00 by the clocks of the site.
fn days() -> Timeline {
    let day = |day: i64| {
        let at = |hour: i64| Moment(day * DAY + (hour - 1) * HOUR);
        [Period::new(at(8), State::Open), Period::new(at(17), State::Closed)]
    };
    Timeline::new((0..60).flat_map(day).collect(), Moment(60 * DAY)).unwrap()
}

fn form(to: SwitchTo, end: End) -> Form {
    let mut form = Form::new(None, &days(), NOW, &Winter);
    form.take(Field::To, Field::state(Some(to)).to_owned());
    form.take(Field::Until, end.name());
    form
}

fn until(form: &Form) -> Result<Option<i64>, Wrong> {
    form.switch(&days(), NOW, &Winter).map(|switch| switch.unwrap().until)
}

#[test]
fn the_form_opens_with_what_holds() {
    let new = |switch: Option<&Switch>| Form::new(switch, &days(), NOW, &Winter);
    let usual = new(None);
    assert_eq!((usual.to, usual.pause, usual.longer), (None, End::After(60), End::After(60)));
    assert_eq!(usual.pause_until, "1970-01-02T15:00");
    assert_eq!(usual.longer_until, "18:00");
    assert_eq!(usual.switch(&days(), NOW, &Winter), Ok(None));

    let note = Some("Team meeting".to_owned());
    for (to, until) in [
        (SwitchTo::Paused, Some(NOW + 45 * MINUTE)),
        (SwitchTo::Paused, None),
        (SwitchTo::Open, Some(NOW + 5 * HOUR)),
    ] {
        let switch = Switch { to, until, note: note.clone() };
        let form = new(Some(&switch));
        assert_eq!(form.switch(&days(), NOW, &Winter), Ok(Some(switch)), "and says it again");
    }
}

#[test]
fn a_choice_becomes_its_moment() {
    use SwitchTo::{Open, Paused};
    for (to, end, expected) in [
        (Paused, End::After(30), Some(NOW + 30 * MINUTE)),
        (Paused, End::RestOfDay, Some(2 * DAY + 7 * HOUR)),
        (Paused, End::SwitchedBack, None),
        (Open, End::After(120), Some(DAY + 18 * HOUR)),
    ] {
        assert_eq!(until(&form(to, end)), Ok(expected), "{to:?} {end:?}");
    }
}

#[test]
fn a_time_of_ones_own_is_read_by_the_clocks_of_the_site() {
    let mut pause = form(SwitchTo::Paused, End::Own);
    for (text, expected) in [
        ("1970-01-02T14:45", Ok(Some(NOW + 15 * MINUTE))),
        ("1970-01-05T08:00", Ok(Some(4 * DAY + 7 * HOUR))),
        ("1970-01-02T14:30", Err(Wrong::TimePassed)),
        ("1970-01-01T20:00", Err(Wrong::TimePassed)),
        ("", Err(Wrong::NoTime)),
    ] {
        pause.take(Field::PauseUntil, text.to_owned());
        assert_eq!(until(&pause), expected, "{text}");
    }
    let mut longer = form(SwitchTo::Open, End::Own);
    for (text, expected) in [
        ("22:15", Ok(Some(DAY + 21 * HOUR + 15 * MINUTE))),
        ("01:30", Ok(Some(2 * DAY + 30 * MINUTE))),
        ("05:00", Ok(Some(2 * DAY + 4 * HOUR))),
        ("14:30", Err(Wrong::TimePassed)),
        ("17:00", Err(Wrong::TimePassed)),
        ("17:01", Ok(Some(DAY + 16 * HOUR + MINUTE))),
        ("", Err(Wrong::NoTime)),
    ] {
        longer.take(Field::LongerUntil, text.to_owned());
        assert_eq!(until(&longer), expected, "{text}");
    }
}

/// Open in these hours of UTC, within sixty days that begin closed.
fn open(stretches: &[(i64, i64)]) -> Timeline {
    let mut periods = vec![Period::new(Moment(-1), State::Closed)];
    for (from, until) in stretches {
        periods.push(Period::new(Moment(from * HOUR), State::Open));
        periods.push(Period::new(Moment(until * HOUR), State::Closed));
    }
    Timeline::joining(periods, Moment(60 * DAY)).unwrap()
}

/// What is sent where only the note of what holds is edited.
fn noted(to: SwitchTo, held: i64, hours: &Timeline, now: i64, zone: &impl Zone) -> Option<i64> {
    let switch = Switch { to, until: Some(held), note: None };
    let mut form = Form::new(Some(&switch), hours, now, zone);
    form.take(Field::Note, "Sale".to_owned());
    let sent = form.switch(hours, now, zone).unwrap().unwrap();
    assert_eq!(sent.note.as_deref(), Some("Sale"));
    sent.until
}

#[test]
fn a_night_shift_ends_tomorrow() {
    // From 22:00 to 08:00 by the clocks of the site, at 23:00.
    let (hours, now) = (open(&[(21, 31)]), 22 * HOUR);
    let mut form = Form::new(None, &hours, now, &Winter);
    form.take(Field::To, Field::state(Some(SwitchTo::Open)).to_owned());
    form.take(Field::Until, End::Own.name());
    let until = |form: &Form, now| form.switch(&hours, now, &Winter).map(|it| it.unwrap().until);
    assert_eq!(form.longer_until, "09:00");
    assert_eq!(until(&form, now), Ok(Some(32 * HOUR)), "what is proposed is taken");
    for (text, expected) in [("09:30", 32 * HOUR + 30 * MINUTE), ("09:00", 32 * HOUR)] {
        form.take(Field::LongerUntil, text.to_owned());
        assert_eq!(until(&form, now), Ok(Some(expected)), "{text}");
    }
    assert_eq!(until(&form, 32 * HOUR), Err(Wrong::TimePassed), "nor does it move on by itself");
    assert_eq!(noted(SwitchTo::Open, 32 * HOUR, &hours, now, &Winter), Some(32 * HOUR));
}

#[test]
fn an_end_past_the_next_day_keeps_its_date() {
    // From Monday 00:00 to Tuesday 22:00, held until Tuesday 23:00.
    let (hours, held) = (open(&[(23, 69)]), 70 * HOUR);
    let now = 45 * HOUR + 30 * MINUTE;
    assert_eq!(noted(SwitchTo::Open, held, &hours, now, &Winter), Some(held));
    let switch = Switch { to: SwitchTo::Open, until: Some(held), note: None };
    let mut form = Form::new(Some(&switch), &hours, now, &Winter);
    form.take(Field::LongerUntil, "23:30".to_owned());
    let sent = form.switch(&hours, now, &Winter).unwrap().unwrap();
    assert_eq!(sent.until, Some(held + 30 * MINUTE), "and another time is after the closing");
}

/// Two hours ahead of UTC, and one from 01:00 UTC on the second day.
struct Autumn;

impl Zone for Autumn {
    fn wall(&self, at: i64) -> Wall {
        Wall(at + if at < DAY + HOUR { 2 * HOUR } else { HOUR })
    }
}

#[test]
fn of_an_hour_that_comes_twice_the_one_that_is_meant_is_kept() {
    let hours = open(&[]);
    let first = DAY + 30 * MINUTE;
    let second = first + HOUR;
    for to in [SwitchTo::Paused, SwitchTo::Open] {
        for held in [first, second, second + 30_000] {
            assert_eq!(noted(to, held, &hours, DAY, &Autumn), Some(held), "{to:?} {held}");
        }
    }
    for (now, expected) in [(DAY, Some(first)), (first, Some(second)), (second, None)] {
        assert_eq!(Autumn.first_after(now, Wall::at(1, 150)), expected, "{now}");
    }
}

#[test]
fn an_answer_touches_only_the_form_that_asked() {
    let sending = |number| {
        let form = Form::new(None, &days(), NOW, &Winter);
        Some(Form { number, sending: true, ..form })
    };
    // The first was cancelled while it was on its way; now the second is open.
    let mut shown = sending(2);
    for wrong in [None, Some(Wrong::NotSent)] {
        assert!(!settle(&mut shown, 1, wrong.clone()));
        assert_eq!(shown, sending(2));
        assert!(!settle(&mut None, 1, wrong));
    }
    assert!(settle(&mut shown, 2, Some(Wrong::NotSent)));
    let form = shown.as_ref().unwrap();
    assert_eq!((form.sending, form.wrong.clone()), (false, Some(Wrong::NotSent)));
    assert!(settle(&mut shown, 2, None));
    assert_eq!(shown, None);
}

#[test]
fn fields_are_known_by_their_names() {
    for field in Field::ALL {
        assert_eq!(Field::read(field.name()), Some(field));
    }
    assert_eq!(Field::read("other"), None);
    let mut back = form(SwitchTo::Open, End::Own);
    back.take(Field::To, Field::state(None).to_owned());
    assert_eq!((back.to, back.longer), (None, End::Own), "and what was chosen stays");
}

#[test]
fn a_choice_that_went_is_asked_for_again() {
    assert_eq!(until(&form(SwitchTo::Paused, End::NextOpening)), Err(Wrong::NoTime));
}

#[test]
fn a_note_is_trimmed_and_counted() {
    let mut form = form(SwitchTo::Paused, End::SwitchedBack);
    let note = |form: &Form| form.switch(&days(), NOW, &Winter).map(|switch| switch.unwrap().note);
    form.take(Field::Note, "  ".to_owned());
    assert_eq!(note(&form), Ok(None));
    form.take(Field::Note, format!(" {} ", "ä".repeat(MAX_NOTE)));
    assert_eq!((form.note_left(), note(&form)), (0, Ok(Some("ä".repeat(MAX_NOTE)))));
    form.take(Field::Note, "ä".repeat(MAX_NOTE + 1));
    assert_eq!((form.note_left(), note(&form)), (-1, Err(Wrong::NoteTooLong)));
}

#[test]
fn what_is_mended_is_no_longer_wrong() {
    let mut form = form(SwitchTo::Paused, End::Own);
    form.wrong = Some(Wrong::TimePassed);
    form.take(Field::Note, "Lunch".to_owned());
    assert_eq!(form.wrong, Some(Wrong::TimePassed));
    form.take(Field::PauseUntil, "1970-01-03T10:00".to_owned());
    assert_eq!(form.wrong, None);
    form.wrong = Some(Wrong::NotSent);
    form.take(Field::Note, "Lunch break".to_owned());
    assert_eq!(form.wrong, None);
}

#[test]
fn what_the_edge_refuses_is_told_at_its_field() {
    let problem = |field: &str, code: &str| Problem {
        kind: "urn:askhours:problem:invalid".to_owned(),
        title: String::new(),
        status: 422,
        detail: "Mend it.".to_owned(),
        errors: vec![FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            detail: "As the edge says.".to_owned(),
        }],
    };
    for (field, code, wrong, part) in [
        ("until", "past", Wrong::TimePassed, Part::Until),
        ("until", "too_far", Wrong::TimeTooFar, Part::Until),
        ("until", "missing", Wrong::NoTime, Part::Until),
        ("note", "too_long", Wrong::NoteTooLong, Part::Note),
        ("until", "of_tomorrow", Wrong::Refused("As the edge says.".to_owned()), Part::Whole),
    ] {
        let found = Wrong::of(&problem(field, code));
        assert_eq!((found.part(), found), (part, wrong), "{field} {code}");
    }
    let bare = Problem { errors: Vec::new(), ..problem("", "") };
    assert_eq!(Wrong::of(&bare), Wrong::Refused("Mend it.".to_owned()));
}

#[test]
fn the_button_says_what_it_does() {
    use SwitchTo::{Open, Paused};
    assert_eq!(verb(None, None), None);
    assert_eq!(verb(None, Some(Open)), Some(Word::SwitchBack));
    assert_eq!(verb(Some(Paused), None), Some(Word::SwitchPauseNow));
    assert_eq!(verb(Some(Open), Some(Paused)), Some(Word::SwitchOpenLonger));
    assert_eq!(verb(Some(Open), Some(Open)), Some(Word::SwitchSave));
}

#[test]
fn a_switch_holds_until_its_end() {
    let switch = |until| Switch { to: SwitchTo::Paused, until, note: None };
    let (timed, open) = (switch(Some(NOW)), switch(None));
    assert_eq!(holding(Some(&timed), NOW - 1), Some(&timed));
    assert_eq!(holding(Some(&timed), NOW), None);
    assert_eq!(holding(Some(&open), i64::MAX), Some(&open));
    assert_eq!(holding(None, NOW), None);
}
