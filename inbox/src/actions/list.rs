//! Reading the list.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::actions::session;
use crate::api::{self, Failure};
use crate::app::App;
use crate::browser;
use crate::state::filter::Filter;
use crate::state::list::{Page, Step};
use crate::state::place::Place;
use crate::views::ids;

/// Turns to another list or search.
pub(crate) fn show(app: App, filter: Filter, search: &str) {
    if let Some(page) = app.list.try_update(|list| list.show(filter, search)) {
        read(app, page);
    }
}

/// Turns to a list, away from any search.
pub(crate) fn turn(app: App, filter: Filter) {
    app.typed.set(String::new());
    show(app, filter, "");
}

/// How long the reader's fingers rest before a search goes out, in milliseconds.
const REST: u32 = 250;

/// Takes what was typed into the search field, and searches for it once typing rests.
pub(crate) fn typed(app: App, text: String) {
    app.typed.set(text.clone());
    spawn_local(async move {
        browser::sleep(REST).await;
        if app.typed.with_untracked(|typed| *typed == text) {
            search(app);
        }
    });
}

/// Searches for what stands in the search field.
pub(crate) fn search(app: App) {
    let typed = app.typed.get_untracked();
    let (filter, current) = app.list.with_untracked(|list| (list.filter, list.search.clone()));
    if typed.trim() != current {
        show(app, filter, &typed);
    }
}

/// Reads the list again, keeping what is shown until then.
pub(crate) fn refresh(app: App) {
    if let Some(page) = app.list.try_update(crate::state::list::ListPane::refresh) {
        read(app, page);
    }
}

/// Reads the next page.
pub(crate) fn more(app: App) {
    if let Some(page) = app.list.try_update(crate::state::list::ListPane::more).flatten() {
        read(app, page);
    }
}

/// Moves the focus through the list.
pub(crate) fn step(app: App, step: Step) {
    let id = app.list.with_untracked(|list| list.step(step).map(str::to_owned));
    if let Some(id) = id {
        // The row notes by itself that it has the focus.
        browser::focus(&ids::row(&id));
    }
}

/// Moves the focus to the row that the Tab key would reach.
pub(crate) fn focus(app: App) {
    let id = app.list.with_untracked(|list| list.tab_stop().map(ids::row));
    browser::focus(&id.unwrap_or_else(|| ids::LIST.to_owned()));
}

/// Changes the list, and keeps the focus on its row: a row that moves in the
/// document loses it.
pub(crate) fn change(app: App, change: impl FnOnce()) {
    let on_row = browser::focused().filter(|element| element.id().starts_with(ids::ROW));
    change();
    if on_row.is_some() {
        request_animation_frame(move || {
            if browser::focused().is_none() {
                focus(app);
            }
        });
    }
}

fn read(app: App, page: Page) {
    spawn_local(async move {
        let mut next = Some(page);
        while let Some(page) = next.take() {
            match api::conversations(page.query()).await {
                Ok(list) => {
                    app.counts.set(list.counts);
                    app.known.update_value(|known| {
                        list.conversations.iter().for_each(|summary| known.note(summary));
                    });
                    change(app, || {
                        next = app.list.try_update(|pane| pane.arrived(&page, list)).flatten();
                    });
                }
                Err(Failure::SignedOut) => session::ended(app),
                Err(_) => app.list.update(|list| list.failed(&page)),
            }
        }
    });
}

/// Leaves the conversation and goes back to its row.
pub(crate) fn back(app: App) {
    super::conversation::go(app, Place::List);
    request_animation_frame(move || focus(app));
}
