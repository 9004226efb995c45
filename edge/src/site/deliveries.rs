//! What has not arrived: seen by the team, and sent again.

use protocol::forwarding::{Deliveries, Delivery, DeliveryKind, DeliveryState};
use worker::{Request, Response};

use super::sql::{Row, Sql, values};
use super::{Site, health, json, live, nothing, now, outbox, team};
use crate::problem::{ApiError, ApiResult};

/// Deliveries that are listed at most.
const LISTED: u32 = 200;

const COLUMNS: &str =
    "id, conversation, channel, state, attempts, reason, next_at, queued_at, kind";

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
        settings.channels.iter().map(|channel| health::read(site, channel)).collect();
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
        health::switch_on(&site.sql, &channel, now())?;
        // Who sends one e-mail to a visitor again has looked whether it arrived. That of `retry_all` nobody can say.
        let statement = "UPDATE deliveries SET begun = 0
                         WHERE id = ? AND audience = 'visitor' AND state = 'failed'";
        site.sql.run(statement, values![id])?;
        again(&site.sql, "id = ?", id)
    })?;
    started(site).await
}

/// `POST /v1/inbox/deliveries/retry`: all of them, on every channel that the site has.
pub(super) async fn retry_all(site: &Site, request: &Request) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let settings = site.settings()?;
    site.sql.transaction(|| {
        health::switch_all_on(&site.sql, now())?;
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
/// wait for their next attempt are tried at once. What was not tried yet waits for a reason.
fn again(sql: &Sql, which: &str, value: &str) -> ApiResult<()> {
    let now = now();
    let statement = format!(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, first_tried_at = NULL, next_at = ?
         WHERE {which} AND (state = 'failed' OR (state = 'waiting' AND attempts > 0))"
    );
    sql.run(&statement, values![now, value]).map(drop)
}

async fn started(site: &Site) -> ApiResult<Response> {
    outbox::schedule(site).await?;
    live::deliveries_changed(site)?;
    nothing()
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
        reason: health::failure(row, 5),
        next_at: row.optional_integer(6),
        queued_at: row.integer(7),
        kind: match row.text(8).as_str() {
            "reply" => DeliveryKind::Reply,
            "step" => DeliveryKind::Step,
            "confirmation" => DeliveryKind::Confirmation,
            "answer" => DeliveryKind::Answer,
            _ => DeliveryKind::Message,
        },
    }
}
