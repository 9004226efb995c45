//! What happened on the channels' side, told by their services or found by a sweep: taken once, and brought to both
//! sides.

use channels::News;
use channels::event::{What, Whose, Written};
use conversation::state::{State, Step};
use conversation::text::QuestionText;
use protocol::inbox::Entry;
use protocol::live::VisitorEvent;
use protocol::question::Promise;
use words::mail::Word;

use super::actions::{self, TeamReply};
use super::conversations::{self, FromVisitor, standing, visible};
use super::outbox::queue;
use super::settings::Settings;
use super::sql::values;
use super::threads::{self, Owner};
use super::{Site, inbox, live, messages};
use crate::problem::ApiResult;

/// How news came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The service told it by itself.
    Event,
    /// It was asked. What it says of the state may be older than what we know.
    Sweep {
        /// Whether that is so.
        outdated: bool,
    },
}

/// What of news was stored, of which both sides are told once it is on disk.
#[derive(Debug)]
pub(super) enum Stored {
    /// An agent's reply.
    Reply(String, Entry),
    /// The visitor's message.
    Message(String, Entry, State, Option<i64>),
    /// A step.
    Step(String, State),
}

/// Stores news of a channel, in a transaction of the caller.
///
/// # Errors
/// Where a channel speaks for a conversation that it has no part in, or replies to spam.
pub(super) fn store(
    site: &Site,
    settings: &Settings,
    channel: &str,
    news: &[News],
    source: Source,
    now: i64,
) -> ApiResult<Vec<Stored>> {
    let mut stored = Vec::new();
    for News { of, what } in news {
        let Some(owner) = threads::owner(&site.sql, channel, of)? else { continue };
        match what {
            // A batch that is refused comes again with all that it holds, and nothing after it. The one that cannot be
            // taken is found by a sweep once the conversation is no spam any more.
            What::Written(_) if matches!(of, Whose::Place(_)) && is_spam(site, &owner)? => {}
            What::Written(text) => written(site, settings, &owner, text, now, &mut stored)?,
            // Visitors take no steps.
            _ if owner.visitor => {}
            What::Closed => step(site, settings, &owner, Step::Close, source, now, &mut stored)?,
            What::Opened => {
                let reopened = Step::Reopen(standing(&site.sql, &owner.conversation)?.last_word);
                step(site, settings, &owner, reopened, source, now, &mut stored)?;
            }
        }
    }
    Ok(stored)
}

/// Tells both sides.
pub(super) fn tell(site: &Site, stored: Vec<Stored>) -> ApiResult<()> {
    for told in stored {
        match told {
            Stored::Reply(conversation, entry) => {
                actions::tell_of_reply(site, &conversation, &entry)?;
            }
            Stored::Message(conversation, entry, state, answer_by) => {
                if let Some(message) = messages::for_visitor(entry) {
                    let (state, promise) = (visible(state), Promise { answer_by });
                    let event = VisitorEvent::Message { message, state, promise };
                    live::tell_visitor(site, &conversation, &event)?;
                }
                live::inbox_changed(site, &inbox::summary(&site.sql, &conversation)?)?;
            }
            Stored::Step(conversation, state) => {
                actions::tell_of_step(site, &conversation, state)?;
            }
        }
    }
    Ok(())
}

fn is_spam(site: &Site, owner: &Owner) -> ApiResult<bool> {
    Ok(standing(&site.sql, &owner.conversation)?.state == State::Spam)
}

/// Stores what an agent or the visitor wrote.
fn written(
    site: &Site,
    settings: &Settings,
    owner: &Owner,
    written: &Written,
    now: i64,
    stored: &mut Vec<Stored>,
) -> ApiResult<()> {
    let conversation = &owner.conversation;
    for (text, remote, quoted) in parts(site, owner, written)? {
        let standing = standing(&site.sql, conversation)?;
        let (channel, remote, text) = (Some(owner.channel.as_str()), Some(&*remote), text.as_str());
        stored.push(if owner.visitor {
            let new = FromVisitor { conversation, channel, remote, quoted, text };
            let (entry, state, answer_by) =
                conversations::store(site, settings, &standing, &new, now)?;
            Stored::Message(conversation.clone(), entry, state, answer_by)
        } else {
            let name = written.author.as_deref();
            let reply = TeamReply { conversation, name, channel, remote, quoted, text };
            let entry = actions::store_reply(site, &standing, &reply, now)?;
            Stored::Reply(conversation.clone(), entry)
        });
    }
    Ok(())
}

