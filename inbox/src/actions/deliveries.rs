//! The deliveries to the channels: reading them, and sending them again.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use words::inbox::Word;

use crate::actions::{conversation, session};
use crate::api::{self, Answer, Failure};
use crate::app::App;
use crate::state::place::Place;

/// Reads what has not arrived.
pub(crate) fn read(app: App) {
    spawn_local(async move {
        let answer = api::deliveries().await;
        if answer == Err(Failure::SignedOut) {
            return session::ended(app);
        }
        app.deliveries.update(|pane| {
            pane.failed = answer.is_err();
            pane.data = answer.ok().or(pane.data.take());
        });
    });
}

/// Reads it again if it is what is shown.
pub(crate) fn read_if_shown(app: App) {
    if app.place.with_untracked(|place| *place == Place::Deliveries) {
        read(app);
    }
}

/// Sends a failed delivery again.
pub(crate) fn retry(app: App, id: String) {
    begin(app, &id);
    spawn_local(async move {
        let answer = api::retry(&id).await;
        finish(app, &id, &answer);
    });
}

/// What stands in [`crate::app::DeliveriesPane::busy`] while all are sent again.
pub(crate) const ALL: &str = "";

/// Sends every failed delivery again.
pub(crate) fn retry_all(app: App) {
    begin(app, ALL);
    spawn_local(async move {
        let answer = api::retry_all().await;
        finish(app, ALL, &answer);
    });
}

fn begin(app: App, id: &str) {
    app.deliveries.update(|pane| _ = pane.busy.insert(id.to_owned()));
}

fn finish(app: App, id: &str, answer: &Answer<()>) {
    app.deliveries.update(|pane| _ = pane.busy.remove(id));
    match answer {
        Ok(()) => app.tell(app.t(Word::DeliveryWaiting)),
        Err(Failure::SignedOut) => return session::ended(app),
        Err(_) => app.tell(app.t(Word::ErrorAction)),
    }
    read_if_shown(app);
    conversation::read(app);
}
