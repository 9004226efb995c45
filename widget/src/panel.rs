//! The panel at work: what it knows, and what the visitor and the edge do to it.
//!
//! All of it stands in one plain [`State`], and a trigger per [`Part`] tells the views of changes.
//! A signal per field would read more like Leptos, but each type of signal weighs 1 KB.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use leptos::reactive::owner::{LocalStorage, Owner, StoredValue};
use leptos::reactive::signal::ArcTrigger;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use leptos::reactive::traits::{GetValue as _, Notify as _, Track as _};
use protocol::conversation::Conversation;
use protocol::problem::FieldError;
use protocol::question::Ask;

use crate::api;
use crate::host::{Host, Site};
use crate::outgoing::{self, Progress, Unsent};
use crate::state::{self, View};
use crate::store::{self, Key};
use crate::time;
use crate::wire::{self, Json};
use crate::words::{Word, Words};

mod following;
mod sending;

/// The panel. A copy is a handle on the same panel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panel(StoredValue<Rc<Inner>, LocalStorage>);

#[derive(Debug)]
struct Inner {
    host: Host,
    owner: Owner,
    site: Site,
    words: Words,
    state: RefCell<State>,
    /// Whether the queue is being worked off.
    sending: Cell<bool>,
    /// Whether the edge is erasing the conversation.
    erasing: Cell<bool>,
    changed: [ArcTrigger; Part::COUNT],
}

/// What the panel knows.
#[derive(Debug)]
pub(crate) struct State {
    /// What is shown.
    pub(crate) view: View,
    /// The question that is being written.
    pub(crate) draft: Ask,
    /// What is wrong with its fields.
    pub(crate) errors: Vec<FieldError>,
    /// What the visitor is told above the form or below the messages.
    pub(crate) notice: Option<Word>,
    /// The message that is being written.
    pub(crate) message: String,
    /// What is unsent.
    pub(crate) queue: Vec<Unsent>,
    /// The conversation, once it is known.
    pub(crate) conversation: Option<Conversation>,
    /// Whether its question was sent just now.
    pub(crate) just_sent: bool,
    /// Whether its connection is lost.
    pub(crate) lost: bool,
    /// Whether the visitor is asked if it shall be erased.
    pub(crate) erasing: bool,
    /// What screen readers say.
    pub(crate) said: String,
    /// The key to the conversation.
    key: Option<Key>,
}

/// What a view depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// `view`.
    View,
    /// `draft`.
    Draft,
    /// `errors` and `notice`.
    Errors,
    /// `message`.
    Message,
    /// `queue`.
    Queue,
    /// `conversation`, `just_sent` and `lost`.
    Conversation,
    /// `erasing`.
    Erasing,
    /// `said`.
    Said,
    /// `draft.topic`, and what its opening hours say.
    Topic,
}

impl Part {
    const COUNT: usize = 9;
}

impl Panel {
    /// A panel in the current owner, with what an earlier page has left.
    pub(crate) fn new(host: Host, words: Words) -> Self {
        let queue = store::kept_queue(&host);
        let question = queue.iter().find(|unsent| unsent.to.is_none());
        let draft = question
            .and_then(|unsent| Json::parse(&unsent.body).ask())
            .or_else(|| store::kept_draft(&host))
            .unwrap_or_default();
        let key = store::kept_key(&host);
        let view =
            if key.is_some() && question.is_none() { View::Conversation } else { View::Form };
        let state = State {
            view,
            draft,
            errors: Vec::new(),
            notice: None,
            message: String::new(),
            queue,
            conversation: None,
            just_sent: false,
            lost: false,
            erasing: false,
            said: String::new(),
            key,
        };
        Self(StoredValue::new_local(Rc::new(Inner {
            site: host.site(),
            host,
            owner: Owner::current().unwrap_or_default(),
            words,
            state: RefCell::new(state),
            sending: Cell::new(false),
            erasing: Cell::new(false),
            changed: Default::default(),
        })))
    }

    /// Takes up what an earlier page has left: sends what is unsent, and follows the conversation.
    pub(crate) fn start(self) {
        self.spawn(self.send_all());
        self.spawn(self.follow());
    }

    /// Reads the state, and again whenever this part of it changes.
    pub(crate) fn watch<T>(self, part: Part, read: impl FnOnce(&State) -> T) -> T {
        let inner = self.inner();
        inner.changed[part as usize].track();
        let state = inner.state.borrow();
        read(&state)
    }

