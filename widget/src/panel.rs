//! The panel at work: what it knows, and what the visitor, the page and the edge do to it.
//!
//! All of it stands in one plain [`State`], and a trigger per [`Part`] tells the views of changes.
//! A signal per field would read more like Leptos, but each type of signal weighs 1 KB.
//!
//! - [`known`]: the state and its parts
//! - `asking`: the question that is being written
//! - `sending`: what is on its way
//! - `following`: the conversation
//! - `telling`: words, on the page and to screen readers

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use leptos::reactive::owner::{LocalStorage, Owner, StoredValue};
use leptos::reactive::signal::ArcTrigger;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use leptos::reactive::traits::{GetValue as _, Notify as _, Track as _};

use crate::host::{Host, Site};
use crate::state::View;
use crate::words::Words;

mod asking;
mod following;
mod known;
mod sending;
mod telling;

pub(crate) use known::{Part, State};

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
    /// Whether the edge wants contact details though the page says who asks.
    wants_contact: Cell<bool>,
    /// Whether the edge is erasing the conversation.
    erasing: Cell<bool>,
    changed: [ArcTrigger; Part::COUNT],
}

impl Panel {
    /// A panel in the current owner, with what an earlier page has left.
    pub(crate) fn new(host: Host, words: Words) -> Self {
        Self(StoredValue::new_local(Rc::new(Inner {
            site: host.site(),
            state: RefCell::new(State::kept(&host)),
            host,
            owner: Owner::current().unwrap_or_default(),
            words,
            sending: Cell::new(false),
            wants_contact: Cell::new(false),
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

    /// Whether a conversation exists to which the visitor can go back.
    pub(crate) fn has_conversation(self) -> bool {
        self.read(|state| state.key.is_some())
    }

    /// Shows a view.
    pub(crate) fn show(self, view: View) {
        self.turn_to(view);
        self.focus(match view {
            View::Form => "#text",
            View::Conversation => "#message",
        });
    }

    fn turn_to(self, view: View) {
        self.notice(None);
        self.change(Part::View, |state| {
            state.view = view;
            state.field.clear();
        });
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
}
