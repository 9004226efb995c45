//! Following the conversation: reading it, hearing of changes, and erasing it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Math;
use protocol::conversation::{Author, Conversation};

use super::{Panel, Part};
use crate::api;
use crate::state::{self, Verdict, pause_before};
use crate::store::Key;
use crate::words::Word;

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
            Err(Verdict::Later) => self.change(Part::Conversation, |state| state.lost = true),
            Err(Verdict::Mend(_) | Verdict::Tell(_)) => self.tell(Word::ErrorServer),
        }
    }

    /// Shows what the edge says of the conversation, and announces an answer that came just now.
    fn take(self, conversation: Conversation) {
        let known = self.read(|state| state.conversation.as_ref().map(state::last_answer));
        let news = known.is_some_and(|known| state::last_answer(&conversation) > known);
        if news {
            let latest = conversation.messages.iter().rfind(|message| message.from == Author::Team);
            self.say(match latest.and_then(|message| message.name.as_deref()) {
                Some(name) => {
                    self.words(|words| words.fill(Word::LiveNewAnswer, &[("name", name)]))
                }
                None => self.word(Word::LiveNewAnswerTeam),
            });
        }
        self.change(Part::Conversation, |state| {
            state.conversation = Some(conversation);
            state.lost = false;
            state.just_sent &= !news;
        });
        self.seen();
    }
}
