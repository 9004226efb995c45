//! An e-mail that has come: to which conversation it belongs, and what somebody has written in it.

use mail_parser::{
    Address, ContentType, HeaderName, HeaderValue, Message, MessageParser, MessagePart,
    MimeHeaders, PartType,
};
use sha2::{Digest as _, Sha256};

use super::compose::is_delivery;
use super::quotation::{Folded, fold};
use super::{Settings, address, automatic, html};
use crate::event::{What, Whose, Written, display_name};
use crate::{Event, EventError, MAX_MAIL, News};

/// As much of an e-mail's text is read, in bytes: ten of the longest messages, quotations included. What is longer
/// stays where it is, in the mailbox of the one who wrote it.
const MAX_TEXT: usize = 200_000;
/// As much HTML is read to find that text, in bytes.
const MAX_HTML: usize = 1_000_000;
/// As many files are listed.
const MAX_FILES: usize = 50;
/// The longest name of a file, in characters.
const MAX_FILE_NAME: usize = 120;
/// As many of the messages that an e-mail answers are looked for.
const MAX_ANSWERED: usize = 40;
/// The longest Message-ID that is kept as it is, in characters.
const MAX_MESSAGE_ID: usize = 200;
/// Headers in which a server notes for whom an e-mail was, before those that its writer has filled in.
const DELIVERED_TO: [&str; 4] = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To"];

/// Signatures and keys are no files for a reader.
const SIGNATURES: [(&str, &str); 4] = [
    ("application", "pgp-signature"),
    ("application", "pgp-keys"),
    ("application", "pkcs7-signature"),
    ("application", "x-pkcs7-signature"),
];

/// Takes an e-mail whose sender nobody has verified but by the token that it knows: `raw` as it was received, with
/// what the mail server noted of the envelope in `Return-Path`, `X-Original-To` and their like. An e-mail that nobody
/// has written has no news.
///
/// # Errors
/// Where it is too large, is no e-mail, or belongs to no conversation.
pub fn received(settings: &Settings, raw: &[u8]) -> Result<Event, EventError> {
    if raw.len() > MAX_MAIL {
        return Err(EventError::TooLarge(MAX_MAIL));
    }
    let message = MessageParser::default().parse(raw).filter(|message| !message.parts.is_empty());
    let message = message.ok_or(EventError::Body("it must be an e-mail as it was received"))?;
    if automatic::is_automatic(settings, &message) {
        return Ok(Event::default());
    }
    let of = whose(settings, &message);
    let of = of.ok_or(EventError::Body("it is no answer to one of our messages"))?;
    let news = written(&message, raw).map(|written| News { of, what: What::Written(written) });
    Ok(Event { id: None, news: news.into_iter().collect(), answer: None })
}

