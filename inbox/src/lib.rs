//! The team's page, compiled to WebAssembly.
//!
//! - `state`: what the page knows, as plain values with native tests
//! - `keyboard`, `time`, `clock`, `status`, `switch`, `title`, `words`, `people`,
//!   `reason`, `back_off`: plain decisions, tested natively too
//! - `app`: the signals that hold all that
//! - `actions`, `live`, `shortcuts`: what changes them
//! - `views`, `phrases`, `site_time`: what is drawn
//! - `api`, `browser`: the ways to the edge and to the browser

mod actions;
mod api;
mod app;
mod back_off;
mod browser;
mod clock;
mod keyboard;
mod live;
mod people;
mod phrases;
mod reason;
mod shortcuts;
mod site_time;
mod state;
mod status;
mod switch;
mod time;
mod title;
mod views;
mod words;

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::app::{App, Stage};

/// The id of the element in which the page is drawn. Its attributes name the
/// addresses of the words.
const ROOT: &str = "inbox";

/// Draws the inbox into the element with the id `inbox`.
#[wasm_bindgen]
pub fn start() {
    let Some(root) = browser::element(ROOT) else { return };
    let key = browser::take_key();
    root.set_text_content(None);
    let mounted = mount_to(root, move || {
        let app = App::new(time::now(), single_keys());
        keep_time(app);
        show_count(app);
        listen(app);
        actions::session::start(app, key);
        views::page(app)
    });
    // It stays as long as the document.
    mounted.forget();
}

fn single_keys() -> bool {
    let stored = browser::storage()
        .and_then(|storage| storage.get_item(views::help::STORAGE_KEY).ok().flatten());
    stored.as_deref() != Some(views::help::OFF)
}

/// Lets times pass, and the status change at the moment at which it does.
fn keep_time(app: App) {
    spawn_local(async move {
        loop {
            let now = time::now();
            app.now.set(now);
            let change = untrack(|| site_time::next_change(app, now));
            browser::sleep_until_stirred(time::tick(now, change)).await;
        }
    });
}

/// Shows how many wait in the title and the icon.
fn show_count(app: App) {
    let shown = Memo::new(move |_| {
        let inbox = app.stage.get() == Stage::Inbox;
        let waiting = if inbox { app.counts.with(|counts| counts.waiting) } else { 0 };
        let company = app.session.with(|session| Some(session.as_ref()?.name.clone()));
        (app.stage.get(), waiting, company)
    });
    Effect::new(move |_| {
        let (stage, waiting, company) = shown.get();
        // Before, there are no words.
        if stage != Stage::Starting {
            let title = app.words(|words| title::title(words, waiting, company.as_deref()));
            browser::set_title(&title);
        }
    });
    Effect::new(move |_| browser::set_icon(&title::icon(shown.with(|(_, waiting, _)| *waiting))));
}

fn listen(app: App) {
    // The page outlives its listeners' handles: they stay until the document goes.
    let _ = window_event_listener(leptos::ev::keydown, move |event| {
        shortcuts::pressed(app, &event);
    });
    let _ = window_event_listener(leptos::ev::popstate, move |_| {
        if app.stage.get_untracked() == Stage::Inbox {
            actions::conversation::arrive(app, browser::place());
        }
    });
    // A personal link that is opened where the inbox is open already.
    let _ = window_event_listener(leptos::ev::hashchange, move |_| {
        if let Some(key) = browser::take_key() {
            actions::session::start_anew(app, key);
        }
    });
}
