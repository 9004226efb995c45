//! Conversations on the channels' side: which channels have one, what it is called there, and whose it is.

use channels::event::Whose;

use super::configuration;
use super::sql::{Sql, values};
use crate::problem::{ApiError, ApiResult};
use crate::random;

/// The bytes of a token: 80 random bits, 16 characters of an e-mail address.
const TOKEN: usize = 10;

/// How long a service is left alone before it is asked for what it did not manage to send.
pub(super) const FIRST_SWEEP: i64 = 5 * 60_000;

/// Makes a channel take part in a conversation. Who is no member gets nothing of it for the team.
pub(super) fn ensure(sql: &Sql, conversation: &str, channel: &str, member: bool) -> ApiResult<()> {
    let statement = "INSERT INTO threads (conversation, channel, member, token, visitor_token) VALUES (?, ?, ?, ?, ?)
                     ON CONFLICT (conversation, channel) DO UPDATE SET member = max(member, excluded.member)";
    let (token, visitor_token) = (random::token(TOKEN), random::token(TOKEN));
    let member = u32::from(member);
    sql.run(statement, values![conversation, channel, member, token, visitor_token]).map(drop)
}

/// The ids of the channels whose team gets what is written in a conversation.
pub(super) fn members(sql: &Sql, conversation: &str) -> ApiResult<Vec<String>> {
    let query = "SELECT channel FROM threads WHERE conversation = ? AND member = 1";
    Ok(sql.rows(query, values![conversation])?.iter().map(|row| row.text(0)).collect())
}

/// The service has named a conversation, perhaps anew because it was deleted there, and is asked for it from now on
/// where it `can_be_swept`.
pub(super) fn placed(
    sql: &Sql,
    conversation: &str,
    channel: &str,
    place: Option<&str>,
    can_be_swept: bool,
    now: i64,
) -> ApiResult<()> {
    // A service that was set up anew counts from the beginning: what it calls this conversation is no other any more.
    let statement = "UPDATE threads SET place = NULL, sweep_at = NULL
                     WHERE channel = ? AND place = ? AND conversation != ?";
    sql.run(statement, values![channel, place, conversation])?;
    let statement = "UPDATE threads SET place = coalesce(?1, place),
                     sweep_at = CASE WHEN ?2 AND coalesce(?1, place) IS NOT NULL
                                THEN min(coalesce(sweep_at, ?3), ?3) ELSE sweep_at END
                     WHERE conversation = ?4 AND channel = ?5";
    let (swept, sweep_at) = (u32::from(can_be_swept), now + FIRST_SWEEP);
    sql.run(statement, values![place, swept, sweep_at, conversation, channel]).map(drop)
}

/// The service's ids of messages of a conversation that are known, the latest 200.
pub(super) fn known(sql: &Sql, conversation: &str, channel: &str) -> ApiResult<Vec<String>> {
    let query = "SELECT remote FROM (
            SELECT remote, queued_at AS at FROM deliveries
            WHERE conversation = ?1 AND channel = ?2 AND remote IS NOT NULL
            UNION ALL
            SELECT remote, sent_at AS at FROM messages
            WHERE conversation = ?1 AND channel = ?2 AND remote IS NOT NULL
        ) ORDER BY at DESC LIMIT 200";
    let rows = sql.rows(query, values![conversation, channel])?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}

/// Who is meant by what a channel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    /// The conversation.
    pub(super) conversation: String,
    /// The channel.
    pub(super) channel: String,
    /// Whether the visitor speaks, and not the team.
    pub(super) visitor: bool,
}

/// Finds whose a conversation is by the name that a channel has for it. Nothing comes of a service's own name that we do
/// not know: it also tells of conversations that did not begin here.
///
/// # Errors
/// Where one of our ids or tokens is used for a conversation that the channel has no part in.
pub(super) fn owner(sql: &Sql, channel: &str, of: &Whose) -> ApiResult<Option<Owner>> {
    let unknown = || ApiError::not_found("The channel has no such conversation.");
    let row = match of {
        Whose::Conversation(id) => {
            let query = "SELECT conversation, channel, 0 FROM threads WHERE conversation = ? AND channel = ?";
            let ours = id.site().as_str() == configuration::site_id(sql)?;
            let row = sql.row(query, values![id.as_str(), channel])?;
            Some(row.filter(|_| ours).ok_or_else(unknown)?)
        }
        Whose::Place(place) => {
            let query =
                "SELECT conversation, channel, 0 FROM threads WHERE channel = ? AND place = ?";
            sql.row(query, values![channel, place])?
        }
        Whose::Token(token) => {
            let query = "SELECT conversation, channel, visitor_token = ?1 FROM threads
                         WHERE (token = ?1 OR visitor_token = ?1) AND channel = ?2";
            Some(sql.row(query, values![token, channel])?.ok_or_else(unknown)?)
        }
        Whose::Sent(ids) => {
            let query = "SELECT conversation, channel, audience = 'visitor' FROM deliveries
                         WHERE id = ?1 AND channel = ?2";
            let mut found = None;
            for id in ids {
                found = sql.row(query, values![id, channel])?;
                if found.is_some() {
                    break;
                }
            }
            Some(found.ok_or_else(unknown)?)
        }
    };
    Ok(row.map(|row| Owner {
        conversation: row.text(0),
        channel: row.text(1),
        visitor: row.integer(2) == 1,
    }))
}
