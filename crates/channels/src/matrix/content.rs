//! What is written into the room: plain texts, so that nothing of a visitor's is read as markup.

use serde_json::{Value, json};
use words::channels::Word;

use crate::Delivery;
use crate::delivery::{Content, Conversation};
use crate::wording;

/// The field of an event with the id of its delivery, by which it is known again.
pub(super) const DELIVERY: &str = "askhours.delivery";

/// The content of a delivery's event; nothing for what this channel does not bring.
pub(super) fn of(delivery: &Delivery) -> Option<Value> {
    let conversation = &delivery.conversation;
    let language = &*conversation.language;
    // A visitor's words are like a person's. What we say ourselves is a notice, which bots leave alone.
    let (kind, text) = match &delivery.content {
        Content::Question(message) | Content::FollowUp(message) => ("m.text", message.text.clone()),
        Content::Reply(reply) => {
            let line = wording::answered(language, reply);
            ("m.notice", format!("{line}\n{}", reply.message.text))
        }
        Content::Step(step) => ("m.notice", wording::step(language, step).to_owned()),
        Content::Test(agent) => ("m.notice", wording::test(language, agent)),
        Content::Confirmation(_) | Content::Answer(_) => return None,
    };
    let opens = delivery.thread.place.is_none() && !matches!(delivery.content, Content::Test(_));
    let body = if opens { opening(conversation, &text) } else { text };
    // An empty `m.mentions` says that nobody is meant: without it, clients look for names in the text, and a visitor
    // could ring everybody with @room.
    let mut content = json!({ "msgtype": kind, "body": body, "m.mentions": {} });
    content[DELIVERY] = delivery.id.as_str().into();
    if let Some(place) = &delivery.thread.place {
        // Clients that know no threads show an answer to the first message.
        content["m.relates_to"] = json!({
            "rel_type": "m.thread",
            "event_id": place,
            "is_falling_back": true,
            "m.in_reply_to": { "event_id": place },
        });
    }
    Some(content)
}

/// What opens a thread: heading, text, and what else is known.
fn opening(conversation: &Conversation, text: &str) -> String {
    let language = &conversation.language;
    let details = wording::details(conversation).into_iter();
    let mut lines: Vec<_> = details.map(|(label, value)| format!("{label}: {value}")).collect();
    let open = wording::word(language, Word::OpenInbox);
    lines.push(format!("{open}: {}", conversation.inbox_url));
    lines.push(wording::word(language, Word::MatrixHint).to_owned());
    format!("{}\n\n{text}\n\n{}", wording::heading(conversation), lines.join("\n"))
}
