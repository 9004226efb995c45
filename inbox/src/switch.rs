//! The switch in words: all that its form tells, worked out in one place.

use protocol::inbox::{Switch, SwitchTo};
use timeline::Timeline;
use words::inbox::Word;

use crate::phrases;
use crate::state::ends::{Base, End, base};
use crate::state::switching::{Form, MAX_NOTE, Part, Wrong, verb};
use crate::status::{Calendar, Telling};
use crate::time::Length;
use crate::words::Words;

/// All that the form tells. What there is no word for is empty, and not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Face {
    /// What is to hold.
    pub(crate) to: Option<SwitchTo>,
    /// The ends to choose from.
    pub(crate) ends: Vec<EndFace>,
    /// Why there are none.
    pub(crate) no_ends: String,
    /// Which field for a time of one's own there is.
    pub(crate) own: Option<SwitchTo>,
    /// What is wrong with the end.
    pub(crate) until_wrong: String,
    /// How many characters the note may still have.
    pub(crate) note_left: String,
    /// What is wrong with the note.
    pub(crate) note_wrong: String,
    /// What visitors would read.
    pub(crate) preview: String,
    /// What is wrong with all of it.
    pub(crate) wrong: String,
    /// What the button does.
    pub(crate) verb: String,
    /// Whether it is on its way to the edge.
    pub(crate) sending: bool,
}

/// An end to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndFace {
    /// Which one.
    pub(crate) end: End,
    /// Its name: `2 hours`.
    pub(crate) name: String,
    /// The moment that it means: `until 16:00`.
    pub(crate) until: String,
}

impl Face {
    /// What a form tells. `hours` are the usual ones, `held` is the switch that holds.
    pub(crate) fn of<C: Calendar>(
        form: &Form,
        hours: &Timeline,
        held: Option<&Switch>,
        telling: &Telling<'_, C>,
    ) -> Self {
        let words = telling.words;
        let text = |word| words.get(word).to_owned();
        let choices = form.choices(hours, telling.now, telling.calendar);
        let is_closing = matches!(base(hours, telling.now), Base::Closing(_));
        let ends: Vec<_> = choices
            .iter()
            .map(|choice| EndFace {
                end: choice.end,
                name: name(form.to, choice.end, is_closing, words),
                until: choice.until.map(|until| telling.until(until)).unwrap_or_default(),
            })
            .collect();
        let is_possible = form.to.is_none() || !ends.is_empty();
        let limit = MAX_NOTE.to_string();
        let is_too_long = form.note_left() < 0 || form.wrong == Some(Wrong::NoteTooLong);
        let left = form.note_left().unsigned_abs();
        let wrong = |part| form.wrong.as_ref().filter(|wrong| wrong.part() == part);
        let switch = form.switch(hours, telling.now, telling.calendar);
        Self {
            to: form.to,
            no_ends: if is_possible { String::new() } else { text(Word::SwitchAlwaysOpen) },
            own: form.to.filter(|_| form.end() == End::Own && is_possible),
            ends,
            until_wrong: wrong(Part::Until).map(|wrong| told(wrong, words)).unwrap_or_default(),
            note_left: if is_too_long {
                String::new()
            } else {
                words.count(Word::CharactersLeft, "count", left)
            },
            note_wrong: if is_too_long {
                words.fill(Word::ErrorTooLong, &[("limit", &limit)])
            } else {
                String::new()
            },
            preview: switch
                .map(|switch| telling.preview(hours, switch.as_ref()))
                .unwrap_or_default(),
            wrong: wrong(Part::Whole).map(|wrong| told(wrong, words)).unwrap_or_default(),
            verb: verb(form.to, held.map(|held| held.to))
                .filter(|_| is_possible)
                .map(text)
                .unwrap_or_default(),
            sending: form.sending,
        }
    }
}

fn name(to: Option<SwitchTo>, end: End, is_closing: bool, words: &Words) -> String {
    let text = |word| words.get(word).to_owned();
    match end {
        End::After(minutes) => {
            let length = Length::of(minutes.unsigned_abs().saturating_mul(60_000));
            let duration = phrases::duration(words, length);
            if to == Some(SwitchTo::Open) && is_closing {
                words.fill(Word::EndLonger, &[("duration", &duration)])
            } else {
                duration
            }
        }
        End::NextOpening => text(Word::EndNextOpening),
        End::RestOfDay => text(Word::EndRestOfDay),
        End::SwitchedBack => text(Word::EndSwitchedBack),
        End::Own => text(Word::EndOwn),
    }
}

fn told(wrong: &Wrong, words: &Words) -> String {
    let word = match wrong {
        Wrong::Refused(text) => return text.clone(),
        Wrong::NoTime => Word::ErrorNoTime,
        Wrong::TimePassed => Word::ErrorTimePassed,
        Wrong::TimeTooFar => Word::ErrorTimeTooFar,
        Wrong::NoteTooLong => Word::ErrorTooLong,
        Wrong::NotSent => Word::ErrorSwitch,
    };
    words.get(word).to_owned()
}

#[cfg(test)]
mod tests;
