//! Slack's Web API: what the app may call.

use axum::body::Bytes;
use http::{HeaderMap, Method, Request, Response};
use serde_json::{Value, json};

use super::{BOT, CHANNEL, TOKEN, Workspace, blocks};
use crate::service;

/// The time in which the app may post one message, in milliseconds.
const PACE: i64 = 1_000;
/// How many it may post at once where it has posted none for a while.
const BURST: i64 = 3;

/// The answer to a call.
pub(super) fn answer(workspace: &mut Workspace, request: &Request<Bytes>) -> Response<Bytes> {
    let method = request.uri().path().strip_prefix("/api/").unwrap_or_default().to_owned();
    match call(workspace, request, &method) {
        Ok(mut result) => {
            result["ok"] = json!(true);
            service::json(200, &result)
        }
        Err("ratelimited") => {
            let mut response = service::json(429, &json!({ "ok": false, "error": "ratelimited" }));
            response.headers_mut().insert("retry-after", "1".parse().expect("it fits"));
            response
        }
        // A refusal of the test's own choice.
        Err("") => service::json(200, workspace.refusing.as_ref().unwrap_or(&Value::Null)),
        Err(error) => service::json(200, &json!({ "ok": false, "error": error })),
    }
}

fn call(
    workspace: &mut Workspace,
    request: &Request<Bytes>,
    method: &str,
) -> Result<Value, &'static str> {
    authorised(request.headers())?;
    if workspace.refusing.is_some() {
        return Err("");
    }
    let arguments = arguments(request)?;
    if arguments["channel"] != CHANNEL {
        return Err("channel_not_found");
    }
    match method {
        "chat.postMessage" => post(workspace, &arguments),
        "chat.update" => update(workspace, &arguments),
        "conversations.history" => history(workspace, &arguments),
        "conversations.replies" => replies(workspace, &arguments),
        _ => Err("unknown_method"),
    }
}

fn authorised(headers: &HeaderMap) -> Result<(), &'static str> {
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer ")).ok_or("not_authed")?;
    if token == TOKEN { Ok(()) } else { Err("invalid_auth") }
}

/// JSON is taken where something is written; where something is read, only what stands in the address or in a form.
fn arguments(request: &Request<Bytes>) -> Result<Value, &'static str> {
    if *request.method() == Method::POST {
        let kind = request.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        return match kind {
            Some("application/json; charset=utf-8") => {
                serde_json::from_slice(request.body()).map_err(|_| "invalid_json")
            }
            _ => Err("invalid_post_type"),
        };
    }
    let query = request.uri().query().unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes());
    Ok(pairs.map(|(name, value)| (name.into_owned(), Value::from(value))).collect())
}

/// Each message is taken, whether or not it came before.
fn post(workspace: &mut Workspace, arguments: &Value) -> Result<Value, &'static str> {
    let now = workspace.now();
    // A bucket that holds the time for a few messages and fills as time goes by.
    let since = workspace.posted_at.map_or(BURST * PACE, |last| (now - last).0);
    let allowed = (workspace.allowance + since).min(BURST * PACE);
    if allowed < PACE {
        return Err("ratelimited");
    }
    let text = arguments["text"].as_str().unwrap_or_default();
    if text.is_empty() {
        return Err("no_text");
    }
    if text.chars().count() > 40_000 {
        return Err("msg_too_long");
    }
    let ts = workspace.ts();
    let mut message = json!({
        "type": "message", "user": BOT, "bot_id": "B0123456789", "app_id": "A0123456789",
        "team": "T0123456789", "ts": ts, "text": text,
    });
    if !arguments["blocks"].is_null() {
        if let Some(error) = blocks::refused(&arguments["blocks"]) {
            return Err(error);
        }
        message["blocks"] = blocks::stored(&arguments["blocks"], &mut workspace.count);
    }
    match &arguments["metadata"] {
        Value::Null => {}
        metadata if metadata["event_type"].is_string() && metadata["event_payload"].is_object() => {
            message["metadata"] = metadata.clone();
        }
        _ => return Err("invalid_metadata_format"),
    }
    if let Some(thread) = arguments["thread_ts"].as_str() {
        message["thread_ts"] = json!(thread);
        let root = workspace.messages.iter_mut().find(|message| message["ts"] == *thread);
        if let Some(root) = root {
            root["thread_ts"] = json!(thread);
        }
    }
    (workspace.posted_at, workspace.allowance) = (Some(now), allowed - PACE);
    workspace.add(message.clone());
    Ok(json!({ "channel": CHANNEL, "ts": ts, "message": message }))
}

