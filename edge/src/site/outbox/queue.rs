//! What is to be delivered is queued, in the transaction that stores it.

use protocol::forwarding::{DeliveryKind, Failure};

use crate::problem::ApiResult;
use crate::site::channels::SiteChannel;
use crate::site::settings::Settings;
use crate::site::sql::{Sql, values};
use crate::site::{health, threads};
use crate::{random, secrets};

/// How long an answer waits for its visitor to see it on a page before it is sent by e-mail. Who is there reads within
/// seconds; a page that is just being loaded has the time to show it and to say so.
const GRACE: i64 = 30_000;

/// How many confirmations an address gets within a day.
const CONFIRMATIONS_A_DAY: u32 = 3;

const DAY: i64 = 24 * 3_600_000;

/// Where a step leads, in the store.
pub(in crate::site) const CLOSED: &str = "closed";
/// The same for a conversation that is taken up again.
pub(in crate::site) const OPEN: &str = "open";

/// Queues what the visitor wrote for every channel of the conversation.
pub(in crate::site) fn message(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    message: &str,
    now: i64,
) -> ApiResult<()> {
    let new = New { message: Some(message), ..New::of(conversation, DeliveryKind::Message, now) };
    for channel in members(sql, settings, conversation)? {
        queue(sql, channel, &new)?;
    }
    Ok(())
}

/// Queues what the visitor wrote while the conversation was taken for spam, in
/// the transaction that takes it back.
pub(in crate::site) fn held_back(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    now: i64,
) -> ApiResult<()> {
    let query = "SELECT id FROM messages WHERE conversation = ? AND kind = 'visitor'
                 AND id NOT IN (SELECT message FROM deliveries WHERE conversation = ? AND message IS NOT NULL)
                 ORDER BY sequence";
    for row in sql.rows(query, values![conversation, conversation])? {
        message(sql, settings, conversation, &row.text(0), now)?;
    }
    Ok(())
}

/// Queues an agent's answer: for the rest of the team, but not for the channel through which it came, and for the
/// visitor.
pub(in crate::site) fn reply(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    message: &str,
    origin: Option<&str>,
    now: i64,
) -> ApiResult<()> {
    let new = New { message: Some(message), ..New::of(conversation, DeliveryKind::Reply, now) };
    for channel in members(sql, settings, conversation)? {
        if Some(channel.id.as_str()) != origin && channel.channel.follows_steps() {
            queue(sql, channel, &new)?;
        }
    }
    let new = New {
        message: Some(message),
        next_at: now + GRACE,
        ..New::of(conversation, DeliveryKind::Answer, now)
    };
    to_visitor(sql, settings, &new)
}

/// Queues that the conversation was closed or taken up again, `origin` being the channel in which that was done.
pub(in crate::site) fn step(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    step: &str,
    origin: Option<&str>,
    now: i64,
) -> ApiResult<()> {
    let new = New { step: Some(step), origin, ..New::of(conversation, DeliveryKind::Step, now) };
    for channel in members(sql, settings, conversation)? {
        let told = Some(channel.id.as_str()) != origin || channel.channel.confirms_steps();
        if told && channel.channel.follows_steps() {
            queue(sql, channel, &new)?;
        }
    }
    Ok(())
}

/// Queues, before what the visitor has written, that it opens a closed conversation again: for channels that show how
/// it stands. Others see a further message and need no remark.
pub(in crate::site) fn opened_by_visitor(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    now: i64,
) -> ApiResult<()> {
    let new = New { step: Some(OPEN), ..New::of(conversation, DeliveryKind::Step, now) };
    for channel in members(sql, settings, conversation)? {
        if channel.channel.confirms_steps() {
            queue(sql, channel, &new)?;
        }
    }
    Ok(())
}

/// Queues the e-mail that tells the visitor that the question has come.
pub(in crate::site) fn confirmation(
    sql: &Sql,
    settings: &Settings,
    conversation: &str,
    message: &str,
    now: i64,
) -> ApiResult<()> {
    if !may_confirm(sql, conversation, now)? {
        return Ok(());
    }
    let kind = DeliveryKind::Confirmation;
    to_visitor(sql, settings, &New { message: Some(message), ..New::of(conversation, kind, now) })
}

