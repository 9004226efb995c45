//! What the views read and the actions write: one signal per concept, all of
//! them as old as the page, so that an answer that comes late finds its place.

use std::ops::Deref;

use futures_util::future::AbortHandle;
use leptos::prelude::*;
use protocol::inbox::{Counts, Session};
use words::inbox::Word;

use crate::state::channels::ChannelsPane;
use crate::state::drafts::Drafts;
use crate::state::list::ListPane;
use crate::state::news::Known;
use crate::state::open::Opened;
use crate::state::place::Place;
use crate::state::switching::Form;
use crate::time::Formats;
use crate::words::Words;

/// Which page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nobody knows yet.
    Starting,
    /// The edge could not be reached.
    Unreachable,
    /// The form to sign in.
    SignIn,
    /// The inbox.
    Inbox,
}

/// What the form to sign in says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// How to sign in.
    Hint,
    /// The edge ended the session.
    Ended,
    /// The agent signed out.
    SignedOut,
    /// The key is wrong.
    KeyInvalid,
    /// The edge could not be reached.
    Failed,
}

/// How the live socket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connection {
    /// It is being opened for the first time.
    Opening,
    /// Events come.
    Live,
    /// It is gone and being opened again.
    Lost,
}

/// The way to all signals of the page: as small as a pointer, since every
/// closure of every view holds one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct App(&'static Signals);

/// All signals of the page.
#[derive(Debug)]
pub(crate) struct Signals {
    /// Which page is shown.
    pub(crate) stage: RwSignal<Stage>,
    /// What the form to sign in says.
    pub(crate) notice: RwSignal<Notice>,
    /// Whether a key is being checked.
    pub(crate) signing_in: RwSignal<bool>,
    /// Who is signed in.
    pub(crate) session: RwSignal<Option<Session>>,
    /// How many conversations there are of each kind.
    pub(crate) counts: RwSignal<Counts>,
    /// The list.
    pub(crate) list: RwSignal<ListPane>,
    /// What stands in the search field; the list follows a moment later.
    pub(crate) typed: RwSignal<String>,
    /// What is open on the right.
    pub(crate) place: RwSignal<Place>,
    /// The open conversation.
    pub(crate) opened: RwSignal<Option<Opened>>,
    /// Whether the agent wants to write, and the field for it is not drawn yet.
    pub(crate) eager: RwSignal<bool>,
    /// What is being written.
    pub(crate) drafts: RwSignal<Drafts>,
    /// The channels' page.
    pub(crate) channels: RwSignal<ChannelsPane>,
    /// How the live socket stands.
    pub(crate) connection: RwSignal<Connection>,
    /// The clock, in steps that are small enough for what is shown.
    pub(crate) now: RwSignal<i64>,
    /// What a screen reader is told.
    pub(crate) told: RwSignal<String>,
    /// The form of the switch, while it is shown.
    pub(crate) switching: RwSignal<Option<Form>>,
    /// Whether the usual hours are on their way to hold again.
    pub(crate) switching_back: RwSignal<bool>,
    /// Whether the keyboard's help is shown.
    pub(crate) help: RwSignal<bool>,
    /// Whether single letters act.
    pub(crate) single_keys: RwSignal<bool>,
    /// Whether the visitor's details are shown where they have no room of their own.
    pub(crate) details: RwSignal<bool>,
    /// What was heard of each conversation.
    pub(crate) known: StoredValue<Known>,
    /// Ends the live socket.
    pub(crate) live: StoredValue<Option<AbortHandle>>,
    words: StoredValue<Words>,
    formats: StoredValue<Option<Formats>, LocalStorage>,
    site_formats: StoredValue<Option<Formats>, LocalStorage>,
}

impl Deref for App {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

impl App {
    /// The page before anything is known. Signals belong to the owner that is current.
    /// There is one page in a document, and it lasts as long.
    pub(crate) fn new(now: i64, single_keys: bool) -> Self {
        Self(Box::leak(Box::new(Signals {
            stage: RwSignal::new(Stage::Starting),
            notice: RwSignal::new(Notice::Hint),
            signing_in: RwSignal::new(false),
            session: RwSignal::new(None),
            counts: RwSignal::new(Counts::default()),
            list: RwSignal::new(ListPane::default()),
            typed: RwSignal::new(String::new()),
            place: RwSignal::new(Place::List),
            opened: RwSignal::new(None),
            eager: RwSignal::new(false),
            drafts: RwSignal::new(Drafts::default()),
            channels: RwSignal::new(ChannelsPane::default()),
            connection: RwSignal::new(Connection::Opening),
            now: RwSignal::new(now),
            told: RwSignal::new(String::new()),
            switching: RwSignal::new(None),
            switching_back: RwSignal::new(false),
            help: RwSignal::new(false),
            single_keys: RwSignal::new(single_keys),
            details: RwSignal::new(false),
            known: StoredValue::new(Known::default()),
            live: StoredValue::new(None),
            words: StoredValue::new(Words::default()),
            formats: StoredValue::new_local(None),
            site_formats: StoredValue::new_local(None),
        })))
    }

    /// Takes the words and formats of a language. Views read them once, so this
    /// comes before the [`Stage`] that needs them.
    pub(crate) fn speak(self, words: Words, formats: Formats) {
        self.words.set_value(words);
        self.formats.set_value(Some(formats));
    }

    /// Takes the formats that tell times in the site's zone.
    pub(crate) fn tell_site_time(self, formats: Formats) {
        self.site_formats.set_value(Some(formats));
    }

    /// A text.
    pub(crate) fn t(self, word: Word) -> String {
        self.words.with_value(|words| words.get(word).to_owned())
    }

    /// A text with its placeholders filled.
    pub(crate) fn fill(self, word: Word, values: &[(&str, &str)]) -> String {
        self.words.with_value(|words| words.fill(word, values))
    }

    /// A text that counts something.
    pub(crate) fn count(self, word: Word, name: &str, count: u64) -> String {
        self.words.with_value(|words| words.count(word, name, count))
    }

    /// The words themselves.
    pub(crate) fn words<T>(self, read: impl FnOnce(&Words) -> T) -> T {
        self.words.with_value(read)
    }

    /// A time in the reader's way of writing.
    pub(crate) fn format<T: Default>(self, write: impl FnOnce(&Formats) -> T) -> T {
        self.formats.with_value(|formats| formats.as_ref().map(write).unwrap_or_default())
    }

    /// A time in the site's zone.
    pub(crate) fn format_for_site<T: Default>(self, write: impl FnOnce(&Formats) -> T) -> T {
        self.site_formats.with_value(|formats| formats.as_ref().map(write).unwrap_or_default())
    }

    /// Tells a screen reader.
    pub(crate) fn tell(self, text: String) {
        self.told.set(text);
    }

    /// The id of the open conversation.
    pub(crate) fn open_id(self) -> Option<String> {
        self.place.with_untracked(|place| place.conversation().map(str::to_owned))
    }
}