fn update(workspace: &mut Workspace, arguments: &Value) -> Result<Value, &'static str> {
    if let Some(error) = blocks::refused(&arguments["blocks"]) {
        return Err(error);
    }
    let blocks = blocks::stored(&arguments["blocks"], &mut workspace.count);
    let message = workspace.messages.iter_mut().find(|message| message["ts"] == arguments["ts"]);
    let message = message.ok_or("message_not_found")?;
    if message["user"] != BOT {
        return Err("cant_update_message");
    }
    message["blocks"] = blocks;
    message["text"] = arguments["text"].clone();
    Ok(json!({ "channel": CHANNEL, "ts": arguments["ts"], "text": arguments["text"] }))
}

/// What stands outside of threads and at their beginnings, newest first.
fn history(workspace: &Workspace, arguments: &Value) -> Result<Value, &'static str> {
    let outside =
        |message: &&Value| message["thread_ts"].is_null() || message["thread_ts"] == message["ts"];
    let messages = workspace.messages.iter().rev().filter(outside);
    page(messages.filter(|message| is_within(message, arguments)), arguments)
}

/// A thread's beginning, and then what stands in it, oldest first.
fn replies(workspace: &Workspace, arguments: &Value) -> Result<Value, &'static str> {
    let ts = &arguments["ts"];
    let root = workspace.messages.iter().find(|message| message["ts"] == *ts);
    let root = root.ok_or("thread_not_found")?;
    let within = workspace.messages.iter().filter(|message| {
        message["thread_ts"] == *ts && message["ts"] != *ts && is_within(message, arguments)
    });
    page(std::iter::once(root).chain(within), arguments)
}

fn is_within(message: &Value, arguments: &Value) -> bool {
    let ts = message["ts"].as_str().unwrap_or_default();
    let inclusive = arguments["inclusive"] == "true";
    let bound = |name: &str| arguments[name].as_str().filter(|bound| *bound != "0");
    let after = bound("oldest").is_none_or(|oldest| ts > oldest || (inclusive && ts == oldest));
    let before = bound("latest").is_none_or(|latest| ts < latest || (inclusive && ts == latest));
    after && before
}

/// A page of messages, with their metadata only where that is asked for.
fn page<'a>(
    messages: impl Iterator<Item = &'a Value>,
    arguments: &Value,
) -> Result<Value, &'static str> {
    let number = |name: &str| arguments[name].as_str().map(str::parse::<usize>);
    let limit = number("limit").unwrap_or(Ok(100)).map_err(|_| "invalid_limit")?;
    let start = match arguments["cursor"].as_str() {
        Some(cursor) => {
            let start = cursor.strip_prefix("next=").and_then(|start| start.parse().ok());
            start.ok_or("invalid_cursor")?
        }
        None => 0,
    };
    let mut messages: Vec<Value> = messages.skip(start).take(limit + 1).cloned().collect();
    let more = messages.len() > limit;
    messages.truncate(limit);
    if arguments["include_all_metadata"] != "true" {
        for message in &mut messages {
            message.as_object_mut().expect("it is an object").remove("metadata");
        }
    }
    let mut page = json!({ "messages": messages, "has_more": more });
    if more {
        page["response_metadata"] = json!({ "next_cursor": format!("next={}", start + limit) });
    }
    Ok(page)
}
