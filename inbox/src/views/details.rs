//! Who asked, from where, and what became of forwarding it.

use std::collections::BTreeSet;

use js_sys::encode_uri_component;
use leptos::prelude::*;
use protocol::inbox::{Detail, Visitor};
use words::inbox::Word;

use crate::app::App;
use crate::state::forwarding::by_channel;
use crate::views::deliveries::forwarding;
use crate::views::row::topic;

pub(crate) fn details(app: App) -> AnyView {
    let detail = Memo::new(move |_| {
        app.opened.with(|opened| opened.as_ref().and_then(|opened| opened.detail.clone()))
    });
    let unfolded = StoredValue::new(BTreeSet::new());
    view! {
        <aside class="details" class:shown=move || app.details.get() aria-label=app.t(Word::Details)>
            {move || detail.get().map(|detail| content(app, detail, unfolded))}
        </aside>
    }
    .into_any()
}

fn content(app: App, detail: Detail, unfolded: StoredValue<BTreeSet<String>>) -> AnyView {
    let Detail { summary, visitor, deliveries, .. } = detail;
    let Visitor { name, email, phone, verified, page, locale } = visitor;
    let asked = app.format(|formats| formats.moment(summary.asked_at));
    let language = app.format(|formats| formats.language(&locale));
    let email = email.map(|email| {
        let href = format!("mailto:{}", encode_uri_component(&email));
        view! { <a href=href>{email}</a> {verified.then(|| self::verified(app))} }
    });
    let phone = phone.map(|phone| {
        let dialled: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        view! { <a href=format!("tel:{dialled}")>{phone}</a> }
    });
    let none = move || view! { <span class="none">{app.t(Word::NotGiven)}</span> }.into_any();
    let or_none = move |value: Option<AnyView>| value.unwrap_or_else(none);
    view! {
        <h3>{app.t(Word::Details)}</h3>
        <dl>
            <dt>{app.t(Word::DetailName)}</dt>
            <dd dir="auto">{or_none(name.map(IntoAny::into_any))}</dd>
            <dt>{app.t(Word::DetailEmail)}</dt>
            <dd>{or_none(email.map(IntoAny::into_any))}</dd>
            <dt>{app.t(Word::DetailPhone)}</dt>
            <dd>{or_none(phone.map(IntoAny::into_any))}</dd>
            {topic(app, summary.topic.as_deref())
                .map(|topic| {
                    view! {
                        <dt>{app.t(Word::DetailTopic)}</dt>
                        <dd>{topic}</dd>
                    }
                })}
            <dt>{app.t(Word::DetailPage)}</dt>
            <dd>{self::page(page)}</dd>
            <dt>{app.t(Word::DetailLanguage)}</dt>
            <dd>{language}</dd>
            <dt>{app.t(Word::DetailAsked)}</dt>
            <dd>{asked}</dd>
        </dl>
        {(!deliveries.is_empty())
            .then(|| {
                view! {
                    <h3>{app.t(Word::Deliveries)}</h3>
                    {forwarding(app, by_channel(deliveries), unfolded)}
                }
            })}
    }
    .into_any()
}

/// What the site's own server has signed.
fn verified(app: App) -> AnyView {
    view! { <span class="verified" title=app.t(Word::VerifiedHint)>{app.t(Word::Verified)}</span> }
        .into_any()
}

/// The page as a link, where it is one that a browser opens: a visitor's browser said where it was.
fn page(page: String) -> AnyView {
    let bare = page.strip_prefix("https://").or_else(|| page.strip_prefix("http://"));
    match bare {
        Some(bare) => {
            // A long address breaks between its parts, as long as one fits.
            let parts = bare.split_inclusive(['/', '?', '&']).map(str::to_owned);
            let parts = parts.map(|part| view! { {part} <wbr /> }).collect_view();
            view! {
                <a href=page target="_blank" rel="noopener noreferrer">
                    {parts}
                </a>
            }
            .into_any()
        }
        None => page.into_any(),
    }
}
