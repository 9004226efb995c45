//! Messages of a conversation: stored, read, and shown to either side.

use conversation::state::{LastWord, State};
use protocol::conversation::{Author, Message};
use protocol::inbox::{Entry, EntryKind};

use super::sql::{Row, Sql, values};
use crate::problem::ApiResult;
use crate::random;

/// How much of a message the list shows, in characters.
const EXCERPT: usize = 160;

/// A message to be stored.
#[derive(Debug)]
pub(super) struct New<'a> {
    /// The conversation.
    pub(super) conversation: &'a str,
    /// Who writes to whom.
    pub(super) kind: EntryKind,
    /// The writer's name.
    pub(super) name: Option<&'a str>,
    /// The channel through which it came.
    pub(super) channel: Option<&'a str>,
    /// That channel's own id of it.
    pub(super) remote: Option<&'a str>,
    /// What an e-mail quoted.
    pub(super) quoted: Option<&'a str>,
    /// What was written.
    pub(super) text: &'a str,
    /// When.
    pub(super) sent_at: i64,
}

/// Stores a message, in a transaction of the caller, and returns it with its new id.
pub(super) fn store(sql: &Sql, new: &New<'_>) -> ApiResult<Entry> {
    let entry = Entry {
        id: format!("m_{}", random::token(16)),
        kind: new.kind,
        name: new.name.map(str::to_owned),
        channel: new.channel.map(str::to_owned),
        text: new.text.to_owned(),
        quoted: new.quoted.map(str::to_owned),
        sent_at: new.sent_at,
    };
    sql.run(
        "INSERT INTO messages (id, conversation, kind, name, channel, remote, text, quoted, sent_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values![
            entry.id,
            new.conversation,
            kind_name(new.kind),
            entry.name,
            entry.channel,
            new.remote,
            entry.text,
            entry.quoted,
            entry.sent_at,
        ],
    )?;
    index(sql, new.conversation, new.text)?;
    Ok(entry)
}

/// Makes a text findable.
pub(super) fn index(sql: &Sql, conversation: &str, text: &str) -> ApiResult<()> {
    let statement = "INSERT INTO search (conversation, text) VALUES (?, ?)";
    sql.run(statement, values![conversation, text]).map(drop)
}

/// What a message that both sides see changes in its conversation.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// The conversation.
    pub(super) conversation: &'a str,
    /// The state with it.
    pub(super) state: State,
    /// Who now wrote last.
    pub(super) last_word: LastWord,
    /// The promise that now holds.
    pub(super) answer_by: Option<i64>,
    /// The message's text.
    pub(super) text: &'a str,
    /// When it was stored.
    pub(super) at: i64,
}

/// Moves a conversation on, in a transaction of the caller.
pub(super) fn advance(sql: &Sql, change: &Change<'_>) -> ApiResult<()> {
    sql.run(
        "UPDATE conversations SET state = ?, last_word = ?, answer_by = ?, excerpt = ?, changed_at = ?
         WHERE id = ?",
        values![
            change.state.name(),
            last_word_name(change.last_word),
            change.answer_by,
            excerpt(change.text),
            change.at,
            change.conversation,
        ],
    )
    .map(drop)
}

/// Everything that was written in a conversation, oldest first.
pub(super) fn entries(sql: &Sql, conversation: &str) -> ApiResult<Vec<Entry>> {
    let query = "SELECT id, kind, name, channel, text, sent_at, quoted FROM messages
                 WHERE conversation = ? ORDER BY sequence";
    let rows = sql.rows(query, values![conversation])?;
    Ok(rows.iter().map(entry).collect())
}

/// What the visitor sees of an entry; nothing of a note.
pub(super) fn for_visitor(entry: Entry) -> Option<Message> {
    let from = match entry.kind {
        EntryKind::Visitor => Author::Visitor,
        EntryKind::Reply => Author::Team,
        EntryKind::Note => return None,
    };
    Some(Message { id: entry.id, from, name: entry.name, text: entry.text, sent_at: entry.sent_at })
}

/// The beginning of a text on one line.
pub(super) fn excerpt(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().take(EXCERPT).collect();
    words.join(" ").chars().take(EXCERPT).collect()
}

/// The name of a last word in the store.
pub(super) const fn last_word_name(last_word: LastWord) -> &'static str {
    match last_word {
        LastWord::Visitor => "visitor",
        LastWord::Team => "team",
    }
}

fn entry(row: &Row) -> Entry {
    Entry {
        id: row.text(0),
        kind: match row.text(1).as_str() {
            "visitor" => EntryKind::Visitor,
            "reply" => EntryKind::Reply,
            _ => EntryKind::Note,
        },
        name: row.optional_text(2),
        channel: row.optional_text(3),
        text: row.text(4),
        sent_at: row.integer(5),
        quoted: row.optional_text(6),
    }
}

const fn kind_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Visitor => "visitor",
        EntryKind::Reply => "reply",
        EntryKind::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt(" Two\n\n lines "), "Two lines");
        assert_eq!(excerpt(&"ü".repeat(500)).chars().count(), EXCERPT);
    }

    #[test]
    fn a_note_never_reaches_the_visitor() {
        let mut entry = Entry {
            id: "m_1".to_owned(),
            kind: EntryKind::Note,
            name: None,
            channel: None,
            text: "internal".to_owned(),
            quoted: None,
            sent_at: 0,
        };
        assert_eq!(for_visitor(entry.clone()), None);
        entry.kind = EntryKind::Reply;
        assert_eq!(for_visitor(entry).map(|message| message.from), Some(Author::Team));
    }
}
