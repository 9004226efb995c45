//! The opening hours of the next weeks, as they travel.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use timeline::{Override, Timeline as Domain, TimelineError, Wire};

/// What is written once for each language: the language's tag, then the text.
pub type Localised = BTreeMap<String, String>;

/// Opening hours as lengths of periods that are open and not open by turns. Two
/// neighbouring periods of one state stand around a period of length 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timeline {
    /// Where the first period begins, in minutes since the Unix epoch.
    pub from: i64,
    /// Whether the first period is open.
    pub open: bool,
    /// The length of each period in minutes. Beyond the last one nothing is known.
    pub lengths: Vec<u32>,
    /// Why a period is not as usual: its index, then the note per language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "by_index")]
    pub reasons: BTreeMap<u32, Localised>,
    /// Which periods are not closed but paused, by their index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paused: Vec<u32>,
}

impl Timeline {
    /// The wire form of a timeline whose reasons are keys, each of which stands for a note.
    /// A reason without a note is left out.
    #[must_use]
    pub fn of(timeline: &Domain, note: impl Fn(&str) -> Option<Localised>) -> Self {
        let wire = timeline.to_wire();
        let reasons = wire.reasons.into_iter();
        Self {
            from: wire.from_minute,
            open: wire.open,
            lengths: wire.lengths,
            reasons: reasons.filter_map(|(index, key)| Some((index, note(&key)?))).collect(),
            paused: wire.paused,
        }
    }

    /// The same opening hours with the override in them, and its note where there is one.
    ///
    /// # Errors
    ///
    /// Where they make no sense.
    pub fn overridden(&self, by: &Override, note: &Localised) -> Result<Self, TimelineError> {
        // Each reason travels through the domain as its place here, the new one under a name that is no place.
        let place = |(index, _): (&u32, &Localised)| (*index, index.to_string());
        let base = self.domain(self.reasons.iter().map(place).collect())?;
        let reason = (!note.is_empty()).then(|| "note".to_owned());
        let overridden = base.overridden(&Override { reason, ..by.clone() });
        Ok(Self::of(&overridden, |key| match key.parse() {
            Ok(index) => self.reasons.get(&index).cloned(),
            Err(_) => Some(note.clone()),
        }))
    }

    /// The timeline, with its notes in a language, else in the site's own, else in any.
    ///
    /// # Errors
    ///
    /// Where it makes no sense.
    pub fn read(&self, language: &str, own: &str) -> Result<Domain, TimelineError> {
        let note = |notes: &Localised| {
            let best = notes.get(language).or_else(|| notes.get(own));
            best.or_else(|| notes.values().next()).cloned()
        };
        let reasons = self.reasons.iter();
        self.domain(reasons.filter_map(|(index, notes)| Some((*index, note(notes)?))).collect())
    }

    /// The beginning of it: what begins in the first `minutes`, and after that on to the next opening, since a visitor
    /// asks for no more than when that is.
    #[must_use]
    pub fn beginning(&self, minutes: u64) -> Self {
        let mut begun = 0;
        let next = self.lengths.iter().enumerate().position(|(index, &length)| {
            let opens = length > 0 && self.open == (index % 2 == 0);
            let is_after = begun >= minutes;
            begun += u64::from(length);
            is_after && opens
        });
        let kept = next.map_or(self.lengths.len(), |index| index + 1);
        let is_kept = |index: u32| (index as usize) < kept;
        let mut beginning = self.clone();
        beginning.lengths.truncate(kept);
        beginning.reasons.retain(|&index, _| is_kept(index));
        beginning.paused.retain(|&index| is_kept(index));
        beginning
    }

    fn domain(&self, reasons: Vec<(u32, String)>) -> Result<Domain, TimelineError> {
        Domain::try_from(Wire {
            from_minute: self.from,
            open: self.open,
            lengths: self.lengths.clone(),
            reasons,
            paused: self.paused.clone(),
        })
    }
}

