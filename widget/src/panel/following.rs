//! Following the conversation: reading it, hearing of changes, and erasing it.

use std::cell::Cell;
use std::mem;
use std::rc::Rc;

use js_sys::Math;
use protocol::conversation::{Author, Conversation, ConversationState};

use super::{Panel, Part, State};
use crate::api;
use crate::state::{self, Verdict, View, pause_before};
use crate::store::{self, Key};
use crate::words::{Word, joined};

impl Panel {
    /// Erases the conversation for both sides.
    pub(crate) fn erase(self) {
        self.spawn(async move {
            let Some(key) = self.key() else { return };
            // The edge tells this panel's own socket too, and what is erased cannot be read.
            self.inner().erasing.set(true);
            let erased = api::erase(&self.host(), &key).await;
            self.inner().erasing.set(false);
            match erased.map_err(|failure| failure.verdict(true)) {
                Ok(()) | Err(Verdict::Gone) => self.leave(Word::Erased),
                Err(Verdict::Later) => self.tell(Word::ErrorNetwork),
                Err(Verdict::Tell(word)) => self.tell(word),
                Err(Verdict::Mend(_)) => self.tell(Word::ErrorServer),
            }
        });
    }

    /// Follows the conversation until it is left: reads it, and again at each event. Where no socket
    /// stands, it is read from time to time.
    pub(super) async fn follow(self) {
        let mut attempt = 0;
        while let Some(key) = self.key() {
            self.spawn(self.read_conversation(key.clone()));
            let stood = Rc::new(Cell::new(false));
            let (again, standing) = (key.clone(), Rc::clone(&stood));
            api::listen(&self.host(), &key, move || {
                standing.set(true);
                self.spawn(self.read_conversation(again.clone()));
            })
            .await;
            if self.key().is_none_or(|now| now.id != key.id) {
                return;
            }
            attempt = if stood.get() { 0 } else { attempt + 1 };
            self.host().pause(pause_before(attempt, Math::random())).await;
        }
    }

    async fn read_conversation(self, key: Key) {
        if self.inner().erasing.get() {
            return;
        }
        let read = api::read(&self.host(), &key).await;
        if self.inner().erasing.get() || self.key().is_none_or(|now| now.id != key.id) {
            return;
        }
        match read.map_err(|failure| failure.verdict(true)) {
            Ok(conversation) => self.take(conversation),
            Err(Verdict::Gone) => self.leave(Word::ErrorUnknownConversation),
            Err(Verdict::Later) => {
                let new =
                    self.change(Part::Conversation, |state| !mem::replace(&mut state.lost, true));
                if new && self.host().visible() {
                    self.say(self.word(Word::Reconnecting));
                }
            }
            Err(Verdict::Mend(_) | Verdict::Tell(_)) => self.tell(Word::ErrorServer),
        }
    }

    /// Shows what the edge says of the conversation, and announces what came just now: an answer, or its end.
    fn take(self, conversation: Conversation) {
        let known = self.read(|state| {
            let known = state.conversation.as_ref();
            known.map(|known| (state::last_answer(known), known.state))
        });
        let news = known.is_some_and(|(answer, _)| state::last_answer(&conversation) > answer);
        let closed = ConversationState::Closed;
        if news {
            let latest = conversation.messages.iter().rfind(|message| message.from == Author::Team);
            let from = match latest.and_then(|message| message.name.as_deref()) {
                Some(name) => {
                    self.words(|words| words.fill(Word::LiveNewAnswer, &[("name", name)]))
                }
                None => self.word(Word::LiveNewAnswerTeam),
            };
            let text = latest.map(|message| message.text.as_str()).unwrap_or_default();
            self.say(joined(&[&from, ": ", text]));
        } else if conversation.state == closed && known.is_some_and(|(_, state)| state != closed) {
            self.say(self.word(Word::ClosedNotice));
        }
        // With an answer, the confirmation goes. The region takes its place: it is where the answer stands, and raises no
        // phone's keyboard.
        if news && self.host().has(".confirmation :focus") {
            self.focus(".scroll");
        }
        self.change(Part::Conversation, |state| {
            state.conversation = Some(conversation);
            state.lost = false;
            state.just_sent &= !news;
        });
        self.seen();
        self.tell_page();
    }

    /// Tells the page of answers of which it was not told, each once.
    fn tell_page(self) {
        let inner = self.inner();
        let mut news = Vec::new();
        let mut state = inner.state.borrow_mut();
        let State { conversation: Some(conversation), key: Some(key), .. } = &mut *state else {
            return;
        };
        let told = key.told;
        for answer in conversation.messages.iter().filter(|message| state::tells(message, told)) {
            key.told = answer.sent_at;
            news.push(answer.name.clone());
        }
        if !news.is_empty() {
            store::note(&inner.host, key);
        }
        let id = key.id.clone();
        // The page may do anything then, with the panel too.
        drop(state);
        for name in news {
            inner.host.emit("answer", &id, name.as_deref());
        }
    }

    /// Asks whether the conversation shall be erased, or no longer.
    pub(crate) fn ask_to_erase(self, asked: bool) {
        self.change(Part::Erasing, |state| state.erasing = asked);
        self.focus(if asked { ".question" } else { ".erase" });
    }

    /// The visitor looks at the panel: the answers in it have been seen.
    pub(crate) fn seen(self) {
        let inner = self.inner();
        let mut state = inner.state.borrow_mut();
        let answer = state.conversation.as_ref().and_then(state::last_answer).unwrap_or_default();
        let Some(key) = &mut state.key else { return };
        let new = answer > key.seen;
        let visible = inner.host.visible();
        if visible && new {
            key.seen = answer;
            store::note(&inner.host, key);
            let key = key.clone();
            self.spawn(async move { api::see(&self.host(), &key).await });
        }
        if visible || new {
            inner.host.unread(!visible);
        }
    }

    /// Goes back to the form: the conversation is no more.
    pub(super) fn leave(self, word: Word) {
        self.host().hang_up();
        let key = self.change(Part::Queue, |state| {
            state.queue.retain(|unsent| unsent.to.is_none());
            state.erasing = false;
            state.key.take()
        });
        self.keep_queue();
        if let Some(key) = key {
            store::forget_key(&self.inner().host, &key.id);
        }
        self.write_message(String::new());
        self.change(Part::Conversation, |state| state.conversation = None);
        self.show(View::Form);
        self.tell(word);
    }
}
