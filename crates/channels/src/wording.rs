//! What the team reads in its own tools, in its own language.

use words::channels::{Word, table};
use words::fill;

use crate::delivery::{Conversation, Reply, Step, StepTo};

/// A word of the team's language; of English where there is no such language.
pub(crate) fn word(language: &str, word: Word) -> &'static str {
    table(language).or_else(|| table("en")).map_or("", |table| table[word as usize])
}

/// A word with its placeholders filled.
pub(crate) fn filled(language: &str, key: Word, values: &[(&str, &str)]) -> String {
    fill(word(language, key), values)
}

/// The visitor's name, or what stands for it.
pub(crate) fn visitor(conversation: &Conversation) -> &str {
    let name = conversation.visitor.name.as_deref();
    name.unwrap_or_else(|| word(&conversation.language, Word::Somebody))
}

/// The heading of a conversation, on one line.
pub(crate) fn heading(conversation: &Conversation) -> String {
    let (language, name) = (&conversation.language, visitor(conversation));
    match &conversation.topic_label {
        Some(topic) => filled(language, Word::QuestionAbout, &[("name", name), ("topic", topic)]),
        None => filled(language, Word::Question, &[("name", name)]),
    }
}

/// What is known of a question besides its text, as labels and values on one line each. Addresses say whether they are
/// verified: what the page's server has signed is, and what visitors left is not.
pub(crate) fn details(conversation: &Conversation) -> Vec<(&'static str, String)> {
    let language = &conversation.language;
    let visitor = &conversation.visitor;
    let address = |value: &Option<String>, verified: bool| {
        let mark = word(language, if verified { Word::Verified } else { Word::Unverified });
        value.as_ref().map(|value| format!("{value} ({mark})"))
    };
    let details = [
        (Word::Name, visitor.name.clone()),
        (Word::Email, address(&visitor.email, visitor.verified)),
        (Word::Phone, address(&visitor.phone, false)),
        (Word::Topic, conversation.topic_label.clone()),
        (Word::Page, Some(conversation.page.clone())),
        (Word::Locale, Some(conversation.locale.clone())),
        (Word::Promise, conversation.promise.clone()),
    ];
    let told =
        details.into_iter().filter_map(|(label, value)| Some((word(language, label), value?)));
    told.collect()
}

/// The line over what an agent has answered elsewhere.
pub(crate) fn answered(language: &str, reply: &Reply) -> String {
    let name = reply.author.as_deref().unwrap_or_else(|| word(language, Word::Colleague));
    match &reply.from {
        Some(channel) => {
            filled(language, Word::ReplyChannel, &[("name", name), ("channel", channel)])
        }
        None => filled(language, Word::ReplyInbox, &[("name", name)]),
    }
}

/// What a step is.
pub(crate) fn step(language: &str, step: &Step) -> &'static str {
    match step.to {
        StepTo::Closed => word(language, Word::Closed),
        StepTo::Open => word(language, Word::Opened),
    }
}

/// What a try from the inbox says.
pub(crate) fn test(language: &str, agent: &str) -> String {
    filled(language, Word::Test, &[("name", agent)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::Visitor;

    fn conversation(verified: bool) -> Conversation {
        let visitor = Visitor {
            name: Some("Ada".to_owned()),
            email: Some("ada@example.org".to_owned()),
            phone: Some("+49 30 123456".to_owned()),
            verified,
        };
        Conversation {
            id: "nordwind.a".to_owned(),
            site: "nordwind".to_owned(),
            company: "Nordwind".to_owned(),
            language: "en".to_owned(),
            visitor,
            topic: None,
            topic_label: None,
            page: "https://nordwind.example/".to_owned(),
            locale: "en".to_owned(),
            mail: Vec::new(),
            promise_by: None,
            promise: None,
            inbox_url: String::new(),
            visitor_url: String::new(),
        }
    }

    #[test]
    fn an_address_says_whether_it_is_verified_and_a_number_never_is() {
        let told = |verified| details(&conversation(verified))[1..3].to_vec();
        let phone = ("Telephone", "+49 30 123456 (not verified)".to_owned());
        let email = |mark: &str| ("E-mail", format!("ada@example.org ({mark})"));
        assert_eq!(told(true), [email("verified"), phone.clone()]);
        assert_eq!(told(false), [email("not verified"), phone]);
    }
}
