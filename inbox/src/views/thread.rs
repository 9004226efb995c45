//! The messages of the open conversation.

use leptos::prelude::*;
use protocol::inbox::{Entry, EntryKind};
use words::inbox::Word;

use crate::app::App;
use crate::phrases;
use crate::state::thread::{Item, thread as items};
use crate::time::local_day;
use crate::views::icon::{self, icon};
use crate::views::ids;

pub(crate) fn thread(app: App) -> AnyView {
    let items = Memo::new(move |_| {
        app.opened.with(|opened| {
            let detail = opened.as_ref().and_then(|opened| opened.detail.as_ref());
            detail.map(|detail| items(&detail.entries, local_day)).unwrap_or_default()
        })
    });
    let (visitor, locale) = app
        .opened
        .with_untracked(|opened| {
            let visitor = &opened.as_ref()?.detail.as_ref()?.visitor;
            Some((visitor.name.clone(), visitor.locale.clone()))
        })
        .unwrap_or_default();
    let visitor = visitor.unwrap_or_else(|| app.t(Word::Visitor));
    view! {
        <div
            id=ids::THREAD
            class="scroll"
            tabindex="0"
            role="region"
            aria-label=app.t(Word::Messages)
        >
            <ol class="thread">
                <For
                    each=move || items.get()
                    key=Item::key
                    children=move |item| match item {
                        Item::Day(at) => day(app, at).into_any(),
                        Item::Entry(message) => entry(app, message, &visitor, &locale).into_any(),
                    }
                />
            </ol>
        </div>
    }
    .into_any()
}

fn day(app: App, at: i64) -> AnyView {
    view! {
        <li class="day">
            <span>{move || phrases::day(app, at, app.now.get())}</span>
        </li>
    }
    .into_any()
}

fn entry(app: App, entry: Entry, visitor: &str, locale: &str) -> AnyView {
    let Entry { kind, name, channel, text, quoted, sent_at, .. } = entry;
    let mine = name.is_some()
        && app.session.with_untracked(|session| {
            session.as_ref().map(|session| &session.agent.name) == name.as_ref()
        });
    let (class, who, language) = match kind {
        EntryKind::Visitor => {
            (class(kind), name.unwrap_or_else(|| visitor.to_owned()), Some(locale.to_owned()))
        }
        _ if mine => (class(kind), app.t(Word::You), None),
        _ => (class(kind), name.unwrap_or_default(), None),
    };
    let time = app.format(|formats| formats.time(sent_at));
    let moment = app.format(|formats| formats.moment(sent_at));
    view! {
        <li class=class>
            <p class="meta">
                {(kind == EntryKind::Note)
                    .then(|| {
                        view! {
                            <span class="label">{icon(icon::LOCK)} {app.t(Word::InternalNote)}</span>
                        }
                    })}
                <span class="who" dir="auto">
                    {who}
                </span>
                {channel
                    .map(|channel| {
                        view! {
                            <span class="via">
                                {app.fill(Word::ViaChannel, &[("channel", &channel)])}
                            </span>
                        }
                    })}
                <span class="when" title=moment>
                    {time}
                </span>
            </p>
            <p class="text" dir="auto" lang=language>
                {text}
            </p>
            {quoted.map(|quoted| self::quoted(app, quoted))}
        </li>
    }
    .into_any()
}

/// What an e-mail quoted, folded away.
fn quoted(app: App, text: String) -> AnyView {
    view! {
        <details class="quoted">
            <summary>{app.t(Word::Quoted)}</summary>
            <p dir="auto">{text}</p>
        </details>
    }
    .into_any()
}

fn class(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Visitor => "entry visitor",
        EntryKind::Reply => "entry reply",
        EntryKind::Note => "entry note",
    }
}
