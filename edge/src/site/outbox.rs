//! The outbox: each message is brought to each channel at least once, those of
//! one conversation in their order. The object's alarm drains it.

use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use channels::backoff::next_attempt;
use channels::delivery::{Delivery, Kind, Message, Visitor};
use channels::{Channel, Outcome, Reason};
use futures_channel::mpsc;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use futures_util::stream::FuturesUnordered;
use protocol::inbox::Failure;
use timeline::Moment;
use worker::Delay;

use super::settings::Settings;
use super::sql::{Row, Sql, ToSql as _, values};
use super::{Site, alarm, configuration, live, now};
use crate::outgoing;
use crate::problem::{ApiError, ApiResult};
use crate::random;

/// Deliveries that are under way at once. Six connections may be open at a time
/// from an object on Cloudflare; more would wait there.
const AT_ONCE: usize = 6;

/// Of these, to one channel: one that hangs leaves room for the others.
const TO_ONE_CHANNEL: usize = 2;

/// How long an alarm takes on new work. Cloudflare ends an alarm after 15 minutes.
const ROUND: i64 = 5 * 60_000;

/// Those that may be sent: due, to a channel that is on, and with no earlier
/// message of the conversation still on its way there.
const SENDABLE: &str = "
    state = 'waiting'
    AND channel NOT IN (SELECT channel FROM channels_off)
    AND NOT EXISTS (
        SELECT 1 FROM deliveries AS earlier
        WHERE earlier.conversation = deliveries.conversation
        AND earlier.channel = deliveries.channel
        AND earlier.sequence < deliveries.sequence
        AND earlier.state = 'waiting'
    )";

/// Queues a message for every channel, in the transaction that stores it.
pub(super) fn queue(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    message: &str,
    now: i64,
) -> ApiResult<()> {
    for channel in &settings.channels {
        let id = format!("msg_{}", random::token(16));
        sql.run(
            "INSERT INTO deliveries (id, conversation, message, channel, state, queued_at, next_at)
             VALUES (?, ?, ?, ?, 'waiting', ?, ?)",
            values![id, conversation, message, channel.id, now, now],
        )?;
    }
    Ok(())
}

/// Queues what the visitor wrote while the conversation was taken for spam, in
/// the transaction that takes it back.
pub(super) fn queue_held_back(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    now: i64,
) -> ApiResult<()> {
    let query = "SELECT id FROM messages WHERE conversation = ? AND kind = 'visitor'
                 AND id NOT IN (SELECT message FROM deliveries WHERE conversation = ?)
                 ORDER BY sequence";
    for row in sql.rows(query, values![conversation, conversation])? {
        queue(sql, settings, conversation, &row.text(0), now)?;
    }
    Ok(())
}

/// Sets the alarm to when the next delivery is due at the latest. An alarm that is at work is
/// told as well, since the runtime starts no second one meanwhile.
pub(super) async fn schedule(site: &Site) -> ApiResult<()> {
    if let Some(bell) = &*site.bell.borrow() {
        // It is at work as long as the bell hangs there; a full bell has been rung.
        bell.clone().try_send(()).ok();
    }
    alarm::set(&site.sql, &site.state.storage()).await
}

/// When the next delivery is due.
pub(super) fn earliest(sql: &Sql) -> ApiResult<Option<i64>> {
    let query = format!("SELECT min(next_at) FROM deliveries WHERE {SENDABLE}");
    Ok(sql.row(&query, values![])?.and_then(|row| row.optional_integer(0)))
}

/// Sets the alarm to a minute from now.
pub(super) async fn try_later(site: &Site) -> ApiResult<()> {
    Ok(site.state.storage().set_alarm(Duration::from_mins(1)).await?)
}

/// Sends what is due and what falls due meanwhile, and sets the alarm for what is left.
pub(super) async fn drain(site: &Site) -> ApiResult<()> {
    let (bell, rung) = mpsc::channel(1);
    *site.bell.borrow_mut() = Some(bell);
    let drained = send_all(site, rung).await;
    *site.bell.borrow_mut() = None;
    drained?;
    schedule(site).await
}