/// Nobody has verified the address. Whoever types a stranger's must not fill that stranger's mailbox, nor whoever types
/// it in other letters, or erases the question and asks again.
fn may_confirm(sql: &Sql, conversation: &str, now: i64) -> ApiResult<bool> {
    let row = sql.row("SELECT email FROM conversations WHERE id = ?", values![conversation])?;
    let Some(email) = row.and_then(|row| row.optional_text(0)) else { return Ok(false) };
    let day = now.div_euclid(DAY);
    let hash = secrets::hash(format!("{day} {}", email.to_lowercase()).as_bytes());
    sql.run("DELETE FROM confirmations WHERE day < ?", values![day])?;
    let statement = "INSERT INTO confirmations (hash, day, sent) VALUES (?, ?, 1)
                     ON CONFLICT (hash) DO UPDATE SET sent = sent + 1 RETURNING sent";
    let sent = sql.row(statement, values![hash, day])?.map_or(0, |row| row.count(0));
    Ok(sent <= CONFIRMATIONS_A_DAY)
}

/// Deliveries of channels that the site no longer has are given up, in the
/// transaction that changes the configuration.
pub(in crate::site) fn give_up_on_missing_channels(
    sql: &Sql,
    settings: &Settings,
) -> ApiResult<()> {
    for row in
        sql.rows("SELECT DISTINCT channel FROM deliveries WHERE state = 'waiting'", values![])?
    {
        let channel = row.text(0);
        if settings.channel(&channel).is_none() {
            let failure = health::text(&Failure {
                code: "removed".to_owned(),
                status: None,
                text: "The site no longer has this channel.".to_owned(),
                said: None,
            })?;
            let statement = "UPDATE deliveries SET state = 'failed', reason = ?, next_at = NULL
                             WHERE channel = ? AND state = 'waiting'";
            sql.run(statement, values![failure, channel])?;
        }
    }
    Ok(())
}

/// The name of a kind in the store, as on the wire.
pub(in crate::site) const fn kind_name(kind: DeliveryKind) -> &'static str {
    match kind {
        DeliveryKind::Message => "message",
        DeliveryKind::Reply => "reply",
        DeliveryKind::Step => "step",
        DeliveryKind::Confirmation => "confirmation",
        DeliveryKind::Answer => "answer",
    }
}

/// What is queued for a channel.
struct New<'a> {
    conversation: &'a str,
    kind: DeliveryKind,
    message: Option<&'a str>,
    step: Option<&'a str>,
    origin: Option<&'a str>,
    now: i64,
    next_at: i64,
}

impl<'a> New<'a> {
    fn of(conversation: &'a str, kind: DeliveryKind, now: i64) -> Self {
        Self { conversation, kind, message: None, step: None, origin: None, now, next_at: now }
    }
}

fn queue(sql: &Sql, channel: &SiteChannel, new: &New<'_>) -> ApiResult<()> {
    // What is for the visitor does not hold up what is for the team, nor the other way round.
    let audience = match new.kind {
        DeliveryKind::Confirmation | DeliveryKind::Answer => "visitor",
        _ => "team",
    };
    let id = format!("msg_{}", random::token(16));
    sql.run(
        "INSERT INTO deliveries
         (id, conversation, kind, audience, message, step, origin, channel, state, queued_at, next_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)",
        values![
            id,
            new.conversation,
            kind_name(new.kind),
            audience,
            new.message,
            new.step,
            new.origin,
            channel.id,
            new.now,
            new.next_at
        ],
    )
    .map(drop)
}

/// Queues an e-mail to the visitor, where there is an address and a channel that brings e-mail to visitors.
fn to_visitor(sql: &Sql, settings: &Settings, new: &New<'_>) -> ApiResult<()> {
    let mut channels = settings.channels.iter();
    let Some(channel) = channels.find(|channel| channel.channel.reaches_visitors()) else {
        return Ok(());
    };
    let query = "SELECT 1 FROM conversations WHERE id = ? AND email IS NOT NULL";
    if sql.row(query, values![new.conversation])?.is_none() {
        return Ok(());
    }
    threads::ensure(sql, new.conversation, &channel.id, false)?;
    queue(sql, channel, new)
}

/// The channels whose team gets what is written in a conversation, in the order of the configuration.
fn members<'a>(
    sql: &Sql,
    settings: &'a Settings,
    conversation: &str,
) -> ApiResult<Vec<&'a SiteChannel>> {
    let members = threads::members(sql, conversation)?;
    Ok(settings.channels.iter().filter(|channel| members.contains(&channel.id)).collect())
}
