//! Slack: a thread in a channel for each conversation, by an app of the team's own.
//!
//! The app posts with its bot's token. A thread's first message has the question, what is known of it, and buttons
//! that open the inbox and close the conversation; what people write in the thread goes to the visitor, unless it
//! begins with a lock. Slack takes the same message twice, so each carries its delivery's id in its metadata, and
//! before a repetition the thread, or for a thread's first message the channel, is read.
//!
//! The name of a conversation in Slack is the timestamp of the thread's first message, `ts`. An event tells no more
//! of its author than an id; the names that visitors see are set in the configuration.

mod api;
mod blocks;
mod incoming;
mod message;
mod parts;
mod plain;
mod rich_text;
mod settings;
mod signature;
mod thread;

use std::collections::HashSet;

use conversation::id::ConversationId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use timeline::{Millis, Moment};

use crate::delivery::{Content, StepTo, Thread};
use crate::event::{What, Whose};
use crate::{Delivery, Exchange, Failure, News, Pause, Reason, Receipt};
use api::{Api, Problem};
use blocks::{Block, Shown};
pub(crate) use incoming::event;
pub use settings::Settings;

/// The least time between two deliveries: Slack takes one message a second for a channel, and short bursts above it.
pub const PACE: Millis = Millis(1_100);

pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let api = Api { settings, now, language: &delivery.conversation.language };
    match (&delivery.content, delivery.thread.place.as_deref()) {
        (Content::Question(message) | Content::FollowUp(message), place) => {
            message_of(&api, delivery, message.sent_at, place, exchange)
        }
        (Content::Reply(reply), place) => {
            message_of(&api, delivery, reply.message.sent_at, place, exchange)
        }
        (Content::Step(step), Some(place)) => restate(&api, delivery, step.to, place, exchange),
        (Content::Step(_), None) => Ok(Receipt::default()),
        (Content::Test(_), _) => {
            // Answers are found and repetitions avoided by reading: a try shows whether that is permitted, too.
            thread::can_be_read(&api, exchange)?;
            let remote = post(&api, delivery, None, &blocks::content(delivery, false), exchange)?;
            Ok(Receipt { remote: Some(remote), place: None })
        }
        (Content::Confirmation(_) | Content::Answer(_), _) => {
            Err(Failure::give_up(Reason::Unsendable).into())
        }
    }
}

/// Posts a message into the conversation's thread, or with a new one.
fn message_of(
    api: &Api<'_>,
    delivery: &Delivery,
    sent_at: Moment,
    place: Option<&str>,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let mut earlier = None;
    if delivery.repeated {
        let from = match place {
            Some(_) => thread::since_known(&delivery.thread.known),
            None => thread::since(sent_at),
        };
        earlier = thread::posted(api, exchange, &delivery.id, place, &from)?;
    }
    let remote = match earlier {
        Some(earlier) => earlier,
        None => post(api, delivery, place, &blocks::content(delivery, place.is_none()), exchange)?,
    };
    let opened = place.is_none().then(|| remote.clone());
    Ok(Receipt { remote: Some(remote), place: opened })
}

/// Posts a message, and gives its name.
fn post(
    api: &Api<'_>,
    delivery: &Delivery,
    thread_ts: Option<&str>,
    shown: &Shown,
    exchange: &mut Exchange<'_>,
) -> Result<String, Pause> {
    let message = PostMessage {
        channel: &api.settings.channel,
        thread_ts,
        text: &shown.fallback,
        blocks: Some(&shown.blocks),
        metadata: Metadata {
            event_type: message::METADATA,
            event_payload: Payload { delivery: &delivery.id },
        },
        reading: Reading { mrkdwn: false, parse: "none", link_names: false },
        unfurl_links: false,
        unfurl_media: false,
    };
    let posted: Result<Posted, Problem> = api.post(exchange, "chat.postMessage", &message);
    let posted = match posted {
        // How much all blocks together may hold is not documented. A plain text may be longer.
        Err(Problem::Refused(error, _)) if error == "msg_blocks_too_long" => {
            let plain = PostMessage { text: &shown.plain, blocks: None, ..message };
            api.post(exchange, "chat.postMessage", &plain)
        }
        other => other,
    };
    Ok(posted?.ts)
}

/// Shows a conversation's state in its thread's first message.
fn restate(
    api: &Api<'_>,
    delivery: &Delivery,
    to: StepTo,
    place: &str,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    let Some(root) = thread::root(api, exchange, place)? else { return Ok(Receipt::default()) };
    let Some(blocks) = blocks::restated(&root.blocks, &delivery.conversation, to) else {
        return Ok(Receipt::default());
    };
    let update = Update {
        channel: &api.settings.channel,
        ts: place,
        text: &root.text,
        blocks: &blocks,
        parse: "none",
        link_names: false,
    };
    match api.post::<Posted>(exchange, "chat.update", &update) {
        Ok(_) => Ok(Receipt::default()),
        // Somebody has deleted it since it was read.
        Err(Problem::Refused(error, _)) if error == "message_not_found" => Ok(Receipt::default()),
        Err(problem) => Err(problem.into()),
    }
}

/// What people have written in the thread and we do not know. What state a conversation has is ours to say: a press
/// of a button that did not reach us is shown as failed to whoever pressed it.
pub(crate) fn sweep(
    settings: &Settings,
    thread: &Thread,
    _conversation: &ConversationId,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    let Some(place) = thread.place.as_deref() else { return Ok(Vec::new()) };
    let api = Api { settings, now, language: "" };
    let known: HashSet<&str> = thread.known.iter().map(String::as_str).collect();
    let messages = thread::replies(&api, exchange, place, &thread::since_known(&thread.known))?;
    let news =
        messages.iter().filter(|message| !known.contains(&*message.ts)).filter_map(|message| {
            let (thread, written) =
                message.answer(settings).filter(|(thread, _)| *thread == place)?;
            Some(News { of: Whose::Place(thread.to_owned()), what: What::Written(written) })
        });
    Ok(news.collect())
}

#[derive(Clone, Copy, Serialize)]
struct PostMessage<'a> {
    channel: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread_ts: Option<&'a str>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocks: Option<&'a Vec<Block>>,
    metadata: Metadata<'a>,
    #[serde(flatten)]
    reading: Reading,
    unfurl_links: bool,
    unfurl_media: bool,
}

/// What Slack is to make of the text: nothing.
#[derive(Clone, Copy, Serialize)]
struct Reading {
    mrkdwn: bool,
    parse: &'static str,
    link_names: bool,
}

#[derive(Clone, Copy, Serialize)]
struct Metadata<'a> {
    event_type: &'static str,
    event_payload: Payload<'a>,
}

#[derive(Clone, Copy, Serialize)]
struct Payload<'a> {
    delivery: &'a str,
}

#[derive(Serialize)]
struct Update<'a> {
    channel: &'a str,
    ts: &'a str,
    text: &'a str,
    blocks: &'a [Value],
    parse: &'static str,
    link_names: bool,
}

/// What Slack says of a message that it has taken.
#[derive(Deserialize)]
struct Posted {
    ts: String,
}
