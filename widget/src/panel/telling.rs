//! What the panel says: in the visitor's words, and to screen readers.

use super::{Panel, Part};
use crate::draft;
use crate::time;
use crate::words::{Word, Words};

impl Panel {
    /// A text.
    pub(crate) fn word(self, word: Word) -> String {
        self.inner().words.get(word).to_owned()
    }

    /// A sentence that is made of several texts.
    pub(crate) fn words<T>(self, read: impl FnOnce(&Words) -> T) -> T {
        read(&self.inner().words)
    }

    /// A text that counts, with the count in it.
    pub(crate) fn counted(self, word: Word, count: u32) -> String {
        let inner = self.inner();
        inner.host.counted(inner.words.get(word), count)
    }

    /// How long an answer usually takes, in words; nothing where it takes long.
    pub(crate) fn usually_within(self, minutes: u32) -> Option<String> {
        let inner = self.inner();
        time::usually_within(&inner.words, minutes, |text, count| inner.host.counted(text, count))
    }

    /// Under whose name and address the visitor asks; nothing where the form asks for them.
    pub(crate) fn asking_as(self) -> Option<String> {
        let person = draft::person(&self.names()?);
        Some(self.inner().words.fill(Word::AskingAs, &[("person", &person)]))
    }

    /// Who wrote at a moment, in words; without a name it was the visitor.
    pub(crate) fn wrote(self, name: Option<&str>, at: i64) -> String {
        let inner = self.inner();
        time::wrote(&inner.words, name, &inner.host.when(at))
    }

    /// By when the team answers, in words.
    pub(crate) fn promise(self, answer_by: Option<i64>) -> String {
        let inner = self.inner();
        time::promise(&inner.words, answer_by.map(|at| inner.host.when(at)).as_ref())
    }

    /// What is told while something waits for the connection.
    pub(crate) fn waiting(self, question: bool) -> Word {
        match (self.inner().host.is_offline(), question) {
            (true, true) => Word::Offline,
            (true, false) => Word::OfflineMessage,
            (false, _) => Word::Reconnecting,
        }
    }

    /// "Your conversation with" the company.
    pub(crate) fn conversation_heading(self) -> String {
        let inner = self.inner();
        inner.words.fill(Word::ConversationHeading, &[("site", &inner.site.name)])
    }

    pub(super) fn notice(self, notice: Option<Word>) {
        self.change(Part::Errors, |state| state.notice = notice);
    }

    /// Shows a notice, and has it read out.
    pub(super) fn tell(self, word: Word) {
        self.notice(Some(word));
        self.say(self.word(word));
    }

    /// Has screen readers say something. The same again is something else to them only where it looks so.
    pub(crate) fn say(self, mut text: String) {
        self.change(Part::Said, |state| {
            if state.said == text {
                text.push('\u{a0}');
            }
            state.said = text;
        });
    }
}
