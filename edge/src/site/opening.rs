//! When the team is there. The timeline is worked out when the configuration
//! changes and once a day, not per visitor, and kept in the store.

use std::collections::BTreeMap;

use conversation::promise::ReplyTarget;
use hours::{DEFAULT_DAYS, Exception, ExceptionRule, HoursError, Schedule, SiteHours};
use protocol::admin::SiteConfiguration;
use protocol::site::Timeline as Payload;
use timeline::{Millis, Moment, Timeline, Wire};

use super::configuration::{get, put};
use super::settings::{Errors, Settings};
use super::sql::{Sql, values};
use crate::problem::{ApiError, ApiResult};

/// The name of the timeline among the stored settings.
const NAME: &str = "timeline";

/// How long a timeline serves. It reaches 60 days, so one that is a day old still does.
const SERVES: Millis = Millis::from_days(1);

/// Reads the opening hours of a configuration.
pub(super) fn schedule(configuration: &SiteConfiguration, errors: &mut Errors) -> Option<Schedule> {
    let exceptions: Vec<_> = configuration.exceptions.iter().enumerate().map(exception).collect();
    let site = SiteHours {
        expression: &configuration.hours,
        time_zone: &configuration.time_zone,
        exceptions: &exceptions,
    };
    note(Schedule::parse(site), errors)
}

/// Reads the reply target of a configuration.
pub(super) fn reply_target(text: &str, errors: &mut Errors) -> Option<ReplyTarget> {
    let target = note(hours::parse_reply_target(text), errors)?;
    let open_minutes = u32::try_from(target.0 / Millis::MINUTE.0).ok()?;
    Some(ReplyTarget { open_minutes })
}

/// The timeline in the form of the payload, with the notes of its closed days.
pub(super) fn payload(sql: &Sql, settings: &Settings, now: i64) -> ApiResult<Payload> {
    let now = Moment(now);
    if let Some(text) = get(sql, NAME)? {
        let stored: Payload = serde_json::from_str(&text).map_err(ApiError::internal)?;
        let age = now - Moment::from_minute(stored.from);
        if (Millis::ZERO..SERVES).contains(&age) {
            return Ok(stored);
        }
    }
    let timeline = settings.schedule.timeline(now, DEFAULT_DAYS);
    let payload = to_payload(&timeline, &settings.configuration);
    let text = serde_json::to_string(&payload).map_err(ApiError::internal)?;
    put(sql, NAME, &text)?;
    Ok(payload)
}

/// By when the team says it will answer what is written now.
pub(super) fn promise(sql: &Sql, settings: &Settings, now: i64) -> ApiResult<Option<i64>> {
    let timeline = from_payload(&payload(sql, settings, now)?)?;
    Ok(settings.reply_target.promise(&timeline, Moment(now)).map(|moment| moment.0))
}

/// The opening time between two moments, in minutes. They may lie before the
/// stored timeline, so this works one out.
pub(super) fn minutes_between(settings: &Settings, from: i64, to: i64) -> u32 {
    let (from, to) = (Moment(from), Moment(to));
    let days = u32::try_from((to - from).0 / Millis::from_days(1).0).unwrap_or(0) + 2;
    let open = settings.schedule.timeline(from, days).open_time_between(from, to);
    u32::try_from(open.0 / Millis::MINUTE.0).unwrap_or(0)
}

/// Drops the stored timeline, in the transaction that changes the configuration.
pub(super) fn forget(sql: &Sql) -> ApiResult<()> {
    sql.run("DELETE FROM settings WHERE name = ?", values![NAME]).map(drop)
}

/// The note of an exception travels through the timeline as its place in the list.
fn exception((place, exception): (usize, &protocol::admin::Exception)) -> Exception {
    Exception {
        from: exception.from.clone(),
        to: exception.to.clone().unwrap_or_else(|| exception.from.clone()),
        rule: exception.hours.clone().map_or(ExceptionRule::Closed, ExceptionRule::Hours),
        note: (!exception.note.is_empty()).then(|| place.to_string()),
    }
}

fn note<T>(parsed: Result<T, HoursError>, errors: &mut Errors) -> Option<T> {
    parsed.map_err(|error| errors.add(error.field.to_string(), "hours", error.to_string())).ok()
}

fn to_payload(timeline: &Timeline, configuration: &SiteConfiguration) -> Payload {
    let wire = timeline.to_wire();
    let reasons = wire.reasons.into_iter().filter_map(|(period, place)| {
        let exception = configuration.exceptions.get(place.parse::<usize>().ok()?)?;
        Some((period, exception.note.clone()))
    });
    Payload {
        from: wire.from_minute,
        open: wire.open,
        lengths: wire.lengths,
        reasons: reasons.collect::<BTreeMap<_, _>>(),
    }
}

fn from_payload(payload: &Payload) -> ApiResult<Timeline> {
    let wire = Wire {
        from_minute: payload.from,
        open: payload.open,
        lengths: payload.lengths.clone(),
        reasons: Vec::new(),
    };
    Timeline::try_from(wire).map_err(ApiError::internal)
}
