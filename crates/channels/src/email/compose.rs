//! A delivery as an e-mail.
//!
//! What people have written stands in bodies, and on one line in subjects; a [`Mailbox`] and an [`Id`] cannot hold
//! what ends a header. The visitor's address is not verified, so what goes there before an agent has answered holds
//! nothing of what the visitor has written: else anybody could have us send their text to anybody.

use chrono::{DateTime, Datelike as _};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use timeline::Moment;
use words::channels::Word as TeamWord;
use words::fill;
use words::mail::Word;

use super::Settings;
use super::address::Mailbox;
use crate::delivery::{Content, Conversation, Message, Reply};
use crate::{Delivery, wording};

/// The longest subject and display name, in characters.
const MAX_LINE: usize = 150;
/// The longest id of a delivery, in characters.
const MAX_ID: usize = 64;
/// As many ids stand in `References`: the first, to which all belong, and the latest.
const MAX_REFERENCES: usize = 20;

/// An e-mail, ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) from: Mailbox,
    pub(super) to: Mailbox,
    /// Lines end with CRLF and are at most 998 characters of ASCII.
    pub(super) raw: Vec<u8>,
    /// What the Message-ID holds.
    pub(super) id: String,
}

/// The id of a delivery, as it stands in a Message-ID before the `@`.
struct Id<'a>(&'a str);

impl<'a> Id<'a> {
    fn parse(id: &'a str) -> Option<Self> {
        is_delivery(id).then_some(Self(id))
    }

    fn at(&self, domain: &str) -> String {
        format!("{}@{domain}", self.0)
    }
}

/// Whether this can be the id of a delivery.
pub(super) fn is_delivery(id: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    id.starts_with("msg_") && id.len() <= MAX_ID && id.bytes().all(known)
}

/// What differs between e-mails.
struct Draft {
    to: Mailbox,
    reply_to: Option<Mailbox>,
    subject: String,
    /// For `Auto-Submitted` (RFC 3834): so that no vacation notice comes back.
    automatic: &'static str,
    body: String,
}

/// The e-mail of a delivery; nothing where it cannot be written, such as to an address that needs more than ASCII.
pub(super) fn letter(settings: &Settings, delivery: &Delivery, now: Moment) -> Option<Letter> {
    let conversation = &delivery.conversation;
    let draft = match &delivery.content {
        Content::Question(message) | Content::FollowUp(message) => {
            to_team(settings, delivery, message)?
        }
        Content::Confirmation(_) => confirmation(settings, delivery)?,
        Content::Answer(reply) => answer(settings, delivery, reply)?,
        Content::Test(agent) => Draft {
            to: settings.to.clone(),
            reply_to: None,
            subject: wording::word(&conversation.language, TeamWord::EmailTest).to_owned(),
            automatic: "auto-generated",
            body: wording::test(&conversation.language, agent),
        },
        Content::Reply(_) | Content::Step(_) => return None,
    };
    write(settings, delivery, draft, now)
}

fn to_team(settings: &Settings, delivery: &Delivery, message: &Message) -> Option<Draft> {
    let conversation = &delivery.conversation;
    let (language, thread) = (&conversation.language, &delivery.thread);
    let open = wording::word(language, TeamWord::OpenInbox);
    let mut lines = vec![message.text.clone(), String::new(), "---".to_owned()];
    if thread.place.is_none() {
        let details = wording::details(conversation);
        lines.extend(details.iter().map(|(label, value)| format!("{label}: {value}")));
    }
    lines.push(format!("{open}: {}", conversation.inbox_url));
    lines.push(String::new());
    let name = [("name", wording::visitor(conversation))];
    lines.push(wording::filled(language, TeamWord::EmailHint, &name));
    let heading = wording::heading(conversation);
    Some(Draft {
        to: settings.to.clone(),
        reply_to: Some(settings.reply_to.marked(&conversation.site, &thread.token)?),
        subject: if thread.earlier.is_empty() { heading } else { format!("Re: {heading}") },
        automatic: "auto-generated",
        body: lines.join("\n"),
    })
}

fn confirmation(settings: &Settings, delivery: &Delivery) -> Option<Draft> {
    let conversation = &delivery.conversation;
    let words = |key| fill(word(conversation, key), &[("site", &conversation.company)]);
    let paragraphs = [
        words(Word::Confirmation),
        link(conversation),
        words(Word::AnswerHere),
        words(Word::Mistake),
    ];
    to_visitor(settings, delivery, "auto-replied", &paragraphs)
}

