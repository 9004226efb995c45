//! The switch of the inbox: what the team says for now, against its hours. Past ones are kept, since what
//! they opened and closed counts in the time until an answer.

use conversation::text::PersonName;
use hours::DEFAULT_DAYS;
use protocol::inbox::{Switch, SwitchTo};
use protocol::question::field_error;
use timeline::{Millis, Moment, Override, State};
use worker::{Request, Response};

use super::settings::Errors;
use super::sql::{Row, Sql, values};
use super::{Site, json, now, opening, parse_fields, team};
use crate::problem::{ApiError, ApiResult};

/// How far ahead a switch may end: as far as opening hours are told.
const REACH: Millis = Millis::from_days(DEFAULT_DAYS as i64);

const COLUMNS: &str = "state, from_at, until_at, note";

/// A switch and the moment from which on it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Switched {
    /// From when on.
    pub(super) from: i64,
    /// What was switched to.
    pub(super) switch: Switch,
}

impl Switched {
    /// The same for a timeline.
    pub(super) fn to_override(&self) -> Override {
        let state = match self.switch.to {
            SwitchTo::Paused => State::Paused,
            SwitchTo::Open => State::Open,
        };
        let until = self.switch.until.map(Moment);
        Override { from: Moment(self.from), until, state, reason: None }
    }
}

/// `PUT /v1/inbox/switch`: holds from now on, and ends what held before.
pub(super) fn put(site: &Site, request: &Request, body: &[u8]) -> ApiResult<Response> {
    let agent = team::signed_in(site, request)?;
    let now = now();
    let switch = check(parse_fields(body)?, now).map_err(ApiError::invalid)?;
    site.sql.transaction(|| {
        end_latest(&site.sql, now)?;
        let statement = "INSERT INTO switches (state, from_at, until_at, note, agent)
                         VALUES (?, ?, ?, ?, ?)";
        let state = name(switch.to);
        site.sql.run(statement, values![state, now, switch.until, switch.note, agent.id])?;
        opening::revise(&site.sql, now)
    })?;
    json(&opening::tell(site, now)?)
}

/// `DELETE /v1/inbox/switch`: the hours hold again. Where nothing was switched, they still do.
pub(super) fn end(site: &Site, request: &Request) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let now = now();
    site.sql.transaction(|| {
        end_latest(&site.sql, now)?;
        opening::revise(&site.sql, now)
    })?;
    json(&opening::tell(site, now)?)
}

/// The switch that holds now. Only the latest can: what was ended or replaced stays so, though the clock is set back.
pub(super) fn current(sql: &Sql, now: i64) -> ApiResult<Option<Switched>> {
    let query = format!("SELECT {COLUMNS}, ended FROM switches ORDER BY sequence DESC LIMIT 1");
    let Some(row) = sql.row(&query, values![])? else { return Ok(None) };
    let (switched, is_ended) = (read(&row), row.integer(4) != 0);
    let holds = !is_ended && switched.switch.until.is_none_or(|until| until > now);
    Ok(holds.then_some(switched))
}

/// The switches that held between two moments, oldest first. No two of them hold at once.
pub(super) fn between(sql: &Sql, from: i64, to: i64) -> ApiResult<Vec<Switched>> {
    let query = format!(
        "SELECT {COLUMNS} FROM switches WHERE (until_at IS NULL OR until_at > ?) AND from_at < ?
         ORDER BY sequence"
    );
    Ok(sql.rows(&query, values![from, to])?.iter().map(read).collect())
}

/// Ends the latest switch by hand. It has not ended before it began, though the clock was set back.
fn end_latest(sql: &Sql, now: i64) -> ApiResult<()> {
    let statement = "UPDATE switches
                     SET ended = 1, until_at = max(from_at, min(?1, coalesce(until_at, ?1)))
                     WHERE ended = 0 AND sequence = (SELECT max(sequence) FROM switches)";
    sql.run(statement, values![now]).map(drop)
}

