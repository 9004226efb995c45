//! When the team is there. The timeline is worked out when the configuration
//! changes and once a day, not per visitor, and kept in the store.

use conversation::promise::ReplyTarget;
use hours::{DEFAULT_DAYS, Exception, ExceptionRule, HoursError, Schedule, SiteHours};
use protocol::admin::SiteConfiguration;
use protocol::timeline::Timeline as Payload;
use timeline::{Millis, Moment};

use super::configuration::{get, put};
use super::settings::{Errors, Settings};
use super::sql::{Sql, values};
use crate::problem::{ApiError, ApiResult};

/// The name of the timeline among the stored settings.
const NAME: &str = "timeline";

/// How long a timeline serves. It reaches 60 days, so one that is a day old still does.
const SERVES: Millis = Millis::from_days(1);

/// How many days before the one of UTC a timeline begins: the week's table shows all of today in the site's
/// zone, and has to know which of its first hours belong to a shift that began yesterday.
const EARLIER_DAYS: u32 = 2;

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
    let minutes = u32::try_from(target.0 / Millis::MINUTE.0).ok()?;
    Some(ReplyTarget::OpenMinutes(minutes))
}

/// The timeline in the form of the payload, with the notes of its closed days.
pub(super) fn payload(sql: &Sql, settings: &Settings, now: i64) -> ApiResult<Payload> {
    let start = Moment(now) - Millis::from_days(i64::from(EARLIER_DAYS));
    if let Some(text) = get(sql, NAME)? {
        let stored: Payload = serde_json::from_str(&text).map_err(ApiError::internal)?;
        let age = start - Moment::from_minute(stored.from);
        if (Millis::ZERO..SERVES).contains(&age) {
            return Ok(stored);
        }
    }
    let timeline = settings.schedule.timeline(start, EARLIER_DAYS + DEFAULT_DAYS);
    let note = |place: &str| {
        let exception = settings.configuration.exceptions.get(place.parse::<usize>().ok()?)?;
        Some(exception.note.clone())
    };
    let payload = Payload::of(&timeline, note);
    let text = serde_json::to_string(&payload).map_err(ApiError::internal)?;
    put(sql, NAME, &text)?;
    Ok(payload)
}

/// By when the team says it will answer what is written now.
pub(super) fn promise(sql: &Sql, settings: &Settings, now: i64) -> ApiResult<Option<i64>> {
    let timeline = payload(sql, settings, now)?.read("", "").map_err(ApiError::internal)?;
    Ok(settings.reply_target.promise(&timeline, &[], Moment(now)).map(|moment| moment.0))
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
