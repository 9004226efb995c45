//! The left pane: lists, search, rows.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::list;
use crate::app::App;
use crate::state::filter::Filter;
use crate::state::list::{ListPane, Loading};
use crate::views::icon::{self, icon};
use crate::views::row::row;
use crate::views::{failed, ids, keyed};

/// What stands below the search field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Loading,
    Failed,
    Empty,
    Rows,
}

fn body(list: &ListPane) -> Body {
    match list.loading {
        Loading::First => Body::Loading,
        Loading::Failed => Body::Failed,
        _ if list.ids().is_empty() => Body::Empty,
        _ => Body::Rows,
    }
}

pub(crate) fn list(app: App) -> AnyView {
    let body = Memo::new(move |_| app.list.with(body));
    view! {
        <section class="list" aria-label=app.t(Word::Conversations)>
            <nav class="tabs" aria-label=app.t(Word::Lists)>
                {Filter::ALL.map(|filter| tab(app, filter)).collect_view()}
            </nav>
            {search(app)}
            <div
                id=ids::LIST
                class="scroll"
                tabindex="-1"
                aria-busy=move || (body.get() == Body::Loading).to_string()
            >
                {move || match body.get() {
                    Body::Loading => skeleton(app).into_any(),
                    Body::Failed => {
                        failed(app, Word::ErrorLoading, move || list::refresh(app)).into_any()
                    }
                    Body::Empty => empty(app).into_any(),
                    Body::Rows => rows(app).into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

/// The name of a list, and of the state that its conversations share.
pub(crate) fn name(filter: Filter) -> Word {
    match filter {
        Filter::Waiting => Word::ListWaiting,
        Filter::Answered => Word::ListAnswered,
        Filter::Closed => Word::ListClosed,
        Filter::Spam => Word::ListSpam,
    }
}

fn tab(app: App, filter: Filter) -> AnyView {
    let current =
        Memo::new(move |_| app.list.with(|list| list.filter == filter && list.search.is_empty()));
    let count = Memo::new(move |_| app.counts.with(|counts| filter.count(counts)));
    view! {
        <button
            class="tab"
            aria-current=move || current.get().then_some("page")
            on:click=move |_| list::turn(app, filter)
        >
            {app.t(name(filter))}
            {move || Some(count.get()).filter(|count| *count != 0).map(number)}
        </button>
    }
    .into_any()
}

fn number(count: u32) -> AnyView {
    view! { <span class="number">{count}</span> }.into_any()
}

fn search(app: App) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        list::search(app);
    };
    view! {
        <form class="search" role="search" on:submit=submit>
            {icon(icon::SEARCH)}
            <input
                id=ids::SEARCH
                type="search"
                autocomplete="off"
                aria-label=app.t(Word::Search)
                placeholder=app.t(Word::SearchPlaceholder)
                prop:value=app.typed
                on:input=move |event| list::typed(app, event_target_value(&event))
            />
        </form>
    }
    .into_any()
}

fn rows(app: App) -> AnyView {
    let ids = Memo::new(move |_| app.list.with(|list| list.ids().to_vec()));
    let tab_stop = Memo::new(move |_| app.list.with(|list| list.tab_stop().map(str::to_owned)));
    let more = Memo::new(move |_| app.list.with(|list| (list.has_more(), list.loading)));
    let searched = Memo::new(move |_| app.list.with(|list| !list.search.is_empty()));
    view! {
        {move || searched.get().then(|| view! { <h2 class="over">{app.t(Word::SearchResults)}</h2> })}
        <ul class="rows">
            {keyed(ids, move |id| row(app, id, tab_stop))}
        </ul>
        {move || match more.get() {
            (false, _) => None,
            (true, Loading::More) => {
                Some(view! { <p class="more">{app.t(Word::Loading)}</p> }.into_any())
            }
            (true, Loading::MoreFailed) => {
                Some(failed(app, Word::ErrorLoading, move || list::more(app)).into_any())
            }
            (true, _) => {
                Some(
                    view! {
                        <p class="more">
                            <button on:click=move |_| {
                                list::more(app);
                            }>{app.t(Word::LoadMore)}</button>
                        </p>
                    }
                        .into_any(),
                )
            }
        }}
    }
    .into_any()
}

fn empty(app: App) -> AnyView {
    let text = move || {
        app.list.with(|list| {
            if !list.search.is_empty() {
                return app.fill(Word::SearchEmpty, &[("query", &list.search)]);
            }
            app.t(match list.filter {
                Filter::Waiting => Word::EmptyWaiting,
                Filter::Answered => Word::EmptyAnswered,
                Filter::Closed => Word::EmptyClosed,
                Filter::Spam => Word::EmptySpam,
            })
        })
    };
    let done =
        move || app.list.with(|list| list.search.is_empty() && list.filter == Filter::Waiting);
    view! {
        <div class="empty">
            {move || done().then(|| view! { <span class="done">{icon(icon::CHECK)}</span> })}
            <p>{text}</p>
        </div>
    }
    .into_any()
}

/// Grey rows in the place of those that are on their way.
fn skeleton(app: App) -> AnyView {
    let bone = |_| {
        view! {
            <li class="bones" aria-hidden="true">
                {["bone short", "bone", "bone half"]
                    .map(|class| view! { <span class=class></span> })
                    .collect_view()}
            </li>
        }
    };
    view! {
        <p class="unseen" role="status">
            {app.t(Word::Loading)}
        </p>
        <ul class="rows">{(0..7).map(bone).collect_view()}</ul>
    }
    .into_any()
}