/// What an agent may switch to, as it is stored.
fn check(switch: Switch, now: i64) -> Result<Switch, Vec<protocol::problem::FieldError>> {
    let mut errors = Errors::default();
    let until = switch.until.map(whole_minute);
    match until {
        None if switch.to == SwitchTo::Open => {
            errors.add("until", "missing", "say until when the team stays, a moment in the future");
        }
        Some(until) if until <= now => {
            let detail =
                "lies in the past; give a moment in the future, in milliseconds since 1970";
            errors.add("until", "past", detail);
        }
        Some(until) if until > whole_minute(now.saturating_add(REACH.0)) => {
            let detail = format!(
                "is more than {DEFAULT_DAYS} days ahead; give an earlier moment, or a pause without end"
            );
            errors.add("until", "too_far", detail);
        }
        _ => {}
    }
    let note = switch.note.filter(|note| !note.trim().is_empty());
    // A note stands where a name could: on one line.
    let note = note.map(|note| PersonName::parse(&note)).transpose();
    let note = note.map_err(|error| errors.0.push(field_error("note", &error))).unwrap_or_default();
    if errors.0.is_empty() {
        let note = note.map(|note| note.as_str().to_owned());
        Ok(Switch { to: switch.to, until, note })
    } else {
        Err(errors.0)
    }
}

/// Opening hours change on whole minutes: an end within one is that minute's.
fn whole_minute(moment: i64) -> i64 {
    let last = moment.saturating_sub(1).div_euclid(Millis::MINUTE.0);
    Moment::from_minute(last.saturating_add(1)).0
}

fn read(row: &Row) -> Switched {
    let to = if row.text(0) == name(SwitchTo::Open) { SwitchTo::Open } else { SwitchTo::Paused };
    let switch = Switch { to, until: row.optional_integer(2), note: row.optional_text(3) };
    Switched { from: row.integer(1), switch }
}

/// The name of a switch in the store.
const fn name(to: SwitchTo) -> &'static str {
    match to {
        SwitchTo::Paused => "paused",
        SwitchTo::Open => "open",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;
    const DAY: i64 = 86_400_000;

    fn switch(to: SwitchTo, until: Option<i64>, note: &str) -> Switch {
        Switch { to, until, note: Some(note.to_owned()) }
    }

    #[track_caller]
    fn check_refused(switch: Switch, field: &str, code: &str) {
        let errors = check(switch, NOW).unwrap_err();
        let named: Vec<_> = errors.iter().map(|error| (&*error.field, &*error.code)).collect();
        assert_eq!(named, [(field, code)]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_field() {
        check_refused(switch(SwitchTo::Open, None, ""), "until", "missing");
        check_refused(switch(SwitchTo::Paused, Some(NOW - DAY), ""), "until", "past");
        check_refused(switch(SwitchTo::Paused, Some(NOW + 61 * DAY), ""), "until", "too_far");
        check_refused(
            switch(SwitchTo::Paused, Some(NOW + 60 * DAY + 60_000), ""),
            "until",
            "too_far",
        );
        check_refused(switch(SwitchTo::Paused, Some(i64::MAX), ""), "until", "too_far");
        check_refused(switch(SwitchTo::Paused, Some(i64::MIN), ""), "until", "past");
        check_refused(switch(SwitchTo::Paused, None, &"ä".repeat(101)), "note", "too_long");
    }

    #[test]
    fn sixty_days_are_not_too_far() {
        // Within a minute, whose end lies a little further ahead.
        assert_ne!(whole_minute(NOW), NOW);
        let taken = check(switch(SwitchTo::Paused, Some(NOW + 60 * DAY), ""), NOW).unwrap();
        assert_eq!(taken.until, Some(whole_minute(NOW) + 60 * DAY));
    }

    #[test]
    fn a_note_is_trimmed_and_an_empty_one_is_none() {
        let note = |note| check(switch(SwitchTo::Paused, None, note), NOW).unwrap().note;
        assert_eq!(note(" Team\nmeeting "), Some("Team meeting".to_owned()));
        assert_eq!(note(" \n"), None);
        assert_eq!(note(&"ä".repeat(100)).unwrap().chars().count(), 100);
    }

    #[test]
    fn an_end_is_that_of_its_minute() {
        assert_eq!(whole_minute(60_000), 60_000);
        assert_eq!(whole_minute(60_001), 120_000);
        let taken = check(switch(SwitchTo::Open, Some(NOW + 1), ""), NOW).unwrap();
        assert_eq!(taken.until, Some(Moment(NOW).minute() * 60_000 + 60_000));
    }
}
