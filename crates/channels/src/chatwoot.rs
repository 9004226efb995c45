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
mod signature;

use conversation::id::ConversationId;
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
        (Content::Step(step), Some(place)) => match step.to {
            StepTo::Closed => close(&contact, place, exchange),
            StepTo::Open => open_again(&contact, delivery, place, exchange),
        },
        (_, Some(place)) => match write(&contact, delivery, place, false, exchange) {
            // Somebody has deleted it there. What the visitor writes opens another one.
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
    let place = match contact.find(exchange)? {
        Some(place) => place,
        None => contact.open(exchange, compose::conversation_attributes(delivery))?,
    };
    let receipt = write(contact, delivery, &place, true, exchange)?;
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
    let unsendable = || Failure::give_up(Reason::Unsendable);
    let content = compose::message(delivery, opens).ok_or_else(unsendable)?;
    if delivery.repeated {
        let messages = contact.messages(exchange, place)?;
        let ours = messages.into_iter().find(|message| {
            message.kind == Kind::Incoming
                && message.content.trim() == content.trim()
                && !delivery.thread.known.contains(&message.id)
        });
        if let Some(Listed { id, .. }) = ours {
            return Ok(Receipt { remote: Some(id), place: None });
        }
    }
    let id = contact.write(exchange, place, &content)?;
    Ok(Receipt { remote: Some(id), place: None })
}

/// Closes the conversation there, where it is not closed yet.
fn close(
    contact: &Contact<'_>,
    place: &str,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let closed = match contact.status(exchange, place) {
        Ok(Status::Resolved) => Ok(()),
        Ok(Status::Open | Status::Other) => contact.resolve(exchange, place),
        Err(pause) => Err(pause),
    };
    match closed {
        // There is nothing left to close.
        Err(pause) if is_missing(&pause) => Ok(Receipt::default()),
        closed => closed.map(|()| Receipt::default()),
    }
}

/// Opens the conversation there again, where it is closed. A contact can do this only by writing.
fn open_again(
    contact: &Contact<'_>,
    delivery: &Delivery,
    place: &str,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    match contact.status(exchange, place) {
        Ok(Status::Resolved) => write(contact, delivery, place, false, exchange),
        Err(pause) if !is_missing(&pause) => Err(pause),
        _ => Ok(Receipt::default()),
    }
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
    let messages = match contact.messages(exchange, place) {
        Err(pause) if is_missing(&pause) => return Ok(Vec::new()),
        messages => messages?,
    };
    let status = contact.status(exchange, place)?;
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
