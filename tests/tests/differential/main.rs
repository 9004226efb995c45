//! Opening hours against an independent evaluator: the npm package `opening_hours`, the one that OpenStreetMap's
//! specification calls the most complete. Every change of two years is compared, for hundreds of expressions in time
//! zones with odd rules, and for the public holidays of 36 regions.
//!
//! - `expressions.txt` and `holidays.txt` are what is compared, [`cases`] says where and when,
//! - [`ours`] is what visitors get, [`theirs`] the package, run by `evaluator.mjs`,
//! - `disagreements.toml` lists in what they differ, who is right and why. A difference that is not listed fails, and so
//!   does a listed one that no longer exists.

mod cases;
mod disagreements;
mod ours;
mod spans;
mod theirs;

use std::collections::BTreeMap;
use std::thread;

use chrono::{DateTime, NaiveDate};

use cases::{Case, HOLIDAYS, REGIONS, Years, ZONES};
use disagreements::{Disagreements, Reader, Used};
use spans::{Difference, Span, differences};

#[test]
fn every_change_of_two_years_agrees() {
    let list = disagreements::listed();
    let (mut findings, mut used) = (Vec::new(), Used::new());
    thread::scope(|scope| {
        let list = &list;
        let zones = ZONES.map(|(zone, years)| {
            scope.spawn(move || compare(zone, years, &cases::expressions(years), list))
        });
        // Each region in one of the zones, whether it lies there or not.
        let regions = std::array::from_fn::<_, 6, _>(|index| {
            let cases =
                REGIONS.iter().skip(index).step_by(ZONES.len()).copied().flat_map(cases::holidays);
            let cases: Vec<_> = cases.collect();
            scope.spawn(move || compare(ZONES[index].0, HOLIDAYS, &cases, list))
        });
        for compared in zones.into_iter().chain(regions) {
            let (more, needed) = compared.join().expect("both evaluate");
            findings.extend(more);
            used.extend(needed);
        }
    });
    none(
        &findings,
        "both evaluators differ; mend ours, or list it in disagreements.toml with who is right and why",
    );
    none(&list.unused(&used), "these no longer differ; take them out of disagreements.toml");
}

#[test]
fn holidays_fall_on_the_same_dates() {
    let list = disagreements::listed();
    let mut findings = Vec::new();
    let cases = REGIONS.map(|region| cases::holidays(region).swap_remove(0));
    let theirs = theirs::evaluate("UTC", HOLIDAYS, &cases);
    for ((region, case), theirs) in REGIONS.iter().zip(&cases).zip(theirs) {
        let ours = ours::evaluate("UTC", HOLIDAYS, case).expect("we read PH");
        let differ = differences(&ours, &theirs.expect("they read PH"));
        let differ: BTreeMap<_, _> = differ.iter().flat_map(dates).collect();
        let listed = list.holidays(region.0);
        if differ != listed {
            findings.push(format!("{}: {differ:?} instead of {listed:?}", region.0));
        }
    }
    none(&findings, "holidays differ otherwise than disagreements.toml says");
}

#[test]
fn there_is_as_much_to_compare_as_was_promised() {
    assert!(cases::expressions(HOLIDAYS).len() >= 300);
    let german = REGIONS.iter().filter(|(region, ..)| region.starts_with("DE-")).count();
    assert_eq!((german, REGIONS.len() - german), (16, 20));
}

fn compare(zone: &str, years: Years, cases: &[Case], list: &Disagreements) -> (Vec<String>, Used) {
    let (mut findings, mut used) = (Vec::new(), Used::new());
    for (case, theirs) in cases.iter().zip(theirs::evaluate(zone, years, cases)) {
        let (ours, theirs) = match (ours::evaluate(zone, years, case), theirs) {
            (Ok(ours), Ok(theirs)) => (ours, theirs),
            (Err(error), Ok(_)) => {
                if !list.explain_unread(case, Reader::Ours, &mut used) {
                    findings.push(format!("{}: we refuse it: {error}", case.shown()));
                }
                continue;
            }
            (Ok(_), Err(error)) => {
                if !list.explain_unread(case, Reader::Theirs, &mut used) {
                    findings.push(format!("{}: they refuse it: {error}", case.shown()));
                }
                continue;
            }
            (Err(error), Err(_)) => {
                findings.push(format!("{}: both refuse it: {error}", case.shown()));
                continue;
            }
        };
        for difference in differences(&ours, &theirs) {
            if !list.explain(case, zone, &difference, &mut used) {
                findings.push(format!("{} in {zone}: {}", case.shown(), told(&difference)));
            }
        }
    }
    (findings, used)
}

fn told(difference: &Difference) -> String {
    let who = if difference.ours_is_open { "only we are" } else { "only they are" };
    let (from, until) = difference.span;
    format!("{who} open from {} until {}", moment(from), moment(until))
}

fn moment(at: i64) -> String {
    let moment = DateTime::from_timestamp_millis(at).expect("a moment of this century");
    moment.format("%Y-%m-%dT%H:%MZ").to_string()
}

/// The dates that a difference fills, and who is open on them.
fn dates(difference: &Difference) -> Vec<(NaiveDate, Reader)> {
    let reader = if difference.ours_is_open { Reader::Ours } else { Reader::Theirs };
    let (from, until): Span = difference.span;
    let date =
        |at| DateTime::from_timestamp_millis(at).expect("a moment of this century").date_naive();
    date(from).iter_days().take_while(|it| *it <= date(until - 1)).map(|it| (it, reader)).collect()
}

/// Fails with the findings, a screenful of them at most.
#[track_caller]
fn none(findings: &[String], mend: &str) {
    let some: Vec<_> = findings.iter().take(60).map(String::as_str).collect();
    assert!(findings.is_empty(), "{mend}; {} in all:\n{}", findings.len(), some.join("\n"));
}
