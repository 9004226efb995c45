//! What is drawn. A view reads signals and calls actions; what it decides is a
//! function of [`crate::state`] or a test's neighbour.

pub(crate) mod channel;
pub(crate) mod channels;
pub(crate) mod conversation;
pub(crate) mod deliveries;
pub(crate) mod details;
pub(crate) mod frame;
pub(crate) mod header;
pub(crate) mod help;
pub(crate) mod icon;
pub(crate) mod ids;
pub(crate) mod light;
pub(crate) mod list;
pub(crate) mod reply;
pub(crate) mod row;
pub(crate) mod sign_in;
pub(crate) mod switch;
pub(crate) mod thread;

use std::sync::Arc;

use leptos::{html, prelude::*};
use words::inbox::Word;

use crate::actions::session;
use crate::app::{App, Stage};

/// The whole page.
pub(crate) fn page(app: App) -> AnyView {
    view! {
        {move || match app.stage.get() {
            Stage::Starting => starting().into_any(),
            Stage::Unreachable => unreachable(app).into_any(),
            Stage::SignIn => sign_in::sign_in(app).into_any(),
            Stage::Inbox => frame::frame(app).into_any(),
        }}
        <p class="unseen" role="status">
            {move || app.told.get()}
        </p>
    }
    .into_any()
}

/// Words may not have arrived yet, so this one has none. As everywhere here, nothing in it is so
/// fixed that `view!` would make it by `innerHTML`, which a page with Trusted Types refuses.
fn starting() -> impl IntoView {
    html::main().class("card-page").aria_busy("true").child(html::div().class("spinner"))
}

fn unreachable(app: App) -> AnyView {
    view! {
        <main class="card-page">
            <div class="card">
                <h1>{app.t(Word::Title)}</h1>
                <p class="notice wrong">{app.t(Word::ErrorStart)}</p>
                <button class="primary" on:click=move |_| session::start(app, None)>
                    {app.t(Word::Retry)}
                </button>
            </div>
        </main>
    }
    .into_any()
}

/// Something that could not be read, with the way to try again.
pub(crate) fn failed(app: App, word: Word, again: impl Fn() + 'static) -> AnyView {
    view! {
        <div class="empty" role="alert">
            <p>{app.t(word)}</p>
            <button on:click=move |_| again()>{app.t(Word::Retry)}</button>
        </div>
    }
    .into_any()
}

/// One view for each id, which stays as long as the id does, and keeps the focus and whatever else
/// the browser knows of it. For the page's size all lists share this one.
pub(crate) fn keyed(
    ids: Memo<Vec<String>>,
    row: impl Fn(&str) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let row: Arc<dyn Fn(&str) -> AnyView + Send + Sync> = Arc::new(row);
    view! { <For each=move || ids.get() key=Clone::clone children=move |id: String| row(&id) /> }
        .into_any()
}

/// A paragraph. For the page's size, all that are alike share this one.
pub(crate) fn paragraph(class: &'static str, text: String) -> AnyView {
    view! { <p class=class>{text}</p> }.into_any()
}

/// A button that keeps the focus while what it began is under way; that is told under its key, if it has one.
pub(crate) fn button(
    app: App,
    key: Option<String>,
    label: impl Fn() -> Word + Send + Sync + 'static,
    press: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let label: Arc<dyn Fn() -> Word + Send + Sync> = Arc::new(label);
    let press: Arc<dyn Fn() + Send + Sync> = Arc::new(press);
    let busy = move || {
        let key = key.as_ref()?;
        app.channels.with(|pane| pane.busy.contains(key)).then_some("true")
    };
    view! {
        <button aria-disabled=busy on:click=move |_| press()>
            {move || app.t(label())}
        </button>
    }
    .into_any()
}