    /// Reads the state as it is now.
    pub(crate) fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        let inner = self.inner();
        let state = inner.state.borrow();
        read(&state)
    }

    /// Changes the state, and tells the views that depend on this part of it.
    pub(crate) fn change<T>(self, part: Part, change: impl FnOnce(&mut State) -> T) -> T {
        let inner = self.inner();
        let changed = change(&mut inner.state.borrow_mut());
        inner.changed[part as usize].notify();
        changed
    }

    /// The facts of the site.
    pub(crate) fn site<T>(self, read: impl FnOnce(&Site) -> T) -> T {
        read(&self.inner().site)
    }

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

    /// Whether a conversation exists to which the visitor can go back.
    pub(crate) fn has_conversation(self) -> bool {
        self.read(|state| state.key.is_some())
    }

    /// The status of the chosen topic, where it has opening hours of its own; the table shows them then.
    pub(crate) fn topic_status(self) -> String {
        let topic = self.watch(Part::Topic, |state| state.draft.topic.clone());
        self.inner().host.topic(&topic.unwrap_or_default())
    }

    /// The visitor has chosen a topic. What its status says is read out, since nothing moves the focus there.
    pub(crate) fn choose(self, topic: Option<String>) {
        self.edit("topic", |draft| draft.topic = topic);
        self.told();
        self.say(self.topic_status());
    }

    /// The opening hours may say something else now.
    pub(crate) fn told(self) {
        self.change(Part::Topic, |_| ());
    }

    /// The visitor has changed a field of the draft: what was wrong with it may be no more.
    pub(crate) fn edit(self, field: &str, edit: impl FnOnce(&mut Ask)) {
        self.change(Part::Draft, |state| edit(&mut state.draft));
        if self.read(|state| state.errors.iter().any(|error| error.field == field)) {
            self.change(Part::Errors, |state| state.errors.retain(|error| error.field != field));
        }
        self.read(|state| store::keep_draft(&self.inner().host, Some(&state.draft)));
    }

    /// Sends the question, or tells what is wrong with it.
    pub(crate) fn ask(self) {
        let mut ask = self.read(|state| state.draft.clone());
        ask.page = self.inner().host.page();
        let problems = self.site(|site| {
            ask.locale.clone_from(&site.language);
            state::problems(&ask, site.ask_for)
        });
        self.notice(None);
        if problems.is_empty() {
            self.change(Part::Errors, |state| state.errors.clear());
            self.send(None, wire::ask_to_text(&ask));
        } else {
            self.mend(problems);
        }
    }

    /// Writes on in the conversation.
    pub(crate) fn write_on(self) {
        let text = self.read(|state| state.message.trim().to_owned());
        let id = self.read(|state| state.key.as_ref().map(|key| key.id.clone()));
        if !text.is_empty() && id.is_some() {
            self.change(Part::Message, |state| state.message.clear());
            self.send(id, wire::to_text(&[("text", Some(&text))]));
        }
        self.focus("#message");
    }

    /// Shows a view.
    pub(crate) fn show(self, view: View) {
        self.notice(None);
        self.change(Part::View, |state| state.view = view);
        self.focus(match view {
            View::Form => "#text",
            View::Conversation => "#message",
        });
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
            store::keep_key(&inner.host, key);
            let key = key.clone();
            self.spawn(async move { api::see(&self.host(), &key).await });
        }
        if visible || new {
            inner.host.unread(!visible);
        }
    }

    fn inner(self) -> Rc<Inner> {
        self.0.get_value()
    }

    fn host(self) -> Host {
        self.inner().host.clone()
    }

    /// Runs a task that ends with the panel.
    fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.run(Box::pin(task));
    }

    fn run(self, task: Pin<Box<dyn Future<Output = ()>>>) {
        self.inner().owner.with(|| spawn_local_scoped_with_cancellation(task));
    }

    /// Moves focus, once the views have drawn.
    pub(crate) fn focus(self, selector: &str) {
        self.inner().host.focus(selector);
    }

    fn notice(self, notice: Option<Word>) {
        self.change(Part::Errors, |state| state.notice = notice);
    }

    fn tell(self, word: Word) {
        self.notice(Some(word));
        self.say(self.word(word));
    }

    /// Has screen readers say something.
    fn say(self, text: String) {
        self.change(Part::Said, |state| state.said = text);
    }

    fn mend(self, errors: Vec<FieldError>) {
        let fields = ["text", "topic", "name", "email", "phone"];
        if errors.iter().any(|error| fields.contains(&error.field.as_str())) {
            self.change(Part::Errors, |state| state.errors = errors);
            self.focus("[aria-invalid]");
        } else {
            self.tell(Word::ErrorServer);
        }
    }

    fn send(self, to: Option<String>, body: String) {
        self.change(Part::Queue, |state| {
            outgoing::enqueue(&mut state.queue, to, body, self.inner().host.new_key());
        });
        self.keep_queue();
        self.spawn(self.send_all());
    }

    fn keep_queue(self) {
        self.read(|state| store::keep_queue(&self.inner().host, &state.queue));
    }

    fn progress(self, key: &str, progress: Progress) {
        self.change(Part::Queue, |state| {
            if let Some(unsent) = state.queue.iter_mut().find(|unsent| unsent.key == key) {
                unsent.progress = progress;
            }
        });
    }

    /// Goes back to the form: the conversation is no more.
    fn leave(self, word: Word) {
        self.host().hang_up();
        self.change(Part::Queue, |state| {
            state.queue.retain(|unsent| unsent.to.is_none());
            state.key = None;
            state.erasing = false;
        });
        self.keep_queue();
        store::forget_key(&self.inner().host);
        self.change(Part::Conversation, |state| state.conversation = None);
        self.show(View::Form);
        self.tell(word);
    }
}
