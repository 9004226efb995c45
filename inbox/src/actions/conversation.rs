//! Opening a conversation, and what is done with it.

use leptos::prelude::*;
use protocol::inbox::{MoveTo, Summary};
use wasm_bindgen_futures::spawn_local;

use crate::actions::{channels, list, session, writing};
use crate::api::{self, Answer, Failure};
use crate::app::App;
use crate::browser;
use crate::state::open::{Opened, Trouble};
use crate::state::place::Place;
use crate::views::ids;

/// Opens something, as a step that "back" undoes.
pub(crate) fn go(app: App, place: Place) {
    if app.place.with_untracked(|current| *current != place) {
        browser::go(&place);
        arrive(app, place);
    }
}

/// Shows what the address says.
pub(crate) fn arrive(app: App, place: Place) {
    app.details.set(false);
    app.eager.set(false);
    match &place {
        Place::Conversation(id) => {
            app.list.update(|list| list.focus(id));
            writing::restore(app, id);
            app.opened.set(Some(Opened::new(id)));
            app.place.set(place);
            read(app);
            browser::focus_soon(ids::HEADING.to_owned());
        }
        Place::Channels => {
            app.opened.set(None);
            app.place.set(place);
            channels::read(app);
            browser::focus_soon(ids::HEADING.to_owned());
        }
        Place::List => {
            app.place.set(place);
            app.opened.set(None);
        }
    }
}

/// Whether the open conversation is still on its way.
pub(crate) fn is_loading(app: App) -> bool {
    app.opened.with_untracked(|opened| {
        opened.as_ref().is_some_and(|opened| opened.detail.is_none() && opened.trouble.is_none())
    })
}

/// Reads the open conversation, and again where it changes meanwhile.
pub(crate) fn read(app: App) {
    let begin = |opened: &mut Option<Opened>| {
        opened.as_mut().and_then(|opened| opened.reading.begin().then(|| opened.id.clone()))
    };
    let Some(Some(id)) = app.opened.try_update(begin) else { return };
    spawn_local(async move {
        loop {
            let answer = api::conversation(&id).await;
            if answer == Err(Failure::SignedOut) {
                return session::ended(app);
            }
            if let Ok(detail) = &answer {
                app.known.update_value(|known| known.note(&detail.summary));
            }
            let again = app.opened.try_update(|opened| {
                let opened = opened.as_mut().filter(|opened| opened.id == id)?;
                let again = match answer {
                    Ok(detail) => opened.arrived(detail),
                    Err(Failure::Refused(problem)) if problem.status == 404 => {
                        opened.failed(Trouble::Unknown)
                    }
                    Err(_) => opened.failed(Trouble::Unread),
                };
                (again && opened.reading.begin()).then_some(())
            });
            if again.flatten().is_none() {
                return;
            }
        }
    });
}

/// Tries again what could not be read.
pub(crate) fn read_again(app: App) {
    app.opened.update(|opened| {
        if let Some(opened) = opened {
            opened.trouble = None;
        }
    });
    read(app);
}

/// Assigns the open conversation. The select shows the choice already, so the
/// page follows it, and goes back where the edge refuses.
pub(crate) fn assign(app: App, agent: Option<String>) {
    let before = app
        .opened
        .with_untracked(|opened| opened.as_ref()?.detail.as_ref()?.summary.assignee.clone());
    let show = move |agent| {
        app.opened.update(|opened| {
            if let Some(opened) = opened {
                opened.assign(agent);
            }
        });
    };
    show(agent.clone());
    act(app, move |id| async move { api::assign(&id, agent).await }, move || show(before));
}

/// Assigns the open conversation to whoever is signed in.
pub(crate) fn assign_to_me(app: App) {
    let me = app.session.with_untracked(|session| Some(session.as_ref()?.agent.id.clone()));
    if me.is_some() {
        assign(app, me);
    }
}

/// Closes the open conversation, marks it as spam, or takes it back.
pub(crate) fn move_to(app: App, to: MoveTo) {
    act(app, move |id| async move { api::move_to(&id, to).await }, || {});
}

fn act<F: Future<Output = Answer<Summary>> + 'static>(
    app: App,
    action: impl FnOnce(String) -> F + 'static,
    undo: impl FnOnce() + 'static,
) {
    let Some(id) = app.open_id() else { return };
    note_failure(app, &id, false);
    spawn_local(async move {
        match action(id.clone()).await {
            Ok(summary) => {
                heard(app, &summary);
                // The button that was pressed may be gone with the state that it was for.
                request_animation_frame(|| {
                    if browser::focused().is_none() {
                        browser::focus(ids::HEADING);
                    }
                });
            }
            Err(Failure::SignedOut) => session::ended(app),
            Err(_) => {
                if app.open_id().as_ref() == Some(&id) {
                    undo();
                }
                note_failure(app, &id, true);
                app.tell(app.t(words::inbox::Word::ErrorAction));
            }
        }
    });
}

fn note_failure(app: App, id: &str, failed: bool) {
    app.opened.update(|opened| {
        if let Some(opened) = opened.as_mut().filter(|opened| opened.id == id) {
            opened.action_failed = failed;
        }
    });
}

/// Shows a conversation's new summary wherever it stands.
pub(crate) fn heard(app: App, summary: &Summary) {
    list::change(app, || app.list.update(|list| list.changed(summary.clone())));
    app.opened.update(|opened| {
        if let Some(opened) = opened.as_mut().filter(|opened| opened.id == summary.id) {
            opened.changed(summary.clone());
        }
    });
}
