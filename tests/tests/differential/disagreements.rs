//! The disagreements that are known, as `disagreements.toml` lists them, and what they explain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate};
use serde::Deserialize;

use crate::cases::Case;
use crate::spans::{Difference, Span};

/// The whole list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Disagreements {
    disagreement: Vec<Disagreement>,
    holiday: Vec<Holiday>,
}

/// Who is right.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Right {
    /// This project.
    Ours,
    /// Both may be held: the specification or the law leaves it open, and this project has decided.
    Open,
}

/// Hours that are read in two ways.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Disagreement {
    about: String,
    #[expect(dead_code, reason = "for people to read; reading it checks its value")]
    right: Right,
    why: String,
    source: String,
    /// The expressions as they stand in their file; those of `expressions.txt` without a list of moments differ anywhere.
    hours: BTreeSet<String>,
    /// Zone, first and last moment of UTC, in between which they differ.
    #[serde(default)]
    when: Vec<String>,
    /// Who does not read them at all.
    #[serde(default)]
    unread_by: Option<Reader>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reader {
    Ours,
    Theirs,
}

/// Dates that are a holiday to one and none to the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    region: String,
    /// Who takes the dates for holidays.
    taken_by: Reader,
    dates: BTreeSet<String>,
    #[expect(dead_code, reason = "for people to read; reading it checks its value")]
    right: Right,
    why: String,
    source: String,
}

/// What was needed of the list: entry and expression, or entry and moments.
pub(crate) type Used = BTreeSet<(usize, String)>;

/// Reads the list.
pub(crate) fn listed() -> Disagreements {
    let list: Disagreements =
        toml::from_str(include_str!("disagreements.toml")).expect("the list can be read");
    let told = list.disagreement.iter().map(|it| [&it.about, &it.why, &it.source]);
    assert!(
        told.flatten().all(|text| !text.is_empty()),
        "each says what differs, why, and by which source"
    );
    let told = list.holiday.iter().map(|it| [&it.why, &it.source]);
    assert!(told.flatten().all(|text| !text.is_empty()), "each says why, and by which source");
    list
}

impl Disagreements {
    /// Whether it is known that one of both does not read this.
    pub(crate) fn explain_unread(&self, case: &Case, reader: Reader, used: &mut Used) -> bool {
        let known =
            |it: &Disagreement| it.unread_by == Some(reader) && it.hours.contains(case.name);
        let found = self.disagreement.iter().position(known);
        used.extend(found.map(|index| (index, case.name.to_owned())));
        found.is_some()
    }

    /// Whether it is known that both differ there.
    pub(crate) fn explain(
        &self,
        case: &Case,
        zone: &str,
        difference: &Difference,
        used: &mut Used,
    ) -> bool {
        let mut found = false;
        for (index, known) in self.disagreement.iter().enumerate() {
            if known.unread_by.is_some() || !known.hours.contains(case.name) {
                continue;
            }
            let within = |when: &&String| {
                let (of, span) = moments(when);
                of == zone && span.0 <= difference.span.0 && difference.span.1 <= span.1
            };
            let when = known.when.iter().find(within);
            if known.when.is_empty() || when.is_some() {
                used.insert((index, case.name.to_owned()));
                used.extend(when.map(|when| (index, when.clone())));
                found = true;
            }
        }
        found || self.is_near_a_holiday(case, difference.span)
    }

    /// What of the list was not needed: a disagreement that no longer exists.
    pub(crate) fn unused(&self, used: &Used) -> Vec<String> {
        let mut unused = Vec::new();
        for (index, known) in self.disagreement.iter().enumerate() {
            let all = known.hours.iter().chain(&known.when);
            let vain = all.filter(|it| !used.contains(&(index, (*it).clone())));
            unused.extend(vain.map(|it| format!("{}: {it}", known.about)));
        }
        unused
    }

    /// The dates of a region that only one takes for a holiday.
    pub(crate) fn holidays(&self, region: &str) -> BTreeMap<NaiveDate, Reader> {
        let of_region = self.holiday.iter().filter(|holiday| holiday.region == region);
        let date = |text: &String| text.parse().expect("a date");
        of_region
            .flat_map(|it| it.dates.iter().map(move |text| (date(text), it.taken_by)))
            .collect()
    }

    /// The day before and the day after too: hours may last past midnight, or hold on the day before a holiday.
    fn is_near_a_holiday(&self, case: &Case, span: Span) -> bool {
        let Some((region, ..)) = case.region else { return false };
        self.holidays(region).into_keys().any(|date| {
            let midnight = |date: NaiveDate| {
                date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
            };
            let half_a_day = 14 * 3_600_000;
            midnight(date - Days::new(1)) - half_a_day <= span.0
                && span.1 <= midnight(date + Days::new(3)) + half_a_day
        })
    }
}

/// `Europe/Berlin 2026-10-25T00:00Z 2026-10-25T01:00Z`.
fn moments(when: &str) -> (&str, Span) {
    let mut parts = when.split(' ');
    let zone = parts.next().unwrap_or_default();
    let mut moment = || {
        let text = parts.next().and_then(|it| it.strip_suffix('Z')).unwrap_or_default();
        let moment = DateTime::parse_from_rfc3339(&format!("{text}:00Z"));
        moment.unwrap_or_else(|_| panic!("zone, first and last moment: {when}")).timestamp_millis()
    };
    (zone, (moment(), moment()))
}
