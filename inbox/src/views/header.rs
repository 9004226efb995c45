//! The header: whose inbox it is, whether the team is open, and who is signed in.

use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::{conversation, session};
use crate::app::App;
use crate::state::place::Place;
use crate::views::icon::{self, icon};
use crate::views::light;

pub(crate) fn header(app: App) -> AnyView {
    let name = move || app.session.with(|session| Some(session.as_ref()?.name.clone()));
    view! {
        <header class="bar">
            <h1 class="brand">
                <span class="mark">{icon(icon::BUBBLE)}</span>
                <span class="company">{name}</span>
                <span class="product">{app.t(Word::Title)}</span>
            </h1>
            {light::light(app)}
            <div class="tools">
                {channels(app)}
                <button
                    class="plain keyboard"
                    title=app.t(Word::Keyboard)
                    aria-label=app.t(Word::Keyboard)
                    on:click=move |_| app.help.set(true)
                >
                    {icon(icon::KEYBOARD)}
                </button>
                {move || me(app)}
                <button
                    class="plain"
                    title=app.t(Word::SignOut)
                    aria-label=app.t(Word::SignOut)
                    on:click=move |_| session::sign_out(app)
                >
                    {icon(icon::LEAVE)}
                </button>
            </div>
        </header>
    }
    .into_any()
}

fn me(app: App) -> Option<AnyView> {
    let name = app.session.with(|session| Some(session.as_ref()?.agent.name.clone()))?;
    let label = app.fill(Word::SignedInAs, &[("name", &name)]);
    let hint = label.clone();
    Some(
        view! {
            <span class="me" title=hint>
                <span class="unseen">{label}</span>
                <span aria-hidden="true">{name}</span>
            </span>
        }
        .into_any(),
    )
}

fn channels(app: App) -> AnyView {
    let failed = Memo::new(move |_| app.counts.get().failed_deliveries);
    view! {
        <button
            class="plain"
            class:wrong=move || failed.get() != 0
            title=app.t(Word::Channels)
            aria-current=move || (app.place.get() == Place::Channels).then_some("page")
            on:click=move |_| conversation::go(app, Place::Channels)
        >
            {icon(icon::FORWARD)}
            <span class="wide">{app.t(Word::Channels)}</span>
            {move || Some(failed.get()).filter(|failed| *failed != 0).map(|failed| badge(app, failed))}
        </button>
    }
    .into_any()
}

fn badge(app: App, failed: u32) -> AnyView {
    let label = app.count(Word::DeliveriesFailed, "count", u64::from(failed));
    let hint = label.clone();
    view! {
        <span class="badge" title=hint aria-hidden="true">
            {failed}
        </span>
        <span class="unseen">{label}</span>
    }
    .into_any()
}
