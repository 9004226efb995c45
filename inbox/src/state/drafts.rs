//! What is being written in each conversation, and how its sending stands.
//!
//! Each text goes out under a key of its own, which it keeps through all tries:
//! what was sent twice by a shaky line is stored once.

use std::collections::BTreeMap;

use conversation::text::MAX_TEXT;

/// What an agent writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To the visitor.
    #[default]
    Reply,
    /// To the team.
    Note,
}

/// A text on its way, with the key of all its tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// What it is.
    pub(crate) kind: Kind,
    /// The idempotency key.
    pub(crate) key: String,
    /// The text.
    pub(crate) text: String,
}

/// How sending stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sending {
    /// Nothing is on its way.
    #[default]
    Idle,
    /// A text is on its way.
    UnderWay,
    /// The latest try failed.
    Failed(Refusal),
}

/// Why a text was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is nothing but white space.
    Empty,
    /// There are more than [`MAX_TEXT`] characters.
    TooLong,
    /// The edge could not be reached or would not take it.
    NotSent,
}

/// What is being written in one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    kind: Kind,
    reply: String,
    note: String,
    outgoing: Option<Outgoing>,
    sending: Sending,
}

impl Draft {
    /// Which of the two is being written.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// How sending stands.
    pub(crate) fn sending(&self) -> Sending {
        self.sending
    }

    /// The text of the kind that is being written.
    pub(crate) fn text(&self) -> &str {
        self.text_of(self.kind)
    }

    fn text_of(&self, kind: Kind) -> &str {
        match kind {
            Kind::Reply => &self.reply,
            Kind::Note => &self.note,
        }
    }

    /// Whether anything has been written.
    pub(crate) fn is_empty(&self) -> bool {
        self.reply.trim().is_empty() && self.note.trim().is_empty()
    }

    /// How many characters may still be written; negative where there are too many.
    pub(crate) fn characters_left(&self) -> i64 {
        let length = self.text().trim().chars().count();
        i64::try_from(MAX_TEXT).unwrap_or(i64::MAX) - i64::try_from(length).unwrap_or(i64::MAX)
    }

    /// Takes what was typed.
    pub(crate) fn write(&mut self, text: String) {
        match self.kind {
            Kind::Reply => self.reply = text,
            Kind::Note => self.note = text,
        }
        if matches!(self.sending, Sending::Failed(_)) {
            self.sending = Sending::Idle;
        }
    }

    /// Turns to the other kind; what is on its way goes first.
    pub(crate) fn turn(&mut self, kind: Kind) {
        if self.sending != Sending::UnderWay && self.kind != kind {
            self.kind = kind;
            self.sending = Sending::Idle;
        }
    }

    /// Begins to send: gives what goes out, under the key of its earlier tries
    /// where it is the same text, else under `new_key`. Nothing goes out twice at once.
    pub(crate) fn send(&mut self, new_key: impl FnOnce() -> String) -> Option<Outgoing> {
        if self.sending == Sending::UnderWay {
            return None;
        }
        let text = self.text().trim().to_owned();
        if text.is_empty() || self.characters_left() < 0 {
            let refusal = if text.is_empty() { Refusal::Empty } else { Refusal::TooLong };
            self.sending = Sending::Failed(refusal);
            return None;
        }
        let same = |earlier: &Outgoing| earlier.kind == self.kind && earlier.text == text;
        let key = self.outgoing.take().filter(same).map_or_else(new_key, |earlier| earlier.key);
        let outgoing = Outgoing { kind: self.kind, key, text };
        self.outgoing = Some(outgoing.clone());
        self.sending = Sending::UnderWay;
        Some(outgoing)
    }

    /// It was stored.
    pub(crate) fn sent(&mut self, kind: Kind) {
        match kind {
            Kind::Reply => self.reply.clear(),
            Kind::Note => self.note.clear(),
        }
        self.outgoing = None;
        self.sending = Sending::Idle;
    }

    /// It was not stored, or nobody knows.
    pub(crate) fn not_sent(&mut self) {
        self.sending = Sending::Failed(Refusal::NotSent);
    }

    /// The draft for the tab's storage: a head line with kind, key and lengths in
    /// bytes, and behind it the texts. Nothing where nothing is to be kept.
    pub(crate) fn to_stored(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let kind = |kind| if kind == Kind::Note { "note" } else { "reply" };
        // The key belongs to the text that went out under it: once changed, it needs another.
        let unchanged = |out: &&Outgoing| self.text_of(out.kind).trim() == out.text;
        let (out, key) = self
            .outgoing
            .as_ref()
            .filter(unchanged)
            .map_or(("", ""), |outgoing| (kind(outgoing.kind), outgoing.key.as_str()));
        let (reply, note) = (&self.reply, &self.note);
        Some(format!("{} {} {out} {key}\n{reply}{note}", kind(self.kind), reply.len()))
    }

    /// Reads what [`Self::to_stored`] wrote; nothing where it was not that.
    pub(crate) fn from_stored(stored: &str) -> Option<Self> {
        let kind = |name: &str| match name {
            "reply" => Some(Kind::Reply),
            "note" => Some(Kind::Note),
            _ => None,
        };
        let (head, texts) = stored.split_once('\n')?;
        let mut head = head.split(' ');
        let current = kind(head.next()?)?;
        let (reply, note) = texts.split_at_checked(head.next()?.parse().ok()?)?;
        let mut draft = Self {
            kind: current,
            reply: reply.to_owned(),
            note: note.to_owned(),
            ..Self::default()
        };
        if let (Some(out), Some(key)) = (head.next().and_then(kind), head.next()) {
            let text = draft.text_of(out).trim().to_owned();
            draft.outgoing = Some(Outgoing { kind: out, key: key.to_owned(), text });
        }
        Some(draft)
    }
}

/// The drafts of all conversations that were opened in this tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drafts {
    drafts: BTreeMap<String, Draft>,
}

impl Drafts {
    /// A conversation's draft.
    pub(crate) fn get(&self, id: &str) -> Option<&Draft> {
        self.drafts.get(id)
    }

    /// A conversation's draft, to change it.
    pub(crate) fn of(&mut self, id: &str) -> &mut Draft {
        self.drafts.entry(id.to_owned()).or_default()
    }

    /// Takes a draft from the tab's storage, unless there is a newer one.
    pub(crate) fn restore(&mut self, id: &str, draft: Draft) {
        self.drafts.entry(id.to_owned()).or_insert(draft);
    }

    /// Whether something has been written in a conversation and not been sent.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.get(id).is_some_and(|draft| !draft.is_empty())
    }
}

#[cfg(test)]
mod tests;
