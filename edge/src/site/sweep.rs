//! Services are asked for what they did not manage to send: webhooks get lost.

use std::rc::Rc;

use channels::News;
use channels::delivery::Thread;
use channels::{Exchange, Failure, Reason, Then};
use conversation::id::ConversationId;
use timeline::{Millis, Moment};
use worker::Env;

use super::news::{self, Source};
use super::settings::Settings;
use super::sql::{Sql, values};
use super::{Site, exchange, health, now, outbox};
use crate::problem::ApiResult;

/// The shortest wait between two sweeps of a conversation.
const SHORTEST: Millis = Millis::from_minutes(5);

/// The longest.
const LONGEST: Millis = Millis::from_hours(6);

/// A conversation in which nothing has happened for so long is not asked for any more.
const END: Millis = Millis::from_days(30);

/// Those that may be swept: of channels that are on, not paused, and not left alone.
const FROM: &str = "threads JOIN conversations ON conversations.id = threads.conversation
    LEFT JOIN channel_health AS health ON health.channel = threads.channel
    WHERE threads.sweep_at IS NOT NULL AND health.off_reason IS NULL AND health.paused_at IS NULL
    AND conversations.state != 'spam'";

const AT: &str =
    "max(threads.sweep_at, coalesce(health.rest_until, 0), coalesce(health.next_start_at, 0))";

/// When the next sweep is due.
pub(super) fn earliest(sql: &Sql) -> ApiResult<Option<i64>> {
    let row = sql.row(&format!("SELECT min({AT}) FROM {FROM}"), values![])?;
    Ok(row.and_then(|row| row.optional_integer(0)))
}

/// A conversation for which a service is asked.
#[derive(Debug)]
pub(super) struct Asked {
    conversation: String,
    channel: String,
    thread: Thread,
    at: i64,
    /// Whether something was on its way there already.
    behind: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Swept {
    asked: Asked,
    found: Result<Vec<News>, Failure>,
    /// The settings under which it was asked.
    settings: Rc<Settings>,
}

/// The next sweep that is due. What keeps the channel's pace for deliveries keeps it for sweeps.
pub(super) fn next(site: &Site) -> ApiResult<Option<Asked>> {
    let at = now();
    let query = format!(
        "SELECT threads.conversation, threads.channel FROM {FROM} AND {AT} <= ? ORDER BY threads.sweep_at LIMIT 1"
    );
    let Some(row) = site.sql.row(&query, values![at])? else { return Ok(None) };
    let (conversation, channel) = (row.text(0), row.text(1));
    let settings = site.settings()?;
    let Some(swept) = settings.channel(&channel).filter(|channel| channel.channel.can_be_swept())
    else {
        // The channel is gone, or another one now.
        let statement = "UPDATE threads SET sweep_at = NULL WHERE channel = ?";
        site.sql.run(statement, values![channel])?;
        return next(site);
    };
    let thread = outbox::due::swept_thread(&site.sql, &conversation, &channel)?;
    health::starts_next(&site.sql, &channel, at + swept.channel.pace().0)?;
    let behind = is_awaited(&site.sql, &conversation, &channel)?;
    Ok(Some(Asked { conversation, channel, thread, at, behind }))
}

/// Asks the service.
pub(super) async fn ask(env: &Env, settings: Rc<Settings>, asked: Asked) -> Swept {
    let found = match (settings.channel(&asked.channel), ConversationId::parse(&asked.conversation))
    {
        (Some(channel), Ok(id)) => {
            let sweep = |exchange: &mut Exchange<'_>| {
                channels::sweep(&channel.channel, &asked.thread, &id, Moment(asked.at), exchange)
            };
            exchange::run(env, sweep).await
        }
        _ => Ok(Vec::new()),
    };
    Swept { asked, found, settings }
}