fn answer(settings: &Settings, delivery: &Delivery, reply: &Reply) -> Option<Draft> {
    let conversation = &delivery.conversation;
    let site = ("site", conversation.company.as_str());
    let heading = match &reply.author {
        Some(name) => fill(word(conversation, Word::Answered), &[site, ("name", name)]),
        None => fill(word(conversation, Word::AnsweredTeam), &[site]),
    };
    let here = word(conversation, Word::AnswerHere).to_owned();
    let paragraphs =
        [heading, reply.message.text.clone(), "---".to_owned(), here, link(conversation)];
    to_visitor(settings, delivery, "auto-generated", &paragraphs)
}

fn link(conversation: &Conversation) -> String {
    let (link, private) = (word(conversation, Word::Link), word(conversation, Word::LinkPrivate));
    format!("{link}\n{}\n{private}", conversation.visitor_url)
}

fn to_visitor(
    settings: &Settings,
    delivery: &Delivery,
    automatic: &'static str,
    paragraphs: &[String],
) -> Option<Draft> {
    let (conversation, thread) = (&delivery.conversation, &delivery.thread);
    let site = [("site", conversation.company.as_str())];
    let subject = fill(word(conversation, Word::Subject), &site);
    Some(Draft {
        to: Mailbox::parse(conversation.visitor.email.as_deref()?).ok()?,
        reply_to: Some(settings.reply_to.marked(&conversation.site, &thread.visitor_token)?),
        subject: if thread.earlier.is_empty() { subject } else { format!("Re: {subject}") },
        automatic,
        body: paragraphs.join("\n\n"),
    })
}

fn write(settings: &Settings, delivery: &Delivery, draft: Draft, now: Moment) -> Option<Letter> {
    let domain = settings.from.domain();
    let id = Id::parse(&delivery.id)?.at(domain);
    let seconds = now.0.div_euclid(1_000);
    DateTime::from_timestamp(seconds, 0).filter(|date| (1970..=9999).contains(&date.year()))?;
    let company = one_line(&delivery.conversation.company);
    let mut builder = MessageBuilder::new()
        .header("Date", Date::new(seconds))
        .header("Message-ID", MessageId::new(id.as_str()))
        .header("From", Address::new_address(Some(company), settings.from.to_string()))
        .header("To", Address::new_address(None::<&str>, draft.to.to_string()))
        .subject(one_line(&draft.subject));
    if let Some(reply_to) = draft.reply_to {
        let reply_to = Address::new_address(None::<&str>, reply_to.to_string());
        builder = builder.header("Reply-To", reply_to);
    }
    let earlier: Vec<_> = delivery.thread.earlier.iter().filter_map(|id| Id::parse(id)).collect();
    if let Some(latest) = earlier.last() {
        let skipped = 1..earlier.len().saturating_sub(MAX_REFERENCES - 1).max(1);
        let kept = earlier.iter().enumerate().filter(|(place, _)| !skipped.contains(place));
        let references = kept.map(|(_, id)| id.at(domain));
        builder = builder
            .header("In-Reply-To", MessageId::new(latest.at(domain)))
            .header("References", MessageId::new_list(references));
    }
    let raw = builder
        .header("Auto-Submitted", Raw::new(draft.automatic))
        // What Microsoft's servers heed instead.
        .header("X-Auto-Response-Suppress", Raw::new("All"))
        .text_body(lines(&draft.body))
        .write_to_vec()
        .ok()?;
    Some(Letter { from: settings.from.clone(), to: draft.to, raw, id })
}

/// On several lines, without control characters.
fn lines(text: &str) -> String {
    let shown = |character: &char| matches!(character, '\n' | '\t') || !character.is_control();
    text.replace("\r\n", "\n").chars().filter(shown).collect()
}

/// On one line, without anything that a header or a reader could take for more than text.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .take(4 * MAX_LINE)
        .collect();
    let words: Vec<_> = plain.split_whitespace().collect();
    words.join(" ").chars().take(MAX_LINE).collect()
}

/// A word of e-mail to the visitor.
fn word(conversation: &Conversation, word: Word) -> &str {
    let english = || words::mail::table("en").map_or("", |table| table[word as usize]);
    conversation.mail.get(word as usize).map_or_else(english, AsRef::as_ref)
}
