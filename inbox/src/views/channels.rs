//! The channels' page: how each channel does, and what has not arrived there.

use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::{channels as actions, list};
use crate::app::App;
use crate::state::channels::{ALL, ChannelsPane};
use crate::views::channel::channel;
use crate::views::deliveries::pending;
use crate::views::icon::{self, icon};
use crate::views::{failed, ids, keyed};

/// What stands below the head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    Failed,
    Ready,
}

fn body(pane: &ChannelsPane) -> Body {
    match (&pane.data, pane.failed) {
        (Some(_), _) => Body::Ready,
        (None, true) => Body::Failed,
        (None, false) => Body::Loading,
    }
}

pub(crate) fn channels(app: App) -> AnyView {
    let body = Memo::new(move |_| app.channels.with(body));
    let can_retry = Memo::new(move |_| app.channels.with(ChannelsPane::can_retry));
    view! {
        <article class="conversation" aria-labelledby=ids::HEADING>
            <header class="head">
                <button
                    class="plain back"
                    title=app.t(Word::BackToList)
                    aria-label=app.t(Word::BackToList)
                    on:click=move |_| list::back(app)
                >
                    {icon(icon::BACK)}
                </button>
                <div class="title">
                    <h2 id=ids::HEADING tabindex="-1">
                        {app.t(Word::Channels)}
                    </h2>
                </div>
                {move || can_retry.get().then(|| retry_all(app))}
            </header>
            <div class="scroll page">
                {move || match body.get() {
                    Body::Ready => content(app),
                    Body::Failed => failed(app, Word::ErrorDeliveries, move || actions::read(app)),
                    Body::Loading => loading(app),
                }}
            </div>
        </article>
    }
    .into_any()
}

fn retry_all(app: App) -> AnyView {
    view! {
        <div class="tools">
            <button aria-disabled=busy(app, ALL) on:click=move |_| actions::retry_all(app)>
                {app.t(Word::DeliveryRetryAll)}
            </button>
        </div>
    }
    .into_any()
}

fn content(app: App) -> AnyView {
    let channels = Memo::new(move |_| app.channels.with(ChannelsPane::channel_ids));
    let deliveries = Memo::new(move |_| app.channels.with(ChannelsPane::delivery_ids));
    let none = move || channels.with(Vec::is_empty);
    let nothing = move || deliveries.with(Vec::is_empty);
    view! {
        <p class="none" hidden=move || !none()>
            {app.t(Word::ChannelsNone)}
        </p>
        <ul class="channels">{keyed(channels, move |id| channel(app, id))}</ul>
        <p class="none" hidden=move || none() || !nothing()>
            {app.t(Word::DeliveriesNone)}
        </p>
        <h3 hidden=nothing>{app.t(Word::DeliveriesList)}</h3>
        <ul class="deliveries">{keyed(deliveries, move |id| pending(app, id))}</ul>
    }
    .into_any()
}

fn loading(app: App) -> AnyView {
    view! {
        <p class="more" role="status">
            {app.t(Word::Loading)}
        </p>
    }
    .into_any()
}

/// Whether something is under way, for a button that keeps the focus meanwhile.
pub(crate) fn busy(app: App, key: &str) -> impl Fn() -> Option<&'static str> + Send + Sync + use<> {
    let key = key.to_owned();
    move || app.channels.with(|pane| pane.busy.contains(&key)).then_some("true")
}
