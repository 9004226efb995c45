//! A channel: how it does, the address that its service needs, and what can be done with it.

use leptos::prelude::*;
use protocol::forwarding::ChannelHealth;
use words::inbox::Word;

use crate::actions::channels as actions;
use crate::app::App;
use crate::state::channels::{Health, Outcome, brand, last_error, pausing, testing};
use crate::views::{button, ids, paragraph};
use crate::{phrases, reason};

pub(crate) fn channel(app: App, id: &str) -> AnyView {
    let channel = {
        let id = id.to_owned();
        Memo::new(move |_| app.channels.with(|pane| pane.channel(&id).cloned()))
    };
    // What is drawn of it tells how long ago something was.
    let drawn = move |draw: fn(App, &ChannelHealth, i64) -> AnyView| {
        move || {
            let now = app.now.get();
            channel.with(|channel| channel.as_ref().map(|channel| draw(app, channel, now)))
        }
    };
    view! {
        <li>
            <section aria-labelledby=ids::channel(id)>
                <div class="line">
                    <h3 id=ids::channel(id)>{id.to_owned()}</h3>
                    {drawn(marks)}
                </div>
                {drawn(health)}
                {drawn(facts)}
                {address(app, id, channel)}
                {tools(app, id, channel)}
            </section>
        </li>
    }
    .into_any()
}

fn marks(app: App, channel: &ChannelHealth, _: i64) -> AnyView {
    let kind = match channel.kind.as_str() {
        "email" => app.t(Word::DetailEmail),
        kind => brand(kind),
    };
    view! {
        <span class="chip">{kind}</span>
        {channel
            .by_rule
            .then(|| view! { <span class="chip">{app.t(Word::ChannelByRule)}</span> })}
    }
    .into_any()
}

fn health(app: App, channel: &ChannelHealth, now: i64) -> AnyView {
    let health = Health::of(channel, now);
    let text = match health {
        Health::Paused(pause) => {
            let time = phrases::past(app, pause.at, now);
            app.fill(Word::ChannelPaused, &[("name", &pause.by), ("time", &time)])
        }
        Health::Off(failure) => {
            let reason = app.words(|words| reason::sentences(words, failure));
            app.fill(Word::ChannelOff, &[("reason", &reason)])
        }
        Health::Resting(until) => {
            app.fill(Word::ChannelResting, &[("until", &phrases::until(app, until, now))])
        }
        Health::Failing => app.t(Word::ChannelFailing),
        Health::Works => app.t(Word::ChannelOn),
        Health::Unused => app.t(Word::ChannelUnused),
    };
    paragraph(health.class(), text)
}

fn facts(app: App, channel: &ChannelHealth, now: i64) -> AnyView {
    let ago =
        |at: Option<i64>| at.map_or_else(|| app.t(Word::Never), |at| phrases::past(app, at, now));
    let mut facts = vec![
        (Word::ChannelSucceeded, ago(channel.succeeded_at)),
        (Word::ChannelReported, ago(channel.reported_at)),
    ];
    let queue = match channel.waiting {
        0 => app.t(Word::ChannelQueueEmpty),
        count => app.count(Word::ChannelWaiting, "count", u64::from(count)),
    };
    facts.push((Word::ChannelQueue, queue));
    if let Some(at) = channel.oldest_waiting_at {
        facts.push((Word::ChannelOldest, phrases::past(app, at, now)));
    }
    if let Some((failure, at)) = last_error(channel) {
        let reason = app.words(|words| reason::sentences(words, failure));
        facts.push((Word::ChannelError, format!("{}: {reason}", phrases::past(app, at, now))));
    }
    let facts = facts.into_iter().map(|(word, text)| {
        view! {
            <dt>{app.t(word)}</dt>
            <dd>{text}</dd>
        }
    });
    let lost = (channel.failed != 0).then(|| {
        let text = app.count(Word::DeliveriesFailed, "count", u64::from(channel.failed));
        paragraph("wrong", text)
    });
    view! {
        {lost}
        <dl>{facts.collect_view()}</dl>
    }
    .into_any()
}

fn address(app: App, id: &str, channel: Memo<Option<ChannelHealth>>) -> AnyView {
    let url = Memo::new(move |_| {
        channel.with(|channel| channel.as_ref().map(|channel| channel.events_url.clone()))
    });
    let copied = RwSignal::new(false);
    let field = ids::address(id);
    view! {
        <label for=field.clone()>{app.t(Word::ChannelAddress)}</label>
        <div class="address">
            <input
                id=field.clone()
                readonly
                spellcheck="false"
                prop:value=move || url.get().unwrap_or_default()
            />
            {button(
                app,
                None,
                move || if copied.get() { Word::Copied } else { Word::Copy },
                move || actions::copy(app, field.clone(), copied),
            )}
        </div>
    }
    .into_any()
}

fn tools(app: App, id: &str, channel: Memo<Option<ChannelHealth>>) -> AnyView {
    let paused = Memo::new(move |_| {
        channel.with(|channel| channel.as_ref().is_some_and(|channel| channel.paused.is_some()))
    });
    let [to_pause, to_test, told] = [(); 3].map(|()| id.to_owned());
    let is_tested = {
        let key = testing(id);
        Memo::new(move |_| app.channels.with(|pane| pane.busy.contains(&key)))
    };
    let outcome = move || {
        let outcome = app.channels.with(|pane| pane.outcomes.get(&told).cloned())?;
        let class = if outcome == Outcome::Arrived { "outcome fine" } else { "outcome wrong" };
        let text = app.words(|words| reason::outcome(words, &outcome));
        Some(paragraph(class, text))
    };
    view! {
        <div class="tools">
            {button(
                app,
                Some(pausing(id)),
                move || if paused.get() { Word::ChannelResume } else { Word::ChannelPause },
                move || actions::pause_or_resume(app, to_pause.clone()),
            )}
            {button(
                app,
                Some(testing(id)),
                move || if is_tested.get() { Word::Sending } else { Word::ChannelTest },
                move || actions::test(app, to_test.clone()),
            )}
        </div>
        {outcome}
    }
    .into_any()
}
