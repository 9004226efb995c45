//! Tickets of Zammad: a conversation is a ticket, what the visitor writes are public articles of its customer, and
//! what an agent answers there in public comes back.
//!
//! Zammad takes the same message twice, so it is asked before anything is sent again: a ticket carries the
//! conversation's id as a tag, an article the delivery's id in its preferences. What colleagues have answered
//! elsewhere becomes an internal note, which never comes back. A ticket that was deleted or merged is followed by a
//! new one, so that no message of a visitor ends where nobody looks.

mod api;
mod article;
mod new;
mod settings;
mod signature;
mod text;

use chrono::DateTime;
use conversation::id::ConversationId;
use serde::Deserialize;
use timeline::{Millis, Moment};

use crate::delivery::{Content, Step, StepTo, Thread};
use crate::event::{What, Whose};
use crate::{
    Delivery, Event, EventError, Exchange, Failure, Incoming, MAX_EVENT, News, Pause, Reason,
    Receipt, signed,
};

use api::{Api, State, Ticket};
use article::Article;
use new::{NewArticle, NewTicket};
pub use settings::Settings;

/// The least time between two deliveries. Zammad sets no limit; five a second leave it to its agents.
pub const PACE: Millis = Millis(200);

/// How long after a ticket's last change its state counts in an event. Zammad's five attempts take at most
/// four minutes; what is older may be a repetition by somebody else, and the sweep tells the truth.
const FRESH: Millis = Millis::from_minutes(10);

/// Brings `delivery` into its ticket, which it opens where there is none.
pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let mut api = Api { settings, now, exchange };
    let place = delivery.thread.place.as_deref();
    if let Content::Step(step) = &delivery.content {
        take_step(&mut api, place, &delivery.conversation.id, step)?;
        return Ok(Receipt::default());
    }
    let article = NewArticle::of(delivery).ok_or(Failure::give_up(Reason::Unsendable))?;
    let known = match place {
        Some(place) => {
            let ticket = api.ticket(place, &delivery.conversation.id)?;
            ticket.filter(|ticket| ticket.state() != State::Merged)
        }
        None => None,
    };
    // A question that is sent for the first time has no ticket. Whatever else has none may have one of which we do
    // not know: an attempt that was given up may have had its effect.
    let first = place.is_none()
        && !delivery.repeated
        && matches!(delivery.content, Content::Question(_) | Content::Test(_));
    let (ticket, found) = match known {
        Some(ticket) => (Some(ticket), false),
        None if first => (None, false),
        None => (api.find(&delivery.conversation.id)?, true),
    };
    match ticket.and_then(|ticket| Some((ticket.id?, ticket))) {
        Some((id, ticket)) => {
            let look = delivery.repeated || found;
            append(&mut api, delivery, id, &ticket, article, look)
        }
        None => open(&mut api, delivery, article),
    }
}

/// Adds to a ticket, unless a `look` at it shows that this has happened already.
fn append(
    api: &mut Api<'_, '_>,
    delivery: &Delivery,
    id: u64,
    ticket: &Ticket,
    article: NewArticle<'_>,
    look: bool,
) -> Result<Receipt, Pause> {
    let receipt = |remote: Option<u64>| Receipt {
        remote: remote.map(|remote| remote.to_string()),
        place: Some(id.to_string()),
    };
    if look {
        let articles = api.articles(id)?;
        let ours = articles.iter().find(|there| there.delivery() == Some(&delivery.id));
        if let Some(ours) = ours {
            return Ok(receipt(ours.id));
        }
    }
    let from_visitor = matches!(delivery.content, Content::Question(_) | Content::FollowUp(_));
    // Zammad opens a closed ticket for e-mail alone. Before the article, so that a repetition that finds the article
    // has nothing left to do, and does not open what an agent has closed since.
    if from_visitor && ticket.state() == State::Closed {
        api.set_state(id, "open")?;
    }
    let remote = api.add(&article.of_ticket(id))?;
    Ok(receipt(remote))
}

