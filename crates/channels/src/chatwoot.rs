//! An API channel's inbox of [Chatwoot](https://www.chatwoot.com), by its public client API: each conversation is a
//! contact of its own, whose name is our id, with one conversation.
//!
//! We write as that contact, so nothing that we write comes back as an agent's reply. A contact is made once however
//! often it is asked for; a message is not, so what may have been sent is looked for before it is sent again.

mod calls;
mod compose;
mod incoming;
mod markdown;
mod plain;
mod settings;
mod shown;
mod signature;

use conversation::id::ConversationId;
use serde_json::Map;
use timeline::{Millis, Moment};

use calls::{Contact, Kind, Listed, Status};

use crate::delivery::{Content, StepTo, Thread};
use crate::event::{What, Whose, Written};
use crate::{Delivery, Exchange, Failure, News, Pause, Reason, Receipt};

pub(crate) use incoming::event;
pub use settings::Settings;

/// The least time between two deliveries. Chatwoot takes 3,000 requests a minute from one address, of which one
/// delivery needs five at most, and 200 messages a minute in one conversation.
pub const PACE: Millis = Millis(300);

/// Brings a delivery to the inbox.
pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let conversation = &delivery.conversation;
    let contact = match delivery.content {
        Content::Test(_) => Contact::for_tests(settings, &conversation.site, now),
        _ => Contact::new(settings, &conversation.id, now),
    };
    match (&delivery.content, &delivery.thread.place) {
        (Content::Confirmation(_) | Content::Answer(_), _) => {
            Err(Failure::give_up(Reason::Unsendable).into())
        }
        (Content::Step(_), None) => Ok(Receipt::default()),
        (Content::Step(step), Some(place)) => {
            let Some((place, status)) = standing(&contact, delivery, place, exchange)? else {
                return Ok(Receipt::default());
            };
            match (step.to, status) {
                (StepTo::Closed, Status::Open | Status::Other) => {
                    contact.resolve(exchange, &place)?;
                    Ok(Receipt::default())
                }
                // A contact can open it only by writing.
                (StepTo::Open, Status::Resolved) => {
                    write(&contact, delivery, &place, false, exchange)
                }
                _ => Ok(Receipt::default()),
            }
        }
        (_, Some(place)) => match write(&contact, delivery, place, false, exchange) {
            // Somebody has deleted it there. What is written next goes into another one.
            Err(pause) if is_missing(&pause) => begin(&contact, delivery, exchange),
            written => written,
        },
        (_, None) => begin(&contact, delivery, exchange),
    }
}

/// Opens the conversation there, or finds it, and writes its first message.
fn begin(
    contact: &Contact<'_>,
    delivery: &Delivery,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    contact.make(exchange, compose::name(delivery), compose::contact_attributes(delivery))?;
    let found = contact.find(exchange)?;
    let opens = found.is_none() || delivery.thread.place.is_none();
    let place = match found {
        Some(place) => place,
        None => contact.open(exchange, compose::conversation_attributes(delivery))?,
    };
    let receipt = write(contact, delivery, &place, opens, exchange)?;
    Ok(Receipt { place: Some(place), ..receipt })
}

/// Writes the delivery's message, unless an earlier attempt has.
fn write(
    contact: &Contact<'_>,
    delivery: &Delivery,
    place: &str,
    opens: bool,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let content = compose::message(delivery, opens);
    let content = content.ok_or_else(|| Failure::give_up(Reason::Unsendable))?;
    if delivery.repeated {
        // The earlier attempt may have opened what this one finds.
        let other = compose::message(delivery, !opens).unwrap_or_default();
        let messages = contact.messages(exchange, place)?;
        let ours = messages.into_iter().find(|message| {
            message.kind == Kind::Incoming
                && [content.trim(), other.trim()].contains(&message.content.trim())
                && !delivery.thread.known.contains(&message.id)
        });
        if let Some(Listed { id, .. }) = ours {
            return Ok(Receipt { remote: Some(id), place: None });
        }
    }
    let id = contact.write(exchange, place, &content)?;
    Ok(Receipt { remote: Some(id), place: None })
}

/// Where the conversation stands there, and its place: another one where the first was deleted and something has been
/// written since. Nothing where there is none.
fn standing(
    contact: &Contact<'_>,
    delivery: &Delivery,
    place: &str,
    exchange: &mut Exchange<'_>,
) -> Result<Option<(String, Status)>, Pause> {
    match contact.status(exchange, place) {
        Err(pause) if is_missing(&pause) => {}
        status => return Ok(Some((place.to_owned(), status?))),
    }
    let found = match contact.find(exchange) {
        // The contact was deleted too, or the inbox's identifier is wrong. Making the contact, with nothing that was
        // deleted, tells: it fails where there is no inbox, and is tried again.
        Err(pause) if is_missing(&pause) => {
            contact.make(exchange, compose::nobody(delivery), Map::new())?;
            None
        }
        found => found?,
    };
    let Some(place) = found else { return Ok(None) };
    let status = contact.status(exchange, &place)?;
    Ok(Some((place, status)))
}

/// Whether the service knows no such conversation.
fn is_missing(pause: &Pause) -> bool {
    matches!(pause, Pause::Failed(Failure { reason: Reason::NotFound(_), .. }))
}

/// Reads what agents have written, and where the conversation stands.
pub(crate) fn sweep(
    settings: &Settings,
    thread: &Thread,
    conversation: &ConversationId,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    let Some(place) = &thread.place else { return Ok(Vec::new()) };
    let contact = Contact::new(settings, conversation.as_str(), now);
    let (place, messages) = match contact.messages(exchange, place) {
        Err(pause) if is_missing(&pause) => match contact.find(exchange) {
            Ok(Some(place)) => (place.clone(), contact.messages(exchange, &place)?),
            Ok(None) => return Ok(Vec::new()),
            // There is nothing left of it. Where the inbox is not there, deliveries say so.
            Err(pause) if is_missing(&pause) => return Ok(Vec::new()),
            Err(pause) => return Err(pause),
        },
        messages => (place.clone(), messages?),
    };
    let status = contact.status(exchange, &place)?;
    let unknown = messages.into_iter().filter(|message| !thread.known.contains(&message.id));
    let mut what: Vec<_> = unknown.filter_map(reply).map(What::Written).collect();
    what.extend(match status {
        Status::Open => Some(What::Opened),
        Status::Resolved => Some(What::Closed),
        Status::Other => None,
    });
    let of = Whose::Conversation(conversation.clone());
    Ok(what.into_iter().map(|what| News { of: of.clone(), what }).collect())
}

/// What an agent has written for the visitor, if that is what a message is.
fn reply(message: Listed) -> Option<Written> {
    let text = plain::plain(&message.content);
    let said = !text.is_empty() || !message.attachments.is_empty();
    (message.kind == Kind::Outgoing && !message.deleted && said).then(|| Written {
        remote: message.id,
        text,
        attachments: message.attachments,
        author: message.author,
        ..Written::default()
    })
}
