//! Opening hours as they were worked out: when the configuration changes and once a day, not per visitor.

use hours::DEFAULT_DAYS;
use protocol::timeline::Timeline as Payload;
use timeline::{Millis, Moment};

use super::reasons;
use crate::problem::{ApiError, ApiResult};
use crate::site::settings::Settings;
use crate::site::sql::{Sql, values};

/// How many days before the one of UTC a timeline begins: the week's table shows all of today in the site's
/// zone, and has to know which of its first hours belong to a shift that began yesterday.
const EARLIER_DAYS: u32 = 2;

/// How many days after it are worked out: those that are told, and a week in which nobody may come by.
const LATER_DAYS: u32 = DEFAULT_DAYS + 7;

/// How long a timeline is left as it is.
const FRESH: Millis = Millis::from_days(1);

/// How long it still serves while it is worked out again, though it may reach less far: better that
/// than letting somebody wait.
const SERVES: Millis = Millis::from_days(30);

/// A timeline, without what the team says for now.
#[derive(Debug)]
pub(super) struct Stored {
    /// The timeline.
    pub(super) timeline: Payload,
    /// Whether it is time to work it out again.
    pub(super) is_stale: bool,
}

/// The timeline of a schedule; none where there is none that serves.
pub(super) fn timeline(sql: &Sql, name: &str, now: Moment) -> ApiResult<Option<Stored>> {
    let query = "SELECT timeline FROM timelines WHERE schedule = ?";
    let Some(row) = sql.row(query, values![name])? else { return Ok(None) };
    let timeline: Payload = serde_json::from_str(&row.text(0)).map_err(ApiError::internal)?;
    let from = Moment::from_minute(timeline.from);
    Ok(serves(from, now).then(|| Stored { timeline, is_stale: is_stale(from, now) }))
}

/// Whether a timeline that begins at a moment still serves; also where the clock was set back since.
fn serves(from: Moment, now: Moment) -> bool {
    from <= now && start(now) - from < SERVES
}

fn is_stale(from: Moment, now: Moment) -> bool {
    !(Millis::ZERO..FRESH).contains(&(start(now) - from))
}

/// The midnights of the site's calendar within a schedule's timeline.
pub(super) fn midnights(sql: &Sql, name: &str) -> ApiResult<Vec<Moment>> {
    let query = "SELECT midnights FROM timelines WHERE schedule = ?";
    let text = sql.row(query, values![name])?.map(|row| row.text(0)).unwrap_or_default();
    let minutes: Vec<i64> = serde_json::from_str(&text).map_err(ApiError::internal)?;
    Ok(minutes.into_iter().map(Moment::from_minute).collect())
}

/// Works out the timeline of a schedule, and stores it.
pub(super) fn work_out(
    sql: &Sql,
    settings: &Settings,
    name: &str,
    now: Moment,
) -> ApiResult<Payload> {
    let schedule = settings.schedule(name)?;
    let (start, days) = (start(now), EARLIER_DAYS + LATER_DAYS);
    let note = |key: &str| reasons::note(&settings.configuration, key);
    let timeline = Payload::of(&schedule.timeline(start, days), note);
    let text = serde_json::to_string(&timeline).map_err(ApiError::internal)?;
    let midnights = schedule.midnights(start, days);
    let midnights: Vec<_> = midnights.into_iter().map(Moment::minute).collect();
    let midnights = serde_json::to_string(&midnights).map_err(ApiError::internal)?;
    let statement =
        "INSERT OR REPLACE INTO timelines (schedule, timeline, midnights) VALUES (?, ?, ?)";
    sql.run(statement, values![name, text, midnights])?;
    Ok(timeline)
}

/// Works out all that visitors are told, in the transaction that changes the configuration.
pub(crate) fn renew(sql: &Sql, settings: &Settings, now: Moment) -> ApiResult<()> {
    sql.run("DELETE FROM timelines", values![])?;
    settings.told().try_for_each(|name| work_out(sql, settings, name, now).map(drop))
}

fn start(now: Moment) -> Moment {
    now - Millis::from_days(i64::from(EARLIER_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_worked_out_serves_until_there_is_a_new_one() {
        let midnight = Moment::from_minute(20_000 * 24 * 60);
        let (from, hour) = (start(midnight), Millis::from_hours(1));
        for (after, told) in [
            (Millis::from_days(-3), (false, true)),
            // The clock was set back over midnight.
            (Millis::from_hours(-1), (true, true)),
            (Millis::ZERO, (true, false)),
            (Millis::from_hours(23), (true, false)),
            (Millis::from_days(1), (true, true)),
            (Millis::from_days(30) - hour, (true, true)),
            (Millis::from_days(30), (false, true)),
        ] {
            let now = midnight + after;
            assert_eq!((serves(from, now), is_stale(from, now)), told, "{after:?}");
        }
    }
}
