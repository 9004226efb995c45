//! The form of the switch: pausing, staying open longer, and back to the usual hours.

use protocol::inbox::{Switch, SwitchTo};
use protocol::problem::Problem;
use timeline::Timeline;
use words::inbox::Word;

use crate::clock::{DAY, Wall, Zone, minutes};
use crate::state::ends::{Base, Choice, End, base, longer_days, pauses};

/// How many characters a note may have.
pub(crate) const MAX_NOTE: usize = 100;
/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// A longer day by more than this is a slip: a time of today that has gone by, or comes before the closing.
const LONGEST: i64 = DAY / 2;

/// What the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    /// Which of all that were opened it is, so that an answer finds the form that asked.
    pub(crate) number: u64,
    /// What is to hold; none for the usual hours.
    pub(crate) to: Option<SwitchTo>,
    /// When a pause ends.
    pub(crate) pause: End,
    /// When a longer day ends.
    pub(crate) longer: End,
    /// Day and time of one's own for the end of a pause, as the field holds them.
    pub(crate) pause_until: String,
    /// The time of one's own for the end of a longer day, as the field holds it.
    pub(crate) longer_until: String,
    /// The moment that [`Self::pause_until`] stood for at first. A field tells less than a
    /// moment: of two hours with one name not which, and of a longer day not the date.
    first_pause: i64,
    /// The moment that [`Self::longer_until`] stood for at first.
    first_longer: i64,
    /// What visitors are told.
    pub(crate) note: String,
    /// Whether it is on its way to the edge.
    pub(crate) sending: bool,
    /// What is wrong with it.
    pub(crate) wrong: Option<Wrong>,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// What is to hold.
    To,
    /// Which of the ends.
    Until,
    /// Day and time of one's own for the end of a pause.
    PauseUntil,
    /// The time of one's own for the end of a longer day.
    LongerUntil,
    /// What visitors are told.
    Note,
}

impl Field {
    const ALL: [Self; 5] = [Self::To, Self::Until, Self::PauseUntil, Self::LongerUntil, Self::Note];

    /// Its name in the page.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::To => "to",
            Self::Until => "until",
            Self::PauseUntil => "pause-until",
            Self::LongerUntil => "longer-until",
            Self::Note => "note",
        }
    }

    /// The field with this name.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The value of [`Self::To`] that stands for something that may hold.
    pub(crate) fn state(to: Option<SwitchTo>) -> &'static str {
        match to {
            None => "usual",
            Some(SwitchTo::Paused) => "paused",
            Some(SwitchTo::Open) => "open",
        }
    }

    fn read_state(value: &str) -> Option<SwitchTo> {
        [SwitchTo::Paused, SwitchTo::Open].into_iter().find(|to| Self::state(Some(*to)) == value)
    }
}

/// Why the switch was not moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// No time is told, or none that there is.
    NoTime,
    /// The time has passed.
    TimePassed,
    /// The time is further ahead than hours are told.
    TimeTooFar,
    /// The note is longer than [`MAX_NOTE`].
    NoteTooLong,
    /// The edge does not take it, and says why in English: for what a newer edge may refuse.
    Refused(String),
    /// The edge could not be reached.
    NotSent,
}

/// The part of the form at which something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Until when.
    Until,
    /// The note.
    Note,
    /// All of it.
    Whole,
}

impl Wrong {
    /// Where it is told.
    pub(crate) fn part(&self) -> Part {
        match self {
            Self::NoTime | Self::TimePassed | Self::TimeTooFar => Part::Until,
            Self::NoteTooLong => Part::Note,
            Self::Refused(_) | Self::NotSent => Part::Whole,
        }
    }

    /// What the edge found wrong.
    pub(crate) fn of(problem: &Problem) -> Self {
        let Some(error) = problem.errors.first() else {
            return Self::Refused(problem.detail.clone());
        };
        match (error.field.as_str(), error.code.as_str()) {
            ("until", "missing") => Self::NoTime,
            ("until", "past") => Self::TimePassed,
            ("until", "too_far") => Self::TimeTooFar,
            ("note", "too_long") => Self::NoteTooLong,
            _ => Self::Refused(error.detail.clone()),
        }
    }
}

impl Form {
    /// The form as it opens: it says what holds. `hours` are the usual ones.
    pub(crate) fn new(
        holds: Option<&Switch>,
        hours: &Timeline,
        now: i64,
        zone: &impl Zone,
    ) -> Self {
        // A full hour that leaves time for a pause: 15:00 at 14:30, 16:00 at 14:31.
        let leaves = now.saturating_add(HOUR / 2 + HOUR - 1);
        let next_hour = leaves.div_euclid(HOUR).saturating_mul(HOUR);
        let longer = match base(hours, now) {
            Base::Closing(closing) => closing.saturating_add(HOUR),
            Base::Now | Base::AlwaysOpen => next_hour,
        };
        let mut form = Self {
            number: 0,
            to: None,
            pause: End::After(60),
            longer: End::After(60),
            pause_until: zone.wall(next_hour).day_and_time(),
            longer_until: zone.wall(longer).time(),
            first_pause: next_hour,
            first_longer: longer,
            note: String::new(),
            sending: false,
            wrong: None,
        };
        if let Some(switch) = holds {
            form.to = Some(switch.to);
            form.note = switch.note.clone().unwrap_or_default();
            match (switch.to, switch.until) {
                (SwitchTo::Paused, None) => form.pause = End::SwitchedBack,
                (SwitchTo::Paused, Some(until)) => {
                    form.pause = End::Own;
                    form.pause_until = zone.wall(until).day_and_time();
                    form.first_pause = until;
                }
                (SwitchTo::Open, until) => {
                    form.longer = End::Own;
                    form.first_longer = until.unwrap_or(longer);
                    form.longer_until = zone.wall(form.first_longer).time();
                }
            }
        }
        form
    }

