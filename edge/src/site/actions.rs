//! What an agent does with a conversation: reply, note, assign, move.

use conversation::state::{LastWord, State, Step};
use conversation::text::QuestionText;
use protocol::inbox::{Assign, Entry, EntryKind, Move, MoveTo};
use protocol::live::VisitorEvent;
use protocol::question::{Promise, Write};
use worker::{Request, Response};

use super::conversations::{Standing, standing, visible};
use super::idempotency::Attempt;
use super::messages::{self, Change, New};
use super::outbox::queue;
use super::sql::values;
use super::{Site, inbox, json, json_with_status, live, now, opening, outbox, parse, team};
use crate::problem::{ApiError, ApiResult};

/// A reply of the team, from the inbox or from a channel.
#[derive(Debug)]
pub(super) struct TeamReply<'a> {
    /// The conversation.
    pub(super) conversation: &'a str,
    /// The name that the visitor sees.
    pub(super) name: Option<&'a str>,
    /// The channel through which it came.
    pub(super) channel: Option<&'a str>,
    /// That channel's own id of it.
    pub(super) remote: Option<&'a str>,
    /// What an e-mail quoted.
    pub(super) quoted: Option<&'a str>,
    /// What was written.
    pub(super) text: &'a str,
}

/// `POST /v1/inbox/conversations/{id}/replies`.
pub(super) async fn reply(
    site: &Site,
    request: &Request,
    id: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let agent = team::signed_in(site, request)?;
    let response = write(site, request, id, body, |text, attempt| {
        let reply = TeamReply {
            conversation: id,
            name: Some(agent.name.as_str()),
            channel: None,
            remote: None,
            quoted: None,
            text,
        };
        let standing = standing(&site.sql, id)?;
        let now = now();
        let entry = site.sql.transaction(|| {
            let entry = store_reply(site, &standing, &reply, now)?;
            attempt.keep(&site.sql, id, &entry, now)?;
            Ok(entry)
        })?;
        tell_of_reply(site, id, &entry)?;
        Ok(entry)
    })?;
    outbox::schedule(site).await?;
    Ok(response)
}

/// `POST /v1/inbox/conversations/{id}/notes`.
pub(super) fn note(site: &Site, request: &Request, id: &str, body: &[u8]) -> ApiResult<Response> {
    let agent = team::signed_in(site, request)?;
    write(site, request, id, body, |text, attempt| {
        standing(&site.sql, id)?;
        let now = now();
        let entry = site.sql.transaction(|| {
            let new = New {
                conversation: id,
                kind: EntryKind::Note,
                name: Some(&agent.name),
                channel: None,
                remote: None,
                quoted: None,
                text,
                sent_at: now,
            };
            let entry = messages::store(&site.sql, &new)?;
            attempt.keep(&site.sql, id, &entry, now)?;
            Ok(entry)
        })?;
        live::inbox_changed(site, &inbox::summary(&site.sql, id)?)?;
        Ok(entry)
    })
}

/// `PUT /v1/inbox/conversations/{id}/assignee`.
pub(super) fn assign(site: &Site, request: &Request, id: &str, body: &[u8]) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let Assign { agent } = parse(body)?;
    if let Some(agent) = &agent
        && site.settings()?.agent(agent).is_none()
    {
        return Err(ApiError::not_found("The team has no such agent. Pick one of the list."));
    }
    standing(&site.sql, id)?;
    site.sql.run("UPDATE conversations SET assignee = ? WHERE id = ?", values![agent, id])?;
    let summary = inbox::summary(&site.sql, id)?;
    live::inbox_changed(site, &summary)?;
    json(&summary)
}

/// `PUT /v1/inbox/conversations/{id}/state`.
pub(super) async fn move_to(
    site: &Site,
    request: &Request,
    id: &str,
    body: &[u8],
) -> ApiResult<Response> {
    team::signed_in(site, request)?;
    let Move { to } = parse(body)?;
    let standing = standing(&site.sql, id)?;
    let step = match to {
        MoveTo::Closed => Step::Close,
        MoveTo::Spam => Step::MarkSpam,
        MoveTo::Open => Step::Reopen(standing.last_word),
    };
    let settings = site.settings()?;
    let state = site.sql.transaction(|| {
        let state = store_step(site, id, &standing, step)?;
        if standing.state == State::Spam && state != State::Spam {
            queue::held_back(&site.sql, &settings, id, now())?;
        }
        let leads = match (standing.state == State::Closed, state == State::Closed) {
            (false, true) => Some(queue::CLOSED),
            (true, false) if state != State::Spam => Some(queue::OPEN),
            _ => None,
        };
        if let Some(to) = leads {
            queue::step(&site.sql, &settings, id, to, None, now())?;
        }
        Ok(state)
    })?;
    outbox::schedule(site).await?;
    tell_of_step(site, id, state)?;
    json(&inbox::summary(&site.sql, id)?)
}

