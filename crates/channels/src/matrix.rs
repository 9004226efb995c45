//! Matrix: a thread per conversation in one room, written and read as an [application
//! service](https://spec.matrix.org/v1.16/application-service-api/) of a homeserver.
//!
//! The first message opens the thread, and its event is the conversation's place; all others answer it. A homeserver
//! takes the same transaction id only once, but not for long: Synapse 1.163 keeps it in memory for 30 to 60 minutes,
//! and forgets it when it is restarted. Therefore each event carries its delivery's id as well, and the room is read
//! for it before anything is sent a second time.
//!
//! Matrix knows no closed threads. `!close` and `!open` in the thread, or ✅ on its first message, stand for it, and
//! every step is told in the thread, also one that was taken there: so people see that they were heard, and a
//! [`sweep`] sees that a command was taken.

mod calls;
mod content;
mod room;
mod settings;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use conversation::id::ConversationId;
use http::header::AUTHORIZATION;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use timeline::Moment;

use crate::delivery::{Content, Thread};
use crate::event::{What, Whose};
use crate::wording;
use crate::{
    Delivery, Event, EventError, Exchange, Failure, Incoming, News, Pause, Reason, Receipt,
};
use room::RoomEvent;

pub use settings::Settings;

/// The largest transaction that is taken, in bytes. A homeserver sends one again until it is taken, and nothing after
/// it before: what is refused for its size would stop the channel for ever. Synapse puts up to 100 events into one,
/// and an event has at most 64 KiB.
pub const MAX_TRANSACTION: usize = 8 * 1024 * 1024;

/// Writes `delivery` into the room.
pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let place = delivery.thread.place.as_deref();
    match &delivery.content {
        Content::Step(_) if place.is_none() => return Ok(Receipt::default()),
        Content::Confirmation(_) | Content::Answer(_) => {
            return Err(Failure::give_up(Reason::Unsendable).into());
        }
        _ => {}
    }
    let earlier = if delivery.repeated {
        calls::sent_earlier(settings, &delivery.id, place, now, exchange)?
    } else {
        None
    };
    let event = match earlier {
        Some(event) => event,
        None => send(settings, delivery, now, exchange)?,
    };
    if matches!(delivery.content, Content::Test(_)) {
        // What is sent to an encrypted room arrives, but answers could not be read.
        if calls::is_encrypted(settings, now, exchange)? {
            let said = wording::word(
                &delivery.conversation.language,
                words::channels::Word::MatrixEncrypted,
            );
            return Err(Failure::give_up(Reason::Unsendable).saying(Some(said)).into());
        }
        return Ok(Receipt { remote: Some(event), place: None });
    }
    let opened = place.is_none().then(|| event.clone());
    Ok(Receipt { remote: Some(event), place: opened })
}

/// Sends it, and joins the room first where that is what is missing.
fn send(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<String, Pause> {
    let content = content::of(delivery).ok_or(Failure::give_up(Reason::Unsendable))?;
    let answer = calls::send(settings, &delivery.id, &content, exchange)?;
    if answer.status != 403 {
        return calls::event_id(answer, now);
    }
    calls::join(settings, now, exchange)?;
    let answer = calls::send(settings, &delivery.id, &content, exchange)?;
    calls::event_id(answer, now)
}

/// What the homeserver has sent to us: a transaction of events, or a ping, which has none.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    _now: Moment,
) -> Result<Event, EventError> {
    if incoming.body.len() > MAX_TRANSACTION {
        return Err(EventError::TooLarge(MAX_TRANSACTION));
    }
    let header = incoming.headers.get(AUTHORIZATION).ok_or(EventError::Header("authorization"))?;
    let token =
        header.as_bytes().strip_prefix(b"Bearer ").ok_or(EventError::Header("authorization"))?;
    if !settings.is_homeserver(token) {
        return Err(EventError::Signature);
    }
    let transaction: Transaction = serde_json::from_slice(incoming.body)
        .map_err(|_| EventError::Body("it needs a list `events`"))?;
    // One by one: an event that is broken must not keep back the others.
    let events: Vec<RoomEvent> =
        transaction.events.into_iter().filter_map(RoomEvent::parse).collect();
    let here = |event: &&RoomEvent| event.room_id.as_deref() == Some(&*settings.room);
    let news: Vec<_> =
        events.iter().filter(here).filter_map(|event| room::news(settings, event)).collect();
    let id = (!news.is_empty()).then(|| id(incoming.key.unwrap_or_default(), &events));
    Ok(Event { id, news, answer: Some("{}".to_owned()) })
}

/// The transaction's id and those of its events. Synapse counts transactions: when a homeserver is set up anew, their
/// ids come again with other events.
fn id(transaction: &str, events: &[RoomEvent]) -> String {
    let mut hash = Sha256::new();
    for part in std::iter::once(transaction).chain(events.iter().map(|event| &*event.event_id)) {
        hash.update(part);
        hash.update([0]);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[derive(Deserialize)]
struct Transaction {
    #[serde(default)]
    events: Vec<Value>,
}

/// Reads the thread. Its latest command counts if we have said nothing since: each one that was taken is followed by
/// a notice of ours.
pub(crate) fn sweep(
    settings: &Settings,
    thread: &Thread,
    _conversation: &ConversationId,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    let Some(place) = &thread.place else { return Ok(Vec::new()) };
    let newest_first = calls::related(settings, place, now, exchange)?;
    let mut news: Vec<News> = Vec::new();
    for event in newest_first.iter().rev() {
        if event.sender == settings.user {
            news.retain(|news| matches!(news.what, What::Written(_)));
        } else if let Some(found) = room::news(settings, event) {
            let known = thread.known.contains(&event.event_id);
            if found.of == Whose::Place(place.clone()) && !known {
                news.push(found);
            }
        }
    }
    Ok(news)
}
