//! The visitor's own conversation: read, written on, erased.

use conversation::state::{LastWord, State, Step};
use conversation::text::QuestionText;
use protocol::conversation::{Conversation, ConversationState, Written};
use protocol::inbox::{Entry, EntryKind};
use protocol::live::{InboxEvent, VisitorEvent};
use protocol::question::{Promise, Write};
use worker::{Request, Response};

use super::idempotency::Attempt;
use super::messages::{self, Change, New};
use super::outbox::queue;
use super::settings::Settings;
use super::sql::{Sql, values};
use super::{
    Site, inbox, json, json_with_status, live, nothing, now, opening, outbox, parse, routing,
};
use crate::problem::{ApiError, ApiResult};
use crate::{bindings, secrets};

/// What a step of either side needs to know of a conversation.
#[derive(Debug)]
pub(super) struct Standing {
    /// Its state.
    pub(super) state: State,
    /// Who wrote last.
    pub(super) last_word: LastWord,
    /// The promise that holds.
    pub(super) answer_by: Option<i64>,
    /// What it is about.
    pub(super) topic: Option<String>,
    /// The visitor's name.
    pub(super) name: Option<String>,
    /// Whether the team has answered it once.
    pub(super) answered_once: bool,
}

/// How a conversation stands.
///
/// # Errors
/// Where there is none of that id.
pub(super) fn standing(sql: &Sql, id: &str) -> ApiResult<Standing> {
    let query = "SELECT state, last_word, answer_by, name, first_answered_at, topic
                 FROM conversations WHERE id = ?";
    let row = sql.row(query, values![id])?.ok_or_else(unknown)?;
    let state = State::named(&row.text(0))
        .ok_or_else(|| ApiError::internal("a conversation has an unknown state"))?;
    let last_word = if row.text(1) == "team" { LastWord::Team } else { LastWord::Visitor };
    Ok(Standing {
        state,
        last_word,
        answer_by: row.optional_integer(2),
        topic: row.optional_text(5),
        name: row.optional_text(3),
        answered_once: row.optional_integer(4).is_some(),
    })
}

/// What visitors are told of a state: who sends spam is not told that it is seen as such.
pub(super) fn visible(state: State) -> ConversationState {
    match state {
        State::Spam => ConversationState::Waiting,
        other => other.into(),
    }
}

/// `GET /v1/conversations/{id}`.
pub(super) fn read(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    let standing = own(site, request, id)?;
    let entries = messages::entries(&site.sql, id)?;
    json(&Conversation {
        id: id.to_owned(),
        state: visible(standing.state),
        promise: Promise { answer_by: standing.answer_by },
        messages: entries.into_iter().filter_map(messages::for_visitor).collect(),
    })
}

/// `PUT /v1/conversations/{id}/seen`: the visitor has everything before the eyes. A page that only looks whether there is
/// something new does not say so.
pub(super) fn see(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    own(site, request, id)?;
    site.sql.run("UPDATE conversations SET seen_at = ? WHERE id = ?", values![now(), id])?;
    nothing()
}

/// `POST /v1/conversations/{id}/messages`.
pub(super) async fn write(
    site: &Site,
    request: &Request,
    id: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let standing = own(site, request, id)?;
    let attempt = Attempt::read(request, id, body)?;
    if let Some(written) = attempt.earlier::<Written>(&site.sql)? {
        return json_with_status(&written, 201);
    }
    let text = QuestionText::try_from(parse::<Write>(body)?).map_err(ApiError::invalid)?;
    let settings = site.settings()?;
    let now = now();
    let new = FromVisitor {
        conversation: id,
        channel: None,
        remote: None,
        quoted: None,
        text: text.as_str(),
    };
    let (written, state) = site.sql.transaction(|| {
        let (entry, state, answer_by) = store(site, &settings, &standing, &new, now)?;
        let message = messages::for_visitor(entry)
            .ok_or_else(|| ApiError::internal("a visitor's message was stored as a note"))?;
        let written = Written { message, promise: Promise { answer_by } };
        attempt.keep(&site.sql, id, &written, now)?;
        Ok((written, state))
    })?;
    outbox::schedule(site).await?;
    let event = VisitorEvent::Message {
        message: written.message.clone(),
        state: visible(state),
        promise: written.promise,
    };
    live::tell_visitor(site, id, &event)?;
    live::inbox_changed(site, &inbox::summary(&site.sql, id)?)?;
    json_with_status(&written, 201)
}

