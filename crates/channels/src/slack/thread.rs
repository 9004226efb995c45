//! Reading a thread or a channel of Slack, page by page.

use serde::Deserialize;
use serde_json::Value;
use timeline::{Millis, Moment};

use super::api::{Api, Problem};
use super::message::{Message, is_ts};
use crate::{Exchange, Pause};

/// How many messages are read at once: with the longest texts a page of them stays readable.
const PAGE: &str = "100";
/// How many pages are read at most.
const MAX_PAGES: usize = 10;
/// How far back a thread is read: from this many of the latest messages that are known. A message whose event was
/// lost is found as long as no more than these came after it.
const OVERLAP: usize = 50;
/// How far Slack's clock and ours may differ.
const CLOCKS: Millis = Millis::from_minutes(10);

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    messages: Vec<Value>,
    #[serde(default)]
    has_more: bool,
    response_metadata: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    next_cursor: Option<String>,
}

/// The name of the message that an earlier attempt has posted for the delivery, where there is one.
pub(super) fn posted(
    api: &Api<'_>,
    exchange: &mut Exchange<'_>,
    delivery: &str,
    place: Option<&str>,
    from: &str,
) -> Result<Option<String>, Pause> {
    let mut found = None;
    pages(api, exchange, place, from, |message| {
        if message.is_of(delivery) {
            found = Some(message.ts.clone());
        }
        found.is_some()
    })?;
    Ok(found)
}

/// What is in a thread, oldest first; nothing where there is no such thread any more.
pub(super) fn replies(
    api: &Api<'_>,
    exchange: &mut Exchange<'_>,
    place: &str,
    from: &str,
) -> Result<Vec<Message>, Pause> {
    let mut messages = Vec::new();
    pages(api, exchange, Some(place), from, |message| {
        messages.push(message);
        false
    })?;
    messages.sort_by(|one, other| one.ts.cmp(&other.ts));
    Ok(messages)
}

/// The first message of a thread; nothing where it was deleted.
pub(super) fn root(
    api: &Api<'_>,
    exchange: &mut Exchange<'_>,
    place: &str,
) -> Result<Option<Message>, Pause> {
    let arguments = [
        ("channel", &*api.settings.channel),
        ("latest", place),
        ("inclusive", "true"),
        ("limit", "1"),
    ];
    let page: Page = api.get(exchange, "conversations.history", &arguments)?;
    let root = page.messages.iter().filter_map(Message::read).find(|message| message.ts == place);
    Ok(root.filter(|root| root.bot_id.is_some()))
}

/// Reads the channel's latest message, which proves that it can be read.
pub(super) fn can_be_read(api: &Api<'_>, exchange: &mut Exchange<'_>) -> Result<(), Pause> {
    let arguments = [("channel", &*api.settings.channel), ("limit", "1")];
    api.get::<Page>(exchange, "conversations.history", &arguments)?;
    Ok(())
}

/// Reads a thread, or the channel where there is none, until `enough` says so.
fn pages(
    api: &Api<'_>,
    exchange: &mut Exchange<'_>,
    place: Option<&str>,
    from: &str,
    mut enough: impl FnMut(Message) -> bool,
) -> Result<(), Pause> {
    let method = if place.is_some() { "conversations.replies" } else { "conversations.history" };
    let mut cursor: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let mut arguments = vec![("channel", &*api.settings.channel)];
        arguments.extend(place.map(|place| ("ts", place)));
        arguments.extend([("oldest", from), ("limit", PAGE), ("include_all_metadata", "true")]);
        arguments.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let page: Page = match api.get(exchange, method, &arguments) {
            Ok(page) => page,
            Err(Problem::Refused(error, _)) if error == "thread_not_found" => return Ok(()),
            Err(problem) => return Err(problem.into()),
        };
        if page.messages.iter().filter_map(Message::read).any(&mut enough) {
            return Ok(());
        }
        let next = page.response_metadata.and_then(|next| next.next_cursor);
        cursor = next.filter(|cursor| page.has_more && !cursor.is_empty());
        if cursor.is_none() {
            return Ok(());
        }
    }
    Ok(())
}

/// From where a thread is read, going by the messages of it that are known.
pub(super) fn since_known(known: &[String]) -> String {
    let mut known: Vec<&str> = known.iter().map(String::as_str).filter(|id| is_ts(id)).collect();
    known.sort_unstable_by_key(|ts| (ts.len(), *ts));
    let start = known.len().checked_sub(OVERLAP).and_then(|index| known.get(index));
    start.map_or_else(|| "0".to_owned(), |ts| (*ts).to_owned())
}

/// From where a channel is read for what was first sent after this moment.
pub(super) fn since(moment: Moment) -> String {
    let from = (moment - CLOCKS).0.max(0);
    format!("{}.{:03}000", from / 1_000, from % 1_000)
}
