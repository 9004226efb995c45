//! The tables, in numbered steps. A step is never changed once it has run
//! somewhere; a new need is a new step.

use super::sql::{Sql, values};
use crate::problem::ApiResult;

/// Every step, in order. Those that have not run yet are run by the object's
/// constructor, and when a site is created.
const STEPS: &[&[&str]] = &[FIRST, OPENING_HOURS, ENDED_SWITCHES, CHANNELS, IDENTITY];

const FIRST: &[&str] = &[
    // The site's configuration and what is worked out from it, as JSON of `protocol`.
    "CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // Personal keys; one for each agent. Only hashes of keys and tokens are stored.
    "CREATE TABLE agent_keys (
        agent TEXT PRIMARY KEY,
        hash TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL,
        ends_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        last_word TEXT NOT NULL,
        topic TEXT,
        name TEXT,
        email TEXT,
        phone TEXT,
        page TEXT NOT NULL,
        locale TEXT NOT NULL,
        assignee TEXT,
        answer_by INTEGER,
        excerpt TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        first_answer_minutes INTEGER
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX conversations_by_promise ON conversations (state, answer_by, id)",
    "CREATE INDEX conversations_by_change ON conversations (state, changed_at, id)",
    "CREATE TABLE messages (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT,
        channel TEXT,
        text TEXT NOT NULL,
        sent_at INTEGER NOT NULL
    ) STRICT",
    "CREATE INDEX messages_of_conversation ON messages (conversation, sequence)",
    // The outbox. `sequence` is the order in which a channel gets a conversation's messages.
    "CREATE TABLE deliveries (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        queued_at INTEGER NOT NULL,
        first_tried_at INTEGER,
        next_at INTEGER
    ) STRICT",
    "CREATE INDEX deliveries_of_conversation ON deliveries (conversation, channel, sequence)",
    "CREATE INDEX deliveries_waiting ON deliveries (state, next_at)",
    // Channels that told us to stop, and why.
    "CREATE TABLE channels_off (
        channel TEXT PRIMARY KEY,
        reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // The first answer to each idempotency key.
    "CREATE TABLE idempotency (
        key TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        answer TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX idempotency_of_conversation ON idempotency (conversation)",
    // Events that channels have sent, so that a repeated one does nothing.
    "CREATE TABLE events (
        channel TEXT NOT NULL,
        id TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (channel, id)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX events_by_age ON events (received_at)",
    // Parts of words are found too (trigrams), as German compounds need.
    "CREATE VIRTUAL TABLE search USING fts5 (conversation UNINDEXED, text, tokenize = 'trigram')",
    // Without it the index keeps the trigrams of what was erased until it is merged by chance.
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
];

const OPENING_HOURS: &[&str] = &[
    // What was worked out of each schedule, as JSON of `protocol`, and the calendar's midnights in it as
    // minutes; the site's own hours have no name.
    "CREATE TABLE timelines (
        schedule TEXT PRIMARY KEY,
        timeline TEXT NOT NULL,
        midnights TEXT NOT NULL
    ) STRICT, WITHOUT ROWID",
    // There was one among the settings, of the site's own hours. It serves until there is a new one.
    "INSERT INTO timelines (schedule, timeline, midnights)
        SELECT '', value, '[]' FROM settings WHERE name = 'timeline'",
    "DELETE FROM settings WHERE name = 'timeline'",
    // What the team said for a while, against its hours. No two hold at one moment.
    "CREATE TABLE switches (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL,
        from_at INTEGER NOT NULL,
        until_at INTEGER,
        note TEXT,
        agent TEXT NOT NULL
    ) STRICT",
    "CREATE INDEX switches_by_end ON switches (until_at)",
    // How long the first answer took is worked out a little later than it is given.
    "ALTER TABLE conversations ADD COLUMN first_answered_at INTEGER",
    "UPDATE conversations SET first_answered_at = changed_at WHERE first_answer_minutes IS NOT NULL",
    "CREATE INDEX conversations_to_settle ON conversations (first_answered_at)
        WHERE first_answered_at IS NOT NULL AND first_answer_minutes IS NULL",
];

const ENDED_SWITCHES: &[&str] = &[
    // Whether somebody ended it, or put another in its place: such a one never holds again. The index was of use
    // to look for one that holds, which the latest alone can.
    "ALTER TABLE switches ADD COLUMN ended INTEGER NOT NULL DEFAULT 0",
    "DROP INDEX switches_by_end",
];