/// A step changes nothing where the conversation stands there already.
fn step(
    site: &Site,
    settings: &Settings,
    owner: &Owner,
    step: Step,
    source: Source,
    now: i64,
    stored: &mut Vec<Stored>,
) -> ApiResult<()> {
    let id = &owner.conversation;
    let standing = standing(&site.sql, id)?;
    let closes = step == Step::Close;
    let changes = match standing.state {
        State::Waiting | State::Answered => closes,
        State::Closed => !closes,
        State::Spam => false,
    };
    if !changes || source == (Source::Sweep { outdated: true }) {
        return Ok(());
    }
    let contrary = if closes { queue::OPEN } else { queue::CLOSED };
    if source != Source::Event && has_failed(site, owner, contrary)? {
        return Ok(());
    }
    let state = actions::store_step(site, id, &standing, step)?;
    let to = if closes { queue::CLOSED } else { queue::OPEN };
    queue::step(&site.sql, settings, id, to, Some(&owner.channel), now)?;
    stored.push(Stored::Step(id.clone(), state));
    Ok(())
}

/// Whether the service was told of that step last, and did not take it: then its own state is none of its people's doing.
fn has_failed(site: &Site, owner: &Owner, step: &str) -> ApiResult<bool> {
    let query = "SELECT state, step FROM deliveries WHERE conversation = ? AND channel = ? AND kind = 'step'
                 ORDER BY sequence DESC LIMIT 1";
    let row = site.sql.row(query, values![owner.conversation, owner.channel])?;
    Ok(row.is_some_and(|row| row.text(0) == "failed" && row.text(1) == step))
}

/// The messages that become of what was written, each with the id by which it is known; none where it is known
/// already, is our own, or says nothing. A text that is too long for a message becomes several, of which the last one has
/// what an e-mail quoted.
fn parts<'a>(
    site: &Site,
    owner: &Owner,
    written: &'a Written,
) -> ApiResult<Vec<(QuestionText, String, Option<&'a str>)>> {
    let query = "SELECT 1 FROM messages WHERE conversation = ?1 AND channel = ?2 AND remote = ?3
                 UNION ALL SELECT 1 FROM deliveries WHERE conversation = ?1 AND channel = ?2 AND remote = ?3";
    let known = values![owner.conversation, owner.channel, written.remote];
    if site.sql.row(query, known)?.is_some() {
        return Ok(Vec::new());
    }
    let mut texts = QuestionText::split(&written.text);
    if !written.attachments.is_empty() {
        let notice = attachments(site, &owner.conversation, &written.attachments)?;
        QuestionText::append(&mut texts, &notice);
    }
    let last = texts.len().saturating_sub(1);
    let texts = texts.into_iter().enumerate().map(|(place, text)| {
        let quoted = written.quoted.as_deref().filter(|_| place == last);
        (text, remote(&written.remote, place), quoted)
    });
    Ok(texts.collect())
}

fn remote(remote: &str, place: usize) -> String {
    if place == 0 { remote.to_owned() } else { format!("{remote}#{place}") }
}

/// Says which files were left behind, in the visitor's language.
fn attachments(site: &Site, conversation: &str, names: &[String]) -> ApiResult<String> {
    let query = "SELECT locale FROM conversations WHERE id = ?";
    let row = site.sql.row(query, values![conversation])?;
    let locale = row.map(|row| row.text(0)).unwrap_or_default();
    let settings = site.settings()?;
    let language = settings.language_of(&locale);
    let table = settings.mail_words(language);
    // What came from outside is cleaned; the isolates of our own text stay around it.
    let clean = |name: &String| QuestionText::parse(name).ok();
    let cleaned: Vec<_> = names.iter().filter_map(clean).collect();
    let cleaned: Vec<_> = cleaned.iter().map(QuestionText::as_str).collect();
    let (count, files) = (names.len().to_string(), cleaned.join(words::comma(language)));
    let text = table.get(Word::Files as usize).map_or("", AsRef::as_ref);
    let text = words::counted(text, language, names.len() as u64);
    Ok(words::fill(text, &[("count", &count), ("files", &files)]))
}
