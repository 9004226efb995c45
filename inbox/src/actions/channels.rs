//! The channels: reading how they do, pausing and testing them, and sending again what has not arrived.

use leptos::prelude::*;
use protocol::forwarding::Tested;
use wasm_bindgen_futures::spawn_local;
use words::inbox::Word;

use crate::actions::{conversation, session};
use crate::api::{self, Failure};
use crate::app::App;
use crate::state::channels::{ALL, Outcome, pausing, testing};
use crate::state::place::Place;
use crate::views::ids;
use crate::{browser, reason};

/// Reads how the channels do, and again where that changes meanwhile.
pub(crate) fn read(app: App) {
    if app.channels.try_update(|pane| pane.reading.begin()) != Some(true) {
        return;
    }
    spawn_local(async move {
        loop {
            let answer = api::deliveries().await;
            if answer == Err(Failure::SignedOut) {
                return session::ended(app);
            }
            let focused = browser::focused().is_some();
            let again =
                app.channels.try_update(|pane| pane.arrived(answer.ok()) && pane.reading.begin());
            if focused {
                // What had the focus may be gone: a delivery that has arrived is no longer listed.
                request_animation_frame(|| {
                    if browser::focused().is_none() {
                        browser::focus(ids::HEADING);
                    }
                });
            }
            if again != Some(true) {
                return;
            }
        }
    });
}

/// Reads it again if it is what is shown.
pub(crate) fn read_if_shown(app: App) {
    if app.place.with_untracked(|place| *place == Place::Channels) {
        read(app);
    }
}

/// Sends a failed delivery again.
pub(crate) fn retry(app: App, id: String) {
    if begin(app, &id) {
        spawn_local(async move {
            let answer = api::retry(&id).await;
            retried(app, &id, answer.as_ref().err());
        });
    }
}

/// Sends every failed delivery again.
pub(crate) fn retry_all(app: App) {
    if begin(app, ALL) {
        spawn_local(async move {
            let answer = api::retry_all().await;
            retried(app, ALL, answer.as_ref().err());
        });
    }
}

fn retried(app: App, key: &str, failure: Option<&Failure>) {
    end(app, key);
    match failure {
        None => app.tell(app.t(Word::DeliveryWaiting)),
        Some(Failure::SignedOut) => return session::ended(app),
        Some(_) => app.tell(app.t(Word::ErrorAction)),
    }
    read_if_shown(app);
    conversation::read(app);
}

/// Pauses a channel; one that is paused goes on.
pub(crate) fn pause_or_resume(app: App, channel: String) {
    let paused = app.channels.with_untracked(|pane| Some(pane.channel(&channel)?.paused.is_some()));
    let (Some(paused), key) = (paused, pausing(&channel)) else { return };
    if !begin(app, &key) {
        return;
    }
    spawn_local(async move {
        let answer = if paused { api::resume(&channel).await } else { api::pause(&channel).await };
        end(app, &key);
        match answer {
            Ok(()) => {
                app.channels.update(|pane| _ = pane.outcomes.remove(&channel));
                let word = if paused { Word::ChannelResumed } else { Word::ChannelPausedNow };
                app.tell(app.fill(word, &[("channel", &channel)]));
            }
            Err(Failure::SignedOut) => return session::ended(app),
            Err(_) => conclude(app, channel, Outcome::NotDone),
        }
        read_if_shown(app);
    });
}

/// Sends a test question to a channel, and tells what came of it.
pub(crate) fn test(app: App, channel: String) {
    let key = testing(&channel);
    if !begin(app, &key) {
        return;
    }
    app.channels.update(|pane| _ = pane.outcomes.remove(&channel));
    spawn_local(async move {
        let answer = api::test(&channel).await;
        end(app, &key);
        let outcome = match answer {
            Ok(Tested { failure: None }) => Outcome::Arrived,
            Ok(Tested { failure: Some(failure) }) => Outcome::Failed(failure),
            Err(Failure::SignedOut) => return session::ended(app),
            Err(_) => Outcome::NotDone,
        };
        conclude(app, channel, outcome);
        read_if_shown(app);
    });
}

/// Shows and tells what came of an action.
fn conclude(app: App, channel: String, outcome: Outcome) {
    app.tell(app.words(|words| reason::outcome(words, &outcome)));
    app.channels.update(|pane| _ = pane.outcomes.insert(channel, outcome));
}

/// Takes note that something is under way. False where it was before.
fn begin(app: App, key: &str) -> bool {
    // What is told twice in a row must be heard twice.
    app.tell(String::new());
    app.channels.try_update(|pane| pane.busy.insert(key.to_owned())) == Some(true)
}

fn end(app: App, key: &str) {
    app.channels.update(|pane| _ = pane.busy.remove(key));
}

/// How long a button says that it has copied, in milliseconds.
const COPIED: u32 = 2_500;

/// Copies the address of a channel out of its field.
pub(crate) fn copy(app: App, field: String, copied: RwSignal<bool>) {
    spawn_local(async move {
        if browser::copy(&field).await {
            app.tell(app.t(Word::Copied));
            copied.try_set(true);
            browser::sleep(COPIED).await;
            copied.try_set(false);
        } else {
            app.tell(app.t(Word::CopyYourself));
        }
    });
}