/// Takes a step that changes nothing but the state, in a transaction of the
/// caller where it has one. Returns the new state, of which both sides are to be told.
pub(super) fn store_step(
    site: &Site,
    id: &str,
    standing: &Standing,
    step: Step,
) -> ApiResult<State> {
    let state =
        standing.state.after(step).map_err(|error| ApiError::conflict(error.to_string()))?;
    // What a service says of the state is older where it was asked before.
    let statement = "UPDATE conversations SET state = ?, stepped_at = ? WHERE id = ?";
    site.sql.run(statement, values![state.name(), now(), id])?;
    Ok(state)
}

/// Tells both sides of a stored step.
pub(super) fn tell_of_step(site: &Site, id: &str, state: State) -> ApiResult<()> {
    live::tell_visitor(site, id, &VisitorEvent::State { state: visible(state) })?;
    live::inbox_changed(site, &inbox::summary(&site.sql, id)?)
}

/// Stores a reply, in a transaction of the caller.
///
/// # Errors
/// Where the conversation is marked as spam.
pub(super) fn store_reply(
    site: &Site,
    standing: &Standing,
    reply: &TeamReply<'_>,
    now: i64,
) -> ApiResult<Entry> {
    let state = standing
        .state
        .after(Step::TeamReplies)
        .map_err(|error| ApiError::conflict(error.to_string()))?;
    let entry = messages::store(
        &site.sql,
        &New {
            conversation: reply.conversation,
            kind: EntryKind::Reply,
            name: reply.name,
            channel: reply.channel,
            remote: reply.remote,
            quoted: reply.quoted,
            text: reply.text,
            sent_at: now,
        },
    )?;
    let change = Change {
        conversation: reply.conversation,
        state,
        last_word: LastWord::Team,
        answer_by: None,
        text: reply.text,
        at: now,
    };
    messages::advance(&site.sql, &change)?;
    let (settings, origin) = (site.settings()?, reply.channel);
    if standing.state == State::Closed {
        queue::step(&site.sql, &settings, reply.conversation, queue::OPEN, origin, now)?;
    }
    queue::reply(&site.sql, &settings, reply.conversation, &entry.id, origin, now)?;
    if !standing.answered_once {
        let statement = "UPDATE conversations SET first_answered_at = ? WHERE id = ?";
        site.sql.run(statement, values![now, reply.conversation])?;
    }
    Ok(entry)
}

/// Tells both sides of a stored reply.
pub(super) fn tell_of_reply(site: &Site, id: &str, entry: &Entry) -> ApiResult<()> {
    if let Some(message) = messages::for_visitor(entry.clone()) {
        let (state, promise) = (visible(State::Answered), Promise::default());
        live::tell_visitor(site, id, &VisitorEvent::Message { message, state, promise })?;
    }
    live::inbox_changed(site, &inbox::summary(&site.sql, id)?)?;
    // How long it took, where it was the first one.
    opening::later::work(site);
    Ok(())
}

/// What replies and notes share: the key of the request, the text, the answer.
fn write(
    site: &Site,
    request: &Request,
    id: &str,
    body: &[u8],
    store: impl FnOnce(&str, &Attempt) -> ApiResult<Entry>,
) -> ApiResult<Response> {
    let attempt = Attempt::read(request, &format!("inbox {} {id}", request.path()), body)?;
    if let Some(entry) = attempt.earlier::<Entry>(&site.sql)? {
        return json_with_status(&entry, 201);
    }
    let text = QuestionText::try_from(parse::<Write>(body)?).map_err(ApiError::invalid)?;
    let entry = store(text.as_str(), &attempt)?;
    json_with_status(&entry, 201)
}
