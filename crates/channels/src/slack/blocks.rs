//! How messages look in Slack.
//!
//! All texts are `plain_text` with `emoji` off, which Slack does not read as markup: neither a mention nor a link nor
//! an emoji comes about by what a visitor has typed.

use serde::Serialize;
use serde_json::Value;
use words::channels::Word;

use super::parts::{MAX_TEXT, parts, start};
use super::plain::{escape, unescape};
use crate::delivery::{Content, Conversation, Delivery, StepTo};
use crate::wording;

/// The longest heading, in characters.
const MAX_HEADING: usize = 150;
/// The longest fallback, in characters: it stands in notifications, which show less.
const MAX_FALLBACK: usize = 300;
/// The longest message without blocks, in characters; Slack cuts at 40,000.
const MAX_PLAIN: usize = 39_000;
/// The longest address of a button, in characters.
const MAX_ADDRESS: usize = 3_000;

/// The block with the buttons.
const BUTTONS: &str = "askhours_buttons";
/// The block that says that a conversation is closed.
const STATE: &str = "askhours_state";
/// The button that opens the inbox. Slack tells of its presses too.
const INBOX: &str = "askhours_inbox";
/// The button that closes a conversation.
pub(super) const CLOSE: &str = "askhours_close";
/// The button that opens it again.
pub(super) const OPEN: &str = "askhours_open";

/// A message's content.
pub(super) struct Shown {
    /// For notifications, escaped.
    pub(super) fallback: String,
    /// What is shown.
    pub(super) blocks: Vec<Block>,
    /// The same without blocks, escaped, for a text that they cannot hold.
    pub(super) plain: String,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Block {
    Header {
        text: Text,
    },
    Section {
        text: Text,
    },
    Context {
        #[serde(skip_serializing_if = "Option::is_none")]
        block_id: Option<&'static str>,
        elements: Vec<Text>,
    },
    Actions {
        block_id: &'static str,
        elements: Vec<Button>,
    },
}

/// A text that is no markup.
#[derive(Serialize)]
pub(super) struct Text {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "text")]
    content: String,
    emoji: bool,
}

#[derive(Serialize)]
pub(super) struct Button {
    #[serde(rename = "type")]
    kind: &'static str,
    text: Text,
    action_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// What is brought, as the message that opens a thread, or as one in it.
pub(super) fn content(delivery: &Delivery, opens: bool) -> Shown {
    let conversation = &delivery.conversation;
    let language = &conversation.language;
    let (caption, text) = match &delivery.content {
        Content::Question(message) | Content::FollowUp(message) => {
            (wording::visitor(conversation).to_owned(), &*message.text)
        }
        Content::Reply(reply) => (wording::answered(language, reply), &*reply.message.text),
        Content::Test(agent) => (wording::test(language, agent), ""),
        Content::Step(_) | Content::Confirmation(_) | Content::Answer(_) => (String::new(), ""),
    };
    let mut blocks = Vec::new();
    let mut lines = vec![caption.clone()];
    if opens {
        blocks.push(Block::Header { text: cut(&wording::heading(conversation), MAX_HEADING) });
        lines = vec![wording::heading(conversation)];
    }
    match &delivery.content {
        // The heading names the visitor already.
        Content::Question(_) | Content::FollowUp(_) if opens => {}
        Content::Reply(_) if opens => {
            lines.push(caption.clone());
            blocks.push(note(None, &caption));
        }
        Content::Test(_) => blocks.push(Block::Section { text: cut(&caption, MAX_TEXT) }),
        _ => blocks.push(note(None, &caption)),
    }
    lines.push(text.to_owned());
    blocks.extend(parts(text).map(|part| Block::Section { text: cut(part, MAX_TEXT) }));
    if opens {
        let details: Vec<_> = wording::details(conversation)
            .into_iter()
            .map(|(label, value)| format!("{label}: {value}"))
            .collect();
        let hint = wording::word(language, Word::SlackHint);
        blocks.extend([note(None, &details.join("\n")), note(None, hint)]);
        blocks.push(buttons(conversation, StepTo::Open));
        lines.extend(details);
        lines.extend([hint.to_owned(), conversation.inbox_url.clone()]);
    }
    let fallback = format!("{}: {text}", lines[0].trim_end_matches(':'));
    let fallback = if text.is_empty() { lines[0].clone() } else { fallback };
    Shown {
        fallback: escape(&start(&fallback, MAX_FALLBACK)),
        blocks,
        plain: escaped(&lines.join("\n")),
    }
}

/// The blocks of a thread's first message, once the conversation is in another state. Nothing where they show that
/// already, or where there are no buttons.
pub(super) fn restated(
    blocks: &[Value],
    conversation: &Conversation,
    to: StepTo,
) -> Option<Vec<Value>> {
    let is = |block: &Value, id: &str| block["block_id"] == *id;
    let shown = blocks.iter().find(|block| is(block, BUTTONS))?;
    let action = action(to);
    let offers = |element: &Value| element["action_id"] == *action;
    if shown["elements"].as_array().is_some_and(|elements| elements.iter().any(offers)) {
        return None;
    }
    let mut after: Vec<Value> =
        blocks.iter().filter(|block| !is(block, BUTTONS) && !is(block, STATE)).cloned().collect();
    after.iter_mut().for_each(as_sent);
    if to == StepTo::Closed {
        let closed = wording::word(&conversation.language, Word::Closed);
        after.push(serde_json::to_value(note(Some(STATE), closed)).ok()?);
    }
    after.push(serde_json::to_value(buttons(conversation, to)).ok()?);
    Some(after)
}

/// Slack gives texts with entities that were sent without.
fn as_sent(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(as_sent),
        Value::Object(fields) => {
            let plain = fields.get("type").is_some_and(|kind| kind == "plain_text");
            for (name, value) in fields {
                match value {
                    Value::String(text) if plain && name == "text" => *text = unescape(text),
                    other => as_sent(other),
                }
            }
        }
        _ => {}
    }
}

/// An escaped text that Slack does not cut: an entity has up to five characters.
fn escaped(text: &str) -> String {
    let whole = escape(text);
    if whole.encode_utf16().count() <= MAX_PLAIN {
        whole
    } else {
        escape(&start(text, MAX_PLAIN / 5))
    }
}

/// What the button does in that state.
const fn action(state: StepTo) -> &'static str {
    match state {
        StepTo::Open => CLOSE,
        StepTo::Closed => OPEN,
    }
}

fn buttons(conversation: &Conversation, state: StepTo) -> Block {
    let language = &conversation.language;
    let button = |word| cut(wording::word(language, word), MAX_HEADING / 2);
    let label = match state {
        StepTo::Open => Word::Close,
        StepTo::Closed => Word::SlackReopen,
    };
    let step = Button {
        kind: "button",
        text: button(label),
        action_id: action(state),
        url: None,
        value: Some(conversation.id.clone()),
    };
    let inbox = Button {
        kind: "button",
        text: button(Word::OpenInbox),
        action_id: INBOX,
        url: Some(conversation.inbox_url.clone()),
        value: None,
    };
    let fits = (1..=MAX_ADDRESS).contains(&conversation.inbox_url.len());
    let elements = if fits { vec![inbox, step] } else { vec![step] };
    Block::Actions { block_id: BUTTONS, elements }
}

fn note(block_id: Option<&'static str>, text: &str) -> Block {
    Block::Context { block_id, elements: vec![cut(text, MAX_TEXT)] }
}

fn cut(text: &str, limit: usize) -> Text {
    Text { kind: "plain_text", content: start(text, limit), emoji: false }
}
