//! Articles of a ticket: which of them are ours, and which are answers to the visitor.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::api::User;
use super::text;
use crate::event::{Written, display_name};

/// An article, from the webhook or from the API.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Article {
    pub(super) id: Option<u64>,
    pub(super) ticket_id: Option<u64>,
    sender: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    internal: Option<bool>,
    body: Option<String>,
    content_type: Option<String>,
    from: Option<String>,
    created_by: Option<Person>,
    #[serde(default)]
    preferences: Preferences,
    attachments: Option<Vec<Attachment>>,
}

/// Who wrote: a whole user in the webhook, a login in the API.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Person {
    Whole(User),
    Other(IgnoredAny),
}

#[derive(Clone, Debug, Deserialize)]
struct Attachment {
    filename: Option<String>,
}

/// What Zammad keeps with an article for those who made it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Preferences {
    Ours { askhours: String },
    Other(IgnoredAny),
}

impl Default for Preferences {
    fn default() -> Self {
        Self::Other(IgnoredAny)
    }
}

impl Article {
    /// The id of the delivery that has made it.
    pub(super) fn delivery(&self) -> Option<&str> {
        match &self.preferences {
            Preferences::Ours { askhours } => Some(askhours),
            Preferences::Other(_) => None,
        }
    }

    /// Whether it may be an answer to the visitor: public, and written by an agent. An e-mail went to somebody whom
    /// the agent has chosen, a note of a telephone call is none, and what we have written ourselves neither, even if somebody has made our note public.
    pub(super) fn is_answer(&self) -> bool {
        self.sender.as_deref() == Some("Agent")
            && self.internal == Some(false)
            && matches!(self.kind.as_deref(), Some("note" | "web"))
            && self.delivery().is_none()
    }

    /// What was written; nothing where it says nothing.
    pub(super) fn written(&self) -> Option<Written> {
        let body = self.body.as_deref().unwrap_or_default();
        let html = self.content_type.as_deref().is_some_and(|kind| kind.contains("html"));
        let (text, quoted) = if html { text::plain(body) } else { (body.trim().to_owned(), None) };
        let files = self.attachments.iter().flatten();
        let attachments: Vec<_> = files.filter_map(|file| file.filename.clone()).collect();
        if text.is_empty() && attachments.is_empty() {
            return None;
        }
        let remote = self.id?.to_string();
        Some(Written { remote, text, quoted, attachments, author: self.author() })
    }

    fn author(&self) -> Option<String> {
        let whole = match &self.created_by {
            Some(Person::Whole(User { firstname, lastname, .. })) => {
                let names = [firstname.as_deref(), lastname.as_deref()].into_iter().flatten();
                let names: Vec<_> = names.map(str::trim).filter(|name| !name.is_empty()).collect();
                display_name(&names.join(" "))
            }
            _ => None,
        };
        whole.or_else(|| self.from.as_deref().and_then(sender_name))
    }
}

/// The name in `"Grace Hopper via Nordwind" <desk@nordwind.example>`. Zammad puts the address's own name behind `via`.
fn sender_name(from: &str) -> Option<String> {
    let name = from.split('<').next().unwrap_or_default().trim().trim_matches('"');
    let name = name.split(" via ").next().unwrap_or_default().trim();
    display_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_a_name_without_an_address() {
        for (from, expected) in [
            ("Grace Hopper", Some("Grace Hopper")),
            ("\"Grace Hopper via Nordwind\" <desk@nordwind.example>", Some("Grace Hopper")),
            ("Nordwind <desk@nordwind.example>", Some("Nordwind")),
            ("grace@nordwind.example", None),
            ("<grace@nordwind.example>", None),
            ("", None),
        ] {
            assert_eq!(sender_name(from).as_deref(), expected, "{from}");
        }
    }
}
