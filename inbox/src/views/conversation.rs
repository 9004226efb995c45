//! The open conversation: its head with what can be done, the thread, the
//! composer, and the visitor's details.

use leptos::prelude::*;
use protocol::conversation::ConversationState;
use protocol::inbox::{MoveTo, Summary};
use words::inbox::Word;

use crate::actions::{conversation as actions, list};
use crate::app::App;
use crate::state::filter::Filter;
use crate::state::open::Trouble;
use crate::views::icon::{self, icon};
use crate::views::list::name;
use crate::views::row::{promise, topic};
use crate::views::{details, failed, ids, reply, thread};

/// What stands in the pane.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    Trouble(Trouble),
    Ready,
}

pub(crate) fn conversation(app: App) -> AnyView {
    let body = Memo::new(move |_| {
        app.opened.with(|opened| match opened {
            Some(opened) => match (opened.trouble, &opened.detail) {
                (Some(trouble), _) => Body::Trouble(trouble),
                (None, None) => Body::Loading,
                (None, Some(_)) => Body::Ready,
            },
            None => Body::Loading,
        })
    });
    // What the list knows already does not have to be waited for.
    let summary = Memo::new(move |_| {
        app.opened.with(|opened| {
            let opened = opened.as_ref()?;
            match &opened.detail {
                Some(detail) => Some(detail.summary.clone()),
                None if opened.trouble.is_some() => None,
                None => app.list.with(|list| list.get(&opened.id).cloned()),
            }
        })
    });
    view! {
        <article class="conversation" aria-labelledby=ids::HEADING>
            {head(app, summary)}
            {move || match body.get() {
                Body::Loading => skeleton(app).into_any(),
                Body::Trouble(trouble) => self::trouble(app, trouble).into_any(),
                Body::Ready => view! {
                    {thread::thread(app)}
                    {reply::reply(app, summary)}
                }
                    .into_any(),
            }}
        </article>
        {move || (body.get() == Body::Ready).then(|| details::details(app))}
    }
    .into_any()
}

fn head(app: App, summary: Memo<Option<Summary>>) -> AnyView {
    let loading = Memo::new(move |_| {
        app.opened.with(|opened| opened.as_ref().is_some_and(|opened| opened.trouble.is_none()))
    });
    let visitor = move || {
        summary.with(|summary| match summary {
            Some(summary) => summary.name.clone().unwrap_or_else(|| app.t(Word::Visitor)),
            None if loading.get() => app.t(Word::Loading),
            None => app.t(Word::Visitor),
        })
    };
    let known = Memo::new(move |_| summary.with(Option::is_some));
    view! {
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
                <h2 id=ids::HEADING tabindex="-1" dir="auto">
                    {visitor}
                </h2>
                <p class="marks">{move || summary.get().map(|summary| marks(app, &summary))}</p>
            </div>
            {move || known.get().then(|| tools(app, summary))}
        </header>
        {move || {
            app.opened
                .with(|opened| opened.as_ref().is_some_and(|opened| opened.action_failed))
                .then(|| view! { <p class="banner wrong">{app.t(Word::ErrorAction)}</p> })
        }}
    }
    .into_any()
}

fn marks(app: App, summary: &Summary) -> AnyView {
    let state = Filter::of(summary.state);
    let waits = state == Filter::Waiting && summary.promise.answer_by.is_none();
    view! {
        <span class=format!("chip state {}", state.key())>{app.t(name(state))}</span>
        {promise(app, summary)}
        {waits.then(|| view! { <span class="due">{app.t(Word::NoPromise)}</span> })}
        {topic(app, summary.topic.as_deref()).map(|topic| view! { <span class="chip">{topic}</span> })}
    }
    .into_any()
}

