//! What the team reads in Chatwoot: messages in its Markdown, and what is noted of contact and conversation.

use serde_json::{Map, Value};
use words::channels::Word;

use super::markdown::escape;
use crate::delivery::{Content, Conversation, Delivery, StepTo};
use crate::wording;

/// The message that a delivery becomes; nothing where it becomes none. The one that `opens` the conversation has all
/// that is known under it, because Chatwoot shows attributes only to those who have set them up.
pub(super) fn message(delivery: &Delivery, opens: bool) -> Option<String> {
    let conversation = &delivery.conversation;
    let language = &conversation.language;
    let text = match &delivery.content {
        Content::Question(message) | Content::FollowUp(message) => escape(&message.text),
        Content::Reply(reply) => {
            let heading = wording::answered(language, reply);
            format!("**{}**\n\n{}", escape(&heading), escape(&reply.message.text))
        }
        // Closing is a state, opening takes a message: there is no other way for a contact.
        Content::Step(step) if step.to == StepTo::Open => escape(wording::step(language, step)),
        Content::Test(agent) => return Some(escape(&wording::test(language, agent))),
        Content::Step(_) | Content::Confirmation(_) | Content::Answer(_) => return None,
    };
    Some(if opens { format!("{text}\n\n{}", details(conversation)) } else { text })
}

fn details(conversation: &Conversation) -> String {
    let lines = wording::details(conversation).into_iter();
    let mut lines: Vec<_> =
        lines.map(|(label, value)| format!("**{label}:** {}", escape(&value))).collect();
    let open = wording::word(&conversation.language, Word::OpenInbox);
    // The address is ours, and has nothing in it that Markdown would read.
    lines.push(format!("[{open}]({})", conversation.inbox_url));
    lines.join("\n")
}

/// The name of the contact. A try is the company's own.
pub(super) fn name(delivery: &Delivery) -> &str {
    let conversation = &delivery.conversation;
    match (&delivery.content, &conversation.visitor.name) {
        (Content::Test(_), _) => &conversation.company,
        (_, Some(name)) => name,
        (_, None) => nobody(delivery),
    }
}

/// The name of a contact of whom no name is known.
pub(super) fn nobody(delivery: &Delivery) -> &'static str {
    wording::word(&delivery.conversation.language, Word::Visitor)
}

/// What is noted of the contact. Never in the fields of their own: Chatwoot would take whoever leaves another's address
/// for them, and would write e-mail there.
pub(super) fn contact_attributes(delivery: &Delivery) -> Map<String, Value> {
    let visitor = &delivery.conversation.visitor;
    let email = if visitor.verified { "email_verified" } else { "email_unverified" };
    let attributes = [(email, &visitor.email), ("phone_unverified", &visitor.phone)].into_iter();
    attributes.filter_map(|(key, value)| Some((key.to_owned(), value.clone()?.into()))).collect()
}

/// What is noted of the conversation.
pub(super) fn conversation_attributes(delivery: &Delivery) -> Map<String, Value> {
    if matches!(delivery.content, Content::Test(_)) {
        return Map::new();
    }
    let conversation = &delivery.conversation;
    let attributes = [
        ("topic", conversation.topic_label.as_ref()),
        ("page", Some(&conversation.page)),
        ("language", Some(&conversation.locale)),
        ("promised_by", conversation.promise.as_ref()),
        ("askhours_inbox", Some(&conversation.inbox_url)),
    ];
    let known = attributes.into_iter();
    known.filter_map(|(key, value)| Some((key.to_owned(), value?.clone().into()))).collect()
}
