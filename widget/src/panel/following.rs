//! Following the conversation: reading it, hearing of changes, and erasing it.

use std::cell::Cell;
use std::rc::Rc;

use protocol::conversation::{Author, Conversation};

use super::{Panel, Part};
use crate::state::{self, Verdict};
use crate::store::Key;
use crate::words::Word;
use crate::{api, browser, live};

impl Panel {
    /// Erases the conversation for both sides.
    pub(crate) fn erase(self) {
        self.spawn(async move {
            let Some(key) = self.key() else { return };
            match api::erase(&self.edge(), &key).await.map_err(|failure| failure.verdict(true)) {
                Ok(()) | Err(Verdict::Gone) => self.leave(Word::Erased),
                Err(Verdict::Later) => self.tell(Word::ErrorNetwork),
                Err(Verdict::Tell(word)) => self.tell(word),
                Err(Verdict::Mend(_)) => self.tell(Word::ErrorServer),
            }
        });
    }

    /// Reads the conversation and follows it until it is left.
    pub(super) async fn follow(self) {
        let mut attempt = 0;
        while let Some(key) = self.key() {
            if self.read(|state| state.conversation.is_none()) {
                self.read_conversation(key.clone()).await;
            }
            let reached = Rc::new(Cell::new(false));
            let (edge, again, stood) = (self.edge(), key.clone(), Rc::clone(&reached));
            live::listen(&edge, &key, move || {
                stood.set(true);
                self.spawn(self.read_conversation(again.clone()));
            })
            .await;
            if self.key().is_none_or(|now| now.id != key.id) {
                return;
            }
            self.change(Part::Conversation, |state| state.lost = true);
            attempt = if reached.get() { 0 } else { attempt + 1 };
            browser::pause(attempt, drop).await;
        }
    }

    async fn read_conversation(self, key: Key) {
        match api::read(&self.edge(), &key).await.map_err(|failure| failure.verdict(true)) {
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
                Some(name) => self.words(|words| words.fill(Word::LiveNewAnswer, &[("name", name)])),
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
