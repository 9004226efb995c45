//! Working off what is unsent, one after the other and each until the edge has answered.

use js_sys::{Date, Math};
use protocol::conversation::{Author, Conversation, ConversationState, Message};

use super::{Panel, Part};
use crate::api;
use crate::outgoing::{self, Progress, Unsent};
use crate::state::{Failure, Verdict, View, pause_before};
use crate::store::{self, Key};
use crate::wire::{self, Json};
use crate::words::Word;

impl Panel {
    /// Sends again what was refused or waits for the connection.
    pub(crate) fn send_again(self, key: &str) {
        self.progress(key, Progress::Going);
        self.say(self.word(Word::Sending));
        self.host().hurry();
        self.spawn(self.send_all());
        // In a conversation, the button that was pressed goes.
        self.focus("#message");
    }

    /// Sends everything that is unsent.
    pub(super) async fn send_all(self) {
        if self.inner().sending.replace(true) {
            return;
        }
        let mut attempt = 0;
        while let Some(unsent) = self.read(|state| outgoing::next(&state.queue).cloned()) {
            let question = unsent.to.is_none();
            let sent = if question {
                self.send_question(&unsent).await
            } else {
                self.send_message(&unsent).await
            };
            let Err(failure) = sent else {
                self.forget(&unsent.key);
                attempt = 0;
                continue;
            };
            match failure.verdict(!question) {
                Verdict::Later => {
                    self.wait(&unsent, attempt).await;
                    attempt += 1;
                }
                Verdict::Mend(errors) if question => {
                    self.forget(&unsent.key);
                    self.mend(errors);
                }
                Verdict::Mend(_) => self.refuse(&unsent.key, Word::ErrorTooLong),
                Verdict::Gone => self.leave(Word::ErrorUnknownConversation),
                Verdict::Tell(word) => self.refuse(&unsent.key, word),
            }
        }
        self.inner().sending.set(false);
    }

    /// Tells that the connection is lost, and waits before the next attempt.
    async fn wait(self, unsent: &Unsent, attempt: u32) {
        self.progress(&unsent.key, Progress::Waiting);
        if attempt == 0 {
            self.say(self.word(self.waiting(unsent.to.is_none())));
        }
        self.host().pause(pause_before(attempt, Math::random())).await;
    }

    fn refuse(self, key: &str, word: Word) {
        self.progress(key, Progress::Refused(word));
        self.say(self.word(word));
    }

    fn forget(self, key: &str) {
        self.change(Part::Queue, |state| state.queue.retain(|unsent| unsent.key != key));
        self.keep_queue();
    }

    async fn send_question(self, unsent: &Unsent) -> Result<(), Failure> {
        let host = self.host();
        let asked = api::ask(&host, &self.site(|site| site.id.clone()), unsent).await?;
        let id = asked.conversation.clone();
        let key = Key { id: asked.conversation, secret: asked.secret, seen: 0, told: 0 };
        store::keep_key(&host, &key);
        store::keep_draft(&host, None);
        // What was sent is shown at once; reading the conversation confirms it.
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
        let sent_at = Date::now() as i64;
        let message = Message {
            id: String::new(),
            from: Author::Visitor,
            name: None,
            text: Json::parse(&unsent.body).text("text").unwrap_or_default(),
            sent_at,
        };
        // An earlier conversation is followed no longer.
        host.hang_up();
        self.change(Part::Conversation, |state| {
            state.conversation = Some(Conversation {
                id: key.id.clone(),
                state: ConversationState::Waiting,
                promise: asked.promise,
                messages: vec![message],
            });
            state.key = Some(key);
            state.just_sent = true;
            // The next question keeps who asks.
            state.draft.text.clear();
            state.draft.topic = None;
        });
        self.change(Part::View, |state| state.view = View::Conversation);
        // Its heading is read out thereby, and with it the promise; that it was being sent is no news then.
        self.say(String::new());
        self.focus(".confirmation h3");
        self.spawn(self.follow());
        host.emit("question", &id, None);
        if asked.verified == Some(false) {
            host.warn();
        }
        Ok(())
    }

    async fn send_message(self, unsent: &Unsent) -> Result<(), Failure> {
        let key = self.key().filter(|key| Some(&key.id) == unsent.to.as_ref());
        // Where another question has taken this conversation's place, it is gone for this tab.
        let gone = Failure::Refused { status: 404, code: String::new(), errors: Vec::new() };
        let key = key.ok_or(gone)?;
        let written = api::write(&self.host(), &key, unsent).await?;
        self.change(Part::Conversation, |state| {
            let Some(conversation) = &mut state.conversation else { return };
            if conversation.messages.iter().all(|message| message.id != written.message.id) {
                conversation.messages.push(written.message);
            }
            conversation.promise = written.promise;
            conversation.state = ConversationState::Waiting;
            state.just_sent = false;
        });
        self.say(self.word(Word::LiveSent));
        Ok(())
    }

    /// The visitor writes a message.
    pub(crate) fn write_message(self, text: String) {
        store::keep_message(&self.inner().host, &text);
        self.change(Part::Message, |state| state.message = text);
    }

    pub(super) fn key(self) -> Option<Key> {
        self.read(|state| state.key.clone())
    }

    /// Writes on in the conversation.
    pub(crate) fn write_on(self) {
        let text = self.read(|state| state.message.trim().to_owned());
        let id = self.read(|state| state.key.as_ref().map(|key| key.id.clone()));
        if !text.is_empty() && id.is_some() {
            self.write_message(String::new());
            self.send(id, wire::to_text(&[("text", Some(&text))]));
        }
        self.focus("#message");
    }

    pub(super) fn send(self, to: Option<String>, body: String) {
        self.change(Part::Queue, |state| {
            outgoing::enqueue(&mut state.queue, to, body, self.inner().host.new_key());
        });
        self.keep_queue();
        self.say(self.word(Word::Sending));
        self.spawn(self.send_all());
    }

    pub(super) fn keep_queue(self) {
        self.read(|state| store::keep_queue(&self.inner().host, &state.queue));
    }

    pub(super) fn progress(self, key: &str, progress: Progress) {
        self.change(Part::Queue, |state| {
            if let Some(unsent) = state.queue.iter_mut().find(|unsent| unsent.key == key) {
                unsent.progress = progress;
            }
        });
    }
}
