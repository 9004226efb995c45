//! The channels' page: how each channel does, and what has not arrived there.

use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::{channels as actions, list};
use crate::app::App;
use crate::state::channels::{ALL, ChannelsPane};
use crate::views::channel::channel;
use crate::views::deliveries::pending;
use crate::views::icon::{self, icon};
use crate::views::{button, failed, ids, keyed, paragraph};

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
            {button(
                app,
                Some(ALL.to_owned()),
                || Word::DeliveryRetryAll,
                move || actions::retry_all(app),
            )}
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
        {move || none().then(|| paragraph("none", app.t(Word::ChannelsNone)))}
        <ul class="channels">{keyed(channels, move |id| channel(app, id))}</ul>
        {move || (nothing() && !none()).then(|| paragraph("none", app.t(Word::DeliveriesNone)))}
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