/// A header of the whole e-mail on one line, unless it is of no use.
pub(super) fn header<'x>(message: &'x Message<'_>, name: &str) -> Option<&'x str> {
    let mut raw = message.headers_raw();
    raw.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// By the token in an address, else by the message that is answered.
fn whose(settings: &Settings, message: &Message<'_>) -> Option<Whose> {
    let token = |text: &str| settings.reply_to.token_of(text.trim_matches(['<', '>', ' ']));
    let noted = || {
        let headers = message
            .headers_raw()
            .filter(|(name, _)| DELIVERED_TO.iter().any(|noted| noted.eq_ignore_ascii_case(name)));
        headers.into_iter().find_map(|(_, value)| token(value.trim()))
    };
    let written = || {
        [HeaderName::To, HeaderName::Cc, HeaderName::ResentTo].into_iter().find_map(|name| {
            let values = message.header_values(name).filter_map(HeaderValue::as_address);
            values.flat_map(Address::iter).filter_map(|address| address.address()).find_map(token)
        })
    };
    if let Some(token) = noted().or_else(written) {
        return Some(Whose::Token(token));
    }
    let answered = answered(settings, message);
    (!answered.is_empty()).then_some(Whose::Sent(answered))
}

/// The deliveries that are answered, the nearest first.
fn answered(settings: &Settings, message: &Message<'_>) -> Vec<String> {
    let nearest = ids(message, &HeaderName::InReplyTo);
    let others = ids(message, &HeaderName::References).into_iter().rev();
    let mut answered: Vec<String> = Vec::new();
    for id in nearest.into_iter().chain(others).take(MAX_ANSWERED) {
        let Some((local, domain)) = id.rsplit_once('@') else { continue };
        let ours = is_delivery(local) && domain.eq_ignore_ascii_case(settings.from.domain());
        if ours && !answered.iter().any(|other| other == local) {
            answered.push(local.to_owned());
        }
    }
    answered
}

fn ids<'x>(message: &'x Message<'_>, name: &HeaderName<'static>) -> Vec<&'x str> {
    message
        .parts
        .first()
        .into_iter()
        .flat_map(|part| &part.headers)
        .filter(|header| header.name == *name)
        .flat_map(|header| match &header.value {
            HeaderValue::Text(id) => vec![id.as_ref()],
            HeaderValue::TextList(ids) => ids.iter().map(AsRef::as_ref).collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// What somebody has written; nothing where there is neither text nor a file.
fn written(message: &Message<'_>, raw: &[u8]) -> Option<Written> {
    let Folded { text, quoted } = fold(&body(message));
    let attachments: Vec<_> = message.attachments().filter_map(file).take(MAX_FILES).collect();
    if text.is_empty() && attachments.is_empty() {
        return None;
    }
    let from = message.from().and_then(Address::first);
    let author = from.and_then(|from| from.name()).and_then(display_name);
    Some(Written { remote: remote(message, raw), text, quoted, attachments, author })
}

/// The Message-ID, which stays the same when an e-mail comes twice.
fn remote(message: &Message<'_>, raw: &[u8]) -> String {
    let id = message.message_id().unwrap_or_default().trim();
    let plain = id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && (1..=MAX_MESSAGE_ID).contains(&id.len()) {
        return id.to_owned();
    }
    let digest = Sha256::digest(raw);
    digest.iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// The text of an e-mail: that of all its parts that are to be read one after the other.
fn body(message: &Message<'_>) -> String {
    let mut body = String::new();
    for part in message.text_bodies() {
        if body.len() >= MAX_TEXT {
            break;
        }
        let text = match &part.body {
            PartType::Text(text) => plain(part, text),
            PartType::Html(page) => html::to_text(cut(page, MAX_HTML), MAX_TEXT),
            _ => continue,
        };
        if !body.is_empty() {
            body.truncate(body.trim_end().len());
            body.push_str("\n\n");
        }
        body.push_str(cut(&text, MAX_TEXT - body.len().min(MAX_TEXT)));
    }
    cleaned(&address::unmarked(&body))
}

/// Plain text, whose lines were perhaps broken to be joined again (RFC 3676).
fn plain(part: &MessagePart<'_>, text: &str) -> String {
    let text = cut(text, MAX_TEXT).replace("\r\n", "\n").replace('\r', "\n");
    let kind = part.content_type();
    let attribute = |name: &str, value: &str| {
        let given = kind.and_then(|kind| kind.attribute(name));
        given.is_some_and(|given| given.eq_ignore_ascii_case(value))
    };
    if attribute("format", "flowed") { joined(&text, attribute("delsp", "yes")) } else { text }
}

fn joined(text: &str, delete_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    // The depth of quotation of the paragraph that goes on.
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let (marks, rest) = line.split_at(depth);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let is_signature = rest == "-- ";
        if open != Some(depth) || is_signature {
            if !joined.is_empty() {
                joined.push('\n');
            }
            joined.push_str(marks);
            if depth > 0 && !rest.is_empty() {
                joined.push(' ');
            }
        }
        let flows = rest.ends_with(' ') && !is_signature;
        joined.push_str(if flows && delete_space { rest.trim_end_matches(' ') } else { rest });
        open = flows.then_some(depth);
    }
    joined
}

/// Without what is not to be seen: control characters, and what reorders the text around it.
fn cleaned(text: &str) -> String {
    let shown = |character: &char| {
        let reorders = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        matches!(character, '\n' | '\t') || !(character.is_control() || reorders)
    };
    text.replace("\r\n", "\n").replace('\u{a0}', " ").chars().filter(shown).collect()
}

/// The name of a file; nothing for what belongs to the text, such as a logo in a signature.
fn file(part: &MessagePart<'_>) -> Option<String> {
    let kind = part.content_type();
    let is = |(kind, subtype): &(&str, &str)| part.is_content_type(kind, subtype);
    let inline = part.content_disposition().is_some_and(ContentType::is_inline);
    let is_picture = kind.is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"));
    if SIGNATURES.iter().any(is) || (part.content_id().is_some() && inline && is_picture) {
        return None;
    }
    let name = part.attachment_name().map(str::to_owned).or_else(|| {
        let kind = kind?;
        Some(format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")))
    });
    let name = cleaned(&name.unwrap_or_default()).replace(['\n', '\t'], " ");
    let name: String = name.trim().chars().take(MAX_FILE_NAME).collect();
    Some(if name.is_empty() { "?".to_owned() } else { name })
}

/// The beginning of a text, at most so many bytes.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