/// What the visitor writes, on a page or through a channel.
#[derive(Debug)]
pub(super) struct FromVisitor<'a> {
    /// The conversation.
    pub(super) conversation: &'a str,
    /// The channel through which it came.
    pub(super) channel: Option<&'a str>,
    /// That channel's own id of it.
    pub(super) remote: Option<&'a str>,
    /// What an e-mail quoted.
    pub(super) quoted: Option<&'a str>,
    /// What was written.
    pub(super) text: &'a str,
}

/// Stores what the visitor has written on, in a transaction of the caller. Returns it with the new state and promise.
pub(super) fn store(
    site: &Site,
    settings: &Settings,
    standing: &Standing,
    new: &FromVisitor<'_>,
    now: i64,
) -> ApiResult<(Entry, State, Option<i64>)> {
    let (id, text) = (new.conversation, new.text);
    let state = standing
        .state
        .after(Step::VisitorWrites)
        .map_err(|error| ApiError::conflict(error.to_string()))?;
    // Who has waited longer does not wait anew for asking again.
    let answer_by = match (standing.state, standing.answer_by) {
        (State::Waiting, Some(earlier)) => Some(earlier),
        _ => opening::promise(site, standing.topic.as_deref(), now)?,
    };
    let entry = messages::store(
        &site.sql,
        &New {
            conversation: id,
            kind: EntryKind::Visitor,
            name: standing.name.as_deref(),
            channel: new.channel,
            remote: new.remote,
            quoted: new.quoted,
            text,
            sent_at: now,
        },
    )?;
    let last_word = LastWord::Visitor;
    let change = Change { conversation: id, state, last_word, answer_by, text, at: now };
    messages::advance(&site.sql, &change)?;
    if state != State::Spam {
        routing::follow_up(site, settings, id, standing.topic.as_deref(), now)?;
        if standing.state == State::Closed {
            queue::opened_by_visitor(&site.sql, settings, id, now)?;
        }
        queue::message(&site.sql, settings, id, &entry.id, now)?;
    }
    Ok((entry, state, answer_by))
}

/// `DELETE /v1/conversations/{id}`: erases it for both sides. What channels have
/// got already is theirs.
pub(super) fn erase(site: &Site, request: &Request, id: &str) -> ApiResult<Response> {
    own(site, request, id)?;
    site.sql.transaction(|| {
        // Messages, deliveries and kept answers go with it (ON DELETE CASCADE).
        site.sql.run("DELETE FROM search WHERE conversation = ?", values![id])?;
        site.sql.run("DELETE FROM conversations WHERE id = ?", values![id])
    })?;
    live::tell_visitor(site, id, &VisitorEvent::Erased)?;
    let counts = inbox::counts(&site.sql)?;
    live::tell_inbox(site, &InboxEvent::Erased { conversation: id.to_owned(), counts })?;
    nothing()
}

/// Lets in whoever has the conversation's secret. A wrong secret and an unknown
/// conversation look the same.
pub(super) fn own(site: &Site, request: &Request, id: &str) -> ApiResult<Standing> {
    let header = request.headers().get("authorization")?.unwrap_or_default();
    let secret = header.strip_prefix("Bearer ").unwrap_or_default();
    own_by_secret(site, secret, id)
}

/// The same for a secret that came another way.
pub(super) fn own_by_secret(site: &Site, secret: &str, id: &str) -> ApiResult<Standing> {
    let signing_key = bindings::signing_key(&site.env)?;
    if !secrets::is_visitor_secret(&signing_key, id, secret) {
        return Err(unknown());
    }
    standing(&site.sql, id)
}

fn unknown() -> ApiError {
    ApiError::not_found(
        "There is no such conversation, or this is not its secret. Check both; it may have been erased.",
    )
}
