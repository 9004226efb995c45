//! What Slack takes as blocks, and what it makes of them.

use serde_json::Value;

/// What all blocks together may hold, in characters. It is not documented; people have met it at 13,000 and more.
const MAX_ALL: usize = 13_000;

/// The error with which these blocks are refused.
pub(super) fn refused(blocks: &Value) -> Option<&'static str> {
    let Some(blocks) = blocks.as_array() else { return Some("invalid_blocks_format") };
    if !(1..=50).contains(&blocks.len()) || !blocks.iter().all(is_block) {
        return Some("invalid_blocks");
    }
    let mut ids: Vec<_> = blocks.iter().filter_map(|block| block["block_id"].as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != count {
        return Some("invalid_blocks");
    }
    (characters(&Value::from(blocks.clone())) > MAX_ALL).then_some("msg_blocks_too_long")
}

fn is_block(block: &Value) -> bool {
    let elements = || block["elements"].as_array().into_iter().flatten();
    let count = elements().count();
    let id = block["block_id"].as_str().is_none_or(|id| (1..=255).contains(&id.len()));
    id && match block["type"].as_str() {
        Some("header") => block["text"]["type"] == "plain_text" && is_text(&block["text"], 150),
        Some("section") => is_text(&block["text"], 3_000),
        Some("context") => (1..=10).contains(&count) && elements().all(|text| is_text(text, 3_000)),
        Some("actions") => (1..=25).contains(&count) && elements().all(is_button),
        _ => false,
    }
}

fn is_button(button: &Value) -> bool {
    let within = |name: &str, limit: usize| match &button[name] {
        Value::Null => true,
        Value::String(text) => (1..=limit).contains(&text.chars().count()),
        _ => false,
    };
    button["type"] == "button"
        && button["text"]["type"] == "plain_text"
        && is_text(&button["text"], 75)
        && within("action_id", 255)
        && within("value", 2_000)
        && within("url", 3_000)
        && button["url"].as_str().is_none_or(|url| url.starts_with("http"))
}

fn is_text(text: &Value, limit: usize) -> bool {
    let emoji = text["emoji"].is_boolean() || text["emoji"].is_null();
    let kind = match text["type"].as_str() {
        Some("plain_text") => emoji,
        Some("mrkdwn") => text["emoji"].is_null(),
        _ => false,
    };
    let length = text["text"].as_str().map_or(0, |text| text.encode_utf16().count());
    let blank = text["text"].as_str().is_none_or(|text| text.trim().is_empty());
    kind && !blank && (1..=limit).contains(&length)
}

fn characters(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(values) => values.iter().map(characters).sum(),
        Value::Object(fields) => fields.values().map(characters).sum(),
        _ => 0,
    }
}

/// Blocks as they are given back: each with an id, and with entities in their texts.
pub(super) fn stored(blocks: &Value, count: &mut u64) -> Value {
    let mut blocks = blocks.clone();
    for block in blocks.as_array_mut().into_iter().flatten() {
        if block["block_id"].is_null() {
            *count += 1;
            block["block_id"] = Value::from(format!("b{count}"));
        }
        escape_all(block);
    }
    blocks
}

fn escape_all(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(escape_all),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "text" => *text = escaped(text),
                    other => escape_all(other),
                }
            }
        }
        _ => {}
    }
}

/// What is an entity already stays one.
fn escaped(text: &str) -> String {
    unescaped(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// As people see it.
pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
