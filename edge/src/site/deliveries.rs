//! What has not arrived: seen by the team, and sent again.

use protocol::inbox::{ChannelHealth, Deliveries, Delivery, DeliveryState, Failure};
use worker::{Request, Response};

use super::sql::{Row, Sql, values};
use super::{Site, json, live, nothing, now, outbox, team};
use crate::problem::{ApiError, ApiResult};

/// Deliveries that are listed at most.
const LISTED: u32 = 200;

const COLUMNS: &str = "id, conversation, channel, state, attempts, reason, next_at, queued_at";

/// `GET /v1/inbox/deliveries`.
pub(super) fn list(site: &Site, request: &Request) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let query = format!(
        "SELECT {COLUMNS} FROM deliveries WHERE state IN ('waiting', 'failed')
         ORDER BY state = 'failed' DESC, sequence LIMIT {LISTED}"
    );
    let deliveries: Vec<_> = site.sql.rows(&query, values![])?.iter().map(read).collect();
    let settings = site.settings()?;
    let channels: ApiResult<Vec<_>> =
        settings.channels.iter().map(|channel| health(&site.sql, &channel.id)).collect();
    json(&Deliveries { deliveries, channels: channels? })
}

/// `POST /v1/inbox/deliveries/{delivery}/retry`.
pub(super) async fn retry(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let query = "SELECT channel FROM deliveries WHERE id = ?";
    let row = site.sql.row(query, values![id])?.ok_or_else(|| {
        ApiError::not_found("There is no such delivery. Its conversation may have been erased.")
    })?;
    let channel = row.text(0);
    if site.settings()?.channel(&channel).is_none() {
        return Err(ApiError::conflict(
            "The site no longer has this channel. Add it to the configuration first.",
        ));
    }
    site.sql.transaction(|| {
        site.sql.run("DELETE FROM channels_off WHERE channel = ?", values![channel])?;
        again(&site.sql, "id = ?", id)
    })?;
    started(site).await
}

/// `POST /v1/inbox/deliveries/retry`: all of them, on every channel that the site has.
pub(super) async fn retry_all(site: &Site, request: &Request) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let settings = site.settings()?;
    site.sql.transaction(|| {
        site.sql.run("DELETE FROM channels_off", values![])?;
        for channel in &settings.channels {
            again(&site.sql, "channel = ?", &channel.id)?;
        }
        Ok(())
    })?;
    started(site).await
}

/// The deliveries of a conversation, oldest first.
pub(super) fn of_conversation(sql: &Sql, id: &str) -> ApiResult<Vec<Delivery>> {
    let query =
        format!("SELECT {COLUMNS} FROM deliveries WHERE conversation = ? ORDER BY sequence");
    Ok(sql.rows(&query, values![id])?.iter().map(read).collect())
}

/// Deliveries that were given up begin anew, with three more days; those that
/// wait for their next attempt are tried at once.
fn again(sql: &Sql, which: &str, value: &str) -> ApiResult<()> {
    let now = now();
    let statement = format!(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, first_tried_at = NULL, next_at = ?
         WHERE {which} AND state IN ('failed', 'waiting')"
    );
    sql.run(&statement, values![now, value]).map(drop)
}

async fn started(site: &Site) -> ApiResult<Response> {
    outbox::schedule(site).await?;
    live::deliveries_changed(site)?;
    nothing()
}

fn health(sql: &Sql, channel: &str) -> ApiResult<ChannelHealth> {
    let query = "SELECT
        (SELECT reason FROM channels_off WHERE channel = ?1),
        (SELECT count(*) FROM deliveries WHERE channel = ?1 AND state = 'waiting'),
        (SELECT count(*) FROM deliveries WHERE channel = ?1 AND state = 'failed')";
    let row = sql.row(query, values![channel])?;
    let row = row.ok_or_else(|| ApiError::internal("a query without a table gave no row"))?;
    Ok(ChannelHealth {
        id: channel.to_owned(),
        switched_off: failure(&row, 0),
        waiting: row.count(1),
        failed: row.count(2),
    })
}

fn read(row: &Row) -> Delivery {
    Delivery {
        id: row.text(0),
        conversation: row.text(1),
        channel: row.text(2),
        state: match row.text(3).as_str() {
            "delivered" => DeliveryState::Delivered,
            "failed" => DeliveryState::Failed,
            _ => DeliveryState::Waiting,
        },
        attempts: row.count(4),
        reason: failure(row, 5),
        next_at: row.optional_integer(6),
        queued_at: row.integer(7),
    }
}

fn failure(row: &Row, place: usize) -> Option<Failure> {
    serde_json::from_str(&row.optional_text(place)?).ok()
}