const CHANNELS: &[&str] = &[
    // Answers, steps and e-mail to visitors are delivered too, not messages to the team alone. `begun` says that an
    // attempt may have had its effect, `remote` is the service's own id of what it took.
    "CREATE TABLE deliveries_of_all_kinds (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        audience TEXT NOT NULL,
        message TEXT REFERENCES messages (id) ON DELETE CASCADE,
        step TEXT,
        origin TEXT,
        channel TEXT NOT NULL,
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        begun INTEGER NOT NULL DEFAULT 0,
        remote TEXT,
        reason TEXT,
        queued_at INTEGER NOT NULL,
        first_tried_at INTEGER,
        next_at INTEGER
    ) STRICT",
    "INSERT INTO deliveries_of_all_kinds
        (sequence, id, conversation, kind, audience, message, channel, state, attempts, begun, reason,
         queued_at, first_tried_at, next_at)
        SELECT sequence, id, conversation, 'message', 'team', message, channel, state, attempts, attempts > 0,
               reason, queued_at, first_tried_at, next_at
        FROM deliveries",
    "DROP TABLE deliveries",
    "ALTER TABLE deliveries_of_all_kinds RENAME TO deliveries",
    "CREATE INDEX deliveries_of_conversation ON deliveries (conversation, channel, audience, sequence)",
    "CREATE INDEX deliveries_waiting ON deliveries (state, next_at)",
    "CREATE INDEX deliveries_of_channel ON deliveries (channel, state, queued_at)",
    // What is known of a conversation on a channel's side: the service's name of it, the tokens by which e-mail finds
    // it, and when the service is asked again. Who is no member gets nothing of it for the team.
    "CREATE TABLE threads (
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        channel TEXT NOT NULL,
        member INTEGER NOT NULL,
        place TEXT,
        token TEXT NOT NULL UNIQUE,
        visitor_token TEXT NOT NULL UNIQUE,
        sweep_at INTEGER,
        PRIMARY KEY (conversation, channel)
    ) STRICT, WITHOUT ROWID",
    "CREATE INDEX threads_by_place ON threads (channel, place)",
    "CREATE INDEX threads_by_sweep ON threads (channel, sweep_at) WHERE sweep_at IS NOT NULL",
    "INSERT INTO threads (conversation, channel, member, place, token, visitor_token)
        SELECT conversation, channel, 1, conversation, lower(hex(randomblob(8))), lower(hex(randomblob(8)))
        FROM deliveries GROUP BY conversation, channel",
    // A token has the letters of base32.
    "UPDATE threads SET
        token = replace(replace(replace(replace(token, '0', 'g'), '1', 'h'), '8', 'i'), '9', 'j'),
        visitor_token =
            replace(replace(replace(replace(visitor_token, '0', 'g'), '1', 'h'), '8', 'i'), '9', 'j')",
    // How each channel does, and what holds it up: it told us to stop, an agent has paused it, or its service wants
    // to be left alone. No delivery to it begins before `next_start_at`, which keeps its pace.
    "CREATE TABLE channel_health (
        channel TEXT PRIMARY KEY,
        off_reason TEXT,
        paused_by TEXT,
        paused_at INTEGER,
        rest_until INTEGER,
        next_start_at INTEGER,
        succeeded_at INTEGER,
        failure TEXT,
        failed_at INTEGER,
        reported_at INTEGER
    ) STRICT, WITHOUT ROWID",
    "INSERT INTO channel_health (channel, off_reason) SELECT channel, reason FROM channels_off",
    "DROP TABLE channels_off",
    // The channel's own id of what came through it, so that an event and a sweep bring it once.
    "ALTER TABLE messages ADD COLUMN remote TEXT",
    "ALTER TABLE messages ADD COLUMN quoted TEXT",
    "CREATE UNIQUE INDEX messages_by_remote ON messages (conversation, channel, remote) WHERE remote IS NOT NULL",
    // When the visitor last had everything before the eyes, and when the conversation was last closed or opened again.
    "ALTER TABLE conversations ADD COLUMN seen_at INTEGER",
    "ALTER TABLE conversations ADD COLUMN stepped_at INTEGER",
    // Confirmations that an address has got on a day, by a hash of both. They outlive what is erased.
    "CREATE TABLE confirmations (
        hash TEXT PRIMARY KEY,
        day INTEGER NOT NULL,
        sent INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
];

const IDENTITY: &[&str] = &[
    // With what the site's own server signs who asks. HMAC needs it as it is.
    "CREATE TABLE identity_key (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        key TEXT NOT NULL,
        made_at INTEGER NOT NULL
    ) STRICT",
    // Whether name and e-mail address were signed.
    "ALTER TABLE conversations ADD COLUMN verified INTEGER NOT NULL DEFAULT 0",
];

/// Whether the site has ever been created. Asking for one that has not writes no
/// tables; what is left is the empty file of 4096 bytes that workerd makes for any object.
pub(super) fn any(sql: &Sql) -> ApiResult<bool> {
    let query = "SELECT 1 FROM sqlite_master WHERE name = 'migrations'";
    Ok(sql.row(query, values![])?.is_some())
}

/// Runs the steps that have not run yet, each in a transaction of its own.
pub(super) fn run(sql: &Sql) -> ApiResult<()> {
    sql.run("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY) STRICT", values![])?;
    let done = sql.row("SELECT count(*) FROM migrations", values![])?;
    let done = done.map_or(0, |row| row.count(0)) as usize;
    for (number, step) in STEPS.iter().enumerate().skip(done) {
        sql.transaction(|| {
            for statement in *step {
                sql.run(statement, values![])?;
            }
            let number = i64::try_from(number).unwrap_or(i64::MAX);
            sql.run("INSERT INTO migrations (step) VALUES (?)", values![number])?;
            Ok(())
        })?;
    }
    Ok(())
}