/// What can be done. The controls stay while the conversation changes, so that
/// they keep the focus.
fn tools(app: App, summary: Memo<Option<Summary>>) -> AnyView {
    let state = Memo::new(move |_| summary.with(|summary| Some(summary.as_ref()?.state)));
    let button = move |(word, path, to)| {
        view! {
            <button title=app.t(word) on:click=move |_| actions::move_to(app, to)>
                {icon(path)} <span class="label">{app.t(word)}</span>
            </button>
        }
    };
    view! {
        <div class="tools">
            {assignee(app, summary)}
            {move || state.get().map(|state| moves(state).iter().copied().map(button).collect_view())}
            <button
                class="for-details"
                title=app.t(Word::Details)
                aria-expanded=move || app.details.get().to_string()
                on:click=move |_| app.details.update(|shown| *shown = !*shown)
            >
                {icon(icon::DETAILS)}
                <span class="label">{app.t(Word::Details)}</span>
            </button>
        </div>
    }
    .into_any()
}

/// Where a conversation can go from its state.
fn moves(state: ConversationState) -> &'static [(Word, &'static str, MoveTo)] {
    match state {
        ConversationState::Waiting | ConversationState::Answered => &[
            (Word::CloseConversation, icon::CHECK, MoveTo::Closed),
            (Word::MarkSpam, icon::BAN, MoveTo::Spam),
        ],
        ConversationState::Closed => &[(Word::Reopen, icon::UNDO, MoveTo::Open)],
        ConversationState::Spam => &[(Word::NotSpam, icon::UNDO, MoveTo::Open)],
    }
}

/// What the select means by nobody.
const NOBODY: &str = "";

fn assignee(app: App, summary: Memo<Option<Summary>>) -> AnyView {
    let (team, me) = app
        .session
        .with_untracked(|session| {
            session.as_ref().map(|session| (session.team.clone(), session.agent.id.clone()))
        })
        .unwrap_or_default();
    let current = Memo::new(move |_| {
        summary.with(|summary| summary.as_ref()?.assignee.clone()).unwrap_or_default()
    });
    let mut choices = vec![(NOBODY.to_owned(), app.t(Word::Unassigned))];
    choices.extend(team.into_iter().map(|agent| {
        let name = agent.name;
        let label = if agent.id == me { format!("{name} ({})", app.t(Word::You)) } else { name };
        (agent.id, label)
    }));
    // Whoever has left the team stands there until somebody else takes over.
    let known: Vec<String> = choices.iter().map(|(id, _)| id.clone()).collect();
    let left = move || {
        current.with(|current| {
            (!known.contains(current))
                .then(|| view! { <option selected>{current.clone()}</option> })
        })
    };
    let options = choices.into_iter().map(|(id, label)| {
        let value = id.clone();
        view! {
            <option value=value prop:selected=move || current.with(|current| *current == id)>
                {label}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <select
            class="assignee"
            aria-label=app.t(Word::Assign)
            title=app.t(Word::Assign)
            on:change=move |event| {
                let agent = Some(event_target_value(&event)).filter(|agent| agent != NOBODY);
                actions::assign(app, agent);
            }
        >
            {options}
            {left}
        </select>
    }
    .into_any()
}

fn trouble(app: App, trouble: Trouble) -> impl IntoView {
    match trouble {
        Trouble::Unread => {
            failed(app, Word::ErrorConversation, move || actions::read_again(app)).into_any()
        }
        Trouble::Unknown => gone(app, Word::ErrorUnknown).into_any(),
        Trouble::Erased => gone(app, Word::Erased).into_any(),
    }
}

fn gone(app: App, word: Word) -> AnyView {
    view! {
        <div class="empty" role="alert">
            <p>{app.t(word)}</p>
            <button on:click=move |_| list::back(app)>{app.t(Word::BackToList)}</button>
        </div>
    }
    .into_any()
}

/// Grey bubbles in the place of messages that are on their way.
fn skeleton(app: App) -> AnyView {
    view! {
        <div class="scroll" aria-busy="true">
            <p class="unseen" role="status">
                {app.t(Word::Loading)}
            </p>
            <ol class="thread bones" aria-hidden="true">
                {["visitor", "reply", "visitor"]
                    .map(|side| view! { <li class=format!("entry {side} bone")></li> })
                    .collect_view()}
            </ol>
        </div>
    }
    .into_any()
}
