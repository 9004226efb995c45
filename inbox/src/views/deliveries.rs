//! Deliveries: what is on its way to a channel, what arrived there, and what did not and why.

use std::collections::BTreeSet;

use leptos::prelude::*;
use protocol::forwarding::{Delivery, DeliveryKind, DeliveryState};
use words::inbox::Word;

use crate::actions::{channels as actions, conversation};
use crate::app::App;
use crate::state::forwarding::Group;
use crate::state::place::Place;
use crate::views::{button, paragraph};
use crate::{phrases, reason};

/// A delivery on the channels' page that has not arrived, with the way to its conversation.
pub(crate) fn pending(app: App, id: &str) -> AnyView {
    let delivery = {
        let id = id.to_owned();
        Memo::new(move |_| app.channels.with(|pane| pane.delivery(&id).cloned()))
    };
    let go = move |_| {
        let id = delivery.with_untracked(|item| Some(item.as_ref()?.conversation.clone()));
        if let Some(id) = id {
            conversation::go(app, Place::Conversation(id));
        }
    };
    view! {
        <li>
            {move || {
                delivery.get().map(|item| {
                    let title = format!("{} · {}", item.channel, app.t(brings(item.kind)));
                    open(app, &title, item)
                })
            }}
            <button class="plain" on:click=go>
                {app.t(Word::OpenConversation)}
            </button>
        </li>
    }
    .into_any()
}

/// Where a conversation went. `unfolded` are the channels whose delivered messages are shown.
pub(crate) fn forwarding(
    app: App,
    groups: Vec<Group>,
    unfolded: StoredValue<BTreeSet<String>>,
) -> AnyView {
    let groups = groups.into_iter().map(|group| {
        let Group { channel, open, delivered } = group;
        let open = open.into_iter().map(|item| {
            let title = app.t(brings(item.kind));
            view! { <li>{self::open(app, &title, item)}</li> }
        });
        view! {
            <h4>{channel.clone()}</h4>
            <ul class="deliveries">{open.collect_view()}</ul>
            {(!delivered.is_empty()).then(|| self::delivered(app, channel, delivered, unfolded))}
        }
    });
    groups.collect_view().into_any()
}

/// What has arrived: how much, and when unfolded what.
fn delivered(
    app: App,
    channel: String,
    items: Vec<Delivery>,
    unfolded: StoredValue<BTreeSet<String>>,
) -> AnyView {
    let count = items.len().to_string();
    let is_open = unfolded.with_value(|unfolded| unfolded.contains(&channel));
    // The details are drawn anew when something comes, and must not fold what is being read.
    let toggle = move |_| {
        unfolded.update_value(|unfolded| {
            if !unfolded.remove(&channel) {
                unfolded.insert(channel.clone());
            }
        });
    };
    let items = items.into_iter().map(|item| {
        let queued = phrases::past(app, item.queued_at, app.now.get_untracked());
        view! {
            <li class="line">
                <span>{app.t(brings(item.kind))}</span>
                <span class="when">{queued}</span>
            </li>
        }
    });
    view! {
        <details open=is_open>
            <summary class="fine" on:click=toggle>
                {app.fill(Word::DeliveryDeliveredCount, &[("count", &count)])}
            </summary>
            <ul>{items.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// A delivery that has not arrived: how it stands and why, and the way to send it again.
fn open(app: App, title: &str, item: Delivery) -> AnyView {
    let Delivery { id, state, attempts, reason, next_at, queued_at, .. } = item;
    let reason = reason.map(|reason| app.words(|words| reason::sentences(words, &reason)));
    let (class, text) = match (state, reason, next_at) {
        (DeliveryState::Delivered, ..) => ("fine", app.t(Word::DeliveryDelivered)),
        (DeliveryState::Failed, reason, _) => {
            let reason = reason.unwrap_or_default();
            ("wrong", app.fill(Word::DeliveryFailed, &[("reason", &reason)]))
        }
        (DeliveryState::Waiting, Some(reason), Some(next)) => {
            let time = app.format(|formats| formats.time(next));
            ("", app.fill(Word::DeliveryNextTry, &[("time", &time), ("reason", &reason)]))
        }
        (DeliveryState::Waiting, ..) => ("", app.t(Word::DeliveryWaiting)),
    };
    let tries = app.count(Word::DeliveryTries, "count", u64::from(attempts));
    let queued = move || phrases::past(app, queued_at, app.now.get());
    let retry = (state == DeliveryState::Failed).then(|| {
        let retry = {
            let id = id.clone();
            move || actions::retry(app, id.clone())
        };
        button(app, Some(id), || Word::DeliveryRetry, retry)
    });
    view! {
        <p class="line">
            <strong>{title.to_owned()}</strong>
            <span class="when">{queued}</span>
        </p>
        {paragraph(class, text)}
        {(attempts > 1).then(|| paragraph("none", tries))}
        {retry}
    }
    .into_any()
}

/// What a delivery brings, in words.
fn brings(kind: DeliveryKind) -> Word {
    match kind {
        DeliveryKind::Message => Word::BringsMessage,
        DeliveryKind::Reply => Word::BringsReply,
        DeliveryKind::Step => Word::BringsStep,
        DeliveryKind::Confirmation => Word::BringsConfirmation,
        DeliveryKind::Answer => Word::BringsAnswer,
    }
}
