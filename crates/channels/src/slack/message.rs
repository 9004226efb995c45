//! One message of Slack, and whether it is for the visitor.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Settings;
use super::plain::plain;
use super::rich_text::plain_beside;
use crate::event::{Written, display_name};

/// The kind of our metadata.
pub(super) const METADATA: &str = "askhours_message";

/// What marks a message that stays in the team, at its beginning.
const INTERNAL: [&str; 2] = [":lock:", "\u{1f512}"];

/// Slack's own program, which is a user without being a bot.
const SLACKBOT: &str = "USLACKBOT";

/// A message of Slack, with what is read of it.
#[derive(Deserialize)]
pub(super) struct Message {
    pub(super) ts: String,
    pub(super) thread_ts: Option<String>,
    subtype: Option<String>,
    user: Option<String>,
    pub(super) bot_id: Option<String>,
    app_id: Option<String>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    files: Vec<File>,
    user_profile: Option<Profile>,
    metadata: Option<Metadata>,
    #[serde(default)]
    pub(super) blocks: Vec<Value>,
}

#[derive(Deserialize)]
struct File {
    name: Option<String>,
    title: Option<String>,
}

/// What is told of a member of another workspace who shares the channel.
#[derive(Deserialize)]
struct Profile {
    display_name: Option<String>,
    real_name: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    event_type: Option<String>,
    #[serde(default)]
    event_payload: BTreeMap<String, Value>,
}

impl Message {
    /// The message in one of Slack's objects; nothing where it is none.
    pub(super) fn read(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }

    /// What a person wrote in a thread for the visitor, with the thread's name; nothing where it is anything else.
    /// What a program has posted is not passed on, ours included: it does not come back as an answer.
    pub(super) fn answer(&self, settings: &Settings) -> Option<(&str, Written)> {
        let thread =
            self.thread_ts.as_deref().filter(|thread| *thread != self.ts && is_ts(thread))?;
        let user = self.user.as_deref()?;
        // A reply that is also shown in the channel, and one with files, are replies all the same.
        let newly =
            matches!(self.subtype.as_deref(), None | Some("file_share" | "thread_broadcast"));
        let person = self.bot_id.is_none() && self.app_id.is_none() && user != SLACKBOT;
        if !newly || !person || self.hidden || !is_ts(&self.ts) {
            return None;
        }
        let typed = plain_beside(&self.text, &self.blocks, &settings.names);
        let text = typed.unwrap_or_else(|| plain(&self.text, &settings.names));
        if INTERNAL.iter().any(|mark| text.trim_start().starts_with(mark)) {
            return None;
        }
        let attachments: Vec<_> = self.files.iter().filter_map(File::name).collect();
        if text.trim().is_empty() && attachments.is_empty() {
            return None;
        }
        let author =
            settings.names.get(user).cloned().or_else(|| self.user_profile.as_ref()?.name());
        Some((thread, Written { remote: self.ts.clone(), text, quoted: None, attachments, author }))
    }

    /// Whether it is what we have posted for the delivery.
    pub(super) fn is_of(&self, delivery: &str) -> bool {
        self.bot_id.is_some()
            && self.metadata.as_ref().is_some_and(|metadata| {
                metadata.event_type.as_deref() == Some(METADATA)
                    && metadata.event_payload.get("delivery").is_some_and(|id| id == delivery)
            })
    }
}

impl File {
    fn name(&self) -> Option<String> {
        let told = [&self.name, &self.title].into_iter().flatten();
        told.map(|name| name.trim()).find(|name| !name.is_empty()).map(str::to_owned)
    }
}

impl Profile {
    fn name(&self) -> Option<String> {
        [&self.display_name, &self.real_name]
            .into_iter()
            .flatten()
            .find_map(|name| display_name(name))
    }
}

/// One of Slack's timestamps, which name messages: seconds, a full stop, and six digits.
pub(super) fn is_ts(text: &str) -> bool {
    text.split_once('.').is_some_and(|(seconds, rest)| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (1..=12).contains(&seconds.len()) && rest.len() == 6 && digits(seconds) && digits(rest)
    })
}
