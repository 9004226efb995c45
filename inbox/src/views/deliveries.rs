//! The deliveries to the channels: what has not arrived and why, and how each channel does.

use leptos::prelude::*;
use protocol::inbox::{ChannelHealth, Deliveries, Delivery, DeliveryState};
use words::inbox::Word;

use crate::actions::{conversation, deliveries as actions, list};
use crate::app::App;
use crate::phrases;
use crate::reason;
use crate::state::place::Place;
use crate::views::icon::{self, icon};
use crate::views::{failed, ids};

pub(crate) fn deliveries(app: App) -> AnyView {
    let state = Memo::new(move |_| app.deliveries.with(|pane| (pane.failed, pane.data.clone())));
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
                        {app.t(Word::Deliveries)}
                    </h2>
                </div>
                {move || {
                    let any = app.counts.get().failed_deliveries != 0;
                    any.then(|| {
                        view! {
                            <div class="tools">
                                <button
                                    disabled=busy(app, actions::ALL)
                                    on:click=move |_| actions::retry_all(app)
                                >
                                    {app.t(Word::DeliveryRetryAll)}
                                </button>
                            </div>
                        }
                    })
                }}
            </header>
            <div class="scroll page">
                {move || match state.get() {
                    (_, Some(data)) => content(app, data).into_any(),
                    (true, None) => {
                        failed(app, Word::ErrorDeliveries, move || actions::read(app)).into_any()
                    }
                    (false, None) => {
                        view! {
                            <p class="more" role="status">
                                {app.t(Word::Loading)}
                            </p>
                        }
                            .into_any()
                    }
                }}
            </div>
        </article>
    }
    .into_any()
}

fn content(app: App, data: Deliveries) -> AnyView {
    let Deliveries { deliveries, channels } = data;
    let nothing = deliveries.is_empty() && !channels.is_empty();
    view! {
        <h3>{app.t(Word::Channels)}</h3>
        {channels.is_empty().then(|| view! { <p class="none">{app.t(Word::ChannelsNone)}</p> })}
        <ul class="channels">
            {channels.into_iter().map(|health| channel(app, &health)).collect_view()}
        </ul>
        {nothing.then(|| view! { <p class="none">{app.t(Word::DeliveriesNone)}</p> })}
        {(!deliveries.is_empty())
            .then(|| {
                view! {
                    <h3>{app.t(Word::DeliveriesList)}</h3>
                    <ul class="deliveries">
                        {deliveries.into_iter().map(|item| linked(app, item)).collect_view()}
                    </ul>
                }
            })}
    }
    .into_any()
}

fn channel(app: App, health: &ChannelHealth) -> AnyView {
    let mut lines = Vec::new();
    if let Some(reason) = &health.switched_off {
        let reason = app.words(|words| reason::sentence(words, reason));
        let values = [("channel", health.id.as_str()), ("reason", reason.as_str())];
        lines.push(("wrong", app.fill(Word::ChannelOff, &values)));
    }
    if health.failed != 0 {
        let (one, other) = (Word::DeliveriesFailedOne, Word::DeliveriesFailedOther);
        lines.push(("wrong", app.count(one, other, "count", u64::from(health.failed))));
    }
    if health.waiting != 0 {
        let (one, other) = (Word::ChannelWaitingOne, Word::ChannelWaitingOther);
        lines.push(("", app.count(one, other, "count", u64::from(health.waiting))));
    }
    if lines.is_empty() {
        lines.push(("fine", app.t(Word::ChannelOn)));
    }
    let lines = lines.into_iter().map(|(class, text)| view! { <p class=class>{text}</p> });
    view! {
        <li>
            <strong>{health.id.clone()}</strong>
            {lines.collect_view()}
        </li>
    }
    .into_any()
}

/// A delivery with the way to its conversation.
fn linked(app: App, item: Delivery) -> AnyView {
    let place = Place::Conversation(item.conversation.clone());
    let go = move |_| conversation::go(app, place.clone());
    view! {
        <li>
            {delivery(app, item)} <button class="plain" on:click=go>
                {app.t(Word::OpenConversation)}
            </button>
        </li>
    }
    .into_any()
}

/// A delivery: its channel, how it stands and why, and the way to send it again.
pub(crate) fn delivery(app: App, item: Delivery) -> AnyView {
    let Delivery { id, channel, state, attempts, reason, next_at, queued_at, .. } = item;
    let reason = reason.map(|reason| app.words(|words| reason::sentence(words, &reason)));
    let text = match (state, reason, next_at) {
        (DeliveryState::Delivered, ..) => app.t(Word::DeliveryDelivered),
        (DeliveryState::Failed, reason, _) => {
            app.fill(Word::DeliveryFailed, &[("reason", &reason.unwrap_or_default())])
        }
        (DeliveryState::Waiting, Some(reason), Some(next)) => {
            let time = app.format(|formats| formats.time(next));
            app.fill(Word::DeliveryNextTry, &[("time", &time), ("reason", &reason)])
        }
        (DeliveryState::Waiting, ..) => app.t(Word::DeliveryWaiting),
    };
    let class = match state {
        DeliveryState::Delivered => "fine",
        DeliveryState::Failed => "wrong",
        DeliveryState::Waiting => "",
    };
    let tries =
        app.count(Word::DeliveryTriesOne, Word::DeliveryTriesOther, "count", u64::from(attempts));
    let queued = phrases::past(app, queued_at, app.now.get_untracked());
    let retry = (state == DeliveryState::Failed).then(|| {
        let label = id.clone();
        view! {
            <button disabled=busy(app, &id) on:click=move |_| actions::retry(app, label.clone())>
                {app.t(Word::DeliveryRetry)}
            </button>
        }
    });
    view! {
        <p class="line">
            <strong>{channel}</strong>
            <span class="when">{queued}</span>
        </p>
        <p class=class>{text}</p>
        {(attempts > 1).then(|| view! { <p class="none">{tries}</p> })}
        {retry}
    }
    .into_any()
}

/// Whether a delivery, or all, is being sent again.
fn busy(app: App, id: &str) -> impl Fn() -> bool + Send + Sync + use<> {
    let id = id.to_owned();
    move || app.deliveries.with(|pane| pane.busy.contains(&id))
}
