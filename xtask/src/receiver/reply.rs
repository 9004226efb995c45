//! Sends an answer to the edge, signed as a webhook.

use anyhow::{Context as _, Result};
use channels::webhook::signature::{self, Key};
use serde_json::json;
use ureq::http::Method;

use crate::{api, clock, random};

/// The name under which visitors see these answers.
const AUTHOR: &str = "Receiver";

/// Sends `text` to a conversation.
///
/// # Errors
/// When the edge cannot be reached or refuses it.
pub(crate) fn send(
    edge: &str,
    channel: &str,
    key: &Key,
    conversation: &str,
    text: &str,
) -> Result<()> {
    let (site, _) = conversation.split_once('.').context("the conversation's id has no site")?;
    let body = serde_json::to_vec(&json!({
        "type": "reply.created",
        "data": { "conversation": conversation, "text": text, "author": { "name": AUTHOR } },
    }))?;
    let id = format!("msg_{}", random::key()?);
    let timestamp = signature::timestamp(clock::now());
    let signed = key.sign(&id, timestamp, &body);
    let timestamp = timestamp.to_string();
    let headers = [
        ("content-type", "application/json"),
        (signature::ID, id.as_str()),
        (signature::TIMESTAMP, &timestamp),
        (signature::SIGNATURE, &signed),
    ];
    let edge = edge.trim_end_matches('/');
    let url = format!("{edge}/v1/sites/{site}/channels/{channel}/events");
    api::call(Method::POST, &url, &headers, body)?.json()?;
    Ok(())
}
