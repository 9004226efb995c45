//! A conversation in the list.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use protocol::inbox::Summary;
use words::inbox::Word;

use crate::actions::conversation;
use crate::app::App;
use crate::people;
use crate::phrases;
use crate::state::filter::Filter;
use crate::state::place::Place;
use crate::views::ids;
use crate::views::list::name;

pub(crate) fn row(app: App, id: &str, tab_stop: Memo<Option<String>>) -> AnyView {
    let summary = {
        let id = id.to_owned();
        Memo::new(move |_| app.list.with(|list| list.get(&id).cloned()))
    };
    let fresh = {
        let id = id.to_owned();
        move || app.list.with(|list| list.is_fresh(&id))
    };
    let index = {
        let id = id.to_owned();
        move || if tab_stop.with(|stop| stop.as_ref() == Some(&id)) { "0" } else { "-1" }
    };
    let current = {
        let id = id.to_owned();
        move || app.place.with(|place| place.conversation() == Some(&*id)).then_some("true")
    };
    let focus = {
        let id = id.to_owned();
        move |_| app.list.update(|list| list.focus(&id))
    };
    let place = Place::Conversation(id.to_owned());
    let href = place.query();
    let open = move |event: MouseEvent| {
        // The browser's own ways to open a link elsewhere stay its own.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            conversation::go(app, place.clone());
        }
    };
    view! {
        <li class:fresh=fresh>
            <a
                id=ids::row(id)
                class="row"
                href=href
                tabindex=index
                aria-current=current
                on:click=open
                on:focus=focus
            >
                {move || summary.get().map(|summary| content(app, summary))}
            </a>
        </li>
    }
    .into_any()
}

fn content(app: App, summary: Summary) -> AnyView {
    let Summary { id, name, excerpt, changed_at, .. } = summary.clone();
    let moment = app.format(|formats| formats.moment(changed_at));
    view! {
        <span class="line">
            {match name {
                Some(name) => view! { <strong class="name" dir="auto">{name}</strong> }.into_any(),
                None => view! { <strong class="name none">{app.t(Word::Visitor)}</strong> }.into_any(),
            }}
            <span class="when" title=moment>
                {move || phrases::past(app, changed_at, app.now.get())}
            </span>
        </span>
        <span class="excerpt" dir="auto">
            {excerpt}
        </span>
        <span class="line marks">
            {promise(app, &summary)} {state(app, &summary)}
            {move || {
                app.drafts
                    .with(|drafts| drafts.has(&id))
                    .then(|| view! { <span class="chip draft">{app.t(Word::Draft)}</span> })
            }}
            {topic(app, summary.topic.as_deref()).map(|topic| view! { <span class="chip">{topic}</span> })}
            {summary.assignee.map(|agent| assignee(app, &agent))}
        </span>
    }
    .into_any()
}

/// How the promise of a waiting conversation stands.
pub(crate) fn promise(app: App, summary: &Summary) -> Option<AnyView> {
    let answer_by = summary.promise.answer_by?;
    let time = app.format(|formats| formats.moment(answer_by));
    let title = app.fill(Word::PromisedBy, &[("time", &time)]);
    Some(
        view! {
            <span class=move || phrases::promise(app, answer_by, app.now.get()).0 title=title>
                {move || phrases::promise(app, answer_by, app.now.get()).1}
            </span>
        }
        .into_any(),
    )
}

/// The state, where the list does not say it already.
fn state(app: App, summary: &Summary) -> Option<AnyView> {
    let state = Filter::of(summary.state);
    let searched = app.list.with(|list| !list.search.is_empty());
    searched.then(|| view! { <span class="chip state">{app.t(name(state))}</span> }.into_any())
}

/// The name of a topic in the inbox's language. One that the site no longer has keeps its id.
pub(crate) fn topic(app: App, id: Option<&str>) -> Option<String> {
    let id = id?;
    let language = app.words(|words| words.language);
    let label = app.session.with(|session| {
        let topics = &session.as_ref()?.topics;
        let label = &topics.iter().find(|topic| topic.id == id)?.label;
        label.get(language).or_else(|| label.values().next()).cloned()
    });
    Some(label.unwrap_or_else(|| id.to_owned()))
}

fn assignee(app: App, agent: &str) -> AnyView {
    let name = app.session.with(|session| {
        let team = session.as_ref().map(|session| &*session.team).unwrap_or_default();
        people::name_of(team, agent).to_owned()
    });
    let title = app.fill(Word::AssignedTo, &[("name", &name)]);
    let hint = title.clone();
    view! {
        <span class="face" title=hint>
            <span class="unseen">{title}</span>
            <span aria-hidden="true">{people::initials(&name)}</span>
        </span>
    }
    .into_any()
}
