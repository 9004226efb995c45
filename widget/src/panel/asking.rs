//! The question that is being written: by the visitor, and where that has written nothing, by the page.

use std::mem;

use protocol::identity::Identity;
use protocol::problem::FieldError;
use protocol::question::Ask;
use protocol::site::Need;

use super::{Panel, Part};
use crate::draft;
use crate::outgoing::Progress;
use crate::state::{self, View};
use crate::store;
use crate::wire::{self, Json};
use crate::words::Word;

/// The form's fields, in its order.
const FIELDS: [&str; 5] = ["text", "topic", "name", "email", "phone"];

/// Whether a field is one that the page can fill by naming the visitor.
fn is_named(field: &str) -> bool {
    ["name", "email"].contains(&field)
}

impl Panel {
    /// The status of the chosen topic, where it has opening hours of its own; the table shows them then.
    pub(crate) fn topic_status(self) -> String {
        let topic = self.watch(Part::Told, |state| state.draft.topic.clone());
        self.inner().host.topic(&topic.unwrap_or_default())
    }

    /// The visitor has chosen a topic. What its status says is read out, since nothing moves the focus there.
    pub(crate) fn choose(self, topic: Option<String>) {
        self.edit("topic", |draft| draft.topic = topic);
        self.told();
        self.say(self.topic_status());
    }

    /// The page may tell something else now: of who asks, or of the opening hours.
    pub(crate) fn told(self) {
        self.change(Part::Told, |_| ());
    }

    /// Under whose name and address the visitor asks, where the page says so and the form need not ask for them.
    pub(crate) fn asks_as(self) -> Option<Identity> {
        self.watch(Part::Told, |_| ());
        let wanted = self.inner().wants_contact.get();
        self.identity().filter(|identity| !wanted && draft::is_contact(identity))
    }

    /// Whom the form names in place of asking; not under the hands of a visitor who is writing it there.
    pub(crate) fn names(self) -> Option<Identity> {
        self.asks_as().filter(|_| self.read(|state| !is_named(&state.field)))
    }

    fn identity(self) -> Option<Identity> {
        Json::from(self.inner().host.identity()).identity()
    }

    /// The page has words for the visitor, who may change them before sending. What the visitor has written stays.
    pub(crate) fn fill(self, text: Option<String>, topic: Option<String>) {
        let known =
            |topic: &String| self.site(|site| site.topics.iter().any(|(id, _)| id == topic));
        let topic = topic.filter(known);
        if !self.is_sending() {
            self.change(Part::Draft, |state| state.filled.fill(&mut state.draft, text, topic));
            self.told();
        }
        // The page moves no focus: `app.ts` has done so where the visitor has reached for the panel.
        if self.read(|state| state.view != View::Form) {
            self.turn_to(View::Form);
        }
    }

    /// The visitor has changed a field of the draft: what was wrong with it may be no more.
    pub(crate) fn edit(self, field: &str, edit: impl FnOnce(&mut Ask)) {
        self.change(Part::Draft, |state| edit(&mut state.draft));
        if self.read(|state| state.errors.iter().any(|error| error.field == field)) {
            self.change(Part::Errors, |state| state.errors.retain(|error| error.field != field));
        }
        self.read(|state| store::keep_draft(&self.inner().host, Some(&state.draft)));
    }

    /// Whether the question is on its way: it cannot be changed then, since its key belongs to what it says.
    pub(crate) fn is_sending(self) -> bool {
        matches!(self.question_progress(), Some(Progress::Going | Progress::Waiting))
    }

    /// Where the question stands that is being sent.
    pub(crate) fn question_progress(self) -> Option<Progress> {
        self.watch(Part::Queue, |state| {
            let question = state.queue.iter().find(|unsent| unsent.to.is_none());
            question.map(|unsent| unsent.progress)
        })
    }

    /// The visitor writes the question. How much room is left is said now and then, once it is shown.
    pub(crate) fn write(self, text: String) {
        let left = state::characters_left(&text).filter(|left| left.is_multiple_of(50));
        self.edit("text", |draft| draft.text = text);
        if let Some(left) = left {
            self.say(self.counted(Word::CharactersLeft, left));
        }
    }

    /// The visitor is in the field of that name.
    pub(crate) fn enter(self, field: String) {
        let before = mem::replace(&mut self.inner().state.borrow_mut().field, field);
        let now = self.read(|state| state.field.clone());
        // A button has no name: it must not move while it is pressed.
        if is_named(&before) && !is_named(&now) && !now.is_empty() {
            self.told();
        }
    }

    /// Sends the question, or tells what is wrong with it.
    pub(crate) fn ask(self) {
        let mut ask = self.read(|state| state.draft.clone());
        let mut ask_for = self.site(|site| site.ask_for);
        if self.asks_as().is_some() {
            (ask_for.name, ask_for.email) = (Need::Optional, Need::Optional);
        }
        if self.names().is_some() {
            // What was typed before the page said who asks is seen no more, and cannot be mended.
            (ask.name, ask.email) = (None, None);
        }
        ask.identity = self.identity();
        ask.page = self.inner().host.page();
        ask.locale = self.site(|site| site.language.clone());
        let problems = state::problems(&ask, ask_for);
        self.notice(None);
        if problems.is_empty() {
            self.change(Part::Errors, |state| state.errors.clear());
            // What is on its way cannot be changed, and a field that is locked loses the focus.
            self.focus(".action");
            self.send(None, wire::ask_to_text(&ask));
        } else {
            self.mend(problems);
        }
    }

    /// Shows what is wrong with which field, and moves the focus to the first of them, whereby it is read out; where the
    /// focus is there already, it is said.
    pub(super) fn mend(self, errors: Vec<FieldError>) {
        let of = |field: &str| errors.iter().find(|error| error.field == field);
        let Some(first) = FIELDS.into_iter().find_map(of).cloned() else {
            return self.tell(Word::ErrorServer);
        };
        if ["name", "email"].into_iter().any(|field| of(field).is_some()) {
            self.inner().wants_contact.set(true);
            self.told();
        }
        self.change(Part::Errors, |state| state.errors = errors);
        if self.read(|state| state.field == first.field) {
            self.say(self.words(|words| state::field_error(words, &first)));
        } else {
            self.focus("[aria-invalid=true]");
        }
    }
}
