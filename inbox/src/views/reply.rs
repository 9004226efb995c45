//! Where replies and notes are written.

use conversation::text::MAX_TEXT;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use protocol::conversation::ConversationState;
use protocol::inbox::Summary;
use words::inbox::Word;

use crate::actions::writing;
use crate::app::App;
use crate::browser;
use crate::state::drafts::{Draft, Kind, Refusal, Sending};
use crate::views::ids;

/// From how many characters on it is said how many are left.
const NEARLY_FULL: i64 = 500;

pub(crate) fn reply(app: App, summary: Memo<Option<Summary>>) -> impl IntoView {
    let id = app.open_id().unwrap_or_default();
    // A reply to spam would tell its sender that somebody reads it; the edge refuses it.
    let spam = Memo::new(move |_| {
        summary.with(|summary| {
            summary.as_ref().is_some_and(|summary| summary.state == ConversationState::Spam)
        })
    });
    move || (!spam.get()).then(|| composer(app, &id))
}

fn composer(app: App, id: &str) -> AnyView {
    let draft = {
        let id = id.to_owned();
        Memo::new(move |_| app.drafts.with(|drafts| drafts.get(&id).cloned().unwrap_or_default()))
    };
    let kind = Memo::new(move |_| draft.with(Draft::kind));
    writing::ready(app);
    let sending = Memo::new(move |_| draft.with(Draft::sending));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        writing::send(app);
    };
    let type_in = {
        let id = id.to_owned();
        move |event| writing::write(app, &id, event_target_value(&event))
    };
    let placeholder = move || {
        app.t(match kind.get() {
            Kind::Reply => Word::ReplyPlaceholder,
            Kind::Note => Word::NotePlaceholder,
        })
    };
    view! {
        <form class="composer" class:note=move || kind.get() == Kind::Note on:submit=submit>
            <fieldset class="kinds" disabled=move || sending.get() == Sending::UnderWay>
                {[Kind::Reply, Kind::Note].map(|choice| tab(app, id.to_owned(), choice, kind)).collect_view()}
            </fieldset>
            <textarea
                id=ids::WRITING
                rows="3"
                dir="auto"
                aria-label=move || app.t(label(kind.get()))
                aria-describedby=ids::WRITING_STATE
                aria-invalid=move || matches!(sending.get(), Sending::Failed(_)).to_string()
                placeholder=placeholder
                readonly=move || sending.get() == Sending::UnderWay
                prop:value=move || draft.with(|draft| draft.text().to_owned())
                on:input=type_in
            ></textarea>
            <div class="foot">
                {move || state(app, draft, sending.get())}
                <kbd>{keys(app)}</kbd>
                <button class="primary" disabled=move || sending.get() == Sending::UnderWay>
                    {move || app.t(button(kind.get(), sending.get()))}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn tab(app: App, id: String, choice: Kind, kind: Memo<Kind>) -> AnyView {
    view! {
        <label class="kind">
            <input
                type="radio"
                name="kind"
                prop:checked=move || kind.get() == choice
                on:change=move |_| writing::turn(app, &id, choice)
            />
            <span>{app.t(label(choice))}</span>
        </label>
    }
    .into_any()
}

fn label(kind: Kind) -> Word {
    match kind {
        Kind::Reply => Word::Reply,
        Kind::Note => Word::Note,
    }
}

fn button(kind: Kind, sending: Sending) -> Word {
    match (sending, kind) {
        (Sending::UnderWay, _) => Word::Sending,
        (Sending::Failed(Refusal::NotSent), _) => Word::Retry,
        (_, Kind::Reply) => Word::SendReply,
        (_, Kind::Note) => Word::AddNote,
    }
}

fn keys(app: App) -> String {
    app.t(if browser::is_mac() { Word::SendReplyKeysMac } else { Word::SendReplyKeys })
}

/// Why nothing was sent, or how many characters are left when few are.
fn state(app: App, draft: Memo<Draft>, sending: Sending) -> AnyView {
    let limit = MAX_TEXT.to_string();
    let (class, text) = match sending {
        Sending::Failed(Refusal::NotSent) => ("wrong", app.t(Word::ErrorSending)),
        Sending::Failed(Refusal::Empty) => ("wrong", app.t(Word::ErrorEmpty)),
        Sending::Failed(Refusal::TooLong) => {
            ("wrong", app.fill(Word::ErrorTooLong, &[("limit", &limit)]))
        }
        Sending::Idle | Sending::UnderWay => match draft.with(Draft::characters_left) {
            left @ ..0 => ("wrong", {
                _ = left;
                app.fill(Word::ErrorTooLong, &[("limit", &limit)])
            }),
            left @ 0..NEARLY_FULL => {
                ("", app.count(Word::CharactersLeft, "count", left.unsigned_abs()))
            }
            _ => ("", String::new()),
        },
    };
    view! {
        <p id=ids::WRITING_STATE class=class>
            {text}
        </p>
    }
    .into_any()
}