/// Stores what was found, and says when the service is asked next: the longer ago the conversation changed, the later.
pub(super) fn record(site: &Site, Swept { asked, found, settings: then }: &Swept) -> ApiResult<()> {
    let now = now();
    later(&site.sql, asked, now)?;
    let settings = site.settings()?;
    if !Rc::ptr_eq(then, &settings) {
        // It may have been another service. What this one knows is asked for again.
        return Ok(());
    }
    match found {
        Ok(news) => {
            let stored = site.sql.transaction(|| {
                let source = Source::Sweep { outdated: is_outdated(&site.sql, asked)? };
                news::store(site, &settings, &asked.channel, news, source, now)
            });
            match stored {
                Ok(stored) => news::tell(site, stored),
                // Erased or taken for spam meanwhile: there is nobody left to tell.
                Err(error) if error.status() < 500 => Ok(()),
                Err(error) => Err(error),
            }
        }
        Err(failure) => site.sql.transaction(|| {
            let rest = match failure.then {
                // A service that is asked too often means everything, one with a fault perhaps this conversation.
                Then::Retry { after } => {
                    after.filter(|_| matches!(failure.reason, Reason::Busy(_)))
                }
                Then::GiveUp | Then::SwitchOff => None,
            };
            if failure.then != Then::GiveUp {
                leave_alone(&site.sql, asked, now)?;
            }
            health::failed(&site.sql, &asked.channel, failure, rest, now)
        }),
    }
}

/// A service that does not answer is left alone for a while: one is asked at a time, and those of other channels wait.
/// The conversation that was asked for comes after the others, so that they get their turn if it is at fault.
fn leave_alone(sql: &Sql, asked: &Asked, now: i64) -> ApiResult<()> {
    let statement = "UPDATE threads
                     SET sweep_at = max(sweep_at, CASE WHEN conversation = ?2 THEN ?3 + ?4 ELSE ?3 END)
                     WHERE channel = ?1 AND sweep_at < ?3 + ?4 AND (conversation = ?2 OR sweep_at < ?3)";
    let (until, again) = (now + SHORTEST.0, SHORTEST.0);
    sql.run(statement, values![asked.channel, asked.conversation, until, again]).map(drop)
}

/// Whether something of the conversation is on its way to the channel.
fn is_awaited(sql: &Sql, conversation: &str, channel: &str) -> ApiResult<bool> {
    let query =
        "SELECT 1 FROM deliveries WHERE conversation = ? AND channel = ? AND state = 'waiting'";
    Ok(sql.row(query, values![conversation, channel])?.is_some())
}

/// Whether the conversation has changed since the service was asked, or something was on its way there.
fn is_outdated(sql: &Sql, asked: &Asked) -> ApiResult<bool> {
    let query =
        "SELECT 1 FROM conversations WHERE id = ?1 AND (changed_at >= ?2 OR stepped_at >= ?2)";
    let changed = sql.row(query, values![asked.conversation, asked.at])?.is_some();
    Ok(asked.behind || changed || is_awaited(sql, &asked.conversation, &asked.channel)?)
}

fn later(sql: &Sql, asked: &Asked, now: i64) -> ApiResult<()> {
    let query = "SELECT changed_at FROM conversations WHERE id = ?";
    let changed = sql.row(query, values![asked.conversation])?.map_or(now, |row| row.integer(0));
    let next = wait(Millis(now - changed)).map(|wait| now + wait.0);
    let statement = "UPDATE threads SET sweep_at = ? WHERE conversation = ? AND channel = ? AND sweep_at IS NOT NULL";
    sql.run(statement, values![next, asked.conversation, asked.channel]).map(drop)
}

/// How long until the next sweep of a conversation that has not changed for a while; nothing where it is given up.
fn wait(unchanged: Millis) -> Option<Millis> {
    (unchanged < END).then(|| Millis(unchanged.0 / 6).clamp(SHORTEST, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_conversations_are_asked_for_less_and_less() {
        assert_eq!(wait(Millis(0)), Some(SHORTEST));
        assert_eq!(wait(Millis::from_hours(6)), Some(Millis::from_hours(1)));
        assert_eq!(wait(Millis::from_days(7)), Some(LONGEST));
        assert_eq!(wait(END), None);
    }
}