/// Opens a ticket.
fn open(
    api: &mut Api<'_, '_>,
    delivery: &Delivery,
    article: NewArticle<'_>,
) -> Result<Receipt, Pause> {
    let ticket = NewTicket::of(&api.settings.group, delivery, article);
    let answer = api.create(&ticket)?;
    let made: Ticket = api.read(answer)?;
    // Without it, nothing could be added. It is there, so the next attempt finds it.
    let id = made.id.ok_or(Failure::retry(Reason::Unexpected(answer.status)))?;
    let first = made.article_ids.and_then(|ids| ids.first().copied());
    Ok(Receipt { remote: first.map(|id| id.to_string()), place: Some(id.to_string()) })
}

/// Closes or opens a ticket, if it is not so already.
fn take_step(
    api: &mut Api<'_, '_>,
    place: Option<&str>,
    conversation: &str,
    step: &Step,
) -> Result<(), Pause> {
    let Some(place) = place else { return Ok(()) };
    let Some(ticket) = api.ticket(place, conversation)? else { return Ok(()) };
    let Some(id) = ticket.id else { return Ok(()) };
    match (step.to, ticket.state()) {
        (StepTo::Closed, State::Open | State::Unknown) => api.set_state(id, "closed"),
        (StepTo::Open, State::Closed) => api.set_state(id, "open"),
        _ => Ok(()),
    }
}

/// What a trigger has posted: the state of a ticket, and the article with which it changed.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    now: Moment,
) -> Result<Event, EventError> {
    if incoming.body.len() > MAX_EVENT {
        return Err(EventError::TooLarge(MAX_EVENT));
    }
    signature::verify(&settings.key, incoming.headers, incoming.body)?;
    let payload: Payload =
        serde_json::from_slice(incoming.body).map_err(|_| EventError::Body(FORM))?;
    let ticket = payload.ticket;
    let id = ticket.id.ok_or(EventError::Body(FORM))?;
    let written = payload
        .article
        .filter(|article| article.ticket_id == Some(id) && article.is_answer())
        .and_then(|article| article.written());
    let state = if is_fresh(&ticket, now) { told(ticket.state()) } else { None };
    let news = written.map(What::Written).into_iter().chain(state);
    let news = news.map(|what| News { of: Whose::Place(id.to_string()), what }).collect();
    Ok(Event { id: signed::id(incoming.headers, signature::DELIVERY), news, answer: None })
}

/// What agents have answered in a conversation's ticket, and its state.
pub(crate) fn sweep(
    settings: &Settings,
    thread: &Thread,
    conversation: &ConversationId,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    let mut api = Api { settings, now, exchange };
    let Some(place) = thread.place.as_deref() else { return Ok(Vec::new()) };
    let ticket = api.ticket(place, conversation.as_str())?;
    let Some(ticket) = ticket else { return Ok(Vec::new()) };
    let (Some(id), State::Open | State::Closed | State::Unknown) = (ticket.id, ticket.state())
    else {
        return Ok(Vec::new());
    };
    let is_known = |article: &Article| {
        let id = article.id.map(|id| id.to_string());
        id.is_none_or(|id| thread.known.contains(&id))
    };
    let mut articles = api.articles(id)?;
    articles.retain(|article| article.is_answer() && !is_known(article));
    let written = articles.iter().filter_map(Article::written).map(What::Written);
    let of = Whose::Conversation(conversation.clone());
    let news = written.chain(told(ticket.state()));
    Ok(news.map(|what| News { of: of.clone(), what }).collect())
}

/// What a ticket's state says of the conversation.
const fn told(state: State) -> Option<What> {
    match state {
        State::Open => Some(What::Opened),
        State::Closed => Some(What::Closed),
        State::Merged | State::Unknown => None,
    }
}

fn is_fresh(ticket: &Ticket, now: Moment) -> bool {
    let changed = ticket.updated_at.as_deref().map(DateTime::parse_from_rfc3339);
    changed.and_then(Result::ok).is_some_and(|changed| {
        let changed = Moment(changed.timestamp_millis());
        changed >= now - FRESH && changed <= now + FRESH
    })
}

/// What is said of a body that is not Zammad's own.
const FORM: &str = "leave the webhook's custom payload off";

/// The webhook's default payload.
#[derive(Deserialize)]
struct Payload {
    ticket: Ticket,
    article: Option<Article>,
}