    /// The ends that can be chosen for what the form says.
    pub(crate) fn choices(&self, hours: &Timeline, now: i64, zone: &impl Zone) -> Vec<Choice> {
        match self.to {
            None => Vec::new(),
            Some(SwitchTo::Paused) => pauses(hours, now, zone),
            Some(SwitchTo::Open) => longer_days(hours, now),
        }
    }

    /// The end that is chosen.
    pub(crate) fn end(&self) -> End {
        if self.to == Some(SwitchTo::Open) { self.longer } else { self.pause }
    }

    /// Takes what was chosen or typed in a field.
    pub(crate) fn take(&mut self, field: Field, value: String) {
        match field {
            Field::To => {
                self.to = Field::read_state(&value);
                self.wrong = None;
            }
            Field::Until => {
                let end = End::read(&value).unwrap_or(End::Own);
                if self.to == Some(SwitchTo::Open) {
                    self.longer = end;
                } else {
                    self.pause = end;
                }
                self.mended(Part::Until);
            }
            Field::PauseUntil => {
                self.pause_until = value;
                self.mended(Part::Until);
            }
            Field::LongerUntil => {
                self.longer_until = value;
                self.mended(Part::Until);
            }
            Field::Note => {
                self.note = value;
                self.mended(Part::Note);
            }
        }
    }

    /// What is written anew is not wrong until it is tried again.
    fn mended(&mut self, part: Part) {
        self.wrong.take_if(|wrong| wrong.part() == part || wrong.part() == Part::Whole);
    }

    /// How many characters the note may still have; negative where it has too many.
    pub(crate) fn note_left(&self) -> i64 {
        let length = self.note.trim().chars().count();
        i64::try_from(MAX_NOTE).unwrap_or(0) - i64::try_from(length).unwrap_or(i64::MAX)
    }

    /// The switch that the form asks for; none for the usual hours.
    ///
    /// # Errors
    ///
    /// What has to be mended first.
    pub(crate) fn switch(
        &self,
        hours: &Timeline,
        now: i64,
        zone: &impl Zone,
    ) -> Result<Option<Switch>, Wrong> {
        let Some(to) = self.to else { return Ok(None) };
        let chosen = |choice: &Choice| choice.end == self.end();
        let until = match self.choices(hours, now, zone).iter().find(|choice| chosen(choice)) {
            Some(Choice { end: End::Own, .. }) => Some(self.own(hours, now, zone)?),
            Some(Choice { until, .. }) => *until,
            // It went while the form was open: the day is another by now.
            None => return Err(Wrong::NoTime),
        };
        if self.note_left() < 0 {
            return Err(Wrong::NoteTooLong);
        }
        let note = Some(self.note.trim()).filter(|note| !note.is_empty()).map(str::to_owned);
        Ok(Some(Switch { to, until, note }))
    }

    /// The moment of one's own, by the clocks of the site: as long as the field holds what
    /// it held at first, the moment that this stood for.
    fn own(&self, hours: &Timeline, now: i64, zone: &impl Zone) -> Result<i64, Wrong> {
        let until = if self.to == Some(SwitchTo::Open) {
            if self.longer_until == zone.wall(self.first_longer).time() {
                Some(self.first_longer)
            } else {
                let time = minutes(&self.longer_until).ok_or(Wrong::NoTime)?;
                let extended = match base(hours, now) {
                    Base::Closing(closing) => closing.max(now),
                    Base::Now | Base::AlwaysOpen => now,
                };
                let today = zone.wall(extended).day();
                // Where clocks go back at midnight, yesterday comes once more.
                (today.saturating_sub(1)..=today.saturating_add(1))
                    .find_map(|day| zone.first_after(extended, Wall::at(day, time)))
                    .filter(|until| until - extended <= LONGEST)
            }
        } else if self.pause_until == zone.wall(self.first_pause).day_and_time() {
            Some(self.first_pause)
        } else {
            zone.first_after(now, Wall::read(&self.pause_until).ok_or(Wrong::NoTime)?)
        };
        until.filter(|until| *until > now).ok_or(Wrong::TimePassed)
    }
}

/// Tells the form with this number what became of what it asked for: it is done, or
/// something is wrong. Any other form stays as it is. Gives whether it was still there.
pub(crate) fn settle(shown: &mut Option<Form>, number: u64, wrong: Option<Wrong>) -> bool {
    let Some(form) = shown.as_mut().filter(|form| form.number == number) else { return false };
    if wrong.is_some() {
        form.sending = false;
        form.wrong = wrong;
    } else {
        *shown = None;
    }
    true
}

/// The words of the button that moves the switch; none where it stands so already.
pub(crate) fn verb(to: Option<SwitchTo>, held: Option<SwitchTo>) -> Option<Word> {
    match (to, held) {
        (None, None) => None,
        (None, Some(_)) => Some(Word::SwitchBack),
        (Some(to), Some(held)) if to == held => Some(Word::SwitchSave),
        (Some(SwitchTo::Paused), _) => Some(Word::SwitchPauseNow),
        (Some(SwitchTo::Open), _) => Some(Word::SwitchOpenLonger),
    }
}

/// The switch, while it holds: its end may pass before anybody says so.
pub(crate) fn holding(switch: Option<&Switch>, now: i64) -> Option<&Switch> {
    switch.filter(|switch| switch.until.is_none_or(|until| until > now))
}

#[cfg(test)]
mod tests;
