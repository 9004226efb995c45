//! Events of a room, and what they mean to us: replies and commands of people, in threads.
//!
//! What is not known to be meant for the visitor is left out: notices (bots write those), edits, stickers, locations,
//! whatever stands outside of threads. Whether a thread is ours is for the edge to know.

use serde::Deserialize;
use serde_json::Value;

use super::Settings;
use super::settings::is_id;
use crate::News;
use crate::event::{What, Whose, Written};

/// Reactions that close: a tick, with or without the request for its colours.
const TICKS: [&str; 2] = ["\u{2705}", "\u{2714}"];

/// With this, a lock, begins what stays in the team.
const PRIVATE: char = '\u{1f512}';

/// An event of a room, as far as it is read.
#[derive(Deserialize)]
pub(super) struct RoomEvent {
    pub(super) event_id: String,
    pub(super) sender: String,
    /// Only in transactions: elsewhere it is clear.
    pub(super) room_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    /// State has one, and no message.
    state_key: Option<Value>,
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    msgtype: Option<String>,
    body: Option<String>,
    /// A file's name; without it the body is the name.
    filename: Option<String>,
    #[serde(rename = "m.relates_to")]
    relates_to: Option<Relation>,
    /// Where it is an edit: the text after it.
    #[serde(rename = "m.new_content")]
    edited: Option<Value>,
}

#[derive(Deserialize)]
struct Relation {
    rel_type: Option<String>,
    event_id: Option<String>,
    key: Option<String>,
    #[serde(default)]
    is_falling_back: bool,
    #[serde(rename = "m.in_reply_to")]
    in_reply_to: Option<Value>,
}

impl RoomEvent {
    /// Reads an event; nothing where it is none, or one without the fields that messages have.
    pub(super) fn parse(event: Value) -> Option<Self> {
        let event: Self = serde_json::from_value(event).ok()?;
        (is_id(&event.event_id, '$') && is_id(&event.sender, '@')).then_some(event)
    }
}

/// What an event tells us, if anything.
pub(super) fn news(settings: &Settings, event: &RoomEvent) -> Option<News> {
    let relation = event.content.relates_to.as_ref()?;
    let place = relation.event_id.clone().filter(|place| is_id(place, '$'))?;
    if event.sender == settings.user || event.state_key.is_some() {
        return None;
    }
    let what = match (event.kind.as_str(), relation.rel_type.as_deref()?) {
        ("m.reaction", "m.annotation") => {
            let key = relation.key.as_deref()?.trim_end_matches('\u{fe0f}');
            TICKS.contains(&key).then_some(What::Closed)?
        }
        ("m.room.message", "m.thread") if event.content.edited.is_none() => {
            message(settings, event, relation)?
        }
        _ => return None,
    };
    Some(News { of: Whose::Place(place), what })
}

fn message(settings: &Settings, event: &RoomEvent, relation: &Relation) -> Option<What> {
    let content = &event.content;
    let body = content.body.as_deref()?;
    let (text, attachments) = match content.msgtype.as_deref()? {
        "m.text" | "m.emote" => {
            let answers = relation.in_reply_to.is_some() && !relation.is_falling_back;
            let text = if answers { without_fallback(body) } else { body };
            if text.trim_start().starts_with(PRIVATE) {
                return None;
            }
            if let Some(command) = command(text) {
                return step(command);
            }
            (text.to_owned(), Vec::new())
        }
        "m.image" | "m.file" | "m.audio" | "m.video" => {
            // With a name of its own the body is a caption.
            let (name, caption) = match content.filename.as_deref() {
                Some(name) if name != body => (name, body),
                _ => (body, ""),
            };
            (caption.to_owned(), vec![name.to_owned()])
        }
        _ => return None,
    };
    if text.trim().is_empty() && attachments.is_empty() {
        return None;
    }
    Some(What::Written(Written {
        remote: event.event_id.clone(),
        text,
        quoted: None,
        attachments,
        author: settings.name(&event.sender),
    }))
}

/// A single word after `!`. None is meant for the visitor, not even a misspelt one.
fn command(text: &str) -> Option<&str> {
    let word = text.trim().strip_prefix('!')?;
    (!word.is_empty() && word.chars().all(char::is_alphabetic)).then_some(word)
}

fn step(command: &str) -> Option<What> {
    match command.to_lowercase().as_str() {
        "close" => Some(What::Closed),
        "open" => Some(What::Opened),
        _ => None,
    }
}

/// A reply's text without what older clients quote before it: lines that begin with `> `, of which the first names a
/// user, and an empty line (client-server API up to 1.12, "fallbacks for rich replies").
fn without_fallback(body: &str) -> &str {
    if !body.starts_with("> <@") && !body.starts_with("> * <@") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.trim_start_matches(['\r', '\n'])
}
