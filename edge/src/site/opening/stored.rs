//! Opening hours as they were worked out: when the configuration changes and once a day, not per visitor.

use hours::DEFAULT_DAYS;
use protocol::timeline::Timeline as Payload;
use timeline::{Millis, Moment};

use super::reasons;
use crate::problem::{ApiError, ApiResult};
use crate::site::settings::Settings;
use crate::site::sql::{Sql, values};

/// How long a timeline serves. It reaches 60 days, so one that is a day old still does.
const SERVES: Millis = Millis::from_days(1);

/// How many days before the one of UTC a timeline begins: the week's table shows all of today in the site's
/// zone, and has to know which of its first hours belong to a shift that began yesterday.
const EARLIER_DAYS: u32 = 2;

/// The timeline of a schedule, without what the team says for now.
pub(crate) fn timeline(
    sql: &Sql,
    settings: &Settings,
    name: &str,
    now: Moment,
) -> ApiResult<Payload> {
    let start = now - Millis::from_days(i64::from(EARLIER_DAYS));
    let query = "SELECT value FROM timelines WHERE schedule = ?";
    if let Some(row) = sql.row(query, values![name])? {
        let stored: Payload = serde_json::from_str(&row.text(0)).map_err(ApiError::internal)?;
        let age = start - Moment::from_minute(stored.from);
        if (Millis::ZERO..SERVES).contains(&age) {
            return Ok(stored);
        }
    }
    let timeline = settings.schedules.named(name).timeline(start, EARLIER_DAYS + DEFAULT_DAYS);
    let note = |key: &str| reasons::note(&settings.configuration, key);
    let timeline = Payload::of(&timeline, note);
    let text = serde_json::to_string(&timeline).map_err(ApiError::internal)?;
    let statement = "INSERT INTO timelines (schedule, value) VALUES (?, ?)
                     ON CONFLICT (schedule) DO UPDATE SET value = excluded.value";
    sql.run(statement, values![name, text])?;
    Ok(timeline)
}

/// Drops what was worked out, in the transaction that changes the configuration.
pub(crate) fn forget(sql: &Sql) -> ApiResult<()> {
    sql.run("DELETE FROM timelines", values![]).map(drop)
}