/// Reads the keys as texts: within a tagged or flattened type, serde keeps a key as it came, and takes no
/// text for a number (<https://github.com/serde-rs/serde/issues/1183>).
fn by_index<'de, D: Deserializer<'de>>(reader: D) -> Result<BTreeMap<u32, Localised>, D::Error> {
    let texts = BTreeMap::<String, Localised>::deserialize(reader)?;
    let number = |(key, note): (String, Localised)| match key.parse() {
        Ok(index) => Ok((index, note)),
        Err(_) => Err(D::Error::custom(format!("{key:?} is no index of a period"))),
    };
    texts.into_iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::VisitorEvent;
    use ::timeline::{Moment, Period, State};

    fn closed_for(key: &str) -> Domain {
        let periods = vec![
            Period::new(Moment::from_minute(0), State::Open),
            Period::new(Moment::from_minute(60), State::Closed).because(key),
        ];
        Domain::new(periods, Moment::from_minute(120)).unwrap()
    }

    fn christmas(key: &str) -> Option<Localised> {
        (key == "7").then(|| {
            [("de", "Weihnachten"), ("en", "Christmas")]
                .map(|(language, note)| (language.to_owned(), note.to_owned()))
                .into()
        })
    }

    #[test]
    fn a_note_is_read_in_the_best_language_there_is() {
        let wire = Timeline::of(&closed_for("7"), christmas);
        assert_eq!(wire.read("en", "de"), Ok(closed_for("Christmas")));
        assert_eq!(wire.read("fr", "de"), Ok(closed_for("Weihnachten")));
        assert_eq!(wire.read("fr", "fr"), Ok(closed_for("Weihnachten")));
    }

    #[test]
    fn a_key_without_a_note_is_no_reason() {
        assert!(Timeline::of(&closed_for("8"), christmas).reasons.is_empty());
    }

    #[test]
    fn the_beginning_reaches_to_an_opening() {
        let reason = |index| (index, Localised::from([("en".to_owned(), "Christmas".to_owned())]));
        let whole = Timeline {
            from: 0,
            open: true,
            lengths: vec![60, 20, 60, 0, 0, 600, 60, 30],
            reasons: [reason(1), reason(5), reason(7)].into(),
            paused: vec![1, 7],
        };
        let beginning = whole.beginning(100);
        assert_eq!(beginning.lengths, [60, 20, 60, 0, 0, 600, 60]);
        assert_eq!(beginning.reasons.into_keys().collect::<Vec<_>>(), [1, 5]);
        assert_eq!(beginning.paused, [1]);
        assert_eq!(whole.beginning(0).lengths, [60]);
        assert_eq!(whole.beginning(10_000), whole);
        assert_eq!(Timeline { open: false, lengths: vec![60], ..whole }.beginning(0).lengths, [60]);
    }

    #[test]
    fn an_override_brings_its_note_and_leaves_the_others() {
        let by = |from, until| Override {
            from: Moment::from_minute(from),
            until: Some(Moment::from_minute(until)),
            state: State::Paused,
            reason: None,
        };
        let wire = Timeline::of(&closed_for("7"), christmas);
        let meeting: Localised = [("en".to_owned(), "Meeting".to_owned())].into();
        let paused = wire.overridden(&by(30, 40), &meeting).unwrap();
        assert_eq!((&*paused.lengths, &*paused.paused), (&[30, 10, 20, 60][..], &[1][..]));
        assert_eq!(paused.reasons, [(1, meeting), (3, christmas("7").unwrap())].into());

        let cut = wire.overridden(&by(90, 110), &Localised::new()).unwrap();
        assert_eq!((&*cut.lengths, &*cut.paused), (&[60, 30, 0, 20, 0, 10][..], &[3][..]));
        let christmas = || christmas("7").unwrap();
        assert_eq!(cut.reasons, [(1, christmas()), (5, christmas())].into());
    }

    #[test]
    fn reasons_are_read_within_an_event_too() {
        let timeline = Timeline::of(&closed_for("7"), christmas);
        let event = VisitorEvent::Opening { timeline, schedules: BTreeMap::new(), revision: 1 };
        let json = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<VisitorEvent>(&json).unwrap(), event);
        let odd = json.replace(r#""1":"#, r#""x":"#);
        assert!(serde_json::from_str::<VisitorEvent>(&odd).is_err());
    }

    #[test]
    fn what_is_not_there_takes_no_place() {
        let json = serde_json::to_string(&Timeline::of(&closed_for("8"), christmas)).unwrap();
        assert_eq!(json, r#"{"from":0,"open":true,"lengths":[60,60]}"#);
    }
}