/// Takes new work as each attempt ends and whenever the bell rings, so that one
/// receiver that hangs holds up nobody else.
async fn send_all(site: &Site, mut rung: mpsc::Receiver<()>) -> ApiResult<()> {
    let end = now() + ROUND;
    let mut under_way = FuturesUnordered::new();
    let mut taken: Vec<(String, String)> = Vec::new();
    loop {
        while taken.len() < AT_ONCE
            && now() < end
            && let Some(due) = next_due(site, &taken)?
        {
            taken.push((due.delivery.id.clone(), due.channel.clone()));
            under_way.push(attempt(site.settings()?, due));
        }
        if under_way.is_empty() {
            return Ok(());
        }
        let later = pin!(select(rung.next(), Delay::from(until_next(site, &taken)?)));
        if let Either::Left((Some(tried), _)) = select(under_way.next(), later).await {
            taken.retain(|(id, _)| *id != tried.due.delivery.id);
            record(site, &tried)?;
        }
    }
}

/// How long until a delivery falls due that is not under way; a minute at most,
/// which is longer than any attempt takes.
fn until_next(site: &Site, taken: &[(String, String)]) -> ApiResult<Duration> {
    let places = vec!["?"; taken.len()].join(", ");
    let query = format!(
        "SELECT min(next_at) FROM deliveries WHERE {SENDABLE} AND next_at > ? AND id NOT IN ({places})"
    );
    let now = now();
    let mut values = values![now];
    values.extend(taken.iter().map(|(id, _)| id.to_sql()));
    let next = site.sql.row(&query, values)?.and_then(|row| row.optional_integer(0));
    let wait = next.and_then(|next| u64::try_from(next - now).ok()).map(Duration::from_millis);
    Ok(wait.unwrap_or(Duration::MAX).min(Duration::from_mins(1)))
}

/// Deliveries of channels that the site no longer has are given up, in the
/// transaction that changes the configuration.
pub(super) fn give_up_on_missing_channels(sql: &Sql, settings: &Settings) -> ApiResult<()> {
    for row in
        sql.rows("SELECT DISTINCT channel FROM deliveries WHERE state = 'waiting'", values![])?
    {
        let channel = row.text(0);
        if settings.channel(&channel).is_none() {
            let failure = failure_text(&Failure {
                code: "removed".to_owned(),
                status: None,
                text: "The site no longer has this channel.".to_owned(),
            })?;
            let statement = "UPDATE deliveries SET state = 'failed', reason = ?, next_at = NULL
                             WHERE channel = ? AND state = 'waiting'";
            sql.run(statement, values![failure, channel])?;
        }
    }
    Ok(())
}

/// A delivery that is due.
#[derive(Debug)]
struct Due {
    channel: String,
    attempts: u32,
    first_tried_at: Option<i64>,
    delivery: Delivery,
}

/// The next delivery that is due, besides those under way (their ids and channels).
fn next_due(site: &Site, taken: &[(String, String)]) -> ApiResult<Option<Due>> {
    let to = |channel: &str| taken.iter().filter(|(_, other)| other == channel).count();
    let busy =
        taken.iter().map(|(_, channel)| channel).filter(|channel| to(channel) >= TO_ONE_CHANNEL);
    let (mut places, mut busy_places) = (Vec::new(), Vec::new());
    let mut values = values![now()];
    for (id, _) in taken {
        places.push("?");
        values.push(id.to_sql());
    }
    for channel in busy {
        busy_places.push("?");
        values.push(channel.to_sql());
    }
    let (places, busy_places) = (places.join(", "), busy_places.join(", "));
    let query = format!(
        "SELECT deliveries.id, deliveries.channel, deliveries.attempts, deliveries.first_tried_at,
                conversations.id, conversations.topic, conversations.name, conversations.email,
                conversations.phone, conversations.page, conversations.locale, conversations.answer_by,
                messages.id, messages.text, messages.sent_at,
                EXISTS (SELECT 1 FROM messages AS earlier WHERE earlier.conversation = messages.conversation
                        AND earlier.sequence < messages.sequence)
         FROM (SELECT * FROM deliveries WHERE {SENDABLE} AND next_at <= ?
               AND id NOT IN ({places}) AND channel NOT IN ({busy_places})
               ORDER BY next_at, sequence LIMIT 1) AS deliveries
         JOIN messages ON messages.id = deliveries.message
         JOIN conversations ON conversations.id = deliveries.conversation"
    );
    let Some(row) = site.sql.row(&query, values)? else { return Ok(None) };
    let name = configuration::site_id(&site.sql)?;
    Ok(Some(read(&row, &name, &configuration::origin(&site.sql)?)))
}

