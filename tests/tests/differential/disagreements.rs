//! The disagreements that are known, as `disagreements.toml` lists them, and what they explain.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
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
    /// The expressions as they stand in their file.
    hours: BTreeSet<String>,
    /// Zone, first and last moment of UTC, in between which they differ.
    #[serde(default)]
    when: Vec<String>,
    /// Where no moments are listed: who alone is open, and between which times of any day, such as `10:00-24:00`.
    #[serde(default)]
    only: Option<Reader>,
    #[serde(default)]
    within: Option<String>,
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
    let is_bounded = |it: &Disagreement| match (it.unread_by, it.when.is_empty()) {
        (None, true) => it.only.is_some() && it.within.is_some(),
        _ => it.only.is_none() && it.within.is_none(),
    };
    assert!(
        list.disagreement.iter().all(is_bounded),
        "each says when, or who alone is open, and within which times of the day"
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
            if when.is_some() || known.explains_any_day(zone, difference) {
                used.insert((index, case.name.to_owned()));
                used.extend(when.map(|when| (index, when.clone())));
                found = true;
            }
        }
        found || self.is_near_a_holiday(case, zone, difference.span)
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
    fn is_near_a_holiday(&self, case: &Case, zone: &str, span: Span) -> bool {
        let Some((region, ..)) = case.region else { return false };
        let (from, until) = (local(zone, span.0), local(zone, span.1 - 1));
        self.holidays(region).into_keys().any(|date| {
            let near = date.pred_opt()..=date.succ_opt();
            near.contains(&Some(from.date())) && near.contains(&Some(until.date()))
        })
    }
}

impl Disagreement {
    /// Whether it is one of a time of the day, on whichever day, and this is at that time.
    fn explains_any_day(&self, zone: &str, difference: &Difference) -> bool {
        let (Some(only), Some(within)) = (self.only, &self.within) else { return false };
        let (first, last) = within.split_once('-').expect("two times of the day");
        let midnight = local(zone, difference.span.0).date().and_time(NaiveTime::MIN);
        let from = local(zone, difference.span.0) - midnight;
        // The last moment within, because the date after it may be one that the clock leaves out.
        let last_within = local(zone, difference.span.1 - 1) - midnight;
        (only == Reader::Ours) == difference.ours_is_open
            && time_of_day(first) <= from
            && last_within < time_of_day(last)
    }
}

/// What a clock in the zone shows at a moment.
fn local(zone: &str, at: i64) -> NaiveDateTime {
    let zone: Tz = zone.parse().expect("a time zone");
    let moment = DateTime::from_timestamp_millis(at).expect("a moment of this century");
    moment.with_timezone(&zone).naive_local()
}

/// `24:00` too.
fn time_of_day(text: &str) -> TimeDelta {
    let (hours, minutes) = text.split_once(':').expect("hours and minutes");
    let number = |digits: &str| digits.parse().expect("a number");
    TimeDelta::hours(number(hours)) + TimeDelta::minutes(number(minutes))
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

#[test]
fn a_disagreement_explains_no_more_than_it_says() {
    let list = listed();
    let explains = |name, region, zone, [from, until]: [&str; 2], ours_is_open| {
        let hours = String::new();
        let case = Case { name, hours, with_holidays: None, region };
        let span = moments(&format!("{zone} {from} {until}")).1;
        list.explain(&case, zone, &Difference { span, ours_is_open }, &mut Used::new())
    };
    let late = |span, ours| explains("Mo-Fr 09:00-23:59", None, "Europe/Berlin", span, ours);
    assert!(late(["2026-03-02T22:59Z", "2026-03-02T23:00Z"], true));
    assert!(!late(["2026-03-02T22:59Z", "2026-03-02T23:00Z"], false), "only we are open");
    assert!(!late(["2026-03-02T22:58Z", "2026-03-02T23:00Z"], true), "for a minute");

    // The Peace Festival is on the 8th of August.
    let bavaria = Some(("DE-BY", "de", Some("Bayern")));
    let near = |span| explains("PH 00:00-24:00", bavaria, "Europe/Berlin", span, false);
    assert!(near(["2026-08-06T22:00Z", "2026-08-09T22:00Z"]));
    assert!(!near(["2026-08-06T21:59Z", "2026-08-07T10:00Z"]), "two days before");
    assert!(!near(["2026-08-09T10:00Z", "2026-08-09T22:01Z"]), "two days after");
}
