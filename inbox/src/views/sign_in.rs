//! The form to sign in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use words::inbox::Word;

use crate::actions::session;
use crate::app::{App, Notice};
use crate::browser;
use crate::views::icon::{self, icon};
use crate::views::ids;

pub(crate) fn sign_in(app: App) -> AnyView {
    let field = NodeRef::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let field: Option<web_sys::HtmlInputElement> = field.get_untracked();
        if let Some(field) = field {
            session::sign_in(app, &field.value());
        }
    };
    browser::focus_soon(ids::KEY.to_owned());
    view! {
        <main class="card-page">
            <form class="card" on:submit=submit>
                <p class="mark">{icon(icon::BUBBLE)}</p>
                <h1>{app.t(Word::SignInTitle)}</h1>
                {move || notice(app, app.notice.get())}
                <label for=ids::KEY>{app.t(Word::KeyLabel)}</label>
                <input
                    id=ids::KEY
                    node_ref=field
                    type="password"
                    autocomplete="current-password"
                    aria-describedby=ids::NOTICE
                    required=true
                />
                <button class="primary" disabled=move || app.signing_in.get()>
                    {move || {
                        app.t(if app.signing_in.get() { Word::SigningIn } else { Word::SignIn })
                    }}
                </button>
            </form>
        </main>
    }
    .into_any()
}

fn notice(app: App, notice: Notice) -> AnyView {
    let (class, word) = match notice {
        Notice::Hint => ("notice", Word::SignInHint),
        Notice::Ended => ("notice marked", Word::SessionEnded),
        Notice::SignedOut => ("notice marked", Word::SignedOut),
        Notice::KeyInvalid => ("notice wrong", Word::KeyInvalid),
        Notice::Failed => ("notice wrong", Word::SignInFailed),
    };
    let role = if notice == Notice::Hint { None } else { Some("alert") };
    view! {
        <p id=ids::NOTICE class=class role=role>
            {app.t(word)}
        </p>
        {matches!(notice, Notice::Ended | Notice::SignedOut)
            .then(|| view! { <p class="notice">{app.t(Word::SignInHint)}</p> })}
    }
    .into_any()
}
