//! Replies and notes: kept in the tab while they are written, and sent.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use words::inbox::Word;

use crate::actions::{conversation, list, session};
use crate::api::{self, Failure};
use crate::app::{App, Connection};
use crate::browser;
use crate::state::drafts::{Draft, Kind};
use crate::views::ids;

/// What all keys of the inbox in the tab's storage begin with.
const PREFIX: &str = "askhours:inbox:draft:";

/// The key of a draft: of the conversation and of whoever writes it.
fn storage_key(app: App, id: &str) -> Option<String> {
    let agent = app.session.with_untracked(|session| Some(session.as_ref()?.agent.id.clone()))?;
    Some(format!("{PREFIX}{agent}:{id}"))
}

/// Takes the draft of a conversation from the tab's storage.
pub(crate) fn restore(app: App, id: &str) {
    let stored = storage_key(app, id)
        .and_then(|key| browser::tab_storage()?.get_item(&key).ok()?)
        .and_then(|stored| Draft::from_stored(&stored));
    if let Some(draft) = stored {
        app.drafts.update(|drafts| drafts.restore(id, draft));
    }
}

/// Forgets everything that was being written in this tab.
pub(crate) fn forget_all(app: App) {
    app.drafts.set(crate::state::drafts::Drafts::default());
    let Some(storage) = browser::tab_storage() else { return };
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> =
        (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        storage.remove_item(key).ok();
    }
}

/// Takes what was typed.
pub(crate) fn write(app: App, id: &str, text: String) {
    app.drafts.update(|drafts| drafts.of(id).write(text));
    keep(app, id);
}

/// Turns to the reply or to the note.
pub(crate) fn turn(app: App, id: &str, kind: Kind) {
    app.drafts.update(|drafts| drafts.of(id).turn(kind));
    keep(app, id);
}

/// Turns to the reply or note of the open conversation, and begins to write.
pub(crate) fn begin(app: App, kind: Kind) {
    if let Some(id) = app.open_id() {
        turn(app, &id, kind);
        app.eager.set(conversation::is_loading(app));
        browser::focus(ids::WRITING);
    }
}

/// Moves the focus into the field that is about to be drawn, if the agent wanted to write.
pub(crate) fn ready(app: App) {
    if app.eager.get_untracked() {
        app.eager.set(false);
        browser::focus_soon(ids::WRITING.to_owned());
    }
}

/// A storage that is full or forbidden loses nothing that is on the screen.
fn keep(app: App, id: &str) {
    let stored = app.drafts.with_untracked(|drafts| drafts.get(id).and_then(Draft::to_stored));
    if let (Some(key), Some(storage)) = (storage_key(app, id), browser::tab_storage()) {
        match stored {
            Some(stored) => storage.set_item(&key, &stored).ok(),
            None => storage.remove_item(&key).ok(),
        };
    }
}

/// Sends what is being written in the open conversation.
pub(crate) fn send(app: App) {
    let Some(id) = app.open_id() else { return };
    let begin = |drafts: &mut crate::state::drafts::Drafts| drafts.of(&id).send(browser::new_key);
    let Some(Some(outgoing)) = app.drafts.try_update(begin) else { return };
    // The key goes into the storage before the text leaves: a reload keeps it.
    keep(app, &id);
    spawn_local(async move {
        match api::write(&id, &outgoing).await {
            Ok(entry) => {
                app.drafts.update(|drafts| drafts.of(&id).sent(outgoing.kind));
                keep(app, &id);
                app.opened.update(|opened| {
                    if let Some(opened) = opened.as_mut().filter(|opened| opened.id == id) {
                        opened.wrote(entry);
                    }
                });
                conversation::read(app);
                app.tell(app.t(match outgoing.kind {
                    Kind::Reply => Word::ReplySent,
                    Kind::Note => Word::NoteAdded,
                }));
                // Else the event says how the list changes.
                if app.connection.get_untracked() != Connection::Live {
                    list::refresh(app);
                }
            }
            Err(Failure::SignedOut) => session::ended(app),
            Err(_) => {
                app.drafts.update(|drafts| drafts.of(&id).not_sent());
                app.tell(app.t(Word::ErrorSending));
            }
        }
    });
}