fn read(row: &Row, site: &str, origin: &str) -> Due {
    let conversation = row.text(4);
    Due {
        channel: row.text(1),
        attempts: row.count(2),
        first_tried_at: row.optional_integer(3),
        delivery: Delivery {
            id: row.text(0),
            site: site.to_owned(),
            inbox_url: format!("{origin}/inbox?conversation={conversation}"),
            conversation,
            message: Message {
                id: row.text(12),
                text: row.text(13),
                sent_at: Moment(row.integer(14)),
            },
            kind: if row.integer(15) == 0 { Kind::Question } else { Kind::FollowUp },
            visitor: Visitor {
                name: row.optional_text(6),
                email: row.optional_text(7),
                phone: row.optional_text(8),
            },
            topic: row.optional_text(5),
            page: row.text(9),
            locale: row.text(10),
            promise_by: row.optional_integer(11).map(Moment),
        },
    }
}

/// An attempt that has ended.
#[derive(Debug)]
struct Tried {
    due: Due,
    outcome: Outcome,
    /// The settings under which it was made.
    settings: Rc<Settings>,
}

async fn attempt(settings: Rc<Settings>, due: Due) -> Tried {
    let outcome = match settings.channel(&due.channel) {
        Some(channel) => send(&channel.channel, &due.delivery).await,
        None => Outcome::Rejected { reason: Reason::Unsendable },
    };
    Tried { due, outcome, settings }
}

async fn send(channel: &Channel, delivery: &Delivery) -> Outcome {
    let Ok(request) = channels::request(channel, delivery, Moment(now())) else {
        return Outcome::Rejected { reason: Reason::Unsendable };
    };
    match outgoing::send(request).await {
        Ok(answer) => {
            let (headers, body) = (&answer.headers, &answer.body);
            channels::outcome(channel, answer.status, headers, body, Moment(now()))
        }
        Err(reason) => Outcome::unreachable(reason),
    }
}

/// Records what became of an attempt. What was changed while it was under way
/// (an agent retried, the channel was configured anew) outlives its failure.
fn record(site: &Site, Tried { due, outcome, settings }: &Tried) -> ApiResult<()> {
    let now = now();
    let attempts = due.attempts + 1;
    let first_tried_at = due.first_tried_at.unwrap_or(now);
    let (state, reason, next_at) = match outcome {
        Outcome::Delivered => ("delivered", None, None),
        Outcome::Rejected { reason } | Outcome::Gone { reason } => ("failed", Some(reason), None),
        Outcome::Retry { after, reason } => {
            let random = js_sys::Math::random();
            match next_attempt(attempts, Moment(first_tried_at), Moment(now), random) {
                Some(next) => {
                    let wanted = after.map_or(next, |after| Moment(now) + after);
                    ("waiting", Some(reason), Some(next.max(wanted).0))
                }
                None => ("failed", Some(reason), None),
            }
        }
    };
    let reason = reason.map(|reason| failure_text(&failure(*reason))).transpose()?;
    let id = &due.delivery.id;
    site.sql.transaction(|| {
        let statement = "UPDATE deliveries
                         SET state = ?1, attempts = ?2, reason = ?3, first_tried_at = ?4, next_at = ?5
                         WHERE id = ?6 AND (?1 = 'delivered'
                         OR (state = 'waiting' AND attempts = ?7 AND first_tried_at IS ?8))";
        site.sql.run(
            statement,
            values![state, attempts, reason, first_tried_at, next_at, id, due.attempts, due.first_tried_at],
        )?;
        let same_settings = Rc::ptr_eq(settings, &site.settings()?);
        if matches!(outcome, Outcome::Gone { .. }) && same_settings {
            let statement = "INSERT INTO channels_off (channel, reason) VALUES (?, ?)
                             ON CONFLICT (channel) DO NOTHING";
            site.sql.run(statement, values![due.channel, reason])?;
        }
        Ok(())
    })?;
    live::deliveries_changed(site)
}

fn failure(reason: Reason) -> Failure {
    Failure { code: reason.code().to_owned(), status: reason.status(), text: reason.to_string() }
}

fn failure_text(failure: &Failure) -> ApiResult<String> {
    serde_json::to_string(failure).map_err(ApiError::internal)
}
