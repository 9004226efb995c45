//! How each channel does, and what holds it up.

use channels::Failure;
use protocol::forwarding::{self, ChannelHealth, ChannelPause};
use timeline::Millis;

use super::channels::SiteChannel;
use super::sql::{Row, Sql, values};
use super::{Site, configuration};
use crate::problem::{ApiError, ApiResult};

/// How a channel does, for the team.
pub(super) fn read(site: &Site, channel: &SiteChannel) -> ApiResult<ChannelHealth> {
    let query = "SELECT off_reason, paused_by, paused_at, rest_until, succeeded_at, failure, failed_at, reported_at
                 FROM channel_health WHERE channel = ?";
    let health = site.sql.row(query, values![channel.id])?;
    let health = health.as_ref();
    let integer = |place| health.and_then(|row| row.optional_integer(place));
    let paused = health.and_then(|row| {
        Some(ChannelPause { by: row.optional_text(1)?, at: row.optional_integer(2)? })
    });
    let queue = queue(&site.sql, &channel.id)?;
    let name = configuration::site_id(&site.sql)?;
    let origin = configuration::origin(&site.sql)?;
    Ok(ChannelHealth {
        id: channel.id.clone(),
        kind: channel.kind.to_owned(),
        by_rule: channel.by_rule,
        events_url: format!(
            "{origin}/v1/sites/{name}/channels/{}{}",
            channel.id,
            channel.channel.events_path()
        ),
        switched_off: health.and_then(|row| failure(row, 0)),
        paused,
        rests_until: integer(3).filter(|until| *until > super::now()),
        waiting: queue.count(0),
        oldest_waiting_at: queue.optional_integer(1),
        failed: queue.count(2),
        succeeded_at: integer(4),
        failure: health.and_then(|row| failure(row, 5)),
        failed_at: integer(6),
        reported_at: integer(7),
    })
}

fn queue(sql: &Sql, channel: &str) -> ApiResult<Row> {
    let query = "SELECT
        (SELECT count(*) FROM deliveries WHERE channel = ?1 AND state = 'waiting'),
        (SELECT min(queued_at) FROM deliveries WHERE channel = ?1 AND state = 'waiting'),
        (SELECT count(*) FROM deliveries WHERE channel = ?1 AND state = 'failed')";
    let row = sql.row(query, values![channel])?;
    row.ok_or_else(|| ApiError::internal("a query without a table gave no row"))
}

/// The channel took something.
pub(super) fn succeeded(sql: &Sql, channel: &str, now: i64) -> ApiResult<()> {
    set(sql, channel, "succeeded_at", &Some(now))
}

/// The channel did not take something. A wish to be left alone holds for all that is for it.
pub(super) fn failed(
    sql: &Sql,
    channel: &str,
    failure: &Failure,
    rest: Option<Millis>,
    now: i64,
) -> ApiResult<()> {
    set(sql, channel, "failed_at", &Some(now))?;
    set(sql, channel, "failure", &Some(text(&told(failure))?))?;
    match rest {
        Some(rest) => set(sql, channel, "rest_until", &Some(now + rest.0)),
        None => Ok(()),
    }
}

/// The channel's service reported something.
pub(super) fn reported(sql: &Sql, channel: &str, now: i64) -> ApiResult<()> {
    set(sql, channel, "reported_at", &Some(now))
}

/// No delivery to the channel begins before that moment.
pub(super) fn starts_next(sql: &Sql, channel: &str, at: i64) -> ApiResult<()> {
    set(sql, channel, "next_start_at", &Some(at))
}

/// The channel told us to stop.
pub(super) fn switch_off(sql: &Sql, channel: &str, failure: &Failure) -> ApiResult<()> {
    set(sql, channel, "off_reason", &Some(text(&told(failure))?))
}

/// An agent wants it to be tried again, at once.
pub(super) fn switch_on(sql: &Sql, channel: &str, now: i64) -> ApiResult<()> {
    let held = "SELECT 1 FROM channel_health WHERE channel = ? AND off_reason IS NOT NULL";
    if sql.row(held, values![channel])?.is_some() {
        begin_anew(sql, channel, now)?;
    }
    let statement =
        "UPDATE channel_health SET off_reason = NULL, rest_until = NULL WHERE channel = ?";
    sql.run(statement, values![channel]).map(drop)
}

/// Every channel is looked at anew: what waits for its next attempt is tried at once.
pub(super) fn switch_all_on(sql: &Sql, now: i64) -> ApiResult<()> {
    for row in sql.rows("SELECT channel FROM channel_health", values![])? {
        let channel = row.text(0);
        begin_anew(sql, &channel, now)?;
        switch_on(sql, &channel, now)?;
    }
    Ok(())
}

/// An agent pauses it.
pub(super) fn pause(sql: &Sql, channel: &str, agent: &str, now: i64) -> ApiResult<()> {
    set(sql, channel, "paused_by", &Some(agent))?;
    set(sql, channel, "paused_at", &Some(now))
}

/// An agent lets it go on. Where nobody has paused it, nothing changes.
pub(super) fn resume(sql: &Sql, channel: &str, now: i64) -> ApiResult<()> {
    let paused = "SELECT 1 FROM channel_health WHERE channel = ? AND paused_at IS NOT NULL";
    if sql.row(paused, values![channel])?.is_some() {
        begin_anew(sql, channel, now)?;
    }
    let statement =
        "UPDATE channel_health SET paused_by = NULL, paused_at = NULL WHERE channel = ?";
    sql.run(statement, values![channel]).map(drop)
}

/// What failed and waits is tried at once, with three more days: the time for which a channel was held up counts for
/// nothing.
pub(super) fn begin_anew(sql: &Sql, channel: &str, now: i64) -> ApiResult<()> {
    let statement = "UPDATE deliveries SET attempts = 0, first_tried_at = NULL, next_at = ?
                     WHERE channel = ? AND state = 'waiting' AND attempts > 0";
    sql.run(statement, values![now, channel]).map(drop)
}

fn set<T: super::sql::ToSql>(sql: &Sql, channel: &str, column: &str, value: &T) -> ApiResult<()> {
    let statement = format!(
        "INSERT INTO channel_health (channel, {column}) VALUES (?1, ?2)
         ON CONFLICT (channel) DO UPDATE SET {column} = excluded.{column}"
    );
    sql.run(&statement, values![channel, value]).map(drop)
}

/// A failure for the team.
pub(super) fn told(failure: &Failure) -> forwarding::Failure {
    forwarding::Failure {
        code: failure.reason.code().to_owned(),
        status: failure.reason.status(),
        text: failure.reason.to_string(),
        said: failure.said.as_ref().map(ToString::to_string),
    }
}

/// A failure for the store.
pub(super) fn text(failure: &forwarding::Failure) -> ApiResult<String> {
    serde_json::to_string(failure).map_err(ApiError::internal)
}

/// A failure of the store.
pub(super) fn failure(row: &Row, place: usize) -> Option<forwarding::Failure> {
    serde_json::from_str(&row.optional_text(place)?).ok()
}
